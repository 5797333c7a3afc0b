"""What messages of runs contained, interned: readers alike share one row. Each function is a unit of work.

A composition is stored before the messages that have it, together with the memory of who is told it; both become a
reader's in the transaction that records the intent.
"""

import sqlite3
from collections.abc import Collection, Sequence
from datetime import timedelta
from hashlib import blake2b
from itertools import chain
from typing import NamedTuple

import orjson

from mujaz.digest import composition as composed
from mujaz.digest.composition import Composition, Manner, Piece
from mujaz.digest.memory import Met
from mujaz.subscriber import Calendar, Digits, Length
from storage import memories
from storage.batches import some, values


class Kept(NamedTuple):
    """The numbers of a composition, of the memory that it was chosen by, and of the memory of who is told it.

    Without the latter nobody is told anything that is to be remembered.
    """

    composition: int
    before: int = 0
    memory: int | None = None


NOTHING_KEPT = Kept(0)


class Fresh(NamedTuple):
    """A composition and the memory of who is told it, not stored yet."""

    composition: bytes
    before: int
    memory: bytes


def intern(db: sqlite3.Connection, run_id: int, told: Sequence[Fresh]) -> list[Kept]:
    """The numbers of these, in their order; stored where they are new."""
    numbers, remembered = intern_all(
        db, run_id, [composition for composition, _, _ in told], [memory for _, _, memory in told]
    )
    return [
        Kept(number, before, memory) for number, (_, before, _), memory in zip(numbers, told, remembered, strict=True)
    ]


def intern_all(
    db: sqlite3.Connection, run_id: int, written: Sequence[bytes], told: Sequence[bytes]
) -> tuple[list[int], list[int]]:
    """The numbers of these compositions of a run, and of these memories, in their order; stored where they are new."""
    hashes = [blake2b(blob, digest_size=16).digest() for blob in written]
    rows = [(run_id, digest, blob) for digest, blob in dict(zip(hashes, written, strict=True)).items()]
    found: dict[bytes, int] = {}
    for group in some(rows):
        found.update(
            db.execute(
                f"""INSERT INTO compositions (run_id, hash, blob) {values(3, len(group))}
                    ON CONFLICT (run_id, hash) DO UPDATE SET run_id = run_id RETURNING hash, id""",
                list(chain.from_iterable(group)),
            )
        )
    return [found[digest] for digest in hashes], memories.intern_all(db, told)


def get(db: sqlite3.Connection, numbers: Collection[int]) -> dict[int, Composition]:
    """Those of these compositions that are here, by their numbers."""
    places = ",".join("?" * len(numbers))
    rows = db.execute(f"SELECT id, blob FROM compositions WHERE id IN ({places})", tuple(numbers)).fetchall()
    return {number: read(blob) for number, blob in rows}


def met(db: sqlite3.Connection, number: int) -> tuple[list[Met], list[int]]:
    """What a reader who was told a composition remembers of it, and of each story what was known (0: nothing)."""
    run_id, blob = db.execute("SELECT run_id, blob FROM compositions WHERE id = ?", (number,)).fetchone()
    pieces = read(blob).pieces
    return composed.met(pieces, run_id), [piece.since for piece in pieces]


def written(composition: Composition) -> bytes:
    """A composition as it is stored."""
    manner = composition.manner
    return orjson.dumps(
        [
            [manner.language, manner.zone, manner.country, manner.digits, manner.calendar, manner.length,
             round(manner.late.total_seconds()), manner.bot],
            composition.parts,
            *map(tuple, composition.pieces),
        ]
    )  # fmt: skip


def read(blob: bytes) -> Composition:
    """A composition from its row."""
    (language, zone, country, digits, calendar, length, late, *bot), parts, *told = orjson.loads(blob)
    manner = Manner(
        language, zone, country, Digits(digits), Calendar(calendar), Length(length), timedelta(seconds=late), *bot
    )
    pieces = tuple(Piece._make((*fields, tuple(others))) for *fields, others in told)
    return Composition(pieces, parts, manner)
