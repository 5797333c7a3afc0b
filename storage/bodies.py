"""Texts that many readers of a run share, as they go over the wire. Each function is a unit of work."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence


def keep(db: sqlite3.Connection, run_id: int, variants: Mapping[str, Sequence[bytes]]) -> None:
    """Stores the parts of a run's text by variant (its language), in their order."""
    db.executemany(
        "INSERT INTO bodies (run_id, variant, part, tail) VALUES (?, ?, ?, ?)",
        [(run_id, variant, part, tail) for variant, tails in variants.items() for part, tail in enumerate(tails)],
    )


def of_run(db: sqlite3.Connection, run_id: int) -> dict[str, tuple[bytes, ...]]:
    """The parts of a run's text by variant; empty where none were stored."""
    found: defaultdict[str, tuple[bytes, ...]] = defaultdict(tuple)
    for variant, tail in db.execute(
        "SELECT variant, tail FROM bodies WHERE run_id = ? ORDER BY variant, part", (run_id,)
    ):
        found[variant] += (tail,)
    return dict(found)
