"""The machine's clock is set wrong and right again: each article stands in exactly one digest of a reader."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import articles, runs, subscribers
from storage.times import moment
from tests.storage.rows import DAY, DUE, NOW, drafted, opened, reader

HOUR = timedelta(hours=1)
DAYS = 7


@dataclass(frozen=True)
class Wrong:
    """The clock shows `by` more than it is, from one hour of the week to another."""

    since: int
    until: int
    by: timedelta


def _shown(hour: int, wrong: Wrong) -> datetime:
    return NOW + hour * HOUR + (wrong.by if wrong.since <= hour < wrong.until else timedelta())


WRONG_CLOCKS = st.builds(
    lambda since, hours, days: Wrong(since, since + hours, days * DAY),
    since=st.integers(0, 72),
    hours=st.integers(1, 60),
    days=st.sampled_from((-7, -1, 1, 7)),
)


@pytest.fixture(scope="module")
def beginning() -> Iterator[sqlite3.Connection]:
    """A database with one reader, to be copied."""
    with closing(opened(":memory:")) as db:
        reader(db, 7)
        yield db


@settings(max_examples=50)
@given(wrong=WRONG_CLOCKS, published=st.sets(st.integers(0, 24 * DAYS - 1), min_size=1, max_size=12))
def test_a_clock_wrong_by_days_and_right_again_neither_loses_nor_repeats_an_article(
    beginning: sqlite3.Connection, wrong: Wrong, published: set[int]
) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        beginning.backup(db)
        read: Counter[int] = Counter()
        for hour in range(24 * (DAYS + 8)):
            if hour in published:
                articles.publish(db, drafted(db, f"خبر الساعة {hour}").id, _shown(hour, wrong))
            read.update(_digests(db, _shown(hour, wrong)))
        assert read == Counter(range(1, len(published) + 1))


def _digests(db: sqlite3.Connection, now: datetime) -> list[int]:
    """The articles of the digests that fall due by a moment, as readers get them."""
    if not runs.any_due(db, now):
        return []
    runs.open_due(db, now)
    found = []
    for run in runs.unfinished(db):
        assert run.slot_id is not None
        for each in subscribers.in_slot_after(db, run.slot_id, run.cursor, run.due_at, 10):
            found += [article.id for article in articles.published_between(db, moment(each.since), run.due_at)]
            subscribers.had_digest(db, each.chat_id, run.due_at)
        runs.finish(db, run.id, now)
    return found


def test_a_digest_that_came_while_the_clock_was_a_day_ahead_does_not_come_again(db: sqlite3.Connection) -> None:
    reader(db, 7)
    assert runs.open_due(db, DUE + DAY) == 1
    assert runs.open_due(db, DUE) == 0
    assert runs.open_due(db, DUE + DAY) == 0
