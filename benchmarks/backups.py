"""python -m benchmarks.backups: a backup while the bot sends 1000 messages a second and people ask it things.

The real bot, a database filled up to so many megabytes, the same commands before the backup and during it; the backup
is the operator's, a process of its own. Then it is restored elsewhere, and every table compared row by row. The ratio
of the broadcast's pace is during ÷ before, in this run.
"""

import argparse
import asyncio
import hashlib
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.broadcasting import FIRST_PERSON, LATENCY, announced, under_way
from benchmarks.crowd import Crowd, crowded
from benchmarks.figures import milliseconds, percentile, progress, report
from benchmarks.processes import ROOT, bot_settings, free_port, started
from bot.cli import loop_factory
from storage.backup import all_in, restore

QUESTION = "/help"
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of the broadcast: messages a second, and how long people waited."""

    per_second: float
    waits: list[float]


async def measure(megabytes: int, readers: int, calm_seconds: float) -> dict[str, object]:
    """The figures of this run."""
    with TemporaryDirectory(prefix="mujaz-") as name:
        folder, now, port = Path(name), datetime.now(UTC), free_port()
        database = folder / "mujaz.sqlite"
        await announced(database, now, readers)
        await asyncio.to_thread(_fill_up, database, megabytes)
        settings = bot_settings(port, database, now)
        people = count(FIRST_PERSON)
        async with crowded(port, LATENCY) as crowd:
            with started(folder, "bot", "run", **settings):
                await under_way(crowd)
                calm = asyncio.get_running_loop().create_future()
                asyncio.get_running_loop().call_later(calm_seconds, calm.set_result, None)
                before = await _spell(crowd, people, calm)
                progress("the backup begins")
                begun = time.perf_counter()
                made = asyncio.get_running_loop().run_in_executor(None, _back_up, settings)
                during = await _spell(crowd, people, made)
                seconds = time.perf_counter() - begun
                await made
                if len(crowd.counting.ledger) > readers:
                    raise RuntimeError("the announcement was over before the backup")
        (backup,) = all_in(folder / "backups")
        restored = folder / "restored.sqlite"
        await asyncio.to_thread(restore, backup.path, restored, now, lambda fraction: None)
        identical = await asyncio.to_thread(lambda: _content(backup.path) == _content(restored))
        size = backup.path.stat().st_size
    return {
        "megabytes": round(size / MEGABYTE), "seconds": round(seconds, 1),
        "broadcast_before": round(before.per_second, 1), "broadcast_during": round(during.per_second, 1),
        "ratio_broadcast": round(during.per_second / before.per_second, 3),
        "before_p99_ms": milliseconds(percentile(before.waits, 99)),
        "during_p99_ms": milliseconds(percentile(during.waits, 99)),
        "restored_alike": identical,
    }  # fmt: skip


async def _spell(crowd: Crowd, people: Iterator[int], ends: "asyncio.Future[None]") -> Spell:
    begun, sent, waits = time.perf_counter(), len(crowd.counting.ledger), list[float]()
    while not ends.done():
        waits.append(await crowd.asks(next(people), QUESTION))
    sent = len(crowd.counting.ledger) - sent - len(waits)
    return Spell(sent / (time.perf_counter() - begun), waits)


def _fill_up(database: Path, megabytes: int) -> None:
    """Adds what a backup has to carry and no question meets."""
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        db.execute("CREATE TABLE ballast (data BLOB)")
        while database.stat().st_size < megabytes * MEGABYTE:
            db.execute("BEGIN")
            db.executemany("INSERT INTO ballast VALUES (?)", [(os.urandom(MEGABYTE),) for _ in range(20)])
            db.execute("COMMIT")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _back_up(settings: dict[str, str]) -> None:
    command = [sys.executable, "-m", "bot", "backup"]
    subprocess.run(command, cwd=ROOT, env={"PATH": "", **settings}, check=True, capture_output=True)


def _content(path: Path) -> dict[str, str]:
    """A hash of every table's rows in their order."""
    with closing(sqlite3.connect(path)) as db:
        kept = "type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        tables = [name for (name,) in db.execute(f"SELECT name FROM sqlite_schema WHERE {kept} ORDER BY name")]
        return {table: _hash(db, table) for table in tables}


def _hash(db: sqlite3.Connection, table: str) -> str:
    digest = hashlib.sha256()
    for row in db.execute(f"SELECT * FROM {table}"):
        digest.update(repr(row).encode())
    return digest.hexdigest()


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.backups")
    parser.add_argument("--megabytes", type=int, default=1000, help="the least size of the database")
    parser.add_argument("--readers", type=int, default=120_000, help="of the announcement, to outlast the backup")
    parser.add_argument("--calm", type=float, default=10, help="seconds before the backup")
    given = parser.parse_args()
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        report(runner.run(measure(given.megabytes, given.readers, given.calm)))


if __name__ == "__main__":
    main()
