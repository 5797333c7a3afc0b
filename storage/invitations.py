"""How many readers came by somebody's invitation. Who they are is kept nowhere."""

import sqlite3
from datetime import datetime

from mujaz.subscriber import Slot, Subscriber
from storage import subscribers


def accept(
    db: sqlite3.Connection,
    inviter: int,
    chat_id: int,
    language: str,
    slot: Slot,
    now: datetime,
    window_from: datetime,
) -> Subscriber:
    """Makes a chat a subscriber (subscribers.subscribe); one that never was any counts for its inviter."""
    db.execute(
        """UPDATE subscribers SET brought = brought + 1
           WHERE chat_id = :inviter AND NOT EXISTS (SELECT 1 FROM subscribers WHERE chat_id = :chat_id)""",
        {"inviter": inviter, "chat_id": chat_id},
    )
    return subscribers.subscribe(db, chat_id, language, slot, now, window_from)


def brought(db: sqlite3.Connection, chat_id: int) -> int:
    """How many came by a reader's invitation."""
    row = db.execute("SELECT brought FROM subscribers WHERE chat_id = ?", (chat_id,)).fetchone()
    return 0 if row is None else int(row[0])
