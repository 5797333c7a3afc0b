"""When somebody last looked at a company. Each function is a unit of work on an open connection."""

import sqlite3
from datetime import datetime, timedelta

from storage.times import epoch, moment

ONE_LOOK = timedelta(minutes=30)
"""Who looks again within it is still looking: what was new stays marked as new."""


def last(db: sqlite3.Connection, chat_id: int, company: str, now: datetime) -> datetime | None:
    """When a chat looked at a company before it did just now; None where it never did."""
    row = db.execute(
        "SELECT looked_at, before_at FROM glances WHERE chat_id = ? AND company = ?", (chat_id, company)
    ).fetchone()
    if row is None:
        return None
    looked_at, before_at = row
    at = before_at if epoch(now) - looked_at < ONE_LOOK.total_seconds() else looked_at
    return None if at is None else moment(at)


def note(db: sqlite3.Connection, chat_id: int, company: str, now: datetime) -> None:
    """A chat looks at a company."""
    db.execute(
        """INSERT INTO glances (chat_id, company, looked_at) VALUES (?1, ?2, ?3)
           ON CONFLICT (chat_id, company) DO UPDATE
           SET before_at = CASE WHEN ?3 - looked_at < ?4 THEN before_at ELSE looked_at END, looked_at = ?3""",
        (chat_id, company, epoch(now), int(ONE_LOOK.total_seconds())),
    )
