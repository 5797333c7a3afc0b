"""Updates from Telegram, kept before Telegram hears that they arrived. Each function is a unit of work."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.times import epoch, moment

KEPT = timedelta(days=2)
"""Telegram repeats an update for at most a day, and after a week of silence counts its ids from anywhere."""


def keep(db: sqlite3.Connection, updates: Sequence[tuple[int, bytes]], now: datetime) -> list[tuple[int, bytes]]:
    """Stores updates (id, JSON) in their order; gives those that were not here yet."""
    return [
        (update_id, body)
        for update_id, body in updates
        if db.execute(
            "INSERT OR IGNORE INTO inbox (update_id, body, received_at) VALUES (?, ?, ?)",
            (update_id, body, epoch(now)),
        ).rowcount
    ]


def unfinished(db: sqlite3.Connection) -> list[tuple[int, bytes, datetime]]:
    """What was kept and not handled to its end, in order, with the moment when it came."""
    rows = db.execute("SELECT update_id, body, received_at FROM inbox WHERE done_at IS NULL ORDER BY update_id")
    return [(update_id, body, moment(received_at)) for update_id, body, received_at in rows]


def done(db: sqlite3.Connection, update_ids: Sequence[int], now: datetime) -> None:
    """Marks updates as handled to their end."""
    at = epoch(now)
    db.executemany("UPDATE inbox SET done_at = ? WHERE update_id = ?", [(at, update_id) for update_id in update_ids])


def forget_old(db: sqlite3.Connection, now: datetime) -> None:
    """Removes handled updates that Telegram cannot repeat any more."""
    db.execute("DELETE FROM inbox WHERE done_at < ?", (epoch(now - KEPT),))
