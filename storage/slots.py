"""Slots, and whose they are. Each function is a unit of work on an open connection."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from mujaz.subscriber import Slot
from mujaz.when import next_due
from storage.times import epoch

OF_READER = """
    (SELECT group_concat(t.minute || ':' || t.weekdays, ' ') FROM subscriber_slots b JOIN slots t ON t.id = b.slot_id
     WHERE b.chat_id = s.chat_id)
"""
"""The slots of the subscriber `s` as `read` takes them."""


def give(db: sqlite3.Connection, chat_id: int, slots: Sequence[Slot], now: datetime) -> None:
    """Makes these the slots of a reader, and no others."""
    db.execute("DELETE FROM subscriber_slots WHERE chat_id = ?", (chat_id,))
    db.executemany(
        "INSERT OR IGNORE INTO subscriber_slots (slot_id, chat_id) VALUES (?, ?)",
        [(_id(db, slot, now), chat_id) for slot in slots],
    )


def move(db: sqlite3.Connection, old: int, new: int) -> None:
    """The slots of one reader become another's, who has none."""
    db.execute("UPDATE subscriber_slots SET chat_id = ? WHERE chat_id = ?", (new, old))


@lru_cache(maxsize=4096)
def read(zone: str, listed: str) -> tuple[Slot, ...]:
    """The slots in what OF_READER gives, the earliest of the day first; readers with the same share one object."""
    pairs = sorted(tuple(map(int, pair.split(":"))) for pair in listed.split())
    return tuple(Slot(zone, minute, weekdays) for minute, weekdays in pairs)


def _id(db: sqlite3.Connection, slot: Slot, now: datetime) -> int:
    """The row of a slot, made when it is new."""
    due = epoch(next_due(slot, now))
    (slot_id,) = db.execute(
        """INSERT INTO slots (zone, minute, weekdays, next_due_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (zone, minute, weekdays) DO UPDATE SET zone = zone RETURNING id""",
        (slot.zone, slot.minute, slot.weekdays, due),
    ).fetchone()
    return int(slot_id)
