"""python -m benchmarks.deliverer: the real courier by itself, on a database whose run is open, until the run is done.

As the bot runs it: the store, the request class, the dispatcher, the courier; nothing else of the bot is loaded. Prints
one JSON object: seconds, cpu_seconds (all threads), rss_mb (the most there was).
"""

import argparse
import asyncio
import os
import resource
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import uvloop

from benchmarks.figures import report
from benchmarks.message import KEYBOARD, TOKEN
from pipeline import walk
from pipeline.courier import Courier
from pipeline.dispatcher import Dispatcher
from pipeline.sender import Sender, sealed
from pipeline.wire import AiohttpRequest
from storage import runs
from storage.store import Store, open_store

NO_LIMIT = 1_000_000
LOOK_SECONDS = 0.05


async def deliver(url: str, database: Path, rate: int) -> dict[str, float]:
    """Delivers what is open; digests carry a keyboard here."""
    walk.sealed = lambda letter: sealed(replace(letter, keyboard=KEYBOARD))  # type: ignore[attr-defined]
    async with open_store(database) as store, AiohttpRequest() as request:
        dispatcher = Dispatcher(free=rate or NO_LIMIT)
        sender = Sender(request, f"{url}/bot{TOKEN}")
        courier = Courier(store, sender, dispatcher, lambda: datetime.now(UTC), print)
        cpu, begun = time.process_time(), time.perf_counter()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(courier.run())
            await _done(store)
            seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
            courier.stop()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"seconds": seconds, "cpu_seconds": cpu, "rss_mb": round(peak / 1e6, 1)}


async def _done(store: Store) -> None:
    while await store.read(runs.unfinished):  # noqa: ASYNC110 - only the database knows
        await asyncio.sleep(LOOK_SECONDS)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.deliverer")
    parser.add_argument("--url", required=True)
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--rate", type=int, default=0, help="messages a second; 0: no limit")
    given = parser.parse_args()
    stay_on_one_core()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        report(runner.run(deliver(given.url, given.database, given.rate)))


def stay_on_one_core() -> None:
    """One core for whoever sends, the others for the toy."""
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {0})


if __name__ == "__main__":
    main()
