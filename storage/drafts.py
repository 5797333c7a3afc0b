"""Drafts on the desk: which there are, who is at work on one, and their fields. Each function is a unit of work."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from mujaz.article import Article, Kind, Named
from mujaz.errors import DraftGone, DraftHeld
from mujaz.paste import PATIENCE
from storage import articles
from storage.times import epoch, moment


def waiting(db: sqlite3.Connection, most: int) -> Sequence[Article]:
    """The newest drafts."""
    rows = db.execute(articles.SELECT + "WHERE a.status = 'draft' ORDER BY a.id DESC LIMIT ?", (most,))
    return [articles.from_row(row) for row in rows]


def author(db: sqlite3.Connection, article_id: int) -> int | None:
    """Who wrote a draft, or brought it in; None where it came from elsewhere."""
    row = db.execute("SELECT created_by FROM articles WHERE id = ?", (article_id,)).fetchone()
    return None if row is None else row[0]


def hold(db: sqlite3.Connection, article_id: int, user_id: int, name: str, now: datetime) -> None:
    """Somebody is changing a draft from now on. Raises DraftHeld while somebody else is, and DraftGone."""
    if db.execute("SELECT 1 FROM articles WHERE id = ? AND status = 'draft'", (article_id,)).fetchone() is None:
        raise DraftGone
    other = held(db, article_id, now)
    if other is not None and other[0] != user_id:
        raise DraftHeld(other[1] or str(other[0]))
    db.execute("INSERT OR REPLACE INTO holds VALUES (?, ?, ?, ?)", (article_id, user_id, name, epoch(now)))


def release(db: sqlite3.Connection, article_id: int) -> None:
    """Nobody is changing a draft any more."""
    db.execute("DELETE FROM holds WHERE article_id = ?", (article_id,))


def held(db: sqlite3.Connection, article_id: int, now: datetime) -> tuple[int, str, datetime] | None:
    """Who is changing a draft, their name, and since when: for as long as an answer of theirs is awaited."""
    row = db.execute(
        "SELECT user_id, name, since FROM holds WHERE article_id = ? AND since > ?", (article_id, epoch(now - PATIENCE))
    ).fetchone()
    return None if row is None else (row[0], row[1], moment(row[2]))


def summarise(db: sqlite3.Connection, article_id: int, sentences: Sequence[str], now: datetime, by: int) -> None:
    """A draft's summary as an editor wrote it, at every length; its first sentence stands alone. Raises DraftGone."""
    text = "\n".join(sentences)
    _change(db, article_id, "summary = ?, long = ?, line = ?", (text, text, sentences[0]))
    articles.keep_version(db, article_id, now, by)


def credit(db: sqlite3.Connection, article_id: int, source: str | None, now: datetime, by: int) -> None:
    """Who a draft's news is from. Raises DraftGone."""
    _change(db, article_id, "source = ?", (source,))
    articles.keep_version(db, article_id, now, by)


def name_event(db: sqlite3.Connection, article_id: int, event: str, now: datetime, by: int) -> None:
    """What kind of event a draft tells. Raises DraftGone."""
    _change(db, article_id, "event = ?", (event,))
    articles.keep_version(db, article_id, now, by)


def name_companies(db: sqlite3.Connection, article_id: int, companies: Sequence[str], now: datetime, by: int) -> None:
    """The companies that a draft is about, the first first; its products and people stay. Raises DraftGone."""
    _change(db, article_id, "event = event", ())
    (reported_at,) = db.execute("SELECT reported_at FROM articles WHERE id = ?", (article_id,)).fetchone()
    db.execute("DELETE FROM mentions WHERE article_id = ? AND kind = 'company'", (article_id,))
    named = [Named(Kind.COMPANY, company) for company in dict.fromkeys(companies)]
    db.executemany(
        "INSERT INTO mentions (kind, entity, reported_at, article_id, rank) VALUES (?, ?, ?, ?, ?)",
        [(name.kind, name.id, reported_at, article_id, rank) for rank, name in enumerate(named)],
    )
    articles.keep_version(db, article_id, now, by)


def leave_out_figure(db: sqlite3.Connection, article_id: int, figure: int, now: datetime, by: int) -> None:
    """A draft tells one figure less, by its place among them. Raises DraftGone."""
    _change(db, article_id, "event = event", ())
    db.execute("DELETE FROM figures WHERE article_id = ? AND rank = ?", (article_id, figure))
    db.execute("UPDATE figures SET rank = rank - 1 WHERE article_id = ? AND rank > ?", (article_id, figure))
    articles.keep_version(db, article_id, now, by)


def _change(db: sqlite3.Connection, article_id: int, what: str, values: tuple[object, ...]) -> None:
    """Sets columns of a draft: of its next version."""
    if not db.execute(
        f"UPDATE articles SET {what}, version = version + 1 WHERE id = ? AND status = 'draft'",
        (*values, article_id),
    ).rowcount:
        raise DraftGone
