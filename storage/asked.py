"""What people of the desk were asked to type, one thing each. Each function is a unit of work."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from mujaz.paste import PATIENCE
from storage.times import epoch


@dataclass(frozen=True, slots=True)
class Asked:
    """A question («team:add») and the number of what it is about."""

    question: str
    subject: int


def ask(db: sqlite3.Connection, user_id: int, asked: Asked, now: datetime) -> None:
    """Somebody's next text is the answer to this, if it comes soon."""
    db.execute(
        "INSERT OR REPLACE INTO asked (user_id, question, subject, asked_at) VALUES (?, ?, ?, ?)",
        (user_id, asked.question, asked.subject, epoch(now)),
    )


def awaited(db: sqlite3.Connection, user_id: int, now: datetime) -> Asked | None:
    """What somebody is about to type."""
    row = db.execute(
        "SELECT question, subject FROM asked WHERE user_id = ? AND asked_at > ?", (user_id, epoch(now - PATIENCE))
    ).fetchone()
    return None if row is None else Asked(*row)


def stop_waiting(db: sqlite3.Connection, user_id: int) -> None:
    """What somebody writes next answers nothing."""
    db.execute("DELETE FROM asked WHERE user_id = ?", (user_id,))
