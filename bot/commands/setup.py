"""`setup`: from a token to settings. Asks for the token, the owner, the place and the time, and writes `.env`.

The owner proves the account by a code sent to the bot. Takes no update away from the bot that will run, and refuses a
token on the command line: whoever lists the processes would read it.
"""

import asyncio
import getpass
import secrets
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from telegram import Bot, Update
from telegram.constants import ChatType
from telegram.error import Conflict, InvalidToken, TelegramError

from bot import envfile
from bot.exits import Exit
from bot.settings import PREFIX, TOKEN, Settings
from bot.terminal import Terminal
from mujaz.errors import Refusal
from mujaz.places.atlas import atlas
from mujaz.schedule.times import read_times
from pipeline.wire import AiohttpRequest

FILE, EXAMPLE = Path(".env"), Path(".env.example")
WAIT_SECONDS = 300.0
"""For the owner to find the phone."""
LOOK_SECONDS = 1.0

T = TypeVar("T")


class Unfinished(Exception):
    """The answers ended, or Telegram is out of reach: nothing was written. Holds the key of the words for it."""


@dataclass(frozen=True, slots=True)
class Misunderstood:
    """Why an answer cannot stand: a text key with its values."""

    key: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Found:
    """A bot that Telegram knows by its token."""

    token: str
    username: str


def set_up(settings: Settings, terminal: Terminal) -> Exit:
    """Asks until all is known, then writes `.env`; a setting that it does not ask for stays as it is."""
    try:
        found = _until_known(terminal, "cli.ask_token", lambda typed: _bot(settings, typed.strip()), secret=True)
        terminal.say("cli.setup_bot", name=f"@{found.username}")
        owner = _owner(settings, terminal, found)
        zone = _until_known(terminal, "cli.ask_place", _zone)
        time = _until_known(terminal, "cli.ask_time", _time)
        values = {"TOKEN": found.token, "OWNER": str(owner), "TIMEZONE": zone, "DIGEST_TIME": time}
        source = next((file for file in (FILE, EXAMPLE) if file.exists()), None)
        text = source.read_text("utf-8") if source else ""
        envfile.write(FILE, envfile.merged(text, {PREFIX + name: value for name, value in values.items()}))
    except KeyboardInterrupt:
        terminal.warn(terminal.voice.label("cli.setup_unfinished"))
        return Exit.FAILED
    except Unfinished as error:
        terminal.warn(terminal.voice.label(str(error)))
        return Exit.FAILED
    except OSError as error:
        terminal.warn(terminal.voice.label("cli.export_failed", path=str(FILE), reason=error.strerror or "-"))
        return Exit.FAILED
    terminal.say("cli.setup_done", zone=zone, time=time)
    terminal.show("  make run")
    return Exit.STOPPED


def _until_known(
    terminal: Terminal, key: str, understood: Callable[[str], T | Misunderstood], *, secret: bool = False
) -> T:
    """Asks until an answer is understood. Raises Unfinished where the answers end."""
    while True:
        answer = understood(_typed(terminal.voice.label(key), secret=secret))
        if not isinstance(answer, Misunderstood):
            return answer
        terminal.warn(terminal.voice.label(answer.key, **answer.values))


def _typed(question: str, *, secret: bool = False) -> str:
    if secret and sys.stdin.isatty():
        return getpass.getpass(f"{question} ")
    sys.stdout.write(f"{question} ")
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise Unfinished("cli.setup_unfinished")
    return line.strip()


def _bot(settings: Settings, token: str) -> Found | Misunderstood:
    """The bot of a token. Raises Unfinished where Telegram is out of reach."""
    if not TOKEN.fullmatch(token):
        return Misunderstood("cli.no_token", {})
    try:
        return Found(token, asyncio.run(_username(settings, token)))
    except InvalidToken:
        return Misunderstood("cli.check_token_refused", {})
    except TelegramError:
        raise Unfinished("cli.setup_unreachable") from None


def _owner(settings: Settings, terminal: Terminal, found: Found) -> int:
    code = f"{secrets.randbelow(10**8):08}"
    terminal.say("cli.setup_code", code=code, name=f"@{found.username}")
    terminal.show(f"  https://t.me/{found.username}?start={code}")
    try:
        owner = asyncio.run(_who_sends(settings, found.token, code))
    except TelegramError:
        owner = None
    if owner is None:
        return _until_known(terminal, "cli.ask_owner", _user_id)
    terminal.say("cli.setup_owner", id=owner)
    return owner


async def _username(settings: Settings, token: str) -> str:
    async with _request(settings) as request, _open(settings, token, request) as bot:
        return bot.username


async def _who_sends(settings: Settings, token: str, code: str) -> int | None:
    """Who sends the code in a private chat; None when nobody does in time, or somebody else fetches the updates.

    No update is confirmed: all of them are still there for the bot.
    """
    async with _request(settings) as request, _open(settings, token, request) as bot:
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                while True:
                    for update in await bot.get_updates(timeout=0):
                        if (sender := _sender(update, code)) is not None:
                            return sender
                    await asyncio.sleep(LOOK_SECONDS)
        except (TimeoutError, Conflict):
            return None


def _sender(update: Update, code: str) -> int | None:
    message = update.message
    if message is None or message.from_user is None or message.chat.type != ChatType.PRIVATE:
        return None
    return message.from_user.id if (message.text or "").split()[-1:] == [code] else None


def _open(settings: Settings, token: str, request: AiohttpRequest) -> Bot:
    return Bot(token, base_url=f"{settings.api_url}/bot", request=request, get_updates_request=request)


def _request(settings: Settings) -> AiohttpRequest:
    return AiohttpRequest(proxy=settings.proxy.get_secret_value() if settings.proxy else None)


def _user_id(typed: str) -> int | Misunderstood:
    return int(typed) if typed.isascii() and typed.isdecimal() and int(typed) else Misunderstood("cli.no_user_id", {})


def _zone(typed: str) -> str | Misunderstood:
    found = atlas().find(typed)
    if len(found) == 1:
        return found[0].zone
    zones = ", ".join(place.zone for place in (found or atlas().nearest(typed))[:5])
    return Misunderstood("cli.no_place", {"zones": zones or "-"})


def _time(typed: str) -> str | Misunderstood:
    try:
        minutes = read_times(typed, None).minutes
    except Refusal as error:
        return Misunderstood(error.key, error.values)
    return f"{minutes[0] // 60:02}:{minutes[0] % 60:02}"
