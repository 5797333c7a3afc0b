"""Who and what was spoken of between two moments, counted in SQL. Each function is a unit of work.

What is counted are tellings: a story counts once for each outlet that published it, however many articles that outlet
wrote of it and however many companies are named in it. So a story that everybody carries weighs more than a rumour,
and an outlet that repeats itself weighs no more. Moments are those of the news. Draws no conclusions: mujaz.charts.
"""

import sqlite3
from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

import orjson

from mujaz.article import Article, Named
from mujaz.charts.trends import Mentions
from mujaz.period import Period
from storage import articles
from storage.times import epoch

# CROSS JOIN: the articles of the period first. Left to itself SQLite begins with every mention that there is.
TELLINGS = """
    SELECT DISTINCT m.entity, coalesce(a.story_id, -a.id), a.source
    FROM articles a CROSS JOIN mentions m ON m.article_id = a.id AND m.kind = 'company'
    WHERE a.status = 'published' AND a.reported_at > ?1 AND a.reported_at <= ?2 AND (?3 IS NULL OR a.event = ?3)
"""

# A mention has the time of its article, so both are found in an index each, and no article's text is passed over.
TOLD_OF = """
    SELECT m.reported_at, coalesce(a.story_id, -a.id), a.source
    FROM mentions m CROSS JOIN articles a INDEXED BY articles_newest
        ON a.reported_at = m.reported_at AND a.id = m.article_id
    WHERE m.kind = ? AND m.entity = ? AND m.reported_at > ? AND m.reported_at <= ? AND a.status = 'published'
"""


def of_period(db: sqlite3.Connection, period: Period, most: int) -> tuple[list[Mentions], list[Article]]:
    """The mentions of a period, and the articles of the stories that were told most in it."""
    return mentions(db, period), most_told(db, period.since, period.until, most)


def mentions(db: sqlite3.Connection, period: Period, event: str | None = None) -> list[Mentions]:
    """How often each company that was spoken of in a period or in the one before was spoken of in both.

    Of one kind of news alone, where `event` is given.
    """
    now = told(db, period.since, period.until, event)
    before = told(db, period.before_since, period.before_until, event)
    return [Mentions(company, now.get(company, 0), before.get(company, 0)) for company in sorted(now.keys() | before)]


def by_week(db: sqlite3.Connection, named: Sequence[Named], edges: Sequence[datetime]) -> list[int]:
    """How often any of the given was spoken of between each two moments that follow each other."""
    weeks: list[set[tuple[int, str | None]]] = [set() for _ in pairwise(edges)]
    begins = [epoch(edge) for edge in edges]
    for name in named:
        for reported_at, story, outlet in db.execute(TOLD_OF, (name.kind, name.id, begins[0], begins[-1])):
            weeks[bisect_left(begins, reported_at) - 1].add((story, outlet))
    return [len(tellings) for tellings in weeks]


def most_told(db: sqlite3.Connection, since: datetime, until: datetime, most: int) -> list[Article]:
    """The articles of the stories that most outlets told between two moments, in the order of the news."""
    rows = db.execute(
        """SELECT coalesce(story_id, -id) AS story
           FROM articles WHERE status = 'published' AND reported_at > ? AND reported_at <= ?
           GROUP BY story ORDER BY count(DISTINCT source) DESC, count(*) DESC, max(reported_at) DESC LIMIT ?""",
        (epoch(since), epoch(until), most),
    )
    stories = [story for (story,) in rows]
    places = ",".join("?" * len(stories))
    found = db.execute(
        f"""{articles.SELECT} WHERE a.status = 'published' AND a.reported_at > ? AND a.reported_at <= ?
            AND coalesce(a.story_id, -a.id) IN ({places}) ORDER BY a.reported_at, a.id""",
        (epoch(since), epoch(until), *stories),
    )
    return [articles.from_row(row) for row in found]


def came(
    db: sqlite3.Connection, since: datetime, until: datetime, follows: Sequence[str], most: int
) -> tuple[list[Article], int]:
    """The articles of the weightiest stories that were published in (since, until], and how many stories were.

    Stories that name a company of `follows` come first.
    """
    rows = db.execute(
        """SELECT coalesce(story_id, -id) AS story, count(*) OVER () FROM articles a
           WHERE status = 'published' AND published_at > ?1 AND published_at <= ?2
           GROUP BY story
           ORDER BY max(EXISTS (SELECT 1 FROM mentions m WHERE m.article_id = a.id AND m.kind = 'company'
                                AND m.entity IN (SELECT value FROM json_each(?3)))) DESC,
               count(DISTINCT source) DESC, count(*) DESC, max(reported_at) DESC LIMIT ?4""",
        (epoch(since), epoch(until), orjson.dumps(follows).decode(), most),
    ).fetchall()
    places = ",".join("?" * len(rows))
    found = db.execute(
        f"""{articles.SELECT} WHERE a.status = 'published' AND a.published_at > ? AND a.published_at <= ?
            AND coalesce(a.story_id, -a.id) IN ({places}) ORDER BY a.published_at, a.id""",
        (epoch(since), epoch(until), *(story for story, _ in rows)),
    )
    return [articles.from_row(row) for row in found], (rows[0][1] if rows else 0)


def told(db: sqlite3.Connection, since: datetime, until: datetime, event: str | None = None) -> dict[str, int]:
    """How often each company was spoken of between two moments; of one kind of news alone, where `event` is given."""
    rows = db.execute(f"SELECT entity, count(*) FROM ({TELLINGS}) GROUP BY entity", (epoch(since), epoch(until), event))
    return dict(rows.fetchall())
