"""Drafts that are to be published at a moment. Each function is a unit of work on an open connection."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mujaz.errors import DraftGone
from storage.times import epoch, moment


@dataclass(frozen=True, slots=True)
class Plan:
    """A draft that is to be published at a moment (UTC), by whom, and the message whose card says so."""

    article_id: int
    at: datetime
    planned_by: int
    chat_id: int
    message_id: int


def put(db: sqlite3.Connection, plan: Plan) -> None:
    """The draft is published then, and at no other moment. Raises DraftGone when it is no draft any more."""
    if db.execute("SELECT 1 FROM articles WHERE id = ? AND status = 'draft'", (plan.article_id,)).fetchone() is None:
        raise DraftGone
    db.execute(
        "INSERT OR REPLACE INTO plans (article_id, at, planned_by, chat_id, message_id) VALUES (?, ?, ?, ?, ?)",
        (plan.article_id, epoch(plan.at), plan.planned_by, plan.chat_id, plan.message_id),
    )


def drop(db: sqlite3.Connection, article_id: int) -> None:
    """The draft is not to be published by itself. Raises DraftGone when it was."""
    if not db.execute("DELETE FROM plans WHERE article_id = ?", (article_id,)).rowcount:
        raise DraftGone


def forget(db: sqlite3.Connection, article_id: int) -> None:
    """Nothing more is planned for what was published."""
    db.execute("DELETE FROM plans WHERE article_id = ?", (article_id,))


def of(db: sqlite3.Connection, article_id: int) -> Plan | None:
    """When a draft is to be published, if that is planned."""
    row = db.execute("SELECT * FROM plans WHERE article_id = ?", (article_id,)).fetchone()
    return None if row is None else _from_row(row)


def due(db: sqlite3.Connection, now: datetime) -> Sequence[Plan]:
    """What is to be published by now, in the order of its moments."""
    rows = db.execute("SELECT * FROM plans WHERE at <= ? ORDER BY at, article_id", (epoch(now),))
    return [_from_row(row) for row in rows]


def _from_row(row: tuple[int, int, int, int, int]) -> Plan:
    article_id, at, by, chat_id, message_id = row
    return Plan(article_id, moment(at), by, chat_id, message_id)
