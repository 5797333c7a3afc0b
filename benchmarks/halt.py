"""python -m benchmarks.halt: how soon a pause or a cancellation takes effect while messages go out at the paid rate.

An announcement is on its way from the real courier over real HTTP to the toy that counts, both in this process. It is
paused and resumed again and again, at random moments, and cancelled in the end. RuntimeError where a message was lost.
"""

import argparse
import asyncio
import random
import sqlite3
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from benchmarks.figures import milliseconds, percentile, report
from bot.cli import loop_factory
from mujaz.run import Order, Run
from mujaz.subscriber import Slot
from pipeline.courier import Courier
from pipeline.dispatcher import Dispatcher
from pipeline.pace import PAID_A_SECOND
from pipeline.posting import Leaves, unnoticed
from pipeline.sender import Sender
from pipeline.wire import AiohttpRequest
from playground.counting import Counting
from playground.server import DEFAULT_TOKEN
from storage import bodies, runs, subscribers
from storage.store import Store, open_store

FIRST_CHAT = 10_000_000
ADMIN = 3001
LATENCY = (0.036, 0.084)
GOING = (0.15, 0.3)
QUIET = 0.1
LOOK_SECONDS = 0.05


class Noted(AiohttpRequest):
    """The wire, and when each message was put on it; `on_it` are those that were not answered yet."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[float] = []
        self.on_it = 0

    async def post_json(self, url: str, body: bytes, leaves: Leaves = unnoticed) -> tuple[int, bytes]:
        """Posts, and takes notes."""
        self.begun.append(time.perf_counter())
        self.on_it += 1
        try:
            return await super().post_json(url, body, leaves)
        finally:
            self.on_it -= 1


@dataclass(slots=True)
class Orders:
    """By order: seconds from the call until the last message went out; then, what went on and what arrived after."""

    effective: list[float] = field(default_factory=list)
    on_the_wire: list[int] = field(default_factory=list)
    begun_after: int = 0
    arrived_after: list[int] = field(default_factory=list)


async def measure(orders: int) -> dict[str, object]:
    """Gives so many orders."""
    readers = round(2 * PAID_A_SECOND * GOING[1] * (orders + 1))
    toy, given = Counting(LATENCY), Orders()
    await toy.start()
    with TemporaryDirectory(prefix="mujaz-") as folder:
        async with open_store(Path(folder) / "mujaz.sqlite") as store, Noted() as wire, asyncio.TaskGroup() as tasks:
            run = await store.write(_announce, readers)
            sender = Sender(wire, f"{toy.url}/bot{DEFAULT_TOKEN}")
            courier = Courier(store, sender, Dispatcher(), _now, lambda notice: None)
            tasks.create_task(courier.run())
            for number in range(orders):
                await asyncio.sleep(random.uniform(*GOING))
                last = number == orders - 1
                await _give(courier, run, Order.CANCEL if last else Order.PAUSE, wire, toy, given)
                if not last:
                    await courier.order(run.id, Order.RESUME)
            await _over(store)
            courier.stop()
            sent = await store.read(_sent)
    await toy.close()
    if sent != len(toy.ledger) or toy.ledger.repeated():
        raise RuntimeError(f"{sent} messages were sent, and counted as {toy.ledger.summary()}")
    return _figures(given, sent)


async def _give(courier: Courier, run: Run, order: Order, wire: Noted, toy: Counting, given: Orders) -> None:
    courier.wake()  # as the tick does, at an inconvenient moment
    called = time.perf_counter()
    await courier.order(run.id, order)
    await asyncio.sleep(0)  # what was let go before takes its first step
    begun, on_the_wire, arrived = len(wire.begun), wire.on_it, len(toy.ledger)
    await asyncio.sleep(QUIET)
    given.effective.append(max(wire.begun[-1] - called, 0.0))
    given.on_the_wire.append(on_the_wire)
    given.begun_after += len(wire.begun) - begun
    given.arrived_after.append(len(toy.ledger) - arrived)


def _figures(given: Orders, sent: int) -> dict[str, object]:
    return {
        "orders": len(given.effective),
        "messages": sent,
        "effective_p50_ms": milliseconds(percentile(given.effective, 50)),
        "effective_max_ms": milliseconds(max(given.effective)),
        "begun_after": given.begun_after,
        "arrived_after_max": max(given.arrived_after),
        "on_the_wire_max": max(given.on_the_wire),
    }


def _now() -> datetime:
    return datetime.now(UTC)


def _announce(db: sqlite3.Connection, readers: int) -> Run:
    now = _now()
    for chat_id in range(FIRST_CHAT, FIRST_CHAT + readers):
        subscribers.subscribe(db, chat_id, "ar", Slot("UTC", 0), now, now)
    draft = runs.draft_announcement(db, ADMIN, now)
    text = orjson.dumps({"text": "يتوقف موجز ساعة واحدة هذه الليلة لأعمال الصيانة."})[1:]
    bodies.keep(db, draft.id, {"ar": (text,)})
    runs.queue(db, draft.id, paid=True, due_at=now)
    runs.open_due(db, now)
    return runs.get(db, draft.id)


def _sent(db: sqlite3.Connection) -> int:
    (count,) = db.execute("SELECT count(*) FROM deliveries WHERE state = 2").fetchone()
    return int(count)


async def _over(store: Store) -> None:
    while await store.read(runs.unfinished):  # noqa: ASYNC110 the courier tells nobody that all is done
        await asyncio.sleep(LOOK_SECONDS)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.halt")
    parser.add_argument("--orders", type=int, default=50)
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        report(runner.run(measure(parser.parse_args().orders)))


if __name__ == "__main__":
    main()
