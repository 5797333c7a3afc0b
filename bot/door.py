"""The one HTTP listener: Telegram's webhook, and what a monitor asks (bot.watch),
and what scripts bring (bot.letterbox).

The webhook says 200 once the inbox has an update, so Telegram repeats the rest.

Asks for the secret first and tells nobody what was sent in its place. Decides nothing about updates.
"""

import asyncio
import hmac
import os
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson
import structlog
from aiohttp import web
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.certificate import Certificate, load_certificate
from bot.exits import BadSettings, Mistake
from bot.letterbox import Letterbox
from bot.settings import PREFIX, WATCH_PORT, Settings
from bot.watch import Watch
from mujaz.errors import StorageError
from pipeline.inbox import Inbox
from pipeline.incoming import WANTED, has_id
from pipeline.sender import TokenRefused

BODY_MOST = 1024 * 1024
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 the name of a header
LOCAL = "127.0.0.1"
TRY_AGAIN_SECONDS = "5"
CLOSING_SECONDS = 2.0
ANNOUNCE_AGAIN = 5.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram is to bring updates, and by what it is known. A path that nobody chose is a random one."""

    url: str
    path: str
    secret: bytes
    certificate: Certificate | None

    def __repr__(self) -> str:
        return "Webhook()"


def webhook(settings: Settings) -> Webhook | None:
    """The webhook that the settings ask for; None where updates are polled. Raises ValueError for a bad certificate."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        return None
    url = settings.webhook_url
    if urlsplit(url).path in ("", "/"):
        url = f"{url.rstrip('/')}/{secrets.token_urlsafe(24)}"
    certificate = None
    if settings.webhook_certificate is not None and settings.webhook_key is not None:
        certificate = load_certificate(settings.webhook_certificate, settings.webhook_key)
    return Webhook(url, urlsplit(url).path, settings.webhook_secret.get_secret_value().encode(), certificate)


class Door:
    """Listens, and tells Telegram where if it is to come, until it is cancelled."""

    def __init__(
        self, settings: Settings, hook: Webhook | None, bot: Bot, inbox: Inbox, watch: Watch, letterbox: Letterbox
    ) -> None:
        self._settings = settings
        self._hook = hook
        self._watch = watch
        self._letterbox = letterbox
        self._bot = bot
        self._inbox = inbox

    async def run(self) -> None:
        """Raises BadSettings where the port cannot be used, and TokenRefused."""
        async with self._listening():
            if self._hook is not None:
                await self._announce(self._hook)
            await asyncio.Event().wait()

    @asynccontextmanager
    async def _listening(self) -> AsyncIterator[None]:
        host, port = self._settings.door_host, self._settings.door_port or WATCH_PORT
        certificate = self._hook.certificate if self._hook else None
        watching = _application()
        self._watch.add_to(watching)
        self._letterbox.add_to(watching)
        hooking = watching if certificate is None else _application()
        if self._hook is not None:
            hooking.router.add_post(self._hook.path, _Reception(self._hook.secret, self._inbox).receive)
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(_open(hooking, host, port, certificate))
            if hooking is not watching:  # where everybody may come, only the webhook is
                await stack.enter_async_context(_open(watching, LOCAL, WATCH_PORT, None))
            yield

    async def _announce(self, hook: Webhook) -> None:
        while True:
            try:
                shown = hook.certificate.shown if hook.certificate else None
                await self._bot.set_webhook(
                    hook.url, shown, allowed_updates=list(WANTED), secret_token=hook.secret.decode()
                )
                return
            except InvalidToken as error:
                raise TokenRefused(error.message) from None
            except TelegramError as error:
                log.warning("webhook_not_set", reason=error.message, again_in=ANNOUNCE_AGAIN)
            await asyncio.sleep(ANNOUNCE_AGAIN)


def _application() -> web.Application:
    return web.Application(client_max_size=BODY_MOST)


@asynccontextmanager
async def _open(app: web.Application, host: str, port: int, certificate: Certificate | None) -> AsyncIterator[None]:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=CLOSING_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port, ssl_context=certificate.context if certificate else None).start()
    except OSError as error:
        await runner.cleanup()
        reason = os.strerror(error.errno).lower() if error.errno and error.errno > 0 else "no such address"
        advice = f"nobody can listen at {host}:{port} ({reason}); choose another host or port"
        raise BadSettings([Mistake(f"{PREFIX}DOOR_PORT", advice)]) from None
    try:
        yield
    finally:
        await runner.cleanup()


class _Reception:
    def __init__(self, secret: bytes, inbox: Inbox) -> None:
        self._secret = secret
        self._inbox = inbox

    async def receive(self, request: web.Request) -> web.Response:
        """One update. 401 without the secret, 413 for more than BODY_MOST, 400 for no update, 503 if it is not safe."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._secret):
            log.warning("webhook_without_the_secret")
            return web.Response(status=401)
        update = _update(await request.read())  # aiohttp answers 413 where it is too long
        if update is None:
            log.warning("webhook_without_an_update")
            return web.Response(status=400)
        try:
            await self._inbox.take([update])
        except StorageError as error:
            log.error("update_not_kept", reason=str(error))
            return web.Response(status=503, headers={"Retry-After": TRY_AGAIN_SECONDS})
        return web.Response()


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        update = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return update if has_id(update) else None
