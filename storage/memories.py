"""What readers were told, interned: readers with the same history share one row. Each function is a unit of work.

Knows nothing of what a memory says: it is JSON, and equal only where its bytes are. Number 0, and one that is no
longer here, stand for remembering nothing. A memory becomes a reader's in the transaction that interns it; what
nobody remembers is swept (storage.interned).
"""

import sqlite3
from collections.abc import Collection
from hashlib import blake2b


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
