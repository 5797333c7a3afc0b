"""Retractions that editors are about to make: asked for, a reason typed, not confirmed. Each is a unit of work."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from mujaz.paste import PATIENCE
from storage.times import epoch


@dataclass(frozen=True, slots=True)
class Intended:
    """The article that an editor is about to retract, and why, once it was typed."""

    article_id: int
    reason: str | None


def ask(db: sqlite3.Connection, editor_id: int, article_id: int, now: datetime) -> None:
    """The editor's next text is the reason for retracting an article, if it comes soon."""
    db.execute(
        """INSERT INTO retractions (editor_id, article_id, asked_at, reason) VALUES (?, ?, ?, NULL)
           ON CONFLICT (editor_id) DO UPDATE
           SET (article_id, asked_at, reason) = (excluded.article_id, excluded.asked_at, NULL)""",
        (editor_id, article_id, epoch(now)),
    )


def awaiting_reason(db: sqlite3.Connection, editor_id: int, now: datetime) -> int | None:
    """The article for whose retraction the editor is about to type the reason."""
    row = db.execute(
        "SELECT article_id FROM retractions WHERE editor_id = ? AND asked_at > ? AND reason IS NULL",
        (editor_id, epoch(now - PATIENCE)),
    ).fetchone()
    return None if row is None else int(row[0])


def give_reason(db: sqlite3.Connection, editor_id: int, reason: str) -> None:
    """Keeps the reason that the editor typed until the retraction is confirmed or dropped."""
    db.execute("UPDATE retractions SET reason = ? WHERE editor_id = ?", (reason, editor_id))


def intended(db: sqlite3.Connection, editor_id: int) -> Intended | None:
    """What the editor is about to retract."""
    row = db.execute("SELECT article_id, reason FROM retractions WHERE editor_id = ?", (editor_id,)).fetchone()
    return None if row is None else Intended(*row)


def stop_waiting(db: sqlite3.Connection, editor_id: int) -> None:
    """What the editor writes next is no reason, and nothing is about to be retracted."""
    db.execute("DELETE FROM retractions WHERE editor_id = ?", (editor_id,))


def drop(db: sqlite3.Connection, article_id: int) -> None:
    """Nobody is about to retract an article any more: it was."""
    db.execute("DELETE FROM retractions WHERE article_id = ?", (article_id,))
