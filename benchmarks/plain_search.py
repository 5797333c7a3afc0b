"""What a newsroom would take for its search instead of Mujaz's: SQLite's FTS5 alone, with the usual tokenizers.

Each ranks as FTS5 does, a title ten times a text; a question is its words, any of which may be held.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable
from functools import cache

import snowballstemmer
from pyarabic import araby

from benchmarks.press import Piece

_WORDS = re.compile(r"\w+")
Prepare = Callable[[str], str]


class PlainSearch:
    """One FTS5 table with a tokenizer, over texts prepared by a function."""

    def __init__(self, tokenizer: str, prepare: Prepare) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute(f"CREATE VIRTUAL TABLE archive USING fts5(title, body, tokenize = '{tokenizer}')")
        self._prepare = prepare

    def add(self, pieces: Iterable[Piece]) -> None:
        self._db.executemany(
            "INSERT INTO archive (rowid, title, body) VALUES (?, ?, ?)",
            ((piece.id, self._prepare(piece.title), self._prepare(piece.body)) for piece in pieces),
        )

    def find(self, text: str, most: int) -> list[int]:
        words = " OR ".join(f'"{word}"' for word in _WORDS.findall(self._prepare(text)) if len(word) > 2)
        rows = self._db.execute(
            "SELECT rowid FROM archive WHERE archive MATCH ? ORDER BY bm25(archive, 10, 1) LIMIT ?", (words, most)
        )
        return [article_id for (article_id,) in rows] if words else []


def plain_searches() -> dict[str, PlainSearch]:
    """By name."""
    return {
        "unicode61": PlainSearch("unicode61", str),
        "trigram": PlainSearch("trigram", str),
        "pyarabic": PlainSearch("unicode61", folded_by_pyarabic),
        "snowball": PlainSearch("unicode61", _snowball()),
    }


def folded_by_pyarabic(text: str) -> str:
    """pyarabic's own chain: harakat, tatweel, hamza, alef, teh marbuta."""
    text = araby.strip_tatweel(araby.strip_tashkeel(text))
    return str(araby.normalize_teh(araby.normalize_alef(araby.normalize_hamza(text, method="tasheel"))))


def _snowball() -> Prepare:
    stem = cache(snowballstemmer.stemmer("arabic").stemWord)  # in Python it takes a tenth of a millisecond for a word
    return lambda text: " ".join(map(stem, _WORDS.findall(text)))
