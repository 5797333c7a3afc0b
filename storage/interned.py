"""Rows that many readers share, and what becomes of those that nobody has any more. Each function is a unit of work.

A row becomes a reader's only in a transaction that clears its `unused_since`: so none is removed that somebody has.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum

from storage.times import epoch

KEPT_UNUSED = timedelta(days=2)
"""A digest that never arrived gives its reader the memory from before it back: longer than any digest is under way."""
AT_ONCE = 500
"""Rows that one transaction of the sweep touches at most."""


class Shared(Enum):
    """The tables, each with the column of subscribers that holds its numbers."""

    MEMORIES = ("memories", "memory")
    PROFILES = ("profiles", "profile")


def unused(db: sqlite3.Connection, shared: Shared) -> list[int]:
    """The rows that no reader has. Looks through all readers: to be read now and then, never in a transaction."""
    table, column = shared.value
    rows = db.execute(f"SELECT id FROM {table} WHERE id NOT IN (SELECT {column} FROM subscribers)").fetchall()
    return [number for (number,) in rows]


def sweep(db: sqlite3.Connection, shared: Shared, numbers: Sequence[int], now: datetime) -> None:
    """Removes those of the `unused` that have been so for KEPT_UNUSED, and marks the others.

    What somebody got again since is not marked any more, and stays.
    """
    table, _ = shared.value
    places = ",".join("?" * len(numbers))
    db.execute(
        f"DELETE FROM {table} WHERE id IN ({places}) AND unused_since <= ?", (*numbers, epoch(now - KEPT_UNUSED))
    )
    db.execute(
        f"UPDATE {table} SET unused_since = ? WHERE id IN ({places}) AND unused_since IS NULL", (epoch(now), *numbers)
    )
