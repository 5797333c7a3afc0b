"""What the archive holds of a company: its stories in the order of time, and its figures. Units of work that read.

A story that tells of it in several articles is told by the newest of them. Of each name the newest READ articles are
looked at, found in two indexes: a page of a company of which thousands of articles tell is made as fast as another.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import TypeVar

from mujaz.article import Article, Figure, Named
from mujaz.dossier import Counted, Page, Passage
from storage import articles
from storage.times import epoch

T = TypeVar("T")

READ = 3000
FIGURES_READ = 150
BY_TIME = """
    SELECT m.reported_at, m.article_id, coalesce(a.story_id, -a.id), a.published_at
    FROM mentions m CROSS JOIN articles a INDEXED BY articles_newest
        ON a.reported_at = m.reported_at AND a.id = m.article_id
    WHERE m.kind = ?1 AND m.entity = ?2 AND m.reported_at >= ?3 AND a.status = 'published'
      AND (?4 IS NULL OR a.event = ?4)
    ORDER BY m.reported_at DESC, m.article_id DESC LIMIT ?5
"""
FIGURES = """
    SELECT m.article_id, coalesce(a.story_id, -a.id), f.value, f.until, f.unit, f.counted, f.bound, f.said, f.sentence
    FROM mentions m CROSS JOIN articles a INDEXED BY articles_newest
        ON a.reported_at = m.reported_at AND a.id = m.article_id
    CROSS JOIN figures f ON f.article_id = m.article_id
    WHERE m.kind = 'company' AND m.entity = ?1 AND m.rank = 0 AND a.status = 'published' AND f.counted <> ''
    ORDER BY m.reported_at DESC, m.article_id DESC, f.rank LIMIT ?2
"""


@dataclass(frozen=True, slots=True)
class Narrow:
    """Which stories are asked for: from a moment on, of a kind of event (None: any)."""

    since: datetime | None = None
    event: str | None = None


def stories(
    db: sqlite3.Connection, named: Sequence[Named], narrow: Narrow, seen: datetime | None, page: int, most: int
) -> Page[Passage]:
    """A page, `most` of them, of the stories that tell of any of the given, the newest first; beyond the end the last.

    Those of which something was published after `seen` come before all others.
    """
    told, whole = _told(db, named, narrow)
    after = None if seen is None else epoch(seen)
    fresh = [story for story, (_, published_at) in told.items() if after is not None and published_at > after]
    known = set(fresh)
    order = [*fresh, *(story for story in told if story not in known)]
    page, shown = _cut(order, page, most)
    found = articles.get_all(db, [told[story][0] for story in shown])
    passages = [Passage(story, found[told[story][0]], fresh=story in known) for story in shown]
    return Page(tuple(passages), page, len(order), most, whole=whole)


def figures(db: sqlite3.Connection, company: str, page: int, most: int) -> Page[Counted]:
    """A page of the figures of the articles that are about a company, the newest first; each once a story."""
    kept: dict[tuple[int, float, str], tuple[int, Figure]] = {}
    rows = db.execute(FIGURES, (company, FIGURES_READ)).fetchall()
    for article_id, story, *fields in rows:
        figure = Figure(*fields)
        kept.setdefault((story, figure.value, figure.unit), (article_id, figure))
    page, shown = _cut(list(kept), page, most)
    found = articles.get_all(db, {kept[key][0] for key in shown})
    counted = [Counted(key[0], found[kept[key][0]], kept[key][1]) for key in shown]
    return Page(tuple(counted), page, len(kept), most, whole=len(rows) < FIGURES_READ)


def newest(db: sqlite3.Connection, named: Sequence[Named]) -> tuple[Article | None, int]:
    """The newest article that tells of any of the given, and how many stories do (of those that are looked at)."""
    found = stories(db, named, Narrow(), None, 0, 1)
    return (found.items[0].article if found.items else None), found.total


def _told(db: sqlite3.Connection, named: Sequence[Named], narrow: Narrow) -> tuple[dict[int, tuple[int, int]], bool]:
    """The stories, newest first, each with its newest article and its newest publication; whether all were read."""
    since = 0 if narrow.since is None else epoch(narrow.since)
    rows: list[tuple[int, int, int, int]] = []
    whole = True
    for name in named:
        read = db.execute(BY_TIME, (name.kind, name.id, since, narrow.event, READ)).fetchall()
        whole = whole and len(read) < READ
        rows += read
    told: dict[int, tuple[int, int]] = {}
    for _, article_id, story, published_at in sorted(rows, key=itemgetter(0, 1), reverse=True):
        newest_of, published = told.get(story, (article_id, published_at))
        told[story] = (newest_of, max(published, published_at))
    return told, whole


def _cut(items: Sequence[T], page: int, most: int) -> tuple[int, Sequence[T]]:
    """A page of items, the last where there are not so many, and which one it is."""
    page = min(page, max(0, (len(items) - 1) // most))
    return page, items[page * most : (page + 1) * most]
