"""Keeps the index in step with the archive. Each function is a unit of work; it refuses to decide what is found."""

import json
import sqlite3
from collections.abc import Iterable, Sequence, Set

from mujaz.arabic.fuzzy import deletions
from mujaz.arabic.tokens import words
from storage.search.terms import ANALYSIS, Terms, terms_of

BATCH = 500
"""Articles that one step of `catch_up` indexes: a fraction of a second."""

TABLES = ("titles", "bodies", "skeletons")


def index(db: sqlite3.Connection, article_id: int, title: str, body: str) -> None:
    """Makes an article findable by what it says now; what it said before is forgotten."""
    index_all(db, [(article_id, title, body)])


def index_all(db: sqlite3.Connection, texts: Sequence[tuple[int, str, str]]) -> None:
    """The same for many at once: ids, each once, with title and body."""
    for article_id, *_ in texts:
        forget(db, article_id)
    headings = [words(title) for _, title, _ in texts]
    made = [(text[0], heading, terms_of(heading, text[2])) for text, heading in zip(texts, headings, strict=True)]
    for table in TABLES:
        db.executemany(
            f"INSERT INTO search_{table} (rowid, terms) VALUES (?, ?)",
            [(article_id, getattr(terms, table)) for article_id, _, terms in made],
        )
    db.executemany(
        "INSERT INTO search_documents (article_id, title, terms) VALUES (?, ?, ?)",
        [(article_id, _storable(" ".join(heading)), terms.packed()) for article_id, heading, terms in made],
    )
    _learn(db, {term for *_, terms in made for term in terms.titles.split()})


def forget(db: sqlite3.Connection, article_id: int) -> None:
    """Removes an article from the index; nothing happens where it is not there."""
    row = db.execute("DELETE FROM search_documents WHERE article_id = ? RETURNING terms", (article_id,)).fetchone()
    if row is None:
        return
    terms = Terms.unpacked(row[0])
    for table in TABLES:
        db.execute(
            f"INSERT INTO search_{table} (search_{table}, rowid, terms) VALUES ('delete', ?, ?)",
            (article_id, getattr(terms, table)),
        )
    _unlearn(db, set(terms.titles.split()))


def catch_up(db: sqlite3.Connection) -> bool:
    """Indexes the next articles that are not indexed by today's rules; whether there may be more of them.

    To be called at every start until it gives False. An index made by other rules is thrown away first.
    """
    analysis, cursor = db.execute("SELECT analysis, cursor FROM search_state").fetchone()
    if analysis != ANALYSIS:
        start_over(db)
        cursor = 0
    if cursor is None:
        return False
    rows = db.execute(
        """SELECT a.id, a.title, a.body FROM articles a LEFT JOIN search_documents d ON d.article_id = a.id
           WHERE a.id > ? AND d.article_id IS NULL ORDER BY a.id LIMIT ?""",
        (cursor, BATCH),
    ).fetchall()
    index_all(db, rows)
    db.execute("UPDATE search_state SET cursor = ?", (rows[-1][0] if rows else None,))
    return bool(rows)


def start_over(db: sqlite3.Connection) -> None:
    """Throws the index away; `catch_up` builds it anew."""
    for table in TABLES:
        db.execute(f"INSERT INTO search_{table} (search_{table}) VALUES ('delete-all')")
    for table in ("documents", "deletions"):
        db.execute(f"DELETE FROM search_{table}")
    db.execute("UPDATE search_state SET analysis = ?, cursor = 0", (ANALYSIS,))


def _learn(db: sqlite3.Connection, terms: Set[str]) -> None:
    """Notes what near spellings lead to the stems of titles that no title had before."""
    new = db.execute(
        """SELECT value FROM json_each(?) WHERE NOT EXISTS
               (SELECT 1 FROM search_deletions WHERE rest = value AND term = value)""",
        (json.dumps(list(terms)),),
    ).fetchall()
    db.executemany(
        "INSERT INTO search_deletions (rest, term) VALUES (?, ?)",
        [(rest, term) for (term,) in new for rest in deletions(term)],
    )


def _unlearn(db: sqlite3.Connection, terms: Iterable[str]) -> None:
    """Forgets those that no title has any more."""
    for term in terms:
        held = db.execute("SELECT 1 FROM search_titles WHERE search_titles MATCH ? LIMIT 1", (f'"{term}"',))
        if held.fetchone() is None:
            db.executemany(
                "DELETE FROM search_deletions WHERE rest = ? AND term = ?", [(rest, term) for rest in deletions(term)]
            )


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
