"""Who is next in a run, and all that is needed to decide what each gets. One unit of work, one snapshot."""

import sqlite3
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from mujaz.address import Address
from mujaz.article import Article
from mujaz.delivery import Delivery
from mujaz.digest.composition import Composition
from mujaz.digest.item import story_of
from mujaz.digest.memory import Memory
from mujaz.quiet import quiet_until
from mujaz.run import Run, RunKind
from mujaz.subscriber import State, Subscriber
from storage import articles, compositions, deliveries, memories, retries, subscribers, topics
from storage.profiles import Profile
from storage.retries import Upcoming
from storage.subscribers import Alike, InSlot, Like, Reader
from storage.times import moment

WINDOW_MOST = timedelta(days=7)
"""A digest looks back at most so far, however long its reader had none."""


@dataclass(frozen=True, slots=True)
class News:
    """What was published in (since, until]; `stamp` changes with any of it."""

    since: datetime
    stamp: tuple[int, ...]
    articles: Sequence[Article]


@dataclass(frozen=True, slots=True)
class Page:
    """The next readers of a run in the order of their keys.

    `addresses` tells where those are that are topics.
    """

    readers: Sequence[Reader]
    addresses: Mapping[int, Address]


@dataclass(frozen=True, slots=True)
class DigestPage:
    """The next readers of a digest in the order of their keys.

    `news` is what it may bring them; None where it is what the caller has already (the same articles in the same
    versions). `strangers` are those for whom nothing was decided yet, each of the alike once.
    """

    readers: Sequence[InSlot]
    addresses: Mapping[int, Address]
    news: News | None = None
    strangers: Sequence[tuple[Like, Profile, Memory]] = ()


def digest_page(
    db: sqlite3.Connection, run: Run, most: int, known: News | None, decided: Container[Like]
) -> DigestPage:
    """The next `most` readers of a digest after its cursor; an empty page means that the run is through."""
    assert run.slot_id is not None, "a digest has a slot"
    readers = subscribers.in_slot_after(db, run.slot_id, run.cursor, run.due_at, most)
    return _digest_page(db, run, readers, known, decided)


def digest_to(
    db: sqlite3.Connection, run: Run, chat_ids: Sequence[int], known: News | None, decided: Container[Like]
) -> DigestPage:
    """The same of these readers, as they now are."""
    return _digest_page(db, run, subscribers.numbered(db, chat_ids), known, decided)


def _digest_page(
    db: sqlite3.Connection, run: Run, readers: Sequence[InSlot], known: News | None, decided: Container[Like]
) -> DigestPage:
    if not readers:
        return DigestPage([], {})
    fresh = news(db, moment(min(reader.since for reader in readers)), run.due_at, known)
    likes = {reader[1:]: reader.chat_id for reader in readers}
    new = {chat_id: like for like, chat_id in likes.items() if fresh is not None or like not in decided}
    strangers = [
        (new[chat_id], profile, Memory(told)) for chat_id, profile, told in subscribers.what_decides(db, list(new))
    ]
    return DigestPage(readers, topics.addresses(db, [reader.chat_id for reader in readers]), fresh, strangers)


def plain_page(db: sqlite3.Connection, run: Run, most: int, alike: Alike) -> Page:
    """The next `most` readers of an announcement after its cursor."""
    readers = subscribers.active_after(db, run, most, alike)
    return Page(readers, _addresses(db, readers))


@dataclass(frozen=True, slots=True)
class AlertPage:
    """The next readers whom an article is to be sent to at once. `alerts` is how many each had on its day, where any.

    `memories` are what they were told, by number, and `met` the message in which each met the article's story, where it
    did.
    """

    page: Page
    article: Article | None
    alerts: Mapping[int, int]
    memories: Mapping[int, Memory]
    met: Mapping[int, int]


def alert_page(db: sqlite3.Connection, run: Run, most: int, alike: Alike) -> AlertPage:
    """The next `most` readers of an alert after its cursor; an empty page means that the run is through."""
    return alerts_to(db, run, subscribers.active_after(db, run, most, alike))


def alerts_to(db: sqlite3.Connection, run: Run, readers: Sequence[Reader]) -> AlertPage:
    """The same for these readers."""
    assert run.article_id is not None, "an alert has an article"
    article = articles.get(db, run.article_id)
    today = {reader.chat_id: _midnight(reader.like, run.due_at) for reader in readers}
    known = what_they_know(db, {reader.like.memory for reader in readers})
    return AlertPage(
        page=Page(readers, _addresses(db, readers)),
        article=article,
        alerts=deliveries.how_many_alerts(db, run, today),
        memories=known,
        met=first_met(db, article, {reader.chat_id: known.get(reader.like.memory) for reader in readers}),
    )


def what_they_know(db: sqlite3.Connection, numbers: set[int]) -> dict[int, Memory]:
    """The memories of these numbers; nothing of those that stand for remembering nothing."""
    return {number: Memory(blob) for number, blob in memories.get(db, numbers).items()}


def first_met(db: sqlite3.Connection, article: Article | None, known: Mapping[int, Memory | None]) -> dict[int, int]:
    """By reader, the message in which it first met an article's story, where it did in one of a run."""
    if article is None:
        return {}
    story = story_of(article)
    found = {chat_id: memory.get(story) for chat_id, memory in known.items() if memory is not None}
    messages = deliveries.message_ids(db, [(met.run, chat_id, met.part) for chat_id, met in found.items() if met])
    return {chat_id: message for (_, chat_id, _), message in messages.items()}


def where_met(db: sqlite3.Connection, asked: Sequence[tuple[int, int, Sequence[int]]]) -> dict[int, dict[int, int]]:
    """By reader and story, the message in which a reader of this memory met each of these stories, where it did."""
    known = what_they_know(db, {memory for _, memory, _ in asked})
    parts = {}
    for reader, memory, stories in asked:
        for story in stories:
            if memory in known and (met := known[memory].get(story)):
                parts[reader, story] = (met.run, reader, met.part)
    messages = deliveries.message_ids(db, list(parts.values()))
    found: dict[int, dict[int, int]] = {}
    for (reader, story), part in parts.items():
        if part in messages:
            found.setdefault(reader, {})[story] = messages[part]
    return found


@dataclass(frozen=True, slots=True)
class Retries:
    """Messages whose next try is due, SENDING already, those of readers who left among them.

    `readers` are those who may be sent something, as they now are; `compositions` are what the messages contain, by
    number, and `articles` those that are told in them, by id, as they now are. `upcoming` is when the next of those
    that are left are due.
    """

    taken: Sequence[Delivery]
    readers: Mapping[int, Subscriber]
    addresses: Mapping[int, Address]
    compositions: Mapping[int, Composition]
    articles: Mapping[int, Article]
    upcoming: Upcoming


def take_retries(db: sqlite3.Connection, run: Run, now: datetime, most: int) -> Retries:
    """At most so many messages of a run whose next try is due, and what is needed to write them again.

    Those whose readers have quiet hours now are held.
    """
    taken, readers = [], {}
    for delivery in retries.take(db, run, now, most):
        reader = subscribers.get(db, delivery.chat_id)
        until = None if reader is None or run.kind is RunKind.CORRECTION else quiet_until(reader, now)
        if until is not None:
            deliveries.hold(db, delivery, until)
            continue
        taken.append(delivery)
        if reader is not None and reader.state is State.ACTIVE and not reader.paused(now):
            readers[reader.chat_id] = reader
    told = compositions.get(db, {delivery.composition for delivery in taken if delivery.composition is not None})
    return Retries(
        taken=taken,
        readers=readers,
        addresses=topics.addresses(db, [delivery.chat_id for delivery in taken]),
        compositions=told,
        articles=articles_of(db, told),
        upcoming=retries.upcoming(db, run.id),
    )


def articles_of(db: sqlite3.Connection, told: Mapping[int, Composition]) -> dict[int, Article]:
    """All articles of these compositions as they now are, by id."""
    return articles.get_all(db, frozenset().union(*(composition.articles for composition in told.values())))


def news_for(
    db: sqlite3.Connection, chat_id: int, since: datetime, until: datetime
) -> tuple[Sequence[Article], Memory]:
    """What a chat that asks now may be given, and what it was told."""
    since = max(since, until - WINDOW_MOST)
    return articles.published_between(db, since, until), memories.of_reader(db, chat_id)


def _addresses(db: sqlite3.Connection, readers: Sequence[Reader]) -> dict[int, Address]:
    return topics.addresses(db, [reader.chat_id for reader in readers])


def _midnight(reader: Subscriber, now: datetime) -> datetime:
    """When the reader's day began."""
    return datetime.combine(now.astimezone(reader.tz), time(0), reader.tz).astimezone(UTC)


def news(db: sqlite3.Connection, since: datetime, until: datetime, known: News | None) -> News | None:
    """What digests may bring to readers whose windows open at `since` or later; None where that is known already."""
    since = max(since, until - WINDOW_MOST)
    if known is not None and known.since <= since:
        stamp = articles.stamp(db, known.since, until)
        return None if stamp == known.stamp else _fresh(db, known.since, until)
    return _fresh(db, since, until)


def _fresh(db: sqlite3.Connection, since: datetime, until: datetime) -> News:
    return News(since, articles.stamp(db, since, until), articles.published_between(db, since, until))
