"""Answers to people while a paid announcement goes out at Telegram's full rate: a mode of benchmarks.replies.

The real bot as a process of its own; the crowd that asks is the toy that takes the announcement, as far away as a data
centre on another continent. One person asks after another: two at once would measure the next long poll, which is a
round trip away. Asks only while the announcement is under way, and fails where it ends too soon.
"""

import asyncio
import sqlite3
import time
from datetime import UTC, datetime
from itertools import count, cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.archive import fill_with_made_up, fill_with_seed
from benchmarks.crowd import Crowd, crowded
from benchmarks.figures import milliseconds, percentile, progress
from benchmarks.message import LETTER
from benchmarks.processes import bot_settings, free_port, started
from pipeline.sender import sealed
from storage import bodies, runs
from storage.store import open_store

ADMIN = 999
FIRST_PERSON = 100_000
UNDER_WAY = 2_000
"""Messages after which the announcement has found its pace."""
LATENCY = (0.036, 0.084)
A_COMMAND = 0.09
"""Seconds that a command may take on average, for the length of the announcement."""


async def measure(commands: int, mix: tuple[str, ...]) -> dict[str, object]:
    """The waits of so many commands while the announcement goes out."""
    readers = UNDER_WAY + int(1000 * (5 + 2 * commands * A_COMMAND))
    with TemporaryDirectory(prefix="mujaz-") as name:
        folder, now, port = Path(name), datetime.now(UTC), free_port()
        await announced(folder / "mujaz.sqlite", now, readers)
        questions = zip(count(FIRST_PERSON), cycle(mix), strict=False)
        async with crowded(port, LATENCY) as crowd:
            with started(folder, "bot", "run", **bot_settings(port, folder / "mujaz.sqlite", now)):
                await under_way(crowd)
                begun, sent = time.perf_counter(), len(crowd.counting.ledger)
                waits = [await crowd.asks(person, text) for person, text in islice(questions, commands)]
                seconds, sent = time.perf_counter() - begun, len(crowd.counting.ledger) - sent
                if len(crowd.counting.ledger) > readers:
                    raise RuntimeError("the announcement was over before the last answer")
    return {
        "commands": len(waits),
        "p50_ms": milliseconds(percentile(waits, 50)),
        "p95_ms": milliseconds(percentile(waits, 95)),
        "p99_ms": milliseconds(percentile(waits, 99)),
        "max_ms": milliseconds(max(waits)),
        "per_second": round(len(waits) / seconds, 1),
        "broadcast_per_second": round((sent - len(waits)) / seconds, 1),
    }


async def announced(database: Path, now: datetime, readers: int) -> None:
    """A database whose announcement to so many readers begins with the bot."""
    await fill_with_seed(database, now)
    await fill_with_made_up(database, now, 0, readers)
    async with open_store(database) as store:
        await store.write(_announce, now)


def _announce(db: sqlite3.Connection, now: datetime) -> None:
    run = runs.draft_announcement(db, ADMIN, now)
    bodies.keep(db, run.id, {"ar": [sealed(LETTER)]})
    runs.queue(db, run.id, paid=True, due_at=now)


async def under_way(crowd: Crowd) -> None:
    """Waits until the announcement has found its pace."""
    async with asyncio.timeout(60):
        while len(crowd.counting.ledger) < UNDER_WAY:  # noqa: ASYNC110 - the crowd only counts
            await asyncio.sleep(0.05)
    progress("the announcement is under way")
