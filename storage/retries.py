"""Deliveries that wait: to be tried again, or for the end of quiet hours. Taken up when due, given up, skipped.

Each function is a unit of work on an open connection. When a message is tried again is decided elsewhere.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from mujaz.delivery import Delivery, DeliveryState
from mujaz.run import Run, RunKind
from mujaz.when import EXPIRY
from storage.deliveries import from_row, give_back, skip_waiting
from storage.times import epoch, moment

LATER_DIGEST = timedelta(seconds=5)
"""How long a digest that was held waits at a time for a later one that takes it in (storage.intents)."""
_LATER = """
    SELECT 1 FROM subscriber_slots w JOIN slots s ON s.id = w.slot_id
    LEFT JOIN runs r ON r.slot_id = s.id AND r.finished_at IS NULL AND r.state = 'running' AND NOT r.walked
    WHERE w.chat_id = deliveries.chat_id
        AND (s.next_due_at <= ?2 OR (r.due_at > ?4 AND r.cursor < deliveries.chat_id))
"""
"""A digest of the same reader fell due, and what it brings is not decided yet."""


class Upcoming(NamedTuple):
    """When the first of a run's messages is tried again, and when the first of those that are held may go."""

    retry_at: datetime | None
    release_at: datetime | None


NOTHING_WAITS = Upcoming(None, None)


def upcoming(db: sqlite3.Connection, run_id: int) -> Upcoming:
    """What of a run waits, and until when."""
    return Upcoming(_first(db, run_id, "state = 3"), _first(db, run_id, "state = 8"))


def take(db: sqlite3.Connection, run: Run, now: datetime, most: int) -> list[Delivery]:
    """Marks the due retries of a run, and what was held until now, as SENDING and gives them, the longest due first.

    Where the clock was set back behind the run's opening, the stored moments of retries say nothing: all are due.
    """
    _release(db, run, now, most)
    due = db.execute(
        "SELECT chat_id, part FROM deliveries WHERE run_id = ? AND state = 3 AND next_at <= ? ORDER BY next_at LIMIT ?",
        (run.id, 2**62 if now < run.opened_at else epoch(now), most),
    ).fetchall()
    taken = []
    for chat_id, part in due:
        row = db.execute(
            """UPDATE deliveries SET state = ?, attempts = attempts + 1 WHERE run_id = ? AND chat_id = ? AND part = ?
               RETURNING run_id, chat_id, part, since, attempts, composition""",
            (DeliveryState.SENDING, run.id, chat_id, part),
        ).fetchone()
        taken.append(from_row(row))
    return taken


def cancel(db: sqlite3.Connection, run_id: int, most: int) -> bool:
    """Ends at most so many messages of a cancelled run that wait; whether that was all of them.

    Their readers' windows are open again. In portions: ending a hundred thousand at once would hold up everybody who
    wants to write.
    """
    keys = db.execute(
        """SELECT chat_id, part FROM deliveries WHERE run_id = ?1 AND state = 3
           UNION ALL SELECT chat_id, part FROM deliveries WHERE run_id = ?1 AND state = 8 LIMIT ?2""",
        (run_id, most),
    ).fetchall()
    _end(db, run_id, keys, DeliveryState.CANCELLED, "cancelled")
    return len(keys) < most


def expire(db: sqlite3.Connection, run_id: int, now: datetime, most: int) -> Upcoming | None:
    """Gives up at most so many messages of a run that is over. Their readers' windows are open again.

    What is held waits on, and has the time of a digest from the end of quiet hours. Gives what of the run still waits,
    or None where there may be more to give up.
    """
    keys = db.execute(
        """SELECT chat_id, part FROM deliveries
           WHERE run_id = ? AND state = 3 AND (held_until IS NULL OR held_until <= ?) LIMIT ?""",
        (run_id, epoch(now - EXPIRY), most),
    ).fetchall()
    _end(db, run_id, keys, DeliveryState.DEAD, "expired")
    return None if len(keys) == most else upcoming(db, run_id)


def skip(db: sqlite3.Connection, delivery: Delivery, reason: str) -> None:
    """Ends a retry that has nothing to send any more (its article was withdrawn, its reader left or paused).

    The reader's window is open again.
    """
    db.execute(
        "UPDATE deliveries SET state = ?, error = ? WHERE run_id = ? AND chat_id = ? AND part = ?",
        (DeliveryState.SKIPPED, reason, delivery.run_id, delivery.chat_id, delivery.part),
    )
    skip_waiting(db, delivery)
    give_back(db, delivery)


def _release(db: sqlite3.Connection, run: Run, now: datetime, most: int) -> None:
    """What was held until now is due; a digest whose reader is due a later one first waits for what that will hold."""
    if run.kind is RunKind.DIGEST:
        db.execute(
            f"""UPDATE deliveries SET next_at = ?3 WHERE run_id = ?1 AND state = 8 AND next_at <= ?2
                    AND EXISTS ({_LATER})""",
            (run.id, epoch(now), epoch(now + LATER_DIGEST), epoch(run.due_at)),
        )
    db.execute(
        """UPDATE deliveries SET state = 3 WHERE run_id = ?1 AND state = 8 AND (chat_id, part) IN (
               SELECT chat_id, part FROM deliveries WHERE run_id = ?1 AND state = 8 AND next_at <= ?2
               ORDER BY next_at LIMIT ?3)""",
        (run.id, epoch(now), most),
    )


def _first(db: sqlite3.Connection, run_id: int, waiting: str) -> datetime | None:
    (at,) = db.execute(f"SELECT min(next_at) FROM deliveries WHERE run_id = ? AND {waiting}", (run_id,)).fetchone()
    return None if at is None else moment(at)


def _end(
    db: sqlite3.Connection, run_id: int, keys: Sequence[tuple[int, int]], state: DeliveryState, reason: str
) -> None:
    for chat_id, part in keys:
        row = db.execute(
            """UPDATE deliveries SET state = ?, error = coalesce(error, ?) WHERE run_id = ? AND chat_id = ? AND part = ?
               RETURNING run_id, chat_id, part, since, attempts, composition""",
            (state, reason, run_id, chat_id, part),
        ).fetchone()
        skip_waiting(db, from_row(row), state)
        give_back(db, from_row(row))
