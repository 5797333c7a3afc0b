"""Articles with their versions, mentions and figures. Each function is a unit of work on an open connection."""

import sqlite3
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache

import orjson

from mujaz.article import NOTHING_ADDED, Article, Named, NewArticle, Status
from mujaz.errors import AlreadyStored, DraftGone
from mujaz.stories.story import Label, News
from storage import figures, search, windows
from storage.times import epoch, moment

SELECT = f"""
    SELECT a.id, a.title, a.summary, a.source, a.url, a.reported_at, a.published_at, a.status, a.version,
           (SELECT group_concat(entity, ' ') FROM
               (SELECT entity FROM mentions WHERE article_id = a.id AND kind = 'company' ORDER BY rank)),
           a.line, a.long, a.event, {figures.COLUMN}, a.story_id, a.story_label, a.breaking, a.retracted_reason,
           a.story_news, a.makers,
           (SELECT group_concat(entity, char(10)) FROM mentions WHERE article_id = a.id AND kind <> 'company')
    FROM articles a
"""

REMEMBERED = 256
"""The newest articles are read again and again: so many are made once only."""

Row = tuple[
    int, str, str, str | None, str | None, int, int | None, str, int, str | None,
    str | None, str, str, str, int | None, str | None, int, str | None, str | None, str, str | None,
]  # fmt: skip
"""A row of SELECT."""


def add(db: sqlite3.Connection, new: NewArticle, status: Status, now: datetime, by: int | None = None) -> Article:
    """Stores an article as version 1 with its mentions; a published one counts as published at `now`.

    Raises AlreadyStored when the same text is in the archive.
    """
    refuse_twin(db, new.fingerprint)
    published_at = epoch(now) if status is Status.PUBLISHED else None
    (article_id,) = db.execute(
        """INSERT INTO articles (title, body, summary, line, long, event, makers, source, url, reported_at,
                                 published_at, status, fingerprint, created_by, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id""",
        (new.title, new.body, "\n".join(new.summary), new.line, "\n".join(new.long), new.event, " ".join(new.makers),
         new.source, new.url, epoch(new.reported_at), published_at, status, new.fingerprint, by, epoch(now)),
    ).fetchone()  # fmt: skip
    keep_version(db, article_id, now, by)
    _note_what_it_tells(db, article_id, new)
    return one(db, article_id)


def refuse_twin(db: sqlite3.Connection, fingerprint: str, except_id: int | None = None) -> None:
    """Raises AlreadyStored when another article has the fingerprint."""
    twin = db.execute(
        "SELECT id, title, created_at FROM articles WHERE fingerprint = ? AND id IS NOT ?",
        (fingerprint, except_id),
    ).fetchone()
    if twin is not None:
        raise AlreadyStored(article_id=twin[0], title=twin[1], stored_at=moment(twin[2]))


def reread_draft(db: sqlite3.Connection, article_id: int, new: NewArticle, now: datetime, by: int) -> Article:
    """Replaces what a draft says. Raises DraftGone when it is no draft any more, AlreadyStored for a twin."""
    refuse_twin(db, new.fingerprint, article_id)
    if says(db, article_id, new):
        return one(db, article_id)
    if not rewrite(db, article_id, Status.DRAFT, new, now, by):
        raise DraftGone
    return one(db, article_id)


def says(db: sqlite3.Connection, article_id: int, new: NewArticle) -> bool:
    """Whether an article has this very title and text."""
    said = "SELECT 1 FROM articles WHERE id = ? AND (title, body) = (?, ?)"
    return db.execute(said, (article_id, new.title, new.body)).fetchone() is not None


def rewrite(db: sqlite3.Connection, article_id: int, status: Status, new: NewArticle, now: datetime, by: int) -> bool:
    """Replaces what an article says, if it has the status: a new version of it; says whether it had."""
    changed = db.execute(
        """UPDATE articles SET title = ?, body = ?, summary = ?, line = ?, long = ?, event = ?, makers = ?,
                               source = ?, fingerprint = ?, version = version + 1
           WHERE id = ? AND status = ?""",
        (new.title, new.body, "\n".join(new.summary), new.line, "\n".join(new.long), new.event, " ".join(new.makers),
         new.source, new.fingerprint, article_id, status),
    ).rowcount  # fmt: skip
    if changed:
        keep_version(db, article_id, now, by)
        _note_what_it_tells(db, article_id, new)
    return bool(changed)


def retitle(db: sqlite3.Connection, article_id: int, title: str, now: datetime, by: int) -> Article:
    """Gives a draft another title. Raises DraftGone when it is no draft any more."""
    changed = db.execute(
        "UPDATE articles SET title = ?, version = version + 1 WHERE id = ? AND status = 'draft'",
        (title, article_id),
    ).rowcount
    if not changed:
        raise DraftGone
    keep_version(db, article_id, now, by)
    (body,) = db.execute("SELECT body FROM articles WHERE id = ?", (article_id,)).fetchone()
    search.index(db, article_id, title, body)
    return one(db, article_id)


def publish(db: sqlite3.Connection, article_id: int, now: datetime, *, breaking: bool = False) -> Article:
    """Makes a draft public from `now` on. Raises DraftGone when it is no draft any more."""
    changed = db.execute(
        "UPDATE articles SET status = 'published', published_at = ?, breaking = ? WHERE id = ? AND status = 'draft'",
        (windows.publishing_time(db, now), breaking, article_id),
    ).rowcount
    if not changed:
        raise DraftGone
    return one(db, article_id)


def discard(db: sqlite3.Connection, article_id: int) -> None:
    """Removes a draft with all that hangs on it. Raises DraftGone when it is no draft any more."""
    if not db.execute("DELETE FROM articles WHERE id = ? AND status = 'draft'", (article_id,)).rowcount:
        raise DraftGone
    search.forget(db, article_id)


def get(db: sqlite3.Connection, article_id: int) -> Article | None:
    """An article of any status."""
    row = db.execute(SELECT + "WHERE a.id = ?", (article_id,)).fetchone()
    return None if row is None else from_row(row)


def get_all(db: sqlite3.Connection, article_ids: Collection[int]) -> dict[int, Article]:
    """Those of these articles that are here, of any status, by id."""
    places = ",".join("?" * len(article_ids))
    rows = db.execute(f"{SELECT} WHERE a.id IN ({places})", tuple(article_ids))
    return {row[0]: from_row(row) for row in rows}


def one(db: sqlite3.Connection, article_id: int) -> Article:
    """An article that is known to be there, of any status."""
    return from_row(db.execute(SELECT + "WHERE a.id = ?", (article_id,)).fetchone())


def text_of(db: sqlite3.Connection, article_id: int) -> tuple[str, str, datetime] | None:
    """Title, text and time of the news of an article of any status."""
    row = db.execute("SELECT title, body, reported_at FROM articles WHERE id = ?", (article_id,)).fetchone()
    return None if row is None else (row[0], row[1], moment(row[2]))


def unread(db: sqlite3.Connection, most: int) -> list[tuple[int, int, str, str, datetime]]:
    """Articles of any status that are to be read again: id, version, title, text and time of the news."""
    rows = db.execute(
        "SELECT id, version, title, body, reported_at FROM articles WHERE line IS NULL ORDER BY id DESC LIMIT ?",
        (most,),
    )
    return [(*row[:4], moment(row[4])) for row in rows]


def note_reading(db: sqlite3.Connection, article_id: int, version: int, new: NewArticle) -> None:
    """Adds what an article tells beyond its summary, unless it changed since it was to be read again."""
    if db.execute(
        "UPDATE articles SET line = ?, long = ?, event = ?, makers = ? WHERE id = ? AND version = ? AND line IS NULL",
        (new.line, "\n".join(new.long), new.event, " ".join(new.makers), article_id, version),
    ).rowcount:
        figures.note(db, article_id, new.figures)


def latest(db: sqlite3.Connection, most: int) -> list[Article]:
    """The newest published articles by the time of the news."""
    rows = db.execute(SELECT + "WHERE a.status = 'published' ORDER BY a.reported_at DESC, a.id DESC LIMIT ?", (most,))
    return [from_row(row) for row in rows]


def published_between(db: sqlite3.Connection, since: datetime, until: datetime) -> list[Article]:
    """What was published in (since, until], in the order of publication."""
    rows = db.execute(
        SELECT + "WHERE a.status = 'published' AND a.published_at > ? AND a.published_at <= ? "
        "ORDER BY a.published_at, a.id",
        (epoch(since), epoch(until)),
    )
    return [from_row(row) for row in rows]


def stamp(db: sqlite3.Connection, since: datetime, until: datetime) -> tuple[int, ...]:
    """A few numbers that change when anything of what `published_between` gives does."""
    row: tuple[int, ...] = db.execute(
        """SELECT count(*), coalesce(sum(id), 0), coalesce(sum(version), 0) FROM articles
           WHERE status = 'published' AND published_at > ? AND published_at <= ?""",
        (epoch(since), epoch(until)),
    ).fetchone()
    return row


def about(db: sqlite3.Connection, named: Sequence[Named], most: int) -> list[Article]:
    """The newest published articles that name any of the given."""
    rows = db.execute(
        SELECT
        + """WHERE a.id IN (
            SELECT n.value FROM json_each(?) w, json_each(
                (SELECT json_group_array(article_id) FROM (
                    SELECT m.article_id FROM mentions m JOIN articles p ON p.id = m.article_id
                    WHERE m.kind = w.value ->> 0 AND m.entity = w.value ->> 1 AND p.status = 'published'
                    ORDER BY m.reported_at DESC, m.article_id DESC LIMIT ?2))) n)
        ORDER BY a.reported_at DESC, a.id DESC LIMIT ?2""",
        (_listed(named), most),
    )
    return [from_row(row) for row in rows]


def news_about(db: sqlite3.Connection, named: Sequence[Named], most: int) -> tuple[list[Article], int]:
    """The newest published articles that name any of the given, and how many there are."""
    return about(db, named, most), how_many_about(db, named)


def how_many_about(db: sqlite3.Connection, named: Sequence[Named]) -> int:
    """How many published articles name any of the given."""
    (count,) = db.execute(
        """SELECT count(DISTINCT m.article_id) FROM json_each(?) w
           CROSS JOIN mentions m ON m.kind = w.value ->> 0 AND m.entity = w.value ->> 1
           JOIN articles a ON a.id = m.article_id
           WHERE a.status = 'published'""",
        (_listed(named),),
    ).fetchone()
    return int(count)


def _listed(named: Sequence[Named]) -> str:
    """Names for json_each: one statement for all of them."""
    return orjson.dumps([(name.kind, name.id) for name in named]).decode()


@lru_cache(maxsize=REMEMBERED)
def from_row(row: Row) -> Article:
    """An article from a row of SELECT. One that is still to be read again has its summary for a line and at length."""
    (article_id, title, summary, source, url, reported_at, published_at, status, version, companies,
     line, long, event, numbers, story, label, breaking, retracted_reason, added,
     makers, names) = row  # fmt: skip
    brief = _lines(summary)
    return Article(
        id=article_id,
        title=title,
        summary=brief,
        source=source,
        url=url,
        reported_at=moment(reported_at),
        published_at=None if published_at is None else moment(published_at),
        status=Status(status),
        version=version,
        companies=tuple((companies or "").split()),
        line="".join(brief[:1]) if line is None else line,
        long=brief if line is None else _lines(long),
        event=event,
        figures=figures.from_column(numbers),
        story=story,
        label=None if label is None else Label(label),
        added=NOTHING_ADDED if added is None else _news(added),
        breaking=bool(breaking),
        retracted_reason=retracted_reason,
        makers=tuple(makers.split()),
        names=frozenset(names.split("\n")) if names else frozenset(),
    )


def _news(stored: str) -> News:
    fields = orjson.loads(stored)
    return News(tuple(fields["figures"]), tuple(fields["names"]), fields["event"])


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def keep_version(db: sqlite3.Connection, article_id: int, now: datetime, by: int | None) -> None:
    """Notes what an article says from now on, and who changed it."""
    db.execute(
        """INSERT INTO article_versions (article_id, version, title, body, summary, changed_by, changed_at)
           SELECT id, version, title, body, summary, ?, ? FROM articles WHERE id = ?""",
        (by, epoch(now), article_id),
    )


def _note_what_it_tells(db: sqlite3.Connection, article_id: int, new: NewArticle) -> None:
    """Mentions, figures and the index of words as they now are: nothing stays of what was told before."""
    db.execute("DELETE FROM mentions WHERE article_id = ?", (article_id,))
    db.executemany(
        "INSERT INTO mentions (kind, entity, reported_at, article_id, rank) VALUES (?, ?, ?, ?, ?)",
        [(name.kind, name.id, epoch(new.reported_at), article_id, rank) for rank, name in enumerate(new.named)],
    )
    figures.note(db, article_id, new.figures)
    search.index(db, article_id, new.title, new.body)
