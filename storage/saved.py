"""Stories that somebody keeps. Each function is a unit of work on an open connection.

A story that was merged into another counts as that one, whenever it was saved.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mujaz.article import Article
from storage import articles
from storage.times import epoch

KEPT = 200
"""Of more, the oldest are let go."""
_NOW = "coalesce((SELECT merged_into FROM stories WHERE id = story), story)"
"""The story that a saved one is today."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A story as it stands in a list; `retracted`: nothing that it told holds any more."""

    story: int
    title: str
    retracted: bool


def save(db: sqlite3.Connection, chat_id: int, story: int, now: datetime) -> None:
    """Keeps a story for a chat; where it does so already, nothing changes."""
    if holds(db, chat_id, story):
        return
    db.execute("INSERT INTO saved (chat_id, story, saved_at) VALUES (?, ?, ?)", (chat_id, story, epoch(now)))
    db.execute(
        """DELETE FROM saved WHERE chat_id = ?1 AND story IN
           (SELECT story FROM saved WHERE chat_id = ?1 ORDER BY saved_at DESC, story DESC LIMIT -1 OFFSET ?2)""",
        (chat_id, KEPT),
    )


def unsave(db: sqlite3.Connection, chat_id: int, story: int) -> None:
    """Lets go of a story, and of those that were merged into it."""
    db.execute(f"DELETE FROM saved WHERE chat_id = ? AND {_NOW} = ?", (chat_id, story))


def holds(db: sqlite3.Connection, chat_id: int, story: int) -> bool:
    """Whether a chat keeps a story."""
    found = db.execute(f"SELECT 1 FROM saved WHERE chat_id = ? AND {_NOW} = ?", (chat_id, story))
    return found.fetchone() is not None


def newest(db: sqlite3.Connection, chat_id: int, most: int) -> tuple[Sequence[Saved], int]:
    """The stories that a chat saved last, the newest first, and how many it keeps."""
    rows = db.execute(
        f"""SELECT {_NOW} AS kept, max(saved_at) AS at, count(*) OVER () FROM saved WHERE chat_id = ?
            GROUP BY kept ORDER BY at DESC, kept DESC LIMIT ?""",
        (chat_id, most),
    ).fetchall()
    return [_saved(db, story) for story, _, _ in rows], rows[0][2] if rows else 0


def articles_of(db: sqlite3.Connection, chat_id: int) -> list[Article]:
    """The newest published article of each story that a chat keeps, the story saved last first."""
    kept, _ = newest(db, chat_id, KEPT)
    found = []
    for story in kept:
        row = db.execute(
            articles.SELECT
            + """WHERE (a.story_id = ?1 OR a.id = -?1) AND a.status = 'published'
                ORDER BY a.reported_at DESC, a.id DESC LIMIT 1""",
            (story.story,),
        ).fetchone()
        if row is not None:
            found.append(articles.from_row(row))
    return found


def _saved(db: sqlite3.Connection, story: int) -> Saved:
    (title, retracted) = db.execute(
        """SELECT title, status = 'retracted' FROM articles
           WHERE (story_id = ?1 OR id = -?1) AND status IN ('published', 'retracted')
           ORDER BY status = 'published' DESC, reported_at DESC, id DESC LIMIT 1""",
        (story,),
    ).fetchone() or ("", True)
    return Saved(story, title, bool(retracted))
