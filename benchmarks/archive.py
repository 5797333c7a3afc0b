"""Databases for benchmarks: the seed newsroom of the playground, or any number of made-up articles and subscribers.

The made-up ones go in through storage's own units, in large groups; their sentences are ours and report nothing real.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import orjson

from benchmarks.figures import progress
from benchmarks.message import FIRST_READER
from mujaz.article import Kind, Named, NewArticle, Status
from mujaz.companies import catalogue
from mujaz.companies.catalogue import Company
from mujaz.companies.gazetteer import Gazetteer
from mujaz.subscriber import Slot
from pipeline.intake import Intake
from storage import articles, search, subscribers
from storage.store import Store, open_store

GROUP = 1000
FRESH = 6
"""How many articles of the seed newsroom are news, as in the demo: a digest of them is one letter."""
DAYS = 365
"""The made-up articles lie so many days back at most."""

DEEDS = (
    "أطلقت {who} أداة تختصر الاجتماعات الطويلة في صفحة واحدة",
    "وقّعت {who} اتفاقًا لبناء مركز بيانات قرب الساحل",
    "عرضت {who} نموذجًا صغيرًا يعمل على الهاتف من دون اتصال",
    "فتحت {who} مكتبًا جديدًا للأبحاث في المنطقة",
    "خفضت {who} أسعار خدمتها للمطورين",
    "أعادت {who} تنظيم فريق السلامة لديها",
)
DETAILS = (
    "وقالت إن العمل بدأ قبل {n} شهرًا وشارك فيه مهندسون من ثلاث مدن.",
    "ويُنتظر أن يستفيد من الخطوة نحو {n} ألف مستخدم في عامها الأول.",
    "وتبلغ الكلفة {n} مليون دولار تُدفع على أربع مراحل.",
    "ورأى محللون أن المنافسة ستشتد بعد هذا الإعلان.",
    "ولم تذكر الشركة موعدًا لوصول الخدمة إلى الأسواق العربية.",
    "وأضافت أن {n} في المئة من الطاقة ستأتي من الشمس والرياح.",
    "وكان منافسوها قد أعلنوا خططًا قريبة من ذلك في الربيع الماضي.",
)


def seed_articles() -> list[dict[str, Any]]:
    """The newsroom that the playground starts with, oldest first."""
    lines = files("playground").joinpath("newsroom.jsonl").read_text(encoding="utf-8").splitlines()
    return [orjson.loads(line) for line in lines]


async def fill_with_seed(database: Path, now: datetime) -> None:
    """Stores the seed newsroom, read as the bot reads; its last articles are minutes old."""
    news = seed_articles()
    async with open_store(database) as store:
        intake = Intake(store, Gazetteer(catalogue.load()), lambda: now)
        for number, item in enumerate(news, 1):
            reported_at = datetime.fromisoformat(item["date"]).astimezone(UTC)
            fresh = number > len(news) - FRESH
            await intake.archive(
                item["title"],
                item["text"],
                source=item["source"],
                url=item["url"],
                reported_at=reported_at,
                published_at=now - timedelta(minutes=5) if fresh else reported_at,
            )


async def fill_with_made_up(database: Path, now: datetime, article_count: int, subscriber_count: int) -> None:
    """Stores so many articles, and so many active subscribers whose digest is hours away."""
    async with open_store(database) as store:
        await store.write(search.catch_up)  # as at a first start: what is added from now on is indexed at once
        await _add_articles(store, now, article_count)
        await _add_subscribers(store, now, subscriber_count)


async def _add_articles(store: Store, now: datetime, count: int) -> None:
    endless = made_up(now)
    for first in range(0, count, GROUP):
        await store.write(_store_articles, [next(endless) for _ in range(min(GROUP, count - first))])
        progress(f"{min(first + GROUP, count):,} of {count:,} articles")


async def _add_subscribers(store: Store, now: datetime, count: int) -> None:
    for first in range(0, count, GROUP):
        chats = range(FIRST_READER + first, FIRST_READER + min(first + GROUP, count))
        await store.write(_store_subscribers, chats, now)
    progress(f"{count:,} subscribers")


def _store_articles(db: sqlite3.Connection, group: list[NewArticle]) -> None:
    for new in group:
        articles.add(db, new, Status.PUBLISHED, new.reported_at)


def _store_subscribers(db: sqlite3.Connection, chats: range, now: datetime) -> None:
    for chat_id in chats:
        slot = Slot("UTC", minute_far_from(now, chat_id % 240))
        subscribers.subscribe(db, chat_id, "ar", slot, now, now)


def minute_far_from(now: datetime, spread: int = 0) -> int:
    """A minute of the day (UTC) ten hours from now, and so many minutes more: nothing falls due in a benchmark."""
    return (now.hour * 60 + now.minute + 600 + spread) % (24 * 60)


def made_up(now: datetime) -> Iterator[NewArticle]:
    """Articles without end, the same in every run."""
    random = Random(2)  # the same archive every time
    companies = catalogue.load().companies
    number = 0
    while True:
        number += 1
        reported_at = now - timedelta(seconds=random.randrange(3600, DAYS * 86_400))
        yield _article(number, random, random.choice(companies), reported_at)


def _article(number: int, random: Random, company: Company, reported_at: datetime) -> NewArticle:
    deed = random.choice(DEEDS).format(who=company.ar)
    details = [detail.format(n=random.randrange(11, 100)) for detail in random.sample(DETAILS, 4)]
    body = " ".join([f"{deed}، بحسب النشرة رقم {number}.", *details])
    return NewArticle(
        title=deed,
        body=body,
        summary=(f"{deed}.", details[0]),
        source=None,
        url=None,
        reported_at=reported_at,
        fingerprint=hashlib.blake2b(body.encode(), digest_size=16).hexdigest(),
        named=(Named(Kind.COMPANY, company.id),),
    )
