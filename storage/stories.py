"""Stories and the articles in them. Each function is a unit of work on an open connection.

It refuses to decide where an article belongs: `mujaz.stories` does, and is given here what it needs after a restart.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

import orjson

from mujaz.article import Article
from mujaz.stories.index import REMEMBERED, WINDOW_MOST
from mujaz.stories.sketch import Sketch
from mujaz.stories.story import Label, News, Placement
from storage import articles
from storage.sketches import from_json, to_json
from storage.times import moment

_PRUNED_EVERY = 1_000  # articles


@dataclass(frozen=True, slots=True)
class Story:
    """A story. `outlets` counts each outlet once, however many copies of one wire report it carried."""

    id: int
    title: str
    opened_at: datetime
    updated_at: datetime
    articles: int
    copies: int
    outlets: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """An article of a story, how it stands to what was told before it, and what it added."""

    article: Article
    label: Label
    news: News


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the index has to be told anew after a restart."""

    article_id: int
    story_id: int
    sketch: Sketch


def assign(db: sqlite3.Connection, article_id: int, placement: Placement, sketch: Sketch) -> int:
    """Puts a stored article into the story it was placed in, or opens one with its title; returns the story's id.

    To be called in the unit that makes the article public. A story that was merged meanwhile leads on.
    """
    story_id = None if placement.story is None else leads_to(db, placement.story)
    if story_id is None:
        story_id = open_story(db, article_id)
    news = orjson.dumps(placement.news).decode()
    db.execute(
        "UPDATE articles SET story_id = ?, story_label = ?, story_news = ? WHERE id = ?",
        (story_id, placement.label, news, article_id),
    )
    retime(db, story_id)
    _keep(db, article_id, sketch)
    return story_id


def get(db: sqlite3.Connection, story_id: int) -> Story | None:
    """A story by its id, or the one that it was merged into."""
    return _one(db, "s.id = ?", leads_to(db, story_id))


def of_article(db: sqlite3.Connection, article_id: int) -> Story | None:
    """The story that an article is in."""
    return _one(db, "s.id = (SELECT story_id FROM articles WHERE id = ?)", article_id)


def chapters(db: sqlite3.Connection, story_id: int) -> list[Chapter]:
    """The published articles of a story in the order of the news."""
    rows = db.execute(
        articles.SELECT + "WHERE a.story_id = ? AND a.status = 'published' ORDER BY a.reported_at, a.id", (story_id,)
    ).fetchall()
    told = [articles.from_row(row) for row in rows]
    return [Chapter(article, article.label, article.added) for article in told if article.label is not None]


def near(db: sqlite3.Connection, article_id: int, most: int) -> list[Story]:
    """The stories told last of the companies that an article names, the newest first; of any where it names none."""
    rows = db.execute(
        """SELECT DISTINCT s.id FROM stories s JOIN articles a ON a.story_id = s.id AND a.status = 'published'
           WHERE s.merged_into IS NULL AND (
               NOT EXISTS (SELECT 1 FROM mentions WHERE article_id = ?1 AND kind = 'company')
               OR EXISTS (SELECT 1 FROM mentions m JOIN mentions o ON o.kind = m.kind AND o.entity = m.entity
                          WHERE m.article_id = ?1 AND m.kind = 'company' AND o.article_id = a.id))
           ORDER BY s.updated_at DESC, s.id DESC LIMIT ?2""",
        (article_id, most),
    ).fetchall()
    return [story for (story_id,) in rows if (story := get(db, story_id)) is not None]


def leads_to(db: sqlite3.Connection, story_id: int) -> int | None:
    """The story that an id means today: itself, or what it was merged into. None when there never was one."""
    row = db.execute("SELECT coalesce(merged_into, id) FROM stories WHERE id = ?", (story_id,)).fetchone()
    return None if row is None else int(row[0])


def remembered(db: sqlite3.Connection) -> list[Remembered]:
    """The newest articles as the index knows them, in the order of arrival: it is rebuilt by remembering each."""
    rows = db.execute(
        """SELECT m.article_id, a.story_id, m.sketch FROM story_memory m JOIN articles a ON a.id = m.article_id
           WHERE a.story_id IS NOT NULL ORDER BY m.article_id DESC LIMIT ?""",
        (REMEMBERED + WINDOW_MOST,),
    ).fetchall()
    return [Remembered(article_id, story_id, from_json(sketch)) for article_id, story_id, sketch in reversed(rows)]


def open_story(db: sqlite3.Connection, article_id: int) -> int:
    """Opens a story with the title and time of a stored article, which it does not hold yet; returns its id."""
    (story_id,) = db.execute(
        """INSERT INTO stories (title, opened_at, updated_at) SELECT title, reported_at, reported_at FROM articles
           WHERE id = ? RETURNING id""",
        (article_id,),
    ).fetchone()
    return int(story_id)


def retell(db: sqlite3.Connection, article_id: int, news: News, sketch: Sketch) -> None:
    """Keeps what a corrected article adds to its story, where it stays; the one that opens a story names it."""
    db.execute("UPDATE articles SET story_news = ? WHERE id = ?", (orjson.dumps(news).decode(), article_id))
    _keep(db, article_id, sketch)
    _entitle(db, article_id)


def leave_out(db: sqlite3.Connection, article_id: int, story_id: int) -> None:
    """A retracted article stays in its story but is told no more: the next one opens it, and nothing joins for it."""
    _entitle(db, article_id)
    relabel(db, story_id)
    retime(db, story_id)
    db.execute("DELETE FROM story_memory WHERE article_id = ?", (article_id,))


def relabel(db: sqlite3.Connection, story_id: int) -> None:
    """One article opens a story: the earliest that is published."""
    db.execute(
        """UPDATE articles SET story_label = CASE
               WHEN id = (SELECT id FROM articles WHERE story_id = ?1 AND status = 'published'
                          ORDER BY reported_at, id LIMIT 1) THEN 'opening'
               WHEN story_label = 'opening' THEN 'same' ELSE story_label END
           WHERE story_id = ?1""",
        (story_id,),
    )


def retime(db: sqlite3.Connection, story_id: int) -> None:
    """Sets when the story opened and was last told from the published articles that it holds."""
    db.execute(
        """UPDATE stories SET (opened_at, updated_at) =
           (SELECT coalesce(min(reported_at), opened_at), coalesce(max(reported_at), updated_at)
            FROM articles WHERE story_id = stories.id AND status = 'published') WHERE id = ?""",
        (story_id,),
    )


def _entitle(db: sqlite3.Connection, article_id: int) -> None:
    """The story that an article opens is called like the earliest that is published; without one it keeps its title."""
    db.execute(
        """UPDATE stories SET title = coalesce(
               (SELECT title FROM articles WHERE story_id = stories.id AND status = 'published'
                ORDER BY reported_at, id LIMIT 1), title)
           WHERE id = (SELECT story_id FROM articles WHERE id = ? AND story_label = 'opening')""",
        (article_id,),
    )


def _one(db: sqlite3.Connection, where: str, key: int | None) -> Story | None:
    row = db.execute(
        f"""SELECT s.id, s.title, s.opened_at, s.updated_at, count(a.id),
                   count(*) FILTER (WHERE a.story_label = 'copy'), count(DISTINCT a.source)
            FROM stories s LEFT JOIN articles a ON a.story_id = s.id AND a.status = 'published'
            WHERE {where} GROUP BY s.id""",
        (key,),
    ).fetchone()
    if row is None:
        return None
    id_, title, opened_at, updated_at, how_many, copies, outlets = row
    return Story(id_, title, moment(opened_at), moment(updated_at), how_many, copies, outlets)


def _keep(db: sqlite3.Connection, article_id: int, sketch: Sketch) -> None:
    db.execute(
        "INSERT INTO story_memory (article_id, sketch) VALUES (?, ?)"
        " ON CONFLICT (article_id) DO UPDATE SET sketch = excluded.sketch",
        (article_id, to_json(sketch)),
    )
    if article_id % _PRUNED_EVERY == 0:
        db.execute(
            """DELETE FROM story_memory WHERE article_id <=
               (SELECT article_id FROM story_memory ORDER BY article_id DESC LIMIT 1 OFFSET ?)""",
            (REMEMBERED + WINDOW_MOST,),
        )
