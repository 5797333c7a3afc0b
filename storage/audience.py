"""Who is next in a run, and all that is needed to decide what each gets. One unit of work, one snapshot."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mujaz.article import Article
from mujaz.delivery import Delivery, Run, RunKind
from mujaz.subscriber import State, Subscriber
from storage import articles, deliveries, runs, subscribers

WINDOW_MOST = timedelta(days=7)
"""A digest looks back at most so far, however long its reader had none."""


@dataclass(frozen=True, slots=True)
class Page:
    """The next readers of a run in the order of their chat ids, and what they may be sent.

    `alerted` holds, by chat, the ids of articles that it was sent by themselves.
    """

    readers: Sequence[Subscriber]
    articles: Sequence[Article]
    alerted: Mapping[int, set[int]]


def page(db: sqlite3.Connection, run: Run, most: int) -> Page:
    """The next `most` readers of a run after its cursor; an empty page means that the run is through."""
    if run.kind is RunKind.ALERT:
        return Page(subscribers.active_after(db, run.cursor, most), _article_of(db, run), {})
    assert run.slot_id is not None
    return _digest_page(db, run, subscribers.in_slot_after(db, run.slot_id, run.cursor, run.due_at, most))


def page_again(db: sqlite3.Connection, delivery: Delivery) -> tuple[Run, Page]:
    """The same for a message that is tried again: its reader alone, as it now is; no reader when it left."""
    run = runs.get(db, delivery.run_id)
    reader = subscribers.get(db, delivery.chat_id)
    if reader is None or reader.state is not State.ACTIVE:
        return run, Page([], [], {})
    if run.kind is RunKind.ALERT:
        return run, Page([reader], _article_of(db, run), {})
    return run, _digest_page(db, run, [reader], delivery)


def news_for(db: sqlite3.Connection, chat_id: int, since: datetime, until: datetime) -> Page:
    """What a chat that asks now may be given."""
    since = max(since, until - WINDOW_MOST)
    return Page([], articles.published_between(db, since, until), deliveries.alerted(db, [chat_id], since))


def _digest_page(
    db: sqlite3.Connection, run: Run, readers: Sequence[Subscriber], again: Delivery | None = None
) -> Page:
    if not readers:
        return Page([], [], {})
    opens = again.since if again else min(reader.last_due_at for reader in readers)
    since = max(opens, run.due_at - WINDOW_MOST)
    chats = [reader.chat_id for reader in readers]
    return Page(
        readers,
        articles.published_between(db, since, run.due_at),
        deliveries.alerted(db, chats, since),
    )


def _article_of(db: sqlite3.Connection, run: Run) -> Sequence[Article]:
    article = None if run.article_id is None else articles.get(db, run.article_id)
    return [] if article is None else [article]
