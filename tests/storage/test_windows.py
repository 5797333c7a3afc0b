"""What is published around a digest's due time stands in exactly one digest."""

import sqlite3
from datetime import timedelta
from itertools import pairwise

from storage import articles, runs, subscribers, windows
from tests.storage.rows import DUE, drafted, reader

SECOND = timedelta(seconds=1)


def _stands_in(db: sqlite3.Connection, article_id: int) -> list[int]:
    """In which of three days' windows an article falls."""
    borders = [DUE - timedelta(days=1), DUE, DUE + timedelta(days=1), DUE + timedelta(days=2)]
    return [
        day
        for day, (since, until) in enumerate(pairwise(borders))
        if article_id in [article.id for article in articles.published_between(db, since, until)]
    ]


def test_an_article_published_in_the_second_of_a_digest_stands_in_the_next_one(db: sqlite3.Connection) -> None:
    reader(db, 1)
    draft = drafted(db, "ميتا")
    runs.open_due(db, DUE)
    articles.publish(db, draft.id, DUE + SECOND / 2)
    assert _stands_in(db, draft.id) == [1]


def test_an_article_published_before_the_run_is_opened_stands_in_this_one(db: sqlite3.Connection) -> None:
    reader(db, 1)
    draft = drafted(db, "ميتا")
    articles.publish(db, draft.id, DUE)
    runs.open_due(db, DUE + SECOND)
    assert _stands_in(db, draft.id) == [0]


def test_a_clock_that_is_set_back_loses_no_article(db: sqlite3.Connection) -> None:
    reader(db, 1)
    draft = drafted(db, "ميتا")
    runs.open_due(db, DUE)
    articles.publish(db, draft.id, DUE - timedelta(minutes=30))
    assert _stands_in(db, draft.id) == [1]


def test_a_digest_asked_for_closes_its_window_too(db: sqlite3.Connection) -> None:
    reader(db, 1)
    draft = drafted(db, "ميتا")
    windows.close(db, DUE)
    subscribers.had_digest(db, 1, DUE)
    articles.publish(db, draft.id, DUE)
    kept = subscribers.get(db, 1)
    assert kept is not None
    assert [found.id for found in articles.published_between(db, kept.last_due_at, DUE + SECOND)] == [draft.id]
