"""Databases for benchmarks of delivery: so many readers whose digest falls due at one moment, and news to bring them.

Readers may follow companies: as many different sets of follows as there are profiles. All goes in through storage's
own units, in large groups.
"""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

import orjson

from benchmarks.archive import GROUP, made_up
from benchmarks.figures import progress
from benchmarks.message import FIRST_READER
from mujaz.article import NewArticle, Status
from mujaz.companies import catalogue
from mujaz.stories.sketch import sketch
from mujaz.stories.story import Label, News, NewsItem, Placement
from mujaz.subscriber import Slot
from storage import articles, runs, stories, subscribers
from storage.store import Store, open_store
from storage.times import epoch

_SKETCH = sketch(NewsItem(datetime(2025, 10, 27, tzinfo=UTC), "خبر", "خبر"))
OTHERS = 100_000_000
FOLLOWED = 3
"""Companies that a reader with a profile follows."""


async def fill(database: Path, due_at: datetime, readers: int, news: int, profiles: int = 0) -> None:
    """Stores so many readers of one slot, due at `due_at`, and so many articles published in the hours before.

    Chats are numbered from FIRST_READER on. Without profiles nobody follows anything.
    """
    async with open_store(database) as store:
        told = list(islice(made_up(due_at), news))
        await store.write(publish, told, due_at)
        follows = _profiles(profiles)
        for first in range(0, readers, GROUP):
            chats = range(FIRST_READER + first, FIRST_READER + min(first + GROUP, readers))
            await store.write(_subscribe, chats, due_at, follows)
        progress(f"{readers:,} readers")


async def fill_others(database: Path, due_at: datetime, count: int) -> None:
    """Stores so many readers whose digest is hours away."""
    async with open_store(database) as store:
        for first in range(0, count, GROUP):
            chats = range(OTHERS + first, OTHERS + min(first + GROUP, count))
            await store.write(_subscribe, chats, due_at + timedelta(hours=9), [])


async def open_digest(store: Store, due_at: datetime) -> int:
    """Opens the run that is due; says how many."""
    return await store.write(runs.open_due, due_at)


def slot_at(due_at: datetime) -> Slot:
    """The slot of all these readers."""
    return Slot("UTC", due_at.hour * 60 + due_at.minute)


def publish(db: sqlite3.Connection, told: list[NewArticle], due_at: datetime) -> None:
    """Stores news of the hours before a digest is due, each a story of its own."""
    for number, new in enumerate(told):
        at = due_at - timedelta(minutes=10 + number)
        article = articles.add(db, replace(new, reported_at=at), Status.PUBLISHED, at)
        stories.assign(db, article.id, Placement(None, Label.OPENING, News()), _SKETCH)


def continue_stories(db: sqlite3.Connection, due_at: datetime) -> None:
    """A quarter of the day's news continues stories of the day before, with a figure that was not told."""
    db.execute(
        """UPDATE articles SET story_label = 'follow-up', story_news = ?,
               story_id = (SELECT b.story_id FROM articles b WHERE b.published_at = articles.published_at - 86400)
           WHERE published_at > ? AND id % 4 = 0
               AND EXISTS (SELECT 1 FROM articles b WHERE b.published_at = articles.published_at - 86400)""",
        (orjson.dumps(News((600.0,))).decode(), epoch(due_at - timedelta(days=1))),
    )


def _subscribe(db: sqlite3.Connection, chats: range, due_at: datetime, follows: list[list[str]]) -> None:
    before = due_at - timedelta(minutes=5)
    for chat_id in chats:
        subscribers.subscribe(db, chat_id, "ar", slot_at(due_at), before, before - timedelta(days=1))
        for company in follows[chat_id % len(follows)] if follows else ():
            subscribers.follow(db, chat_id, company)


def _profiles(count: int) -> list[list[str]]:
    random = Random(3)
    companies = [company.id for company in catalogue.load().companies]
    return [random.sample(companies, min(FOLLOWED, len(companies))) for _ in range(count)]
