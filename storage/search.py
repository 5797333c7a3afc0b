"""The search index: folded stems in FTS5, rowid = article id. Any string is a query; no FTS5 syntax gets through."""

import sqlite3
from collections.abc import Sequence

from mujaz.arabic.stem import stem
from mujaz.arabic.tokens import tokens
from mujaz.article import Article
from storage import articles

TITLE_WEIGHT, BODY_WEIGHT = 6.0, 1.0


def index(db: sqlite3.Connection, article_id: int, title: str, body: str) -> None:
    """Makes an article findable by what it says now; what it said before is forgotten."""
    forget(db, article_id)
    db.execute(
        "INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)",
        (article_id, " ".join(_stems(title)), " ".join(_stems(body))),
    )


def forget(db: sqlite3.Connection, article_id: int) -> None:
    """Removes an article from the index."""
    db.execute("DELETE FROM search WHERE rowid = ?", (article_id,))


def find(db: sqlite3.Connection, query: str, most: int) -> list[Article]:
    """Published articles that hold all words of the query, else any of them; the best first."""
    stems = list(dict.fromkeys(_stems(query)))
    if not stems:
        return []
    return _matching(db, stems, " AND ", most) or _matching(db, stems, " OR ", most)


def _matching(db: sqlite3.Connection, stems: Sequence[str], glue: str, most: int) -> list[Article]:
    rows = db.execute(
        articles.SELECT
        + """JOIN search s ON s.rowid = a.id
        WHERE search MATCH ? AND a.status = 'published'
        ORDER BY bm25(search, ?, ?), a.reported_at DESC LIMIT ?""",
        (glue.join(f'"{word}"' for word in stems), TITLE_WEIGHT, BODY_WEIGHT, most),
    )
    return [articles.from_row(row) for row in rows]


def _stems(text: str) -> list[str]:
    return [stem(token.norm) for token in tokens(text)]
