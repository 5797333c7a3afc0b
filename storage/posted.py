"""What scripts brought to the door, so that the same thing comes in once. Each function is a unit of work."""

import sqlite3
from datetime import datetime, timedelta

from mujaz.paste import Clipping
from storage import pastes
from storage.times import epoch

KEPT = timedelta(days=30)
"""For how long a key is remembered."""


def take(
    db: sqlite3.Connection, key: str, fingerprint: str, editor_id: int, clipping: Clipping, now: datetime
) -> bool | None:
    """Lays what came on an editor's desk, once for a key: True. False where it lies there already.

    None where the key came with something else before.
    """
    db.execute("DELETE FROM posted WHERE at < ?", (epoch(now - KEPT),))
    row = db.execute("SELECT fingerprint FROM posted WHERE key = ?", (key,)).fetchone()
    if row is not None:
        return False if row[0] == fingerprint else None
    db.execute("INSERT INTO posted VALUES (?, ?, ?)", (key, fingerprint, epoch(now)))
    pastes.deliver(db, editor_id, editor_id, clipping, now)
    return True
