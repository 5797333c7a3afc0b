"""python -m benchmarks.draining: the pipeline of a digest without the wire, from the tick that opens its run to the
last committed result.

The real store, courier, walk, edition and ledger; in place of the wire a sender that says «sent» in the next turn of
the event loop. Readers follow companies in as many ways as there are profiles. Prints one JSON object; `tick_idle_ms`
is what a tick costs while nothing is due, `open_ms` what opening the run costs, `longest_write_ms` the longest
transaction while it drains, `longest_write_cpu_ms` the most that one takes of the processor (the rest of a long one is
waiting for the disk), `own_growth_mb` how much memory of its own the process gains between a tenth of the way and the
end; pages of the database that it has mapped, which the system takes back when it likes, are in `rss_mb` only.
"""

import argparse
import asyncio
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import structlog
import uvloop

from benchmarks.figures import milliseconds, progress, report
from benchmarks.longest import Longest
from benchmarks.message import TOKEN
from benchmarks.readers import fill, fill_others
from mujaz.delivery import Outcome, Sent
from pipeline import edition
from pipeline.courier import Courier
from pipeline.dispatcher import Dispatcher
from pipeline.posting import Leaves, unnoticed
from pipeline.sender import Sender
from pipeline.wire import AiohttpRequest
from storage import connection, runs
from storage import store as storage_store
from storage.store import Store, open_store

NO_LIMIT = 1_000_000
TICKS = 200
LOOK_SECONDS = 0.02


class NoWire(Sender):
    """Everything is sent at once."""

    def __init__(self) -> None:
        super().__init__(AiohttpRequest(), f"http://127.0.0.1/bot{TOKEN}")
        self.sent = 0

    async def send(self, chat_id: int, tail: bytes, leaves: Leaves = unnoticed, *, paid: bool = False) -> Outcome:
        """Takes its turn in the event loop, as an answer would."""
        leaves()
        await asyncio.sleep(0)
        self.sent += 1
        return Sent(self.sent)


async def measure(readers: int, others: int, profiles: int, articles: int) -> dict[str, object]:
    """The figures of one run to so many readers, among others whose digest is not due."""
    due_at = datetime.now(UTC).replace(second=0, microsecond=0)
    longest = Longest(connection.commit_group)
    with TemporaryDirectory(prefix="mujaz-") as name:
        database = Path(name) / "mujaz.sqlite"
        await fill(database, due_at, readers, articles, profiles)
        await fill_others(database, due_at, others)
        before = _on_disk(database)
        async with open_store(database) as store:
            idle = await _tick(store, due_at - timedelta(minutes=1), TICKS)
            opened = await _tick(store, due_at, 1)
            storage_store.commit_group = longest  # type: ignore[attr-defined, assignment]
            seconds, cpu, growth = await _drain(store, readers)
            deliveries = await store.read(_how_many)
        after = _on_disk(database)
    return {
        "readers": readers,
        "profiles": profiles,
        "articles": articles,
        "seconds": round(seconds, 2),
        "per_second": round(readers / seconds),
        "cpu_us_per_message": round(cpu / readers * 1e6, 1),
        "deliveries": deliveries,
        "tick_idle_ms": milliseconds(idle),
        "open_ms": milliseconds(opened),
        "longest_write_ms": milliseconds(longest.seconds),
        "longest_write_cpu_ms": milliseconds(longest.cpu),
        "rss_mb": _rss_mb(),
        "own_growth_mb": growth,
        "disk_mb_per_million": round((after - before) / readers, 1),
    }


async def _tick(store: Store, now: datetime, times: int) -> float:
    """Seconds of a tick at a moment, the median of so many."""
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        await edition.open_due_runs(store, lambda: now)
        spent.append(time.perf_counter() - begun)
    return median(spent)


async def _drain(store: Store, readers: int) -> tuple[float, float, float]:
    """Seconds, processor seconds, and the growth of memory on the way."""
    wire = NoWire()
    courier = Courier(store, wire, Dispatcher(free=NO_LIMIT), lambda: datetime.now(UTC), print)
    early = 0.0
    begun, cpu = time.perf_counter(), time.process_time()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(courier.run())
        while await store.read(runs.unfinished):
            await asyncio.sleep(LOOK_SECONDS)
            if not early and wire.sent >= readers / 10:
                early = _own_mb()
                progress(f"{wire.sent:,} of {readers:,}")
        seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
        courier.stop()
    return seconds, cpu, round(_own_mb() - (early or _own_mb()), 1)


def _how_many(db: Any) -> int:
    (count,) = db.execute("SELECT count(*) FROM deliveries WHERE state = 2").fetchone()
    return int(count)


def _on_disk(database: Path) -> int:
    return sum(file.stat().st_size for file in database.parent.iterdir())


def _rss_mb() -> float:
    return _status("VmRSS")


def _own_mb() -> float:
    return _status("RssAnon")


def _status(name: str) -> float:
    """A line of proc(5)'s status, given there in KiB."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    (size,) = (line.split()[1] for line in lines if line.startswith(f"{name}:"))
    return round(int(size) * 1024 / 1e6, 1)


def main() -> None:
    """Measures and prints."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))  # standard output is the figures'
    parser = argparse.ArgumentParser(prog="python -m benchmarks.draining")
    parser.add_argument("--readers", type=int, default=335_000, help="whose digest is due")
    parser.add_argument("--others", type=int, default=0, help="whose digest is not due")
    parser.add_argument("--profiles", type=int, default=1000, help="different sets of follows")
    parser.add_argument("--articles", type=int, default=12, help="news in the digest's window")
    given = parser.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        report(runner.run(measure(given.readers, given.others, given.profiles, given.articles)))


if __name__ == "__main__":
    main()
