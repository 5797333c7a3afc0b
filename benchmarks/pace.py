"""python -m benchmarks.pace: the free pace over many messages, against a Telegram that forgives nothing.

The real courier on a real database, on a clock that jumps (benchmarks.virtual): a hundred thousand messages are an hour
of it, and the machine's speed does not show. Several articles are on their way at once to the same readers, every
twentieth of them a group, so that the limits of chats count as well. The wire is made of `playground.rates`; what is
sent needs 18 to 42 ms to arrive there and as long back, drawn for each message.
"""

import argparse
import asyncio
import random
import sqlite3
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from benchmarks.figures import report
from benchmarks.virtual import VirtualLoop
from mujaz.article import NewArticle, Status
from mujaz.notice import Notice
from mujaz.subscriber import Choices, Slot
from pipeline.courier import Courier
from pipeline.dispatcher import Dispatcher
from pipeline.posting import Leaves, unnoticed
from pipeline.sender import Sender
from pipeline.wire import AiohttpRequest
from playground.ledger import Ledger
from playground.rates import Limits, Rates
from storage import articles, runs, subscribers
from storage.store import Store, open_store

FIRST_CHAT = 10_000_000
A_GROUP = 20
ON_THE_WAY = (0.018, 0.042)
LOOK_SECONDS = 10.0


class Strict(AiohttpRequest):
    """In place of the wire: counts as sent, and refuses as Telegram does when it arrives."""

    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self.sent = Ledger()
        self.refused = 0
        self._rates = Rates(Limits(), loop.time)
        self._loop = loop
        self._dice = random.Random(0)

    async def post_json(self, url: str, body: bytes, leaves: Leaves = unnoticed) -> tuple[int, bytes]:
        """A message on its way there and back."""
        chat_id = int(orjson.loads(body)["chat_id"])
        leaves()
        self.sent.add(chat_id, len(self.sent) + 1, "", self._loop.time())
        await asyncio.sleep(self._dice.uniform(*ON_THE_WAY))
        excess = self._rates.admit(chat_id, group=chat_id < 0)
        await asyncio.sleep(self._dice.uniform(*ON_THE_WAY))
        if excess:
            self.refused += 1
            return 429, orjson.dumps(
                {"ok": False, "error_code": 429, "description": excess.why,
                 "parameters": {"retry_after": excess.retry_after}}
            )  # fmt: skip
        return 200, orjson.dumps({"ok": True, "result": {"message_id": len(self.sent)}})


def measure(messages: int, at_once: int) -> dict[str, object]:
    """Sends so many messages, `at_once` to each reader, and says at what pace they were sent."""
    with (
        TemporaryDirectory(prefix="mujaz-", dir=_memory()) as folder,
        asyncio.Runner(loop_factory=VirtualLoop) as runner,
    ):
        loop = runner.get_loop()
        assert isinstance(loop, VirtualLoop)
        wire = Strict(loop)
        with loop.waits_for_stores():
            runner.run(_deliver(loop, wire, Path(folder), messages // at_once, at_once))
    return _figures(wire)


def _figures(wire: Strict) -> dict[str, object]:
    times = wire.sent.all_times()
    seconds = times[-1] - times[0]
    gap = wire.sent.shortest_gap()
    return {
        "messages": len(times),
        "seconds": round(seconds, 1),
        "per_second": round((len(times) - 1) / seconds, 2),
        "fewest_in_a_minute": _fewest_in_a_minute(times),
        "max_in_any_second": wire.sent.max_in_any_second(),
        "shortest_gap_seconds": None if gap is None else round(gap, 3),
        "longest_pause_seconds": round(max(later - sooner for sooner, later in pairwise(times)), 3),
        "refused": wire.refused,
    }


def _fewest_in_a_minute(times: list[float]) -> int | None:
    whole = int((times[-1] - times[0]) // 60)
    counted = [0] * whole
    for time in times:
        minute = int((time - times[0]) // 60)
        if minute < whole:
            counted[minute] += 1
    return min(counted, default=None)


async def _deliver(loop: VirtualLoop, wire: Strict, folder: Path, readers: int, at_once: int) -> None:
    async with open_store(folder / "mujaz.sqlite") as store, asyncio.TaskGroup() as tasks:
        await store.write(_begin, loop, readers, at_once)
        courier = Courier(store, Sender(wire, ""), Dispatcher(), loop.clock, _told)
        tasks.create_task(courier.run())
        await _over(store)
        courier.stop()


async def _over(store: Store) -> None:
    while await store.read(runs.unfinished):  # noqa: ASYNC110 the courier tells nobody that all is done
        await asyncio.sleep(LOOK_SECONDS)


def _told(notice: Notice) -> None:
    raise RuntimeError(f"nothing was to go wrong: {notice}")


def _begin(db: sqlite3.Connection, loop: VirtualLoop, readers: int, at_once: int) -> None:
    now = loop.clock()
    for number in range(FIRST_CHAT, FIRST_CHAT + readers):
        chat_id = number if number % A_GROUP else -number
        subscribers.subscribe(db, chat_id, "ar", Slot("UTC", 0), now, now)
        subscribers.choose(db, chat_id, Choices(alerts_a_day=at_once))
    for number in range(at_once):
        words = f"أعلنت الشركة الخطة رقم {number} لمراكز البيانات."
        new = NewArticle(words, words, (words,), None, None, now, str(number), ())
        draft = articles.add(db, new, Status.DRAFT, now)
        articles.publish(db, draft.id, now, breaking=True)
        runs.open_alert(db, draft.id, now)


def _memory() -> Path | None:
    memory = Path("/dev/shm")
    return memory if memory.is_dir() else None


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pace")
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--at-once", type=int, default=5, help="articles that are on their way to each reader together")
    given = parser.parse_args()
    report(measure(given.messages, given.at_once))


if __name__ == "__main__":
    main()
