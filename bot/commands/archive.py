"""`export` writes the published articles as lines of JSON, `import` reads them, and plain texts, into the archive.

What is imported counts as published when its news is from, so that no digest brings old news. Refuses to write over a
file, and to stop at a line that is no article.
"""

import asyncio
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.exits import Exit
from bot.nightly import backup_before_migrating
from bot.settings import Settings
from bot.terminal import Terminal
from mujaz.companies import catalogue
from mujaz.companies.gazetteer import Gazetteer
from mujaz.errors import AlreadyStored, Refusal
from mujaz.exchange import Flaw, Item, from_line, to_line
from pipeline.clock import Clock
from pipeline.intake import Intake
from storage import exporting
from storage.backup import Pulse
from storage.looking import look
from storage.store import open_store


def export(settings: Settings, terminal: Terminal, file: Path) -> Exit:
    """Writes all published articles, also while the bot runs. Raises StorageError."""
    try:
        with file.open("x", encoding="utf-8") as lines, terminal.progress() as pulse:
            written = _write(settings, lines.write, pulse)
    except OSError as error:
        terminal.warn(terminal.voice.label("cli.export_failed", path=str(file), reason=error.strerror or "-"))
        return Exit.FAILED
    terminal.say("cli.exported", n=written)
    return Exit.STOPPED


def bring_in(settings: Settings, terminal: Terminal, clock: Clock, files: Sequence[Path]) -> Exit:
    """Stores what the files hold, and tells what could not be. Raises StorageError; DatabaseInUse under a bot."""
    return asyncio.run(_bring_in(settings, terminal, clock, files))


def _write(settings: Settings, write: Callable[[str], object], pulse: Pulse) -> int:
    total, written, last = max(1, look(settings.database, exporting.how_many)), 0, 0
    while batch := look(settings.database, exporting.published_after, last):
        for last, item in batch:  # noqa: B007 the next batch begins behind the last
            write(to_line(item) + "\n")
        written += len(batch)
        pulse(written / total)
    return written


async def _bring_in(settings: Settings, terminal: Terminal, clock: Clock, files: Sequence[Path]) -> Exit:
    stored = twins = left = 0
    before = partial(backup_before_migrating, settings, clock)
    async with open_store(settings.database, before_migrating=before) as store:
        intake = Intake(store, Gazetteer(catalogue.load()), clock)
        with terminal.progress() as pulse:
            for where, found in _items(files, ZoneInfo(settings.timezone), pulse):
                try:
                    await _store(intake, found, clock())
                    stored += 1
                except AlreadyStored:
                    twins += 1
                except (Refusal, NoArticle) as error:
                    left += 1
                    terminal.warn(f"{where}: {terminal.voice.label(error.key, **error.values)}")
    terminal.say("cli.imported", stored=stored, twins=twins, left=left)
    return Exit.FAILED if left else Exit.STOPPED


class NoArticle(Exception):
    """What a file holds is none; the words for it, like those of a refusal."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


async def _store(intake: Intake, found: Item | NoArticle, now: datetime) -> None:
    if isinstance(found, NoArticle):
        raise found
    date = min(found.date.astimezone(UTC), now)
    await intake.archive(
        found.title, found.text, source=found.source, url=found.url, reported_at=date, published_at=date
    )


def _items(files: Sequence[Path], zone: ZoneInfo, pulse: Pulse) -> Iterator[tuple[str, Item | NoArticle]]:
    """What the files hold, each with its place: the file, and the line where it has lines of JSON."""
    for number, file in enumerate(files):
        try:
            with file.open(encoding="utf-8") as opened:
                about = os.fstat(opened.fileno())
                if file.suffix != ".jsonl":
                    yield str(file), Item(None, opened.read(), None, None, datetime.fromtimestamp(about.st_mtime, UTC))
                    continue
                done = 0
                for line_number, line in enumerate(opened, 1):
                    yield f"{file}:{line_number}", _item(line, zone)
                    done += len(line.encode())
                    pulse((number + done / about.st_size) / len(files))
        except UnicodeDecodeError:
            yield str(file), NoArticle("cli.not_utf8")
        except OSError as error:
            yield str(file), NoArticle("cli.unreadable", reason=error.strerror or "-")


def _item(line: str, zone: ZoneInfo) -> Item | NoArticle:
    found = from_line(line, zone)
    return NoArticle(f"cli_flaw.{found}") if isinstance(found, Flaw) else found
