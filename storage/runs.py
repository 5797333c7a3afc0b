"""Runs: opened once per slot and local date, or for one article. Each function is a unit of work."""

import sqlite3
from datetime import datetime

from mujaz.delivery import Run, RunKind
from mujaz.subscriber import Slot
from mujaz.when import EXPIRY, GRACE, latest_due, next_due
from storage import windows
from storage.times import epoch, moment


def any_due(db: sqlite3.Connection, now: datetime) -> bool:
    """Whether a slot fell due."""
    return db.execute("SELECT 1 FROM slots WHERE next_due_at <= ? LIMIT 1", (epoch(now),)).fetchone() is not None


def open_due(db: sqlite3.Connection, now: datetime) -> int:
    """Opens a run for each slot that fell due and has readers; says how many.

    Of several missed due times only the latest counts, and only within mujaz.when.GRACE: later, the news folds into
    the next digest, since a reader's window opens at the last one received.
    """
    slots = db.execute("SELECT id, zone, minute, weekdays FROM slots WHERE next_due_at <= ?", (epoch(now),)).fetchall()
    opened = 0
    for slot_id, zone, minute, weekdays in slots:
        slot = Slot(zone, minute, weekdays)
        day, due_at = latest_due(slot, now)
        windows.close(db, due_at)
        if now - due_at <= GRACE:
            opened += db.execute(
                """INSERT OR IGNORE INTO runs (kind, state, slot_id, local_date, due_at, expires_at, created_at)
                   SELECT 'digest', 'running', ?1, ?2, ?3, ?4, ?5
                   WHERE EXISTS (SELECT 1 FROM subscribers WHERE slot_id = ?1 AND state = 'active')""",
                (slot_id, day.isoformat(), epoch(due_at), epoch(due_at + EXPIRY), epoch(now)),
            ).rowcount
        db.execute("UPDATE slots SET next_due_at = ? WHERE id = ?", (epoch(next_due(slot, now)), slot_id))
    return opened


def open_alert(db: sqlite3.Connection, article_id: int, now: datetime) -> None:
    """Opens the run that sends one article to every active reader."""
    db.execute(
        """INSERT INTO runs (kind, state, article_id, due_at, expires_at, created_at)
           VALUES ('alert', 'running', ?, ?, ?, ?)""",
        (article_id, epoch(now), epoch(now + EXPIRY), epoch(now)),
    )


def running(db: sqlite3.Connection) -> list[Run]:
    """The open runs, the earliest due first."""
    rows = db.execute(
        """SELECT id, kind, slot_id, article_id, due_at, expires_at, cursor FROM runs
           WHERE state = 'running' ORDER BY due_at, id"""
    )
    return [_from_row(row) for row in rows]


def get(db: sqlite3.Connection, run_id: int) -> Run:
    """A run in any state. Raises KeyError for an unknown id."""
    row = db.execute(
        "SELECT id, kind, slot_id, article_id, due_at, expires_at, cursor FROM runs WHERE id = ?", (run_id,)
    ).fetchone()
    if row is None:
        raise KeyError(run_id)
    return _from_row(row)


def advance(db: sqlite3.Connection, run: Run) -> None:
    """Keeps a run's cursor: the readers up to it were decided."""
    db.execute("UPDATE runs SET cursor = max(cursor, ?) WHERE id = ?", (run.cursor, run.id))


def finish(db: sqlite3.Connection, run_id: int, now: datetime) -> None:
    """Closes a run whose readers were all decided, or whose time is over."""
    db.execute("UPDATE runs SET state = 'done', finished_at = ? WHERE id = ?", (epoch(now), run_id))


def _from_row(row: tuple[int, str, int | None, int | None, int, int, int]) -> Run:
    run_id, kind, slot_id, article_id, due_at, expires_at, cursor = row
    return Run(run_id, RunKind(kind), slot_id, article_id, moment(due_at), moment(expires_at), cursor)
