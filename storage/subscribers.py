"""Subscribers, their slots and what they follow. Each function is a unit of work on an open connection."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from mujaz.subscriber import Slot, State, Subscriber
from mujaz.when import next_due
from storage import windows
from storage.times import epoch, moment

_NOTHING: frozenset[str] = frozenset()
_SELECT = """
    SELECT s.chat_id, s.language, s.state, t.zone, t.minute, t.weekdays, s.last_due_at,
           (SELECT group_concat(f.company, ' ') FROM follows f WHERE f.chat_id = s.chat_id)
    FROM subscribers s JOIN slots t ON t.id = s.slot_id
"""


def get(db: sqlite3.Connection, chat_id: int) -> Subscriber | None:
    """A subscriber in any state."""
    row = db.execute(_SELECT + "WHERE s.chat_id = ?", (chat_id,)).fetchone()
    return None if row is None else _from_row(row)


def get_all(db: sqlite3.Connection, chat_ids: Sequence[int]) -> dict[int, Subscriber]:
    """Those of these chats that are subscribers, in any state."""
    places = ",".join("?" * len(chat_ids))
    rows = db.execute(f"{_SELECT} WHERE s.chat_id IN ({places})", chat_ids).fetchall()
    return {row[0]: _from_row(row) for row in rows}


def subscribe(
    db: sqlite3.Connection, chat_id: int, language: str, slot: Slot, now: datetime, window_from: datetime
) -> Subscriber:
    """Makes a chat a subscriber, or brings one back with the choices it had. Returns it as it now is.

    The first digest holds what is published from `window_from` on, and nothing that it had before.
    """
    windows.close(db, window_from)  # should the clock be set back, nothing is published before the window opens
    db.execute(
        """INSERT INTO subscribers (chat_id, language, state, slot_id, last_due_at, created_at, state_at)
           VALUES (?, ?, 'active', ?, ?, ?, ?)
           ON CONFLICT (chat_id) DO UPDATE SET
               last_due_at = iif(state = 'active', last_due_at, max(last_due_at, excluded.last_due_at)),
               state = 'active', state_reason = NULL, state_at = excluded.state_at""",
        (chat_id, language, _slot_id(db, slot, now), epoch(window_from), epoch(now), epoch(now)),
    )
    return _from_row(db.execute(_SELECT + "WHERE s.chat_id = ?", (chat_id,)).fetchone())


def move(db: sqlite3.Connection, chat_id: int, slot: Slot, now: datetime) -> None:
    """Gives a subscriber another time or zone. Its window stays open from its last digest."""
    db.execute("UPDATE subscribers SET slot_id = ? WHERE chat_id = ?", (_slot_id(db, slot, now), chat_id))


def speak(db: sqlite3.Connection, chat_id: int, language: str) -> None:
    """Sets the language of a subscriber."""
    db.execute("UPDATE subscribers SET language = ? WHERE chat_id = ?", (language, chat_id))


def had_digest(db: sqlite3.Connection, chat_id: int, until: datetime) -> None:
    """A subscriber was given what is new up to `until`: the next digest begins there."""
    db.execute("UPDATE subscribers SET last_due_at = max(last_due_at, ?) WHERE chat_id = ?", (epoch(until), chat_id))


def leave(db: sqlite3.Connection, chat_id: int, state: State, now: datetime, reason: str | None = None) -> bool:
    """Ends the digests of a chat; says whether it was active."""
    changed = db.execute(
        "UPDATE subscribers SET state = ?, state_reason = ?, state_at = ? WHERE chat_id = ? AND state = 'active'",
        (state, reason, epoch(now), chat_id),
    )
    return changed.rowcount > 0


def back(db: sqlite3.Connection, chat_id: int, now: datetime) -> None:
    """A chat that went away can be written to again: a reader that was lost is active again, its window still open."""
    db.execute(
        """UPDATE subscribers SET state = 'active', state_reason = NULL, state_at = ?
           WHERE chat_id = ? AND state = 'gone'""",
        (epoch(now), chat_id),
    )


def change_chat(db: sqlite3.Connection, old: int, new: int) -> None:
    """A group became a supergroup: the subscription goes with it, with what it follows."""
    db.execute(
        """INSERT OR IGNORE INTO subscribers (chat_id, language, state, slot_id, last_due_at, created_at, state_at)
           SELECT ?, language, state, slot_id, last_due_at, created_at, state_at FROM subscribers WHERE chat_id = ?""",
        (new, old),
    )
    db.execute("UPDATE OR IGNORE follows SET chat_id = ? WHERE chat_id = ?", (new, old))
    db.execute("DELETE FROM subscribers WHERE chat_id = ?", (old,))


def follow(db: sqlite3.Connection, chat_id: int, company: str) -> None:
    """Notes that a subscriber follows a company."""
    db.execute("INSERT OR IGNORE INTO follows (chat_id, company) VALUES (?, ?)", (chat_id, company))


def unfollow(db: sqlite3.Connection, chat_id: int, company: str) -> None:
    """Notes that a subscriber no longer follows a company."""
    db.execute("DELETE FROM follows WHERE chat_id = ? AND company = ?", (chat_id, company))


def how_many_active(db: sqlite3.Connection) -> int:
    """How many chats receive digests."""
    (n,) = db.execute("SELECT count(*) FROM subscribers WHERE state = 'active'").fetchone()
    return int(n)


def in_slot_after(db: sqlite3.Connection, slot_id: int, cursor: int, due_at: datetime, most: int) -> list[Subscriber]:
    """The next active readers of a slot in the order of their chat ids who had no digest for `due_at` yet."""
    rows = db.execute(
        _SELECT
        + """WHERE s.state = 'active' AND s.slot_id = ? AND s.chat_id > ? AND s.last_due_at < ?
        ORDER BY s.chat_id LIMIT ?""",
        (slot_id, cursor, epoch(due_at), most),
    )
    return [_from_row(row) for row in rows]


def active_after(db: sqlite3.Connection, run_id: int, cursor: int, most: int) -> list[Subscriber]:
    """The next active readers in the order of their chat ids to whom a run has brought nothing yet."""
    rows = db.execute(
        _SELECT
        + """WHERE s.state = 'active' AND s.chat_id > ?
               AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.run_id = ? AND d.chat_id = s.chat_id)
        ORDER BY s.chat_id LIMIT ?""",
        (cursor, run_id, most),
    )
    return [_from_row(row) for row in rows]


def _slot_id(db: sqlite3.Connection, slot: Slot, now: datetime) -> int:
    """The row of a slot, made when it is new."""
    due = epoch(next_due(slot, now))
    (slot_id,) = db.execute(
        """INSERT INTO slots (zone, minute, weekdays, next_due_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (zone, minute, weekdays) DO UPDATE SET zone = zone RETURNING id""",
        (slot.zone, slot.minute, slot.weekdays, due),
    ).fetchone()
    return int(slot_id)


@lru_cache(maxsize=4096)
def _slot(zone: str, minute: int, weekdays: int) -> Slot:
    return Slot(zone, minute, weekdays)


def _from_row(row: tuple[int, str, str, str, int, int, int, str | None]) -> Subscriber:
    chat_id, language, state, zone, minute, weekdays, last_due_at, follows = row
    return Subscriber(
        chat_id=chat_id,
        language=language,
        state=State(state),
        slot=_slot(zone, minute, weekdays),
        last_due_at=moment(last_due_at),
        follows=frozenset(follows.split()) if follows else _NOTHING,
    )
