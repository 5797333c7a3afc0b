"""The archive's articles on their way out. A unit of work that only reads."""

import sqlite3

from mujaz.exchange import Item
from storage.times import moment

AT_ONCE = 500


def published_after(db: sqlite3.Connection, article_id: int) -> list[tuple[int, Item]]:
    """The next AT_ONCE published articles with their ids, in the order of ids, and when their news is from."""
    rows = db.execute(
        """SELECT id, title, body, source, url, reported_at FROM articles
           WHERE id > ? AND status = 'published' ORDER BY id LIMIT ?""",
        (article_id, AT_ONCE),
    )
    return [
        (number, Item(title, body, source, url, moment(reported_at)))
        for number, title, body, source, url, reported_at in rows
    ]


def how_many(db: sqlite3.Connection) -> int:
    """Published articles."""
    (count,) = db.execute("SELECT count(*) FROM articles WHERE status = 'published'").fetchone()
    return int(count)
