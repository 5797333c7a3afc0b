"""Feeds that are watched, and what was seen in them. Each function is a unit of work on an open connection."""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from mujaz.article import NewArticle, Status
from mujaz.errors import AlreadyStored, FeedKnown, FeedRemoved
from mujaz.paste import Clipping
from mujaz.sources.item import Item
from mujaz.watched import USUAL, Fate, Watched
from storage import articles, pastes
from storage.times import epoch, moment

_SELECT = """
    SELECT id, url, title, trusted, every, added_by, next_at, etag, modified, read_at, failing_since, failures, failure
    FROM feeds
"""
DUE_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Seen:
    """An item as it was seen in a feed, and what became of it."""

    title: str
    link: str | None
    fate: Fate
    seen_at: datetime


def add(db: sqlite3.Connection, url: str, title: str, by: int, now: datetime) -> Watched:
    """Watches a feed from now on. Raises FeedKnown."""
    row = db.execute(
        """INSERT INTO feeds (url, title, every, added_by, added_at, next_at) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (url) DO NOTHING RETURNING id""",
        (url, title, int(USUAL.total_seconds()), by, epoch(now), epoch(now)),
    ).fetchone()
    if row is None:
        (known,) = db.execute("SELECT title FROM feeds WHERE url = ?", (url,)).fetchone()
        raise FeedKnown(known)
    return one(db, row[0])


def add_all(db: sqlite3.Connection, found: Iterable[tuple[str, str]], by: int, now: datetime) -> int:
    """Watches feeds by their addresses and titles; says how many of them are new."""
    new = 0
    for url, title in found:
        try:
            add(db, url, title, by, now)
        except FeedKnown:
            continue
        new += 1
    return new


def one(db: sqlite3.Connection, feed_id: int) -> Watched:
    """A feed. Raises FeedRemoved."""
    row = db.execute(_SELECT + "WHERE id = ?", (feed_id,)).fetchone()
    if row is None:
        raise FeedRemoved
    return _from_row(row)


def everyone(db: sqlite3.Connection) -> Sequence[Watched]:
    """All feeds, by their titles."""
    return [_from_row(row) for row in db.execute(_SELECT + "ORDER BY title, id")]


def take_due(db: sqlite3.Connection, now: datetime) -> Sequence[Watched]:
    """The feeds that are due, the longest first. Should a look fail, the feed is due again only after its interval."""
    rows = db.execute(_SELECT + "WHERE next_at <= ? ORDER BY next_at LIMIT ?", (epoch(now), DUE_AT_ONCE)).fetchall()
    due = [_from_row(row) for row in rows]
    db.executemany("UPDATE feeds SET next_at = ? WHERE id = ?", [(epoch(now + feed.every), feed.id) for feed in due])
    return due


def looked_at(db: sqlite3.Connection, feed: Watched) -> None:
    """Notes what came of a look. A feed that an editor paused meanwhile stays paused; a removed one stays removed."""
    db.execute(
        """UPDATE OR IGNORE feeds SET url = ?, etag = ?, modified = ?, read_at = ?, failing_since = ?, failures = ?,
               failure = ?, next_at = iif(next_at IS NULL, NULL, ?) WHERE id = ?""",
        (feed.url, feed.etag, feed.modified, _seconds(feed.read_at), _seconds(feed.failing_since), feed.failures,
         feed.failure, _seconds(feed.next_at), feed.id),
    )  # fmt: skip


def set_next(db: sqlite3.Connection, feed_id: int, next_at: datetime | None) -> None:
    """Pauses a feed (None), or resumes it with all patience. Raises FeedRemoved."""
    one(db, feed_id)
    db.execute(
        "UPDATE feeds SET next_at = ?, failing_since = NULL, failures = 0, failure = NULL WHERE id = ?",
        (_seconds(next_at), feed_id),
    )


def set_trusted(db: sqlite3.Connection, feed_id: int, trusted: bool) -> None:
    """Whether its items are published without an editor. Raises FeedRemoved."""
    one(db, feed_id)
    db.execute("UPDATE feeds SET trusted = ? WHERE id = ?", (int(trusted), feed_id))


def set_every(db: sqlite3.Connection, feed_id: int, every: timedelta, now: datetime) -> None:
    """How often it is looked at, counted from now. Raises FeedRemoved."""
    one(db, feed_id)
    db.execute(
        "UPDATE feeds SET every = ?, next_at = iif(next_at IS NULL, NULL, ?) WHERE id = ?",
        (int(every.total_seconds()), epoch(now + every), feed_id),
    )


def remove(db: sqlite3.Connection, feed_id: int) -> None:
    """Forgets a feed; what came from it stays. Raises FeedRemoved."""
    one(db, feed_id)
    db.execute("DELETE FROM feeds WHERE id = ?", (feed_id,))


def unseen(db: sqlite3.Connection, feed_id: int, keys: Sequence[str]) -> Collection[str]:
    """Those of the keys that were not seen in the feed before."""
    seen = db.execute(
        "SELECT key FROM feed_items WHERE feed_id = ? AND key IN (SELECT value FROM json_each(?))",
        (feed_id, orjson.dumps(list(keys)).decode()),
    )
    return set(keys) - {key for (key,) in seen}


def note(
    db: sqlite3.Connection,
    feed_id: int,
    items: Iterable[Item],
    fate: Fate,
    now: datetime,
    article_id: int | None = None,
) -> None:
    """Notes what became of items. Of a feed that was removed meanwhile, nothing."""
    db.executemany(
        """INSERT INTO feed_items (feed_id, key, seen_at, title, link, fate, article_id)
           SELECT id, ?, ?, ?, ?, ?, ? FROM feeds WHERE id = ? ON CONFLICT DO NOTHING""",
        [(item.key, epoch(now), item.title, item.link, fate, article_id, feed_id) for item in items],
    )


def draft(
    db: sqlite3.Connection,
    feed: Watched,
    item: Item,
    clipping: Clipping,
    new: NewArticle,
    editor_id: int,
    now: datetime,
) -> Fate:
    """Makes an item a draft on an editor's desk, whose card is due at once; says what became of it."""
    try:
        made = articles.add(db, new, Status.DRAFT, now)
    except AlreadyStored as twin:
        note(db, feed.id, [item], Fate.KNOWN, now, twin.article_id)
        return Fate.KNOWN
    pastes.deliver(db, editor_id, editor_id, clipping, now, made.id)
    note(db, feed.id, [item], Fate.DRAFT, now, made.id)
    return Fate.DRAFT


def last_seen(db: sqlite3.Connection, feed_id: int, most: int) -> Sequence[Seen]:
    """The items that were seen last."""
    rows = db.execute(
        "SELECT title, link, fate, seen_at FROM feed_items WHERE feed_id = ? ORDER BY seen_at DESC, key LIMIT ?",
        (feed_id, most),
    )
    return [Seen(title, link, Fate(fate), moment(seen_at)) for title, link, fate, seen_at in rows]


def _seconds(at: datetime | None) -> int | None:
    return None if at is None else epoch(at)


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else moment(seconds)


def _from_row(row: tuple[Any, ...]) -> Watched:
    feed_id, url, title, trusted, every, by, next_at, etag, modified, read_at, failing, failures, failure = row
    return Watched(
        id=feed_id,
        url=url,
        title=title,
        trusted=bool(trusted),
        every=timedelta(seconds=every),
        added_by=by,
        next_at=_moment(next_at),
        etag=etag,
        modified=modified,
        read_at=_moment(read_at),
        failing_since=_moment(failing),
        failures=failures,
        failure=failure,
    )
