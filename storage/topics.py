"""Topics of groups that have digests of their own, by the reader's key. Each function is a unit of work."""

import sqlite3
from collections.abc import Iterable

from mujaz.address import BEYOND_CHATS, Address, is_topic, topic_key


def reader_of(db: sqlite3.Connection, chat_id: int, thread_id: int) -> int:
    """The key of the reader that a topic of a group is, made when it is new."""
    (taken,) = db.execute("SELECT coalesce(min(reader), ?) FROM topics", (BEYOND_CHATS,)).fetchone()
    (reader,) = db.execute(
        """INSERT INTO topics (reader, chat_id, thread_id) VALUES (?, ?, ?)
           ON CONFLICT (chat_id, thread_id) DO UPDATE SET chat_id = chat_id RETURNING reader""",
        (topic_key(BEYOND_CHATS - taken + 1), chat_id, thread_id),
    ).fetchone()
    return int(reader)


def find(db: sqlite3.Connection, chat_id: int, thread_id: int) -> int | None:
    """The key of the reader that a topic of a group is; None where it has no digests of its own."""
    row = db.execute("SELECT reader FROM topics WHERE chat_id = ? AND thread_id = ?", (chat_id, thread_id)).fetchone()
    return None if row is None else int(row[0])


def readers_of(db: sqlite3.Connection, chat_id: int) -> list[int]:
    """The keys of the topics of a group."""
    return [reader for (reader,) in db.execute("SELECT reader FROM topics WHERE chat_id = ?", (chat_id,)).fetchall()]


def address(db: sqlite3.Connection, reader: int) -> Address:
    """Where a reader is: of what is no topic, its chat. Raises KeyError for a topic that is not known."""
    return addresses(db, [reader])[reader] if is_topic(reader) else Address(reader)


def addresses(db: sqlite3.Connection, readers: Iterable[int]) -> dict[int, Address]:
    """Where those of these readers are that are topics; nothing of topics that are not known."""
    keys = [reader for reader in readers if is_topic(reader)]
    places = ",".join("?" * len(keys))
    rows = db.execute(f"SELECT reader, chat_id, thread_id FROM topics WHERE reader IN ({places})", keys) if keys else ()
    return {reader: Address(chat_id, thread_id) for reader, chat_id, thread_id in rows}


def change_chat(db: sqlite3.Connection, old: int, new: int) -> None:
    """A group has another id; its topics keep theirs."""
    db.execute("UPDATE OR IGNORE topics SET chat_id = ? WHERE chat_id = ?", (new, old))
