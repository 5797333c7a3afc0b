"""Readers with the same history share what they remember, and what nobody remembers is thrown away."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipeline.sweep import Kept, sweep
from storage import interned, memories
from storage.interned import Shared
from storage.store import open_store
from tests.storage.rows import DAY, NOW, opened, reader

HOUR = timedelta(hours=1)
KEPT = Kept(deliveries=90 * DAY, versions=365 * DAY)


def remember(db: sqlite3.Connection, chat_id: int, blob: bytes) -> int:
    number = memories.intern(db, blob)
    db.execute("UPDATE subscribers SET memory = ? WHERE chat_id = ?", (number, chat_id))
    return number


def swept(db: sqlite3.Connection, now: datetime) -> list[int]:
    """The numbers that are left after a sweep."""
    interned.sweep(db, Shared.MEMORIES, interned.unused(db, Shared.MEMORIES), now)
    return [number for (number,) in db.execute("SELECT id FROM memories ORDER BY id")]


@given(st.lists(st.binary(max_size=3)))
def test_the_same_history_has_one_number_and_another_has_another(blobs: list[bytes]) -> None:
    db = opened(":memory:")
    numbers = [memories.intern(db, blob) for blob in blobs]
    assert len(set(zip(numbers, blobs, strict=True))) == len(set(numbers)) == len(set(blobs))
    assert 0 not in numbers
    assert memories.get(db, numbers) == dict(zip(numbers, blobs, strict=True))
    db.close()


def test_who_remembers_nothing_has_no_row(db: sqlite3.Connection) -> None:
    assert reader(db, 7).memory == 0
    assert memories.get(db, [0, 404]) == {}


def test_what_a_reader_remembers_is_kept_as_long_as_it_is_remembered(db: sqlite3.Connection) -> None:
    reader(db, 7)
    number = remember(db, 7, b"[1]")
    for days in range(5):
        assert swept(db, NOW + days * DAY) == [number]


def test_what_nobody_remembers_goes_once_no_digest_can_give_it_back(db: sqlite3.Connection) -> None:
    reader(db, 7)
    old = remember(db, 7, b"[1]")
    new = remember(db, 7, b"[1,2]")
    assert swept(db, NOW) == [old, new]
    assert swept(db, NOW + 2 * DAY - HOUR) == [old, new]
    assert swept(db, NOW + 2 * DAY) == [new]


def test_what_is_remembered_again_starts_anew(db: sqlite3.Connection) -> None:
    reader(db, 7)
    old = remember(db, 7, b"[1]")
    remember(db, 7, b"[1,2]")
    swept(db, NOW)
    assert remember(db, 7, b"[1]") == old
    assert old in swept(db, NOW + 3 * DAY)
    remember(db, 7, b"[3]")
    assert old in swept(db, NOW + 4 * DAY)


def test_what_is_remembered_between_the_look_and_the_sweep_stays(db: sqlite3.Connection) -> None:
    reader(db, 7)
    old = memories.intern(db, b"[1]")
    swept(db, NOW)
    looked = interned.unused(db, Shared.MEMORIES)
    remember(db, 7, b"[1]")
    interned.sweep(db, Shared.MEMORIES, looked, NOW + 3 * DAY)
    assert memories.get(db, [old]) == {old: b"[1]"}


async def test_a_great_many_go_in_small_portions(tmp_path: Path) -> None:
    async with open_store(tmp_path / "mujaz.sqlite") as store:
        for number in range(3):
            await store.write(_intern_many, number)
        await sweep(store, lambda: NOW, KEPT)
        await sweep(store, lambda: NOW + 3 * DAY, KEPT)
        assert await store.read(interned.unused, Shared.MEMORIES) == []


def _intern_many(db: sqlite3.Connection, which: int) -> None:
    for number in range(400):
        memories.intern(db, f"{which} {number}".encode())
