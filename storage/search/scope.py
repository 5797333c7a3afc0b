"""Which articles a question is about at all: those of its period, and of the company that it is limited to."""

import sqlite3
from collections.abc import Sequence, Set
from dataclasses import dataclass

import orjson

from mujaz.arabic.periods import Period
from mujaz.arabic.stem import stem_variants
from mujaz.article import Named
from mujaz.asked import Asked
from storage.search.terms import all_of, safe
from storage.times import epoch

MOST = 20_000
"""Articles of a period or a company that are looked at, the newest."""
_EVER = 1 << 62


@dataclass(frozen=True, slots=True)
class Scope:
    """The ids from `first` to `last`, and of these only `ids` where that is not None."""

    first: int
    last: int
    ids: Set[int] | None = None

    @property
    def size(self) -> int:
        """At most so many articles."""
        return max(self.last - self.first + 1, 1)


def scope_of(db: sqlite3.Connection, asked: Asked) -> Scope:
    """The scope of a question; an empty one has `first` above `last`."""
    (newest,) = db.execute("SELECT ifnull(max(article_id), 0) FROM search_documents").fetchone()
    limits = []
    if asked.query.period:
        limits.append(_reported_in(db, asked.query.period))
    if asked.only:
        limits.append(_naming(db, asked.only))
    limits += [_holding(db, phrase) for phrase in asked.query.phrases]
    if not limits:
        return Scope(1, newest)
    ids = set.intersection(*limits)
    return Scope(min(ids, default=1), max(ids, default=0), ids)


def newest_of(db: sqlite3.Connection, scope: Scope) -> list[int]:
    """Ids of the newest published articles of a limited scope."""
    rows = db.execute(
        """SELECT a.id FROM json_each(?) j JOIN articles a ON a.id = j.value WHERE a.status = 'published'
           ORDER BY a.reported_at DESC, a.id DESC LIMIT 100""",
        (str(sorted(scope.ids or ())),),
    )
    return [article_id for (article_id,) in rows]


def _reported_in(db: sqlite3.Connection, period: Period) -> set[int]:
    since = epoch(period.since) if period.since else -_EVER
    until = epoch(period.until) if period.until else _EVER
    return set(
        ids_of(
            db,
            """SELECT id FROM articles WHERE status = 'published' AND reported_at >= ? AND reported_at < ?
               ORDER BY reported_at DESC LIMIT ?""",
            (since, until, MOST),
        )
    )


def _naming(db: sqlite3.Connection, named: Sequence[Named]) -> set[int]:
    found: set[int] = set()
    for name in named:
        found.update(
            ids_of(
                db,
                "SELECT article_id AS id FROM mentions WHERE kind = ? AND entity = ? ORDER BY reported_at DESC LIMIT ?",
                (name.kind, name.id, MOST),
            )
        )
    return found


def _holding(db: sqlite3.Connection, phrase: Sequence[str]) -> set[int]:
    """Articles whose title or whose body holds all words of a phrase, in any form."""
    expression = all_of(filter(None, (safe(stem_variants(word)).split() for word in phrase)))
    if not expression:
        return set()
    return set().union(
        *(
            ids_of(
                db,
                f"SELECT rowid AS id FROM search_{table} WHERE search_{table} MATCH ? ORDER BY rowid DESC LIMIT ?",
                (expression, MOST),
            )
            for table in ("titles", "bodies")
        )
    )


def ids_of(db: sqlite3.Connection, select: str, parameters: Sequence[object]) -> list[int]:
    """The column `id` of what is selected, as one row: to fetch thousands takes three times as long as to find them."""
    (ids,) = db.execute(f"SELECT json_group_array(id) FROM ({select})", parameters).fetchone()
    found: list[int] = orjson.loads(ids)
    return found
