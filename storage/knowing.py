"""What readers know: the stories that they were told. Each function is a unit of work on an open connection."""

import sqlite3
from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import chain

import orjson

from mujaz.digest import memory
from mujaz.digest.memory import Memory, Met
from storage import compositions, memories, subscribers
from storage.batches import some, values

Told = tuple[int, int | None, int, int, int | None]
"""A reader's chat, the due time of the digest if it is one, its composition, the memory before and after."""


def told(db: sqlite3.Connection, readers: Sequence[Told]) -> set[int]:
    """Readers had a digest and know what they are told.

    Gives those for whom that is not so: they were told something else since the memory before was read, so what they
    are to be told now is to be chosen anew.
    """
    overtaken: set[int] = set()
    for group in some(readers):
        changed = db.execute(
            f"""WITH told (reader, due_at, composition, before, after) AS ({values(5, len(group))})
                UPDATE subscribers SET last_due_at = coalesce(due_at, last_due_at), memory = coalesce(after, memory)
                FROM told WHERE chat_id = reader AND (after IS NULL OR memory = before) RETURNING chat_id""",
            list(chain.from_iterable(group)),
        ).fetchall()
        if len(changed) < len(group):
            overtaken |= _known(db, {told[0] for told in group}.difference(chat_id for (chat_id,) in changed))
    return overtaken


def _known(db: sqlite3.Connection, chat_ids: Collection[int]) -> set[int]:
    """Of these chats, those that are readers: who asked to be forgotten meanwhile is none."""
    rows = db.execute(
        "SELECT chat_id FROM subscribers WHERE chat_id IN (SELECT value FROM json_each(?))",
        (orjson.dumps(list(chat_ids)).decode(),),
    )
    return {chat_id for (chat_id,) in rows}


def had_digest(db: sqlite3.Connection, chat_id: int, until: datetime, told: Sequence[Met]) -> None:
    """A subscriber who asked was given what is new up to `until`: the next digest begins there and tells none of it."""
    subscribers.had_digest(db, chat_id, until)
    learn(db, chat_id, told)


def learn(db: sqlite3.Connection, chat_id: int, told: Sequence[Met]) -> None:
    """A reader knows these stories as well."""
    _remembers(db, chat_id, memory.remember(memories.of_reader(db, chat_id), told))


def unlearn(db: sqlite3.Connection, chat_id: int, composition: int) -> None:
    """A reader does not know after all what a message told: it never arrived."""
    told, before = compositions.met(db, composition)
    _remembers(db, chat_id, memory.unlearn(memories.of_reader(db, chat_id), zip(told, before, strict=True)))


def _remembers(db: sqlite3.Connection, chat_id: int, after: Memory) -> None:
    number = memories.intern(db, after.blob) if after.blob else 0
    db.execute("UPDATE subscribers SET memory = ? WHERE chat_id = ?", (number, chat_id))
