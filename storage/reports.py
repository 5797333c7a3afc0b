"""Errors that readers report in stories: kept first, told to the editors then. Each function is a unit of work."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.times import epoch

PATIENCE = timedelta(minutes=30)
"""What a reader writes within this time after they were asked is the report."""


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody wrote about an error in a story."""

    id: int
    user_id: int
    story: int
    text: str


def ask(db: sqlite3.Connection, user_id: int, story: int, now: datetime) -> None:
    """The reader's next text is about an error in the story, if it comes soon."""
    db.execute("DELETE FROM reports WHERE user_id = ? AND text IS NULL", (user_id,))
    db.execute("INSERT INTO reports (user_id, story, asked_at) VALUES (?, ?, ?)", (user_id, story, epoch(now)))


def stop_waiting(db: sqlite3.Connection, user_id: int) -> None:
    """What the reader writes next is no report."""
    db.execute("DELETE FROM reports WHERE user_id = ? AND text IS NULL", (user_id,))


def awaited(db: sqlite3.Connection, user_id: int, now: datetime) -> bool:
    """Whether the reader's next text is a report."""
    found = db.execute(
        "SELECT 1 FROM reports WHERE user_id = ? AND text IS NULL AND asked_at > ?", (user_id, epoch(now - PATIENCE))
    )
    return found.fetchone() is not None


def give(db: sqlite3.Connection, user_id: int, text: str) -> None:
    """Keeps what the reader wrote."""
    db.execute("UPDATE reports SET text = ? WHERE user_id = ? AND text IS NULL", (text, user_id))


def untold(db: sqlite3.Connection) -> list[Report]:
    """The reports that no editor was told of, the oldest first."""
    rows = db.execute(
        "SELECT id, user_id, story, text FROM reports WHERE text IS NOT NULL AND told_at IS NULL ORDER BY id LIMIT 100"
    )
    return [Report(*row) for row in rows]


def told(db: sqlite3.Connection, report_id: int, now: datetime) -> None:
    """An editor was told."""
    db.execute("UPDATE reports SET told_at = ? WHERE id = ?", (epoch(now), report_id))
