"""Deliveries that wait to be tried again: taken up when they are due, given up, skipped.

Each function is a unit of work on an open connection. When a message is tried again is decided elsewhere.
"""

import sqlite3
from datetime import datetime

from mujaz.delivery import Delivery, DeliveryState
from mujaz.run import Run
from storage.deliveries import from_row, give_back, skip_waiting
from storage.times import epoch, moment


def take(db: sqlite3.Connection, run: Run, now: datetime, most: int) -> list[Delivery]:
    """Marks the due retries of a run as SENDING again and gives them, the longest due first.

    Where the clock was set back behind the run's opening, its stored moments say nothing: all are due.
    """
    due = db.execute(
        "SELECT chat_id, part FROM deliveries WHERE run_id = ? AND state = 3 AND next_at <= ? ORDER BY next_at LIMIT ?",
        (run.id, 2**62 if now < run.opened_at else epoch(now), most),
    ).fetchall()
    taken = []
    for chat_id, part in due:
        row = db.execute(
            """UPDATE deliveries SET state = ?, attempts = attempts + 1 WHERE run_id = ? AND chat_id = ? AND part = ?
               RETURNING run_id, chat_id, part, since, attempts""",
            (DeliveryState.SENDING, run.id, chat_id, part),
        ).fetchone()
        taken.append(from_row(row))
    return taken


def next_at(db: sqlite3.Connection, run_id: int) -> datetime | None:
    """When the earliest retry of a run is due."""
    (at,) = db.execute("SELECT min(next_at) FROM deliveries WHERE run_id = ? AND state = 3", (run_id,)).fetchone()
    return None if at is None else moment(at)


def give_up(db: sqlite3.Connection, run_id: int, state: DeliveryState, reason: str, most: int) -> int:
    """Ends at most so many messages of a run that wait; says how many. Their readers' windows are open again.

    In portions: ending a hundred thousand at once would hold up everybody who wants to write.
    """
    keys = db.execute(
        "SELECT chat_id, part FROM deliveries WHERE run_id = ? AND state = 3 LIMIT ?", (run_id, most)
    ).fetchall()
    for chat_id, part in keys:
        row = db.execute(
            """UPDATE deliveries SET state = ?, error = coalesce(error, ?) WHERE run_id = ? AND chat_id = ? AND part = ?
               RETURNING run_id, chat_id, part, since, attempts""",
            (state, reason, run_id, chat_id, part),
        ).fetchone()
        skip_waiting(db, from_row(row), state)
        give_back(db, from_row(row))
    return len(keys)


def skip(db: sqlite3.Connection, delivery: Delivery, reason: str) -> None:
    """Ends a retry that has nothing to send any more (its article was withdrawn, its reader left)."""
    db.execute(
        "UPDATE deliveries SET state = ?, error = ? WHERE run_id = ? AND chat_id = ? AND part = ?",
        (DeliveryState.SKIPPED, reason, delivery.run_id, delivery.chat_id, delivery.part),
    )
    skip_waiting(db, delivery)
