"""What readers were told, interned: readers with the same history share one row. Each function is a unit of work.

Two memories are equal only where their bytes are (mujaz.digest.memory). Number 0, and one that is no longer here, stand
for remembering nothing. What is interned becomes a reader's soon after, with the intent to tell it; what nobody
remembers is swept (storage.interned).
"""

import sqlite3
from collections.abc import Collection, Sequence
from hashlib import blake2b
from itertools import chain

from mujaz.digest.memory import NOTHING_TOLD, ROW_BYTES, Memory
from storage.batches import some, values


def intern(db: sqlite3.Connection, blob: bytes) -> int:
    """The number of a memory, stored when it is new."""
    digest = _hash(blob)
    (number,) = db.execute(
        """INSERT INTO memories (hash, blob) VALUES (?, ?)
           ON CONFLICT (hash) DO UPDATE SET unused_since = NULL RETURNING id""",
        (digest, blob),
    ).fetchone()
    return int(number)


def intern_all(db: sqlite3.Connection, blobs: Sequence[bytes]) -> list[int]:
    """The numbers of many memories, in their order."""
    hashes = list(map(_hash, blobs))
    found: dict[bytes, int] = {}
    for group in some(list(dict(zip(hashes, blobs, strict=True)).items())):
        found.update(
            db.execute(
                f"""INSERT INTO memories (hash, blob) {values(2, len(group))}
                    ON CONFLICT (hash) DO UPDATE SET unused_since = NULL RETURNING hash, id""",
                list(chain.from_iterable(group)),
            )
        )
    return [found[digest] for digest in hashes]


def get(db: sqlite3.Connection, numbers: Collection[int]) -> dict[int, bytes]:
    """Those of these memories that are here, by their numbers."""
    places = ",".join("?" * len(numbers))
    return dict(db.execute(f"SELECT id, blob FROM memories WHERE id IN ({places})", tuple(numbers)).fetchall())


def of_reader(db: sqlite3.Connection, chat_id: int) -> Memory:
    """What a reader was told."""
    row = db.execute(
        "SELECT m.blob FROM subscribers s JOIN memories m ON m.id = s.memory WHERE s.chat_id = ?", (chat_id,)
    ).fetchone()
    return NOTHING_TOLD if row is None else Memory(row[0])


def _hash(blob: bytes) -> bytes:
    """Sixteen bytes that no other memory has. Those of the newest story come first: what one digest makes readers
    remember stands together in the index, and few of its pages are written.
    """
    return blob[-ROW_BYTES : 4 - ROW_BYTES][::-1] + blake2b(blob, digest_size=12).digest()
