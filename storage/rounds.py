"""Round-ups on their way to readers. Each function is a unit of work on an open connection.

A round-up is noted as underway in the transaction in which the next one becomes due, before anything of it is sent:
whatever happens then, it is found again.
"""

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mujaz.address import Address
from mujaz.period import Span
from mujaz.rounds import step
from mujaz.subscriber import Subscriber
from storage import subscribers, topics
from storage.times import epoch

AGAIN_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
"""How long after each attempt that failed the next is made; after that many and one more it is given up."""


@dataclass(frozen=True, slots=True)
class Round:
    """The round-up of a local date for a reader, of which `parts` messages arrived."""

    reader: Subscriber
    address: Address
    span: Span
    day: date
    parts: int
    attempts: int


def begin(db: sqlite3.Connection, now: datetime, most: int) -> int:
    """Of the round-ups that are due, notes the first ones as underway or puts them off; gives how many it looked at."""
    rows = db.execute(
        "SELECT chat_id, span, day FROM roundups WHERE due_at <= ? ORDER BY due_at, chat_id LIMIT ?", (epoch(now), most)
    ).fetchall()
    readers = subscribers.get_all(db, [row[0] for row in rows])
    for chat_id, span, day in rows:
        _step(db, Span(span), readers[chat_id], date.fromisoformat(day), now)
    return len(rows)


def underway(db: sqlite3.Connection, now: datetime, most: int) -> list[Round]:
    """Those underway whose turn it is, in order."""
    rows = db.execute(
        """SELECT chat_id, span, underway, parts, attempts FROM roundups WHERE try_at <= ?
           ORDER BY try_at, chat_id, span LIMIT ?""",
        (epoch(now), most),
    ).fetchall()
    keys = [row[0] for row in rows]
    readers, elsewhere = subscribers.get_all(db, keys), topics.addresses(db, keys)
    return [
        Round(
            readers[key], elsewhere.get(key, Address(key)), Span(span), date.fromisoformat(day), parts, attempts
        )
        for key, span, day, parts, attempts in rows
    ]  # fmt: skip


def arrived(db: sqlite3.Connection, it: Round, parts: int) -> None:
    """So many messages of a round-up have arrived."""
    db.execute(f"UPDATE roundups SET parts = ? {_OF}", (parts, *_key(it)))


def put_off(db: sqlite3.Connection, it: Round, until: datetime) -> None:
    """A round-up that is underway waits, through no fault of anybody's."""
    db.execute(f"UPDATE roundups SET try_at = ? {_OF}", (epoch(until), *_key(it)))


def failed(db: sqlite3.Connection, it: Round, now: datetime) -> bool:
    """A round-up could not be sent: says whether it is sent again. Where it is not, it is over."""
    if it.attempts >= len(AGAIN_AFTER):
        over(db, it)
        return False
    again = epoch(now + AGAIN_AFTER[it.attempts])
    db.execute(f"UPDATE roundups SET try_at = ?, attempts = attempts + 1 {_OF}", (again, *_key(it)))
    return True


def over(db: sqlite3.Connection, it: Round) -> None:
    """A round-up is not underway any more."""
    db.execute(f"UPDATE roundups SET underway = NULL, try_at = NULL {_OF}", _key(it))


_OF = "WHERE chat_id = ? AND span = ? AND underway = ?"


def _key(it: Round) -> tuple[int, Span, str]:
    return it.reader.chat_id, it.span, it.day.isoformat()


def _step(db: sqlite3.Connection, span: Span, reader: Subscriber, day: date, now: datetime) -> None:
    taken = step(span, reader, day, now)
    db.execute(
        "UPDATE roundups SET day = ?, due_at = ? WHERE chat_id = ? AND span = ?",
        (taken.next_day.isoformat(), epoch(taken.due_at), reader.chat_id, span),
    )
    if taken.sent is not None:
        db.execute(
            """UPDATE roundups SET underway = ?, parts = 0, attempts = 0, try_at = ? WHERE chat_id = ? AND span = ?""",
            (taken.sent.isoformat(), epoch(now), reader.chat_id, span),
        )
