"""Databases for benchmarks of delivery: so many readers whose digest falls due at one moment, and news to bring them.

Readers may follow companies: as many different sets of follows as there are profiles. All goes in through storage's
own units, in large groups.
"""

import sqlite3
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from benchmarks.archive import GROUP, made_up
from benchmarks.figures import progress
from benchmarks.message import FIRST_READER
from mujaz.article import NewArticle, Status
from mujaz.subscriber import Slot
from storage import articles, runs, subscribers
from storage.store import Store, open_store

OTHERS = 100_000_000
FOLLOWED = 3
"""Companies that a reader with a profile follows."""


async def fill(database: Path, due_at: datetime, readers: int, news: int, profiles: int = 0) -> None:
    """Stores so many readers of one slot, due at `due_at`, and so many articles published in the hours before.

    Chats are numbered from FIRST_READER on. Without profiles nobody follows anything.
    """
    async with open_store(database) as store:
        told = list(islice(made_up(due_at), news))
        await store.write(_publish, told, due_at)
        follows = _profiles(told, profiles)
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


def _publish(db: sqlite3.Connection, told: list[NewArticle], due_at: datetime) -> None:
    for number, new in enumerate(told):
        articles.add(db, new, Status.PUBLISHED, due_at - timedelta(minutes=10 + number))


def _subscribe(db: sqlite3.Connection, chats: range, due_at: datetime, follows: list[list[str]]) -> None:
    before = due_at - timedelta(minutes=5)
    for chat_id in chats:
        subscribers.subscribe(db, chat_id, "ar", slot_at(due_at), before, before - timedelta(days=1))
        for company in follows[chat_id % len(follows)] if follows else ():
            subscribers.follow(db, chat_id, company)


def _profiles(told: list[NewArticle], count: int) -> list[list[str]]:
    random = Random(3)
    companies = sorted({named.id for new in told for named in new.named})
    return [random.sample(companies, min(FOLLOWED, len(companies))) for _ in range(count)]
