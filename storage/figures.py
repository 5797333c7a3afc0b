"""Figures of articles: rows of their own, given with their article. Functions of a connection are units of work."""

import sqlite3
from collections.abc import Sequence

import orjson

from mujaz.article import Figure

COLUMN = """
    (SELECT json_group_array(json_array(value, until, unit, counted, bound, said, sentence)) FROM
        (SELECT * FROM figures WHERE article_id = a.id ORDER BY rank))
"""
"""The figures of the article `a` in a SELECT, to be read by `from_column`."""


def note(db: sqlite3.Connection, article_id: int, figures: Sequence[Figure]) -> None:
    """Keeps what an article's figures are now, the weightiest first, in place of what they were."""
    db.execute("DELETE FROM figures WHERE article_id = ?", (article_id,))
    db.executemany(
        """INSERT INTO figures (article_id, rank, value, until, unit, counted, bound, said, sentence)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (article_id, rank, f.value, f.until, f.unit, f.counted, f.bound, f.said, f.sentence)
            for rank, f in enumerate(figures)
        ],
    )


def from_column(stored: str) -> tuple[Figure, ...]:
    """The figures that COLUMN gave."""
    return () if stored == "[]" else tuple(Figure(*fields) for fields in orjson.loads(stored))
