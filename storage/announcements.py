"""Drafts of announcements: the admin is asked for the text, writes it, sends or discards it. Each is a unit of work.

A draft without a text waits for one. Its `due_at` is when its text came; queueing it sets another (storage.runs).
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mujaz.announcement import LANGUAGE
from mujaz.paste import PATIENCE
from mujaz.run import Order, Run
from storage import bodies, runs
from storage.times import epoch

TOO_LONG = "too long"

_WANTING = "state = 'active' AND announcements AND (paused_until IS NULL OR paused_until <= :now)"
"""As storage.subscribers.active_after finds them."""


@dataclass(frozen=True, slots=True)
class Written:
    """A text that an admin has just written, as it is sealed; None where it was too long to be kept."""

    run_id: int
    tail: bytes | None


def begin(db: sqlite3.Connection, by: int, now: datetime) -> Run:
    """Opens a draft that waits for its text; one that waited before is closed."""
    stop_waiting(db, by, now)
    return runs.draft_announcement(db, by, now)


def stop_waiting(db: sqlite3.Connection, by: int, now: datetime) -> None:
    """What the admin writes next is no announcement."""
    for (run_id,) in _waiting(db, by, 0):
        runs.give(db, run_id, Order.CANCEL, now)


def waiting(db: sqlite3.Connection, by: int, now: datetime) -> int | None:
    """The draft to which the admin's next text belongs, if it was begun a short while ago."""
    found = _waiting(db, by, epoch(now - PATIENCE))
    return found[0][0] if found else None


def write(db: sqlite3.Connection, run_id: int, tails: Sequence[bytes], now: datetime) -> None:
    """Keeps the text of a draft."""
    bodies.keep(db, run_id, {LANGUAGE: tails})
    _text_came(db, run_id, now)


def refuse(db: sqlite3.Connection, run_id: int, now: datetime) -> None:
    """Ends a draft whose text is too long: what still comes of that text is known by it."""
    runs.give(db, run_id, Order.CANCEL, now, TOO_LONG)
    _text_came(db, run_id, now)


def how_many_readers(db: sqlite3.Connection, now: datetime) -> int:
    """How many readers an announcement that is made now goes to: those who want any, and did not pause."""
    (count,) = db.execute(f"SELECT count(*) FROM subscribers WHERE {_WANTING}", {"now": epoch(now)}).fetchone()
    return int(count)


def how_many_messages(db: sqlite3.Connection, run_id: int, now: datetime) -> int:
    """How many messages an announcement takes: one to each of its readers, and one to an admin who is none."""
    (admin_is_none,) = db.execute(
        f"""SELECT NOT EXISTS (SELECT 1 FROM subscribers WHERE {_WANTING} AND chat_id = runs.created_by)
            FROM runs WHERE id = :run""",
        {"run": run_id, "now": epoch(now)},
    ).fetchone()
    return how_many_readers(db, now) + int(admin_is_none)


def written_since(db: sqlite3.Connection, by: int, since: datetime) -> Written | None:
    """The newest draft whose text the admin wrote after a moment, or whose text was too long."""
    row = db.execute(
        """SELECT r.id, b.tail FROM runs r LEFT JOIN bodies b ON b.run_id = r.id
           WHERE r.kind = 'announcement' AND r.created_by = ? AND r.created_at > ? AND r.due_at > ?
               AND (r.state = 'draft' AND b.tail IS NOT NULL OR r.state = 'cancelled' AND r.reason = ?)
           ORDER BY r.id DESC LIMIT 1""",
        (by, epoch(since - PATIENCE), epoch(since), TOO_LONG),
    ).fetchone()
    return None if row is None else Written(*row)


def _waiting(db: sqlite3.Connection, by: int, since: int) -> list[tuple[int]]:
    return db.execute(
        """SELECT id FROM runs WHERE finished_at IS NULL AND state = 'draft' AND created_by = ? AND created_at > ?
               AND NOT EXISTS (SELECT 1 FROM bodies WHERE run_id = runs.id)
           ORDER BY id DESC""",
        (by, since),
    ).fetchall()


def _text_came(db: sqlite3.Connection, run_id: int, now: datetime) -> None:
    db.execute("UPDATE runs SET due_at = ? WHERE id = ?", (epoch(now), run_id))
