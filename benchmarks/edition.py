"""python -m benchmarks.edition: what a digest costs but for the sending: readers read, chosen for, joined, recorded.

The real store, walk, ledger and edition: all is as durable as it is in the bot; only lanes, pace and wire are left out.
What comes of each message is part of the sending (benchmarks.draining): with `--results` it is recorded too. Readers
follow companies in as many ways as there are profiles, and had a few digests before, prepared in a process of its own:
what each was told is taken into account. A quarter of the news continues stories that they were told.

Prints one JSON object. `tick_idle_ms` is what a tick costs while nothing is due, `open_ms` what opening the run costs,
`longest_write_ms` the longest transaction on the way, and `longest_write_cpu_ms` the most that one takes of the
processor. Ratios to the same digest: a query for each reader (`ratio_query_per_reader`), and a job of APScheduler for
each (`ratio_job_per_reader`: adding the jobs and letting those fall due that are; made for `--jobs`, reckoned for all).
"""

import argparse
import asyncio
import multiprocessing
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import uvloop
from apscheduler.schedulers.background import BackgroundScheduler

from benchmarks.archive import made_up
from benchmarks.figures import milliseconds, progress, report
from benchmarks.longest import Longest
from benchmarks.message import FIRST_READER
from benchmarks.readers import continue_stories, fill, fill_others, publish
from bot.cli import collect_seldom
from mujaz.delivery import DeliveryState, Sent, Settlement
from mujaz.digest.choose import choose, taste
from mujaz.digest.compose import compose
from mujaz.digest.form import Form
from mujaz.digest.ranking import rank
from mujaz.run import Run
from mujaz.texts.catalogue import voice_for
from pipeline import edition
from pipeline.ledger import Entries, Ledger
from pipeline.walk import Walk
from storage import audience, connection, runs, subscribers
from storage import store as storage_store
from storage.deliveries import Result
from storage.intents import Recorded
from storage.store import Store, open_store

TICKS = 200
AT_ONCE = 1024
"""Readers of a portion, and of a commit."""
AHEAD = 2 * AT_ONCE
"""Intents that are not on disk yet, at most."""
BEFORE = 3
"""Digests that readers had before."""
ASKED = 200
"""Readers for whom a query each is made."""


class Drained:
    """A run walked to its end: what the ledger committed is sent at once, as far as the database can tell."""

    def __init__(self, store: Store, run: Run, *, results: bool) -> None:
        self.messages = 0
        self._results = results
        self._ledger = Ledger(store, lambda: datetime.now(UTC), self._committed, print)
        self._walk = Walk(run, store, self._ledger, 0)
        self._walk.retry_at = None
        self._fewer = asyncio.Event()

    async def run(self) -> None:
        """To the last result."""
        async with asyncio.TaskGroup() as tasks:
            keeping = tasks.create_task(self._ledger.keep())
            while not self._walk.run.walked:
                while self._walk.begun - self.messages > AHEAD:
                    self._fewer.clear()
                    await self._fewer.wait()
                await self._walk.take(AT_ONCE, self._walk.run.due_at)
            await self._ledger.drained()
            keeping.cancel()

    def _committed(self, entries: Entries, recorded: Recorded) -> None:
        if not self._results:
            self.messages += len(entries.intents)
        for _, parcel in entries.intents if self._results else ():
            self._sent(parcel)
        parts = {delivery.chat_id: delivery for delivery in recorded.following}
        for result, parcel in entries.results:
            if part := parts.get(result.delivery.chat_id):
                self._sent(parcel._replace(delivery=part))
        self._fewer.set()

    def _sent(self, parcel: Any) -> None:
        self.messages += 1
        settlement = Settlement(DeliveryState.SENT, message_id=self.messages)
        self._ledger.settle(Result(parcel.delivery, Sent(self.messages), settlement, parcel.last), parcel)


def prepare(database: Path, due_at: datetime, readers: int, others: int, profiles: int, count: int) -> None:
    """A database whose readers had BEFORE digests of so many articles, and whose next one is due."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_prepare(database, due_at, readers, others, profiles, count))


async def _prepare(database: Path, due_at: datetime, readers: int, others: int, profiles: int, count: int) -> None:
    endless = made_up(due_at)
    days = [due_at - timedelta(days=back) for back in range(BEFORE, -1, -1)]
    await fill(database, days[0], readers, 0, profiles)
    await fill_others(database, due_at, others)
    async with open_store(database) as store:
        for day in days:
            await store.write(publish, list(islice(endless, count)), day)
            await store.write(continue_stories, day)
            if day < due_at:
                await store.write(runs.open_due, day)
                await drain(store)
                progress(f"had the digest of {day:%d %B}")


async def drain(store: Store, *, results: bool = True) -> int:
    """Walks the only run that is open; says how many messages it took. With `results`, each was sent."""
    (run,) = await store.read(runs.unfinished)
    drained = Drained(store, run, results=results)
    await drained.run()
    await store.write(runs.finish, run.id, run.due_at)
    return drained.messages


async def measure(database: Path, due_at: datetime, readers: int, *, results: bool = False) -> dict[str, object]:
    """The figures of the digest that is due."""
    longest = Longest(connection.commit_group)
    async with open_store(database) as store:
        idle = await _tick(store, due_at - timedelta(minutes=1), TICKS)
        opened = await _tick(store, due_at, 1)
        asked = await store.read(_query_each, due_at, min(ASKED, readers))
        storage_store.commit_group = longest  # type: ignore[attr-defined, assignment]
        begun, cpu = time.perf_counter(), time.process_time()
        await drain(store, results=results)
        seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
        deliveries = await store.read(_how_many)
    return {
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "us_a_reader": round(seconds / readers * 1e6, 1),
        "rss_mb": _status("VmRSS"),
        "most_mb": _status("VmHWM"),
        "own_mb": _status("RssAnon"),
        "deliveries": deliveries,
        "tick_idle_ms": milliseconds(idle),
        "open_ms": milliseconds(opened),
        "longest_write_ms": milliseconds(longest.seconds),
        "longest_write_cpu_ms": milliseconds(longest.cpu),
        "ratio_query_per_reader": round(asked * readers / seconds, 1),
    }


async def _tick(store: Store, now: datetime, times: int) -> float:
    """Seconds of a tick at a moment, the median of so many."""
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        await edition.open_due_runs(store, lambda: now)
        spent.append(time.perf_counter() - begun)
    return median(spent)


def _query_each(db: sqlite3.Connection, due_at: datetime, count: int) -> float:
    """Seconds of a reader for whom all is asked and joined by itself."""
    begun = time.perf_counter()
    for chat_id in range(FIRST_READER, FIRST_READER + count):
        reader = subscribers.get(db, chat_id)
        assert reader is not None, "it was stored"
        news, memory = audience.news_for(db, chat_id, reader.last_due_at, due_at)
        compose(
            choose(rank(news, reader.last_due_at, due_at), taste(reader), memory), Form(), voice_for(reader), due_at
        )
    return (time.perf_counter() - begun) / count


def _how_many(db: Any) -> int:
    (count,) = db.execute(
        "SELECT count(*) FROM deliveries WHERE state IN (1, 2) AND part = 0 AND run_id = (SELECT max(id) FROM runs)"
    ).fetchone()
    return int(count)


def _status(name: str) -> float:
    """A line of proc(5)'s status, given there in KiB."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    (size,) = (line.split()[1] for line in lines if line.startswith(f"{name}:"))
    return round(int(size) * 1024 / 1e6, 1)


def job_each(jobs: int) -> float:
    """Seconds of a reader with a job of its own: added, and called when it falls due. Nothing is chosen nor joined."""
    scheduler = BackgroundScheduler(timezone=UTC)
    called: list[int] = []
    due_at = datetime.now(UTC)
    begun = time.perf_counter()
    for number in range(jobs):
        scheduler.add_job(
            called.append, "date", run_date=due_at, args=[number], misfire_grace_time=None, executor="default"
        )
    scheduler.start()
    while len(called) < jobs:
        time.sleep(0.01)
    seconds = time.perf_counter() - begun
    scheduler.shutdown()
    return seconds / jobs


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.edition")
    parser.add_argument("--readers", type=int, default=300_000, help="whose digest is due")
    parser.add_argument("--others", type=int, default=0, help="whose digest is not due")
    parser.add_argument("--profiles", type=int, default=1000, help="different sets of follows")
    parser.add_argument("--articles", type=int, default=200, help="news in the digest's window")
    parser.add_argument("--results", action="store_true", help="record that each message was sent, too")
    parser.add_argument("--jobs", type=int, default=100_000, help="of APScheduler, beside it")
    given = parser.parse_args()
    due_at = datetime.now(UTC).replace(second=0, microsecond=0)
    collect_seldom()
    with TemporaryDirectory(prefix="mujaz-") as name:
        database = Path(name) / "mujaz.sqlite"
        process = multiprocessing.get_context("spawn").Process(
            target=prepare, args=(database, due_at, given.readers, given.others, given.profiles, given.articles)
        )
        process.start()
        process.join()
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            figures = runner.run(measure(database, due_at, given.readers, results=given.results))
    job = job_each(given.jobs)
    ratio = round(job * given.readers / float(str(figures["seconds"])), 1)
    asked = {"readers": given.readers, "profiles": given.profiles, "articles": given.articles}
    report({**asked, **figures, "jobs": given.jobs, "ratio_job_per_reader": ratio})


if __name__ == "__main__":
    main()
