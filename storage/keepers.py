"""Who looks after digests where many read: an admin of the group or channel, told when the digests end there.

Each function is a unit of work on an open connection.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from mujaz.address import Address
from storage import topics


@dataclass(frozen=True, slots=True)
class Kept:
    """A place where many read, as its keeper knows it: `title` is that of the group or channel."""

    reader: int
    person: int
    title: str


@dataclass(frozen=True, slots=True)
class Ended:
    """Digests ended at a place; `reason` is Telegram's own words."""

    kept: Kept
    address: Address
    reason: str


def keep(db: sqlite3.Connection, kept: Kept, *, channel: bool) -> None:
    """Notes who looks after a place from now on."""
    db.execute(
        """INSERT INTO keepers (reader, kept_by, title, channel) VALUES (?, ?, ?, ?)
           ON CONFLICT (reader) DO UPDATE SET kept_by = excluded.kept_by, title = excluded.title, untold = 0""",
        (kept.reader, kept.person, kept.title, channel),
    )


def get(db: sqlite3.Connection, reader: int) -> Kept | None:
    """Who looks after a place."""
    row = db.execute("SELECT reader, kept_by, title FROM keepers WHERE reader = ?", (reader,)).fetchone()
    return None if row is None else Kept(*row)


def channels_of(db: sqlite3.Connection, person: int) -> list[Kept]:
    """What a person looks after from afar: channels, in the order of their titles. Groups are asked in the group."""
    rows = db.execute(
        "SELECT reader, kept_by, title FROM keepers WHERE kept_by = ? AND channel ORDER BY title, reader", (person,)
    ).fetchall()
    return [Kept(*row) for row in rows]


def ended(db: sqlite3.Connection, readers: Sequence[int]) -> None:
    """Digests ended at these places, by nobody's order: their keepers are to be told."""
    db.executemany("UPDATE keepers SET untold = 1 WHERE reader = ?", [(reader,) for reader in readers])


def untold(db: sqlite3.Connection) -> list[Ended]:
    """Where digests ended and the keeper was not told yet."""
    rows = db.execute(
        """SELECT k.reader, k.kept_by, k.title, coalesce(s.state_reason, '')
           FROM keepers k JOIN subscribers s ON s.chat_id = k.reader WHERE k.untold AND s.state = 'gone'"""
    ).fetchall()
    return [Ended(Kept(*kept), topics.address(db, kept[0]), reason) for *kept, reason in rows]


def told(db: sqlite3.Connection, reader: int) -> None:
    """The keeper of a place knows, or cannot be told."""
    db.execute("UPDATE keepers SET untold = 0 WHERE reader = ?", (reader,))


def move(db: sqlite3.Connection, old: int, new: int) -> None:
    """A group has another id; its keeper stays."""
    db.execute("UPDATE OR IGNORE keepers SET reader = ? WHERE reader = ?", (new, old))
    db.execute("DELETE FROM keepers WHERE reader = ?", (old,))
