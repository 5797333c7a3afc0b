"""POST /articles: scripts bring articles to the desk, where an editor reviews them like any other draft.

Asks for the token first. Publishes nothing, and takes the same article once: a script may repeat what was not answered.
"""

import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson
import structlog
from aiohttp import web

from mujaz.article import BODY_MOST, TITLE_MOST
from mujaz.errors import StorageError
from mujaz.paste import Clipping
from pipeline.clock import Clock
from storage import posted
from storage.store import Store

KEY_HEADER = "Idempotency-Key"
KEY_MOST = 200
SOURCE_MOST = 200
URL_MOST = 2_000
TRY_AGAIN_SECONDS = "5"

log = structlog.get_logger(__name__)


class Letterbox:
    """Takes articles for the desk of whoever `desk` names (None: nobody is there to review them)."""

    def __init__(self, store: Store, clock: Clock, token: str | None, desk: Callable[[], int | None]) -> None:
        self._store = store
        self._clock = clock
        self._token = None if token is None else token.encode()
        self._desk = desk

    def add_to(self, app: web.Application) -> None:
        """Puts its address up, where there is a token."""
        if self._token is not None:
            app.router.add_post("/articles", self._receive)

    async def _receive(self, request: web.Request) -> web.Response:
        """201 for a new article, 200 for one that is here, 401 without the token, 400, 409 and 422 with a reason.

        413 for a body of more than the door takes, 503 while it cannot be kept.
        """
        if not self._knows(request.headers.get("Authorization", "")):
            log.warning("article_without_the_token")
            return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        key = request.headers.get(KEY_HEADER, "")
        if not key.isprintable() or not 0 < len(key) <= KEY_MOST:
            return _no(400, f"{KEY_HEADER} must hold 1 to {KEY_MOST} printable characters")
        body = await request.read()  # aiohttp answers 413 where it is too long
        clipping = _clipping(body, self._clock())
        if isinstance(clipping, str):
            return _no(422, clipping)
        return await self._keep(key, sha256(body).hexdigest(), clipping)

    async def _keep(self, key: str, fingerprint: str, clipping: Clipping) -> web.Response:
        editor = self._desk()
        if editor is None:
            return _no(503, "nobody is at the desk: name an owner or editors")
        try:
            new = await self._store.write(posted.take, key, fingerprint, editor, clipping, self._clock())
        except StorageError as error:
            log.error("article_not_kept", reason=str(error))
            return web.Response(status=503, headers={"Retry-After": TRY_AGAIN_SECONDS})
        if new is None:
            return _no(409, f"another article came with this {KEY_HEADER}")
        log.info("article_at_the_door", new=new)
        return web.json_response({"new": new}, status=201 if new else 200)

    def _knows(self, given: str) -> bool:
        scheme, _, token = given.partition(" ")
        assert self._token is not None, "without one there is no address"
        genuine = hmac.compare_digest(token.strip().encode("utf-8", "surrogateescape"), self._token)
        return genuine and scheme.lower() == "bearer"


def _clipping(body: bytes, now: datetime) -> Clipping | str:
    """An article from JSON: `text` must be there, `title`, `source`, `url` and `date` may be. Else what is wrong."""
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return "the body must be JSON"
    if not isinstance(found, dict):
        return "the body must be a JSON object"
    for name, most in (("text", BODY_MOST), ("title", TITLE_MOST), ("source", SOURCE_MOST), ("url", URL_MOST)):
        value = found.get(name)
        if value is not None and (not isinstance(value, str) or len(value) > most):
            return f"{name} must be a text of at most {most} characters"
    text: str = found.get("text") or ""
    if not any(char.isalpha() for char in text):
        return "text must hold words"
    if found.get("url") and not found["url"].startswith(("http://", "https://")):
        return "url must begin with http:// or https://"
    return _dated(found, text, now)


def _dated(found: dict[str, Any], text: str, now: datetime) -> Clipping | str:
    """News of the future counts as of now; a date without an offset is one of UTC."""
    reported_at = None
    if found.get("date") is not None:
        try:
            date = datetime.fromisoformat(str(found["date"]))
            reported_at = min((date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC), now)
        except (ValueError, OverflowError):
            return "date must be ISO 8601, like 2025-10-27T08:00:00+03:00"
    return Clipping(found.get("title") or "", text, found.get("source") or None, found.get("url") or None, reported_at)


def _no(status: int, reason: str) -> web.Response:
    return web.json_response({"error": reason}, status=status)
