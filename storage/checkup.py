"""What may be wrong in a database, looked for from end to end, and what of it can be mended without losing anything.

Refuses to mend what SQLite itself finds damaged beyond its indexes: only a backup helps there.
"""

import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from storage import search
from storage.backup import Pulse
from storage.backup.verifying import beating
from storage.connection import WRITER_PRAGMAS, storage_errors, transaction
from storage.search.terms import ANALYSIS, Terms

COMPLAINTS = 20
"""Of SQLite's at most."""
TRIED = 1_000
"""Articles, evenly spread, that are looked for in the index by a word of theirs."""

GENERATIONS = 3
"""A row that goes may leave others behind that referred to it: of a run its messages."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong. `orphans` counts rows, by table, that refer to nothing; the rest is of the search index.

    `unindexed` articles are not in it, `strays` are in it and no longer in the archive, `unfindable` ones are not found
    by words of theirs.
    """

    damage: tuple[str, ...]
    orphans: Mapping[str, int]
    unindexed: int
    strays: int
    unfindable: int

    @property
    def nothing(self) -> bool:
        """Whether all is in order."""
        return self == Findings((), {}, 0, 0, 0)


def examine(db: sqlite3.Connection, pulse: Pulse) -> Findings:
    """Looks at everything. A unit of work that only reads; some seconds for a gigabyte."""
    with beating(db, pulse):
        said = [words for (words,) in db.execute(f"PRAGMA integrity_check({COMPLAINTS})")]
        if said != ["ok"]:  # what a damaged file says of its rows means nothing
            return Findings(tuple(said), {}, 0, 0, 0)
        orphans = Counter(table for table, *_ in db.execute("PRAGMA foreign_key_check"))
        return Findings((), dict(orphans), _unindexed(db), _strays(db), _unfindable(db))


def mend(path: Path, pulse: Pulse) -> None:
    """Mends what `examine` may find. Nobody else may be using the database. Raises StorageError, DatabaseDamaged.

    Rows that refer to nothing forget what they referred to; where they cannot do without, they go.
    """
    with storage_errors(path), closing(sqlite3.connect(path, isolation_level=None)) as db:
        for pragma in WRITER_PRAGMAS:
            db.execute(pragma)
        db.execute("PRAGMA foreign_keys=OFF")
        db.execute("REINDEX")
        for _ in range(GENERATIONS):
            with transaction(db):
                _settle_orphans(db)
        with transaction(db):
            search.start_over(db)
        _index_anew(db, pulse)


def _unindexed(db: sqlite3.Connection) -> int:
    if db.execute("SELECT cursor IS NOT NULL OR analysis <> ? FROM search_state", (ANALYSIS,)).fetchone()[0]:
        return 0  # the bot is still about to index them, by itself
    return _count(db, "articles WHERE id NOT IN (SELECT article_id FROM search_documents)")


def _strays(db: sqlite3.Connection) -> int:
    return _count(db, "search_documents WHERE article_id NOT IN (SELECT id FROM articles)")


def _unfindable(db: sqlite3.Connection) -> int:
    every = max(1, _count(db, "search_documents") // TRIED)
    rows = db.execute("SELECT article_id, terms FROM search_documents WHERE article_id % ? = 0", (every,)).fetchall()
    return sum(not _found(db, article_id, Terms.unpacked(terms)) for article_id, terms in rows)


def _found(db: sqlite3.Connection, article_id: int, terms: Terms) -> bool:
    """Whether each table of the index that ought to hold the article gives it for one of its terms."""
    firsts = {table: getattr(terms, table).split()[:1] for table in search.TABLES}
    return all(
        db.execute(
            f"SELECT 1 FROM search_{table} WHERE search_{table} MATCH ? AND rowid = ?", (f'"{first[0]}"', article_id)
        ).fetchone()
        for table, first in firsts.items()
        if first
    )


def _settle_orphans(db: sqlite3.Connection) -> None:
    tables = {table for table, *_ in db.execute("PRAGMA foreign_key_check")}
    for table in sorted(tables):
        optional = {name for _, name, _, must, _, key in db.execute(f"PRAGMA table_info({table})") if not must | key}
        for _, _, parent, column, key, *_ in db.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            missing = f"{column} NOT NULL AND {column} NOT IN (SELECT {key or 'rowid'} FROM {parent})"
            act = f"UPDATE OR IGNORE {table} SET {column} = NULL" if column in optional else f"DELETE FROM {table}"
            db.execute(f"{act} WHERE {missing}")


def _index_anew(db: sqlite3.Connection, pulse: Pulse) -> None:
    total, done = max(1, _count(db, "articles")), 0
    going = True
    while going:
        with transaction(db):
            going = search.catch_up(db)
        done += search.BATCH
        pulse(min(1, done / total))


def _count(db: sqlite3.Connection, what: str) -> int:
    (count,) = db.execute(f"SELECT count(*) FROM {what}").fetchone()
    return int(count)
