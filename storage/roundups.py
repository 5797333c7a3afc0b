"""Which round-ups a reader wants, and when the next is due. Each function is a unit of work on an open connection."""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from mujaz.period import Span
from mujaz.rounds import due, first_day
from mujaz.subscriber import Slot, Subscriber
from storage.times import epoch

OF_READER = "(SELECT group_concat(u.span) FROM roundups u WHERE u.chat_id = s.chat_id)"
"""Those of the subscriber `s` as `read` takes them."""


@lru_cache(maxsize=8)
def read(listed: str | None) -> frozenset[Span]:
    """The round-ups in what OF_READER gives."""
    return frozenset(map(Span, listed.split(","))) if listed else frozenset()


def give(db: sqlite3.Connection, reader: Subscriber, now: datetime) -> None:
    """Makes those that a reader wants come, and no others; what is on its way of these is not sent any more."""
    for span in Span:
        if span not in reader.roundups:
            db.execute("DELETE FROM roundups WHERE chat_id = ? AND span = ?", (reader.chat_id, span))
            continue
        day = first_day(span, reader, now)
        db.execute(
            "INSERT OR IGNORE INTO roundups (chat_id, span, day, due_at) VALUES (?, ?, ?, ?)",
            (reader.chat_id, span, day.isoformat(), epoch(due(reader.slots, day))),
        )


def move(db: sqlite3.Connection, chat_id: int, slots: Sequence[Slot]) -> None:
    """A reader has other times: the next round-up is of the same day."""
    for span, day in db.execute("SELECT span, day FROM roundups WHERE chat_id = ?", (chat_id,)).fetchall():
        db.execute(
            "UPDATE roundups SET due_at = ? WHERE chat_id = ? AND span = ?",
            (epoch(due(slots, date.fromisoformat(day))), chat_id, span),
        )
