"""Rows that tests of the storage begin with."""

import hashlib
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mujaz.article import Article, Kind, Named, NewArticle, Status
from mujaz.run import Run
from mujaz.stories.sketch import sketch
from mujaz.stories.story import Label, News, NewsItem, Placement
from mujaz.subscriber import Slot, Subscriber
from storage import articles, runs, subscribers
from storage.connection import WRITER_PRAGMAS
from storage.migrate import load_migrations, migrate

NOW = datetime(2025, 10, 27, 4, 0, tzinfo=UTC)
"""07:00 in Riyadh."""
DUE = NOW + timedelta(hours=1)
MORNING = Slot("Asia/Riyadh", 8 * 60)
DAY = timedelta(days=1)
OPENS = Placement(story=None, label=Label.OPENING, news=News())
SKETCH = sketch(NewsItem(NOW, "ميتا", "ميتا تسرّح موظفين"))


def opened(path: Path | str) -> sqlite3.Connection:
    """A connection with the writer's pragmas on a database of the newest version."""
    db = sqlite3.connect(path, isolation_level=None)
    migrate(db, load_migrations())
    for pragma in WRITER_PRAGMAS:
        db.execute(pragma)
    return db


def news(
    title: str, body: str = "", companies: Sequence[str] = (), reported_at: datetime = NOW, named: Sequence[Named] = ()
) -> NewArticle:
    """An article whose text is its title and body."""
    return NewArticle(
        title=title,
        body=body or title,
        summary=("جملة أولى.", "جملة ثانية."),
        source=None,
        url=None,
        reported_at=reported_at,
        fingerprint=hashlib.sha256(f"{title}\n{body}".encode()).hexdigest(),
        named=(*(Named(Kind.COMPANY, company) for company in companies), *named),
    )


def published(db: sqlite3.Connection, title: str, body: str = "", *companies: str, at: datetime = NOW) -> Article:
    """An article that was published at a moment."""
    return articles.add(db, news(title, body, companies, at), Status.PUBLISHED, at)


def drafted(db: sqlite3.Connection, title: str, body: str = "") -> Article:
    """A draft."""
    return articles.add(db, news(title, body), Status.DRAFT, NOW, by=3001)


def reader(db: sqlite3.Connection, chat_id: int, slot: Slot = MORNING, now: datetime = NOW) -> Subscriber:
    """A chat that subscribed a moment ago, with a window of a day."""
    return subscribers.subscribe(db, chat_id, "ar", slot, now, now - DAY)


def digest_run(db: sqlite3.Connection, now: datetime = DUE) -> Run:
    """The run of the morning's slot, which must have a reader."""
    runs.open_due(db, now)
    (run,) = runs.unfinished(db)
    return run


def alert_run(db: sqlite3.Connection, article: Article, now: datetime = NOW) -> Run:
    """The run that brings one article as breaking news."""
    db.execute("UPDATE articles SET breaking = 1 WHERE id = ?", (article.id,))
    runs.open_alert(db, article.id, now)
    return runs.unfinished(db)[-1]
