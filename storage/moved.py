"""Groups that became supergroups, each with another id. Each function is a unit of work on an open connection."""

import sqlite3


def note(db: sqlite3.Connection, old: int, new: int) -> None:
    """A group is now the supergroup of that id."""
    db.execute("INSERT OR REPLACE INTO moved_chats (chat_id, new_chat_id) VALUES (?, ?)", (old, new))


def now_at(db: sqlite3.Connection, chat_id: int) -> int | None:
    """The supergroup that a group became, None for one that is where it was."""
    row = db.execute("SELECT new_chat_id FROM moved_chats WHERE chat_id = ?", (chat_id,)).fetchone()
    return None if row is None else int(row[0])
