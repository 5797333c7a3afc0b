"""Readers who had nothing for long and were not told why. Each function is a unit of work on an open connection."""

import sqlite3
from datetime import datetime
from typing import NamedTuple

from mujaz.delivery import DeliveryState
from mujaz.silence import WEEK
from mujaz.subscriber import Subscriber
from storage import subscribers
from storage.times import epoch

LOOKED_AT = 10_000
"""Readers of a portion: some milliseconds."""


class Portion(NamedTuple):
    """People of a portion who had nothing, and the key after which the next begins; None: that was the last."""

    readers: list[Subscriber]
    after: int | None


def untold(db: sqlite3.Connection, after: int, now: datetime) -> Portion:
    """Of the people with the next greater keys, those who were sent nothing for a week, not even an alert.

    A digest that was given when it was asked for counts as sent.
    """
    (last,) = db.execute(
        "SELECT max(chat_id) FROM (SELECT chat_id FROM subscribers WHERE chat_id > ? ORDER BY chat_id LIMIT ?)",
        (after, LOOKED_AT),
    ).fetchone()
    if last is None:
        return Portion([], None)
    rows = db.execute(
        """SELECT chat_id FROM subscribers s WHERE chat_id > :after AND chat_id <= :last AND state = 'active'
               AND last_due_at <= :before AND (silence_told_at IS NULL OR silence_told_at < last_due_at)
               AND NOT EXISTS (SELECT 1 FROM runs r JOIN deliveries d ON d.run_id = r.id AND d.chat_id = s.chat_id
                               WHERE r.created_at > :before AND d.state = :sent)
           ORDER BY chat_id""",
        {"after": after, "last": last, "before": epoch(now - WEEK), "sent": DeliveryState.SENT},
    ).fetchall()
    found = [subscribers.get(db, chat_id) for (chat_id,) in rows]
    return Portion([reader for reader in found if reader is not None], int(last))


def told(db: sqlite3.Connection, chat_id: int, now: datetime) -> None:
    """A reader knows why it had nothing, or cannot be told."""
    db.execute("UPDATE subscribers SET silence_told_at = ? WHERE chat_id = ?", (epoch(now), chat_id))
