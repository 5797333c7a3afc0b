"""What a story tells today, for whoever opens it from a message however old. A unit of work on an open connection."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from mujaz.article import Article, Status
from storage import articles, saved, stories

LOOKED_AT = 50
"""Articles of a story that went on for long, the newest."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A story, which the one that was asked for may have been merged into; `saved`: the chat keeps it.

    `articles` are those that are published, in the order of their ids; where all were retracted there are none, and
    `retracted` is the newest of them.
    """

    story: int
    articles: Sequence[Article]
    retracted: Article | None
    saved: bool


def opened(db: sqlite3.Connection, chat_id: int, story: int) -> Opened | None:
    """The story by its number (mujaz.digest.item.story_of); None where there never was one."""
    told = _told(db, story)
    if not told:
        return None
    number = told[-1].story if told[-1].story is not None else story
    public = [article for article in told if article.status is Status.PUBLISHED]
    return Opened(number, public, None if public else told[-1], saved.holds(db, chat_id, number))


def _told(db: sqlite3.Connection, story: int) -> Sequence[Article]:
    """The articles of a story that are public or were; of an article that was in none, the story that it came into."""
    if story < 0:
        article = articles.get(db, -story)
        if article is None or article.status not in (Status.PUBLISHED, Status.RETRACTED):
            return ()
        if article.story is None:
            return (article,)
        story = article.story
    rows = db.execute(
        articles.SELECT + "WHERE a.story_id = ? AND a.status IN ('published', 'retracted') ORDER BY a.id DESC LIMIT ?",
        (stories.leads_to(db, story), LOOKED_AT),
    ).fetchall()
    return [articles.from_row(row) for row in reversed(rows)]
