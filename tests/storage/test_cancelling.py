"""People leave, deadlines pass, the bot stops: a task may be cancelled at any moment of its reading or writing."""

import asyncio
import random
import sqlite3
from collections.abc import Callable, Coroutine, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from storage.store import Store, open_store
from tests.storage.test_store import STEPS, fail, insert_pair, tags, texts

READERS = 2


class SecondThoughts(Exception):
    """What a unit raises after it has written."""


class Askers:
    """Tasks that use a store in every way, and what they asked it to keep."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.asked: list[str] = []
        self.ways: Sequence[Callable[[], Coroutine[None, None, None]]] = (
            self.write, self.write_twice, self.write_many, self.err, self.read
        )  # fmt: skip

    async def write(self) -> None:
        text = str(len(self.asked))
        self.asked.append(text)
        await self._store.write(insert_pair, text)

    async def write_twice(self) -> None:
        await self.write()
        await self.write()

    async def write_many(self) -> None:
        await asyncio.gather(*(self.write() for _ in range(5)))

    async def err(self) -> None:
        with pytest.raises(SecondThoughts):
            await self._store.write(fail, SecondThoughts())

    async def read(self) -> None:
        seen = await self._store.read(_notes_and_tags)
        assert seen[0] == seen[1]


def _notes_and_tags(db: sqlite3.Connection) -> tuple[list[str], list[str]]:
    db.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) SELECT max(i) FROM n")
    return texts(db), tags(db)


async def _wave(askers: Askers, dice: random.Random) -> int:
    """Starts a few askers and cancels most of them, each at a moment of its own; says how many did not end before."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(dice.choice(askers.ways)()) for _ in range(dice.randint(1, 8))]
        for task in dice.sample(tasks, dice.randint(1, len(tasks))):
            for _ in range(dice.choice((0, 1, 2, 4, 8, 16, 32))):
                await asyncio.sleep(0)
            task.cancel()
    return sum(task.cancelled() for task in tasks)


async def test_1000_cancellations_leave_no_open_transaction_no_half_of_a_unit_and_lose_none(tmp_path: Path) -> None:
    dice, path, cancelled = random.Random(1000), tmp_path / "mujaz.db", 0
    async with open_store(path, readers=READERS, migrations=STEPS) as store:
        askers = Askers(store)
        while cancelled < 1000:
            cancelled += await _wave(askers, dice)
        await askers.write()
        await asyncio.gather(*(askers.read() for _ in range(4 * READERS)))
        _assert_no_transaction_is_open(path)
        assert await store.read(texts) == await store.read(tags) == askers.asked


def _assert_no_transaction_is_open(path: Path) -> None:
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # refused while anybody writes
        other.execute("ROLLBACK")
        (busy, _, _) = other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()  # and this while anybody reads
        assert not busy
