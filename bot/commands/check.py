"""`check`: whether everything that a run needs is there, and what to do about what is not. Changes nothing.

Refuses to show an address: the token stands in it.
"""

import asyncio
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp
import orjson

from bot.exits import Exit
from bot.settings import Settings
from bot.terminal import Terminal, minute, size
from mujaz.errors import StorageError
from pipeline.clock import Clock
from storage.backup import Pulse, all_in, damage_in, size_of

SKEW_SECONDS = 30.0
"""How far the clock may be off before digests are noticeably early or late."""
SPARE_BYTES = 256 << 20
TIMES_THE_DATABASE = 2
"""Room for a migration, or a backup on the same disk."""
REFUSED = (401, 404)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: a text key with its values, and how `check` ends because of it; STOPPED: it is in order."""

    key: str
    values: dict[str, object]
    code: Exit = Exit.STOPPED


def check(settings: Settings, terminal: Terminal, clock: Clock) -> Exit:
    """Looks at each thing and tells it; ends with the code of the first that is not in order."""
    with terminal.progress() as pulse:
        answers = [*_at_home(settings, pulse), *asyncio.run(_abroad(settings, clock))]
    for answer in answers:
        words = terminal.voice.label(answer.key, **answer.values)
        terminal.say("cli.in_order" if answer.code is Exit.STOPPED else "cli.needs_you", what=words)
    return next((answer.code for answer in answers if answer.code is not Exit.STOPPED), Exit.STOPPED)


def _at_home(settings: Settings, pulse: Pulse) -> Iterator[Answer]:
    yield Answer("cli.check_settings", {})
    yield _disk(settings)
    yield _database(settings, pulse)
    backups = all_in(settings.backup_folder)
    if backups:
        yield Answer("cli.check_backup", {"time": minute(backups[-1].made_at), "n": len(backups)})
    else:
        yield Answer("cli.check_no_backup", {"path": str(settings.backup_folder)})


def _disk(settings: Settings) -> Answer:
    folder = _existing(settings.database.parent)
    free = shutil.disk_usage(folder).free
    needed = SPARE_BYTES
    if settings.database.exists():
        needed += TIMES_THE_DATABASE * size_of(settings.database)
    values: dict[str, object] = {"free": size(free), "needed": size(needed), "path": str(folder)}
    return Answer("cli.check_disk", values) if free >= needed else Answer("cli.check_disk_full", values, Exit.FAILED)


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)


def _database(settings: Settings, pulse: Pulse) -> Answer:
    path = settings.database
    if not path.exists():
        return Answer("cli.check_no_database", {"path": str(path)})
    try:
        found = damage_in(path, pulse)
    except StorageError as error:
        found = str(error)
    if found:
        return Answer("cli.check_damaged", {"reason": found}, Exit.DATABASE_UNUSABLE)
    return Answer("cli.check_database", {"size": size(size_of(path))})


async def _abroad(settings: Settings, clock: Clock) -> list[Answer]:
    """What Telegram says to the token, and what time it has there."""
    assert settings.token is not None, "the settings were loaded with one"
    address = f"{settings.api_url}/bot{settings.token.get_secret_value()}/getMe"
    proxy = settings.proxy.get_secret_value() if settings.proxy else None
    timeout = aiohttp.ClientTimeout(total=settings.connect_seconds + settings.read_seconds)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session:
            asked = time.monotonic()
            async with session.get(address, proxy=proxy, allow_redirects=False) as response:
                body, took = await response.read(), time.monotonic() - asked
    except (aiohttp.ClientError, OSError) as error:  # TimeoutError is an OSError
        return [Answer("cli.check_unreachable", {"reason": type(error).__name__}, Exit.FAILED)]
    return [_token(response.status, body, took), *_clock(response.headers.get("Date"), clock)]


def _token(status: int, body: bytes, took: float) -> Answer:
    if status in REFUSED:
        return Answer("cli.check_token_refused", {}, Exit.TOKEN_REFUSED)
    try:
        name = orjson.loads(body)["result"]["username"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return Answer("cli.check_not_telegram", {"status": status}, Exit.FAILED)
    return Answer("cli.check_token", {"name": f"@{name}", "ms": round(took * 1000)})


def _clock(date: str | None, clock: Clock) -> list[Answer]:
    try:
        skew = (clock() - parsedate_to_datetime(date or "")).total_seconds()
    except ValueError:  # a server without a clock: nothing is known
        return []
    values: dict[str, object] = {"seconds": round(abs(skew))}
    if abs(skew) <= SKEW_SECONDS:
        return [Answer("cli.check_clock", values)]
    return [Answer("cli.check_clock_wrong", values, Exit.FAILED)]
