"""Who is next in a run, and all that is needed to decide what each gets. One unit of work, one snapshot."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mujaz.address import Address
from mujaz.article import Article
from mujaz.delivery import Delivery
from mujaz.quiet import quiet_until
from mujaz.run import Run, RunKind
from mujaz.subscriber import State, Subscriber
from storage import articles, deliveries, retries, subscribers, topics
from storage.retries import Upcoming

WINDOW_MOST = timedelta(days=7)
"""A digest looks back at most so far, however long its reader had none."""


@dataclass(frozen=True, slots=True)
class Page:
    """The next readers of a run in the order of their chat ids.

    `addresses` tells where those are that are topics. `alerted` holds, by reader, the ids of articles that it was sent
    by themselves. `news` is what a digest may bring them; None where it is what the caller has already (the same
    articles in the same versions).
    """

    readers: Sequence[Subscriber]
    addresses: Mapping[int, Address]
    alerted: Mapping[int, set[int]]
    news: "News | None" = None


@dataclass(frozen=True, slots=True)
class News:
    """What was published in (since, until]; `stamp` changes with any of it."""

    since: datetime
    stamp: tuple[int, ...]
    articles: Sequence[Article]


def page(db: sqlite3.Connection, run: Run, most: int, known: News | None = None) -> Page:
    """The next `most` readers of a run after its cursor; an empty page means that the run is through."""
    if run.kind is not RunKind.DIGEST:
        return _plain_page(db, subscribers.active_after(db, run, most))
    assert run.slot_id is not None
    readers = subscribers.in_slot_after(db, run.slot_id, run.cursor, run.due_at, most)
    return _digest_page(db, run, readers, [reader.last_due_at for reader in readers], known)


@dataclass(frozen=True, slots=True)
class Retries:
    """Messages whose next try is due, SENDING already; `page` holds their readers as they now are, but who left.

    `upcoming` is when the next of those that are left are due.
    """

    taken: Sequence[Delivery]
    page: Page
    upcoming: Upcoming


def take_retries(db: sqlite3.Connection, run: Run, now: datetime, most: int, known: News | None = None) -> Retries:
    """At most so many messages of a run whose next try is due, and what is needed to join them again.

    Those whose readers have quiet hours now are held.
    """
    taken, readers = [], []
    for delivery in retries.take(db, run, now, most):
        reader = subscribers.get(db, delivery.chat_id)
        until = None if reader is None else quiet_until(reader, now)
        if until is not None:
            deliveries.hold(db, delivery, until)
            continue
        taken.append(delivery)
        if reader is not None and reader.state is State.ACTIVE and not reader.paused(now):
            readers.append(reader)
    if run.kind is RunKind.DIGEST:
        page = _digest_page(db, run, readers, [delivery.since for delivery in taken], known)
    else:
        page = _plain_page(db, readers)
    return Retries(taken, page, retries.upcoming(db, run.id))


def news_for(
    db: sqlite3.Connection, chat_id: int, since: datetime, until: datetime
) -> tuple[Sequence[Article], set[int]]:
    """What a chat that asks now may be given, and the ids of those articles that it was sent by themselves."""
    since = max(since, until - WINDOW_MOST)
    sent = deliveries.alerted(db, [chat_id], since).get(chat_id, set())
    return articles.published_between(db, since, until), sent


def _plain_page(db: sqlite3.Connection, readers: Sequence[Subscriber]) -> Page:
    return Page(readers, topics.addresses(db, [reader.chat_id for reader in readers]), {})


def _digest_page(
    db: sqlite3.Connection, run: Run, readers: Sequence[Subscriber], opens: Sequence[datetime], known: News | None
) -> Page:
    if not readers:
        return Page([], {}, {})
    since = max(min(opens), run.due_at - WINDOW_MOST)
    chats = [reader.chat_id for reader in readers]
    return Page(
        readers,
        topics.addresses(db, chats),
        deliveries.alerted(db, chats, since),
        _news(db, since, run.due_at, known),
    )


def _news(db: sqlite3.Connection, since: datetime, until: datetime, known: News | None) -> News | None:
    if known is not None and known.since <= since:
        stamp = articles.stamp(db, known.since, until)
        return None if stamp == known.stamp else _fresh(db, known.since, until)
    return _fresh(db, since, until)


def _fresh(db: sqlite3.Connection, since: datetime, until: datetime) -> News:
    return News(since, articles.stamp(db, since, until), articles.published_between(db, since, until))
