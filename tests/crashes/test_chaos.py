"""A bad day of Telegram's: floods, broken gateways, lost answers, readers who blocked the bot. All comes to an end.

On a clock that jumps (benchmarks.virtual), against the toy Telegram that forgives nothing, over real HTTP.
1,500 readers; with MUJAZ_KILLS, 20,000.
"""

import asyncio
import sqlite3
import sys
from collections import Counter, defaultdict
from pathlib import Path

import orjson

from benchmarks.virtual import BEGINNING, VirtualLoop
from mujaz.article import Status
from mujaz.delivery import DeliveryState
from mujaz.subscriber import Slot
from pipeline.courier import Courier
from pipeline.dispatcher import Dispatcher
from pipeline.posting import Leaves, unnoticed
from pipeline.sender import Sender
from pipeline.wire import AiohttpRequest
from playground.crowd import every
from playground.faults import Fault
from playground.server import Playground
from storage import articles, runs, subscribers
from storage.store import open_store
from tests.crashes.campaigns import FIRST
from tests.crashes.kills import LONG_FORM
from tests.storage.rows import news

READERS = 20_000 if LONG_FORM else 1_500
BLOCKED = every(33)
TROUBLE = (
    Fault("sendMessage", "flood", probability=0.05, retry_after=(1, 5)),
    Fault("sendMessage", "gateway", probability=0.02),
    Fault("sendMessage", "drop", probability=0.01),
)
WATCH = (
    "CREATE TABLE waits (chat_id INTEGER, next_at INTEGER)",
    """CREATE TRIGGER waiting AFTER UPDATE OF state ON deliveries WHEN NEW.state = 3
       BEGIN INSERT INTO waits VALUES (NEW.chat_id, NEW.next_at); END""",
    "CREATE TABLE pruned (chat_id INTEGER)",
    """CREATE TRIGGER pruning AFTER UPDATE OF state ON subscribers WHEN NEW.state = 'gone'
       BEGIN INSERT INTO pruned VALUES (NEW.chat_id); END""",
)


class Watched(AiohttpRequest):
    """The wire, with the moments at which each chat was written to."""

    def __init__(self) -> None:
        super().__init__()
        self.tries: defaultdict[int, list[float]] = defaultdict(list)

    async def post_json(self, url: str, body: bytes, leaves: Leaves = unnoticed) -> tuple[int, bytes]:
        now = BEGINNING.timestamp() + asyncio.get_running_loop().time()
        self.tries[orjson.loads(body)["chat_id"]].append(now)
        return await super().post_json(url, body, leaves)


def test_on_a_bad_day_everybody_is_served_and_nobody_is_bothered(tmp_path: Path) -> None:
    database, wire = tmp_path / "mujaz.sqlite", Watched()
    with asyncio.Runner(loop_factory=lambda: VirtualLoop(sockets=0.001)) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, VirtualLoop)
        toy = Playground(clock=lambda: BEGINNING.timestamp() + loop.time())
        with loop.waits_for_stores():
            runner.run(_bad_day(toy, loop, wire, database))
    assert toy.violations == []  # every wait that Telegram asked for was kept, and all limits

    with sqlite3.connect(database) as db:
        waits: defaultdict[int, list[int]] = defaultdict(list)
        for chat_id, next_at in db.execute("SELECT chat_id, next_at FROM waits ORDER BY rowid"):
            waits[chat_id].append(next_at)
        pruned = [chat_id for (chat_id,) in db.execute("SELECT chat_id FROM pruned")]
        states = dict(db.execute("SELECT chat_id, state FROM deliveries"))
        suspects = {chat_id for (chat_id,) in db.execute("SELECT chat_id FROM deliveries WHERE suspect_duplicate")}
    db.close()
    chats = range(FIRST, FIRST + READERS)
    blocked = set(filter(BLOCKED, chats))
    assert states == {chat: DeliveryState.SKIPPED if chat in blocked else DeliveryState.SENT for chat in chats}
    assert Counter(pruned) == Counter(blocked)
    assert toy.ledger.missing(set(chats) - blocked) == []
    assert {chat for chat, _ in toy.ledger.repeated()} <= suspects
    for chat, moments in wire.tries.items():
        assert all(at >= next_at for at, next_at in zip(moments[1:], waits[chat], strict=True)), chat
    requests = sum(map(len, wire.tries.values()))
    print(f"{READERS} readers, {requests} requests, {len(pruned)} pruned", file=sys.stderr)
    assert requests <= 1.1 * READERS


async def _bad_day(toy: Playground, loop: VirtualLoop, wire: Watched, database: Path) -> None:
    await toy.start()
    toy.limit()
    toy.synthetic(FIRST, READERS, BLOCKED)
    for fault in TROUBLE:
        toy.faults.add(fault)
    async with open_store(database) as store, wire, asyncio.TaskGroup() as tasks:
        await store.write(_begin, loop)
        sender = Sender(wire, f"{toy.url}/bot{toy.token}")
        courier = Courier(store, sender, Dispatcher(), loop.clock, lambda notice: None)
        tasks.create_task(courier.run())
        while await store.read(runs.unfinished):
            await asyncio.sleep(1)
            courier.wake()  # the bot's tick
        courier.stop()
    await toy.close()


def _begin(db: sqlite3.Connection, loop: VirtualLoop) -> None:
    now = loop.clock()
    for chat_id in range(FIRST, FIRST + READERS):
        subscribers.subscribe(db, chat_id, "ar", Slot("UTC", 0), now, now)
    draft = articles.add(db, news("شركة تفتح مختبرًا في الرباط"), Status.DRAFT, now)
    articles.publish(db, draft.id, now, breaking=True)
    runs.open_alert(db, draft.id, now)
    for statement in WATCH:
        db.execute(statement)
