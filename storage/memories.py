"""What readers were told, interned: readers with the same history share one row. Each function is a unit of work.

Knows nothing of what a memory says: it is JSON, and equal only where its bytes are. Number 0, and one that is no
longer here, stand for remembering nothing. A memory becomes a reader's in the transaction that interns it.
"""

import sqlite3
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

from storage.times import epoch

KEPT_UNUSED = timedelta(days=2)
"""A digest that never arrived gives its reader the memory from before it back: longer than any digest is under way."""
AT_ONCE = 500
"""Rows that one transaction of the sweep touches at most."""


def intern(db: sqlite3.Connection, blob: bytes) -> int:
    """The number of a memory, stored when it is new."""
    digest = blake2b(blob, digest_size=16).digest()
    (number,) = db.execute(
        """INSERT INTO memories (hash, blob) VALUES (?, ?)
           ON CONFLICT (hash) DO UPDATE SET unused_since = NULL RETURNING id""",
        (digest, blob),
    ).fetchone()
    return int(number)


def get(db: sqlite3.Connection, numbers: Collection[int]) -> dict[int, bytes]:
    """Those of these memories that are here, by their numbers."""
    places = ",".join("?" * len(numbers))
    return dict(db.execute(f"SELECT id, blob FROM memories WHERE id IN ({places})", tuple(numbers)).fetchall())


def unused(db: sqlite3.Connection) -> list[int]:
    """The memories that no reader has. Looks through all readers: to be read now and then, never in a transaction."""
    rows = db.execute("SELECT id FROM memories WHERE id NOT IN (SELECT memory FROM subscribers)").fetchall()
    return [number for (number,) in rows]


def sweep(db: sqlite3.Connection, numbers: Sequence[int], now: datetime) -> None:
    """Removes those of the `unused` that have been so for KEPT_UNUSED, and marks the others.

    What was interned again since is not marked any more, and stays.
    """
    places = ",".join("?" * len(numbers))
    db.execute(
        f"DELETE FROM memories WHERE id IN ({places}) AND unused_since <= ?", (*numbers, epoch(now - KEPT_UNUSED))
    )
    db.execute(
        f"UPDATE memories SET unused_since = ? WHERE id IN ({places}) AND unused_since IS NULL", (epoch(now), *numbers)
    )
