"""What many ask of the database at once is read together, and each gets their own answer."""

import asyncio
import sqlite3
from pathlib import Path

from mujaz.errors import StorageError
from pipeline.reads import Reads
from storage.store import open_store


def _doubled(db: sqlite3.Connection, number: int) -> int:
    (found,) = db.execute("SELECT 2 * ?", (number,)).fetchone()
    return int(found)


def _told(db: sqlite3.Connection, number: int) -> str:
    return f"{_doubled(db, number)}"


def _mistaken(db: sqlite3.Connection, number: int) -> int:
    return int(db.execute("SELECT nothing FROM nowhere WHERE id = ?", (number,)).fetchone()[0])


async def test_everybody_gets_the_answer_to_their_own_question(tmp_path: Path) -> None:
    async with open_store(tmp_path / "mujaz.sqlite") as store, asyncio.timeout(10):
        reads = Reads(store)
        numbers = [await asyncio.gather(*(reads.ask(_doubled, n % 5) for n in range(40)))]
        words = await asyncio.gather(reads.ask(_told, 1), reads.ask(_doubled, 1), reads.ask(_told, 2))
    assert numbers == [[n % 5 * 2 for n in range(40)]]
    assert [*words] == ["2", 2, "4"]


async def test_a_question_that_fails_fails_nobody_elses(tmp_path: Path) -> None:
    async with open_store(tmp_path / "mujaz.sqlite") as store, asyncio.timeout(10):
        reads = Reads(store)
        questions = [_doubled, _mistaken, _told] * 10
        answers = await asyncio.gather(*(reads.ask(question, 1) for question in questions), return_exceptions=True)
    assert answers[0::3] == [2] * 10
    assert [type(answer) for answer in answers[1::3]] == [StorageError] * 10
    assert answers[2::3] == ["2"] * 10


async def test_an_answer_shows_what_was_written_before_the_question(tmp_path: Path) -> None:
    async with open_store(tmp_path / "mujaz.sqlite") as store, asyncio.timeout(10):
        reads = Reads(store)
        for closed_at in range(1, 20):
            await store.write(lambda db, at: db.execute("UPDATE windows SET closed_at = ?", (at,)).rowcount, closed_at)
            assert await asyncio.gather(*(reads.ask(_closed_at, n) for n in range(3))) == [closed_at] * 3


def _closed_at(db: sqlite3.Connection, _: int) -> int:
    (at,) = db.execute("SELECT closed_at FROM windows").fetchone()
    return int(at)
