"""Who and what was spoken of between two moments, counted in SQL. Each function is a unit of work.

What is counted are tellings: a story counts once for each outlet that published it, however many articles that outlet
wrote of it and however many companies are named in it. So a story that everybody carries weighs more than a rumour,
and an outlet that repeats itself weighs no more. Moments are those of the news. Draws no conclusions: mujaz.charts.
"""

import sqlite3
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
    WHERE a.status = 'published' AND a.reported_at > ? AND a.reported_at <= ?
"""


def of_period(db: sqlite3.Connection, period: Period, most: int) -> tuple[list[Mentions], list[Article]]:
    """The mentions of a period, and the articles of the stories that were told most in it."""
    return mentions(db, period), most_told(db, period.since, period.until, most)


def mentions(db: sqlite3.Connection, period: Period) -> list[Mentions]:
    """How often each company that was spoken of in a period or in the one before was spoken of in both."""
    now = _tellings(db, period.since, period.until)
    before = _tellings(db, period.before_since, period.before_until)
    return [Mentions(company, now.get(company, 0), before.get(company, 0)) for company in sorted(now.keys() | before)]


def by_week(db: sqlite3.Connection, named: Sequence[Named], edges: Sequence[datetime]) -> list[int]:
    """How often any of the given was spoken of between each two moments that follow each other."""
    return [_told_of(db, named, since, until) for since, until in pairwise(edges)]


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


def _tellings(db: sqlite3.Connection, since: datetime, until: datetime) -> dict[str, int]:
    rows = db.execute(f"SELECT entity, count(*) FROM ({TELLINGS}) GROUP BY entity", (epoch(since), epoch(until)))
    return dict(rows.fetchall())


def _told_of(db: sqlite3.Connection, named: Sequence[Named], since: datetime, until: datetime) -> int:
    tellings: set[tuple[int, str | None]] = set()
    for name in named:
        tellings.update(
            db.execute(
                """SELECT coalesce(a.story_id, -a.id), a.source FROM mentions m JOIN articles a ON a.id = m.article_id
                   WHERE m.kind = ? AND m.entity = ? AND m.reported_at > ? AND m.reported_at <= ?
                     AND a.status = 'published'""",
                (name.kind, name.id, epoch(since), epoch(until)),
            )
        )
    return len(tellings)
