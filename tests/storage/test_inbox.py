"""An update is kept before Telegram hears that it arrived, and handled once."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import inbox
from tests.storage.rows import DAY, NOW, opened

WEEK = 7 * DAY


@pytest.fixture(scope="module")
def empty() -> Iterator[sqlite3.Connection]:
    """A database to be copied."""
    with closing(opened(":memory:")) as db:
        yield db


def test_what_telegram_repeats_is_not_handled_again(db: sqlite3.Connection) -> None:
    assert inbox.keep(db, [(1, b"{}"), (2, b"[]")], NOW) == [(1, b"{}"), (2, b"[]")]
    assert inbox.keep(db, [(2, b"[]"), (3, b"!")], NOW) == [(3, b"!")]
    inbox.done(db, [3], NOW)
    assert inbox.keep(db, [(3, b"!")], NOW) == []


def test_after_a_crash_what_was_not_handled_comes_again_in_order(db: sqlite3.Connection) -> None:
    inbox.keep(db, [(3, b"3"), (1, b"1"), (2, b"2")], NOW)
    inbox.done(db, [2], NOW)
    assert inbox.unfinished(db) == [(1, b"1", NOW), (3, b"3", NOW)]


def test_bytes_come_back_as_they_came(db: sqlite3.Connection) -> None:
    body = "ميتا \U0001f600".encode() + b"\x00\xff"
    inbox.keep(db, [(1, body)], NOW)
    assert inbox.unfinished(db) == [(1, body, NOW)]


def test_handled_updates_are_forgotten_after_two_days_and_open_ones_never(db: sqlite3.Connection) -> None:
    inbox.keep(db, [(1, b"old"), (2, b"open"), (3, b"new")], NOW)
    inbox.done(db, [1], NOW)
    inbox.done(db, [3], NOW + timedelta(days=1))
    inbox.forget_old(db, NOW + timedelta(days=2, seconds=1))
    assert [update_id for (update_id,) in db.execute("SELECT update_id FROM inbox")] == [2, 3]


@given(st.lists(st.tuples(st.sampled_from(("keep", "done", "forget")), st.integers(1, 5), st.integers(-800, 800))))
def test_an_update_is_not_forgotten_before_it_is_handled_whatever_the_clock_does(
    empty: sqlite3.Connection, happens: Sequence[tuple[str, int, int]]
) -> None:
    waiting: set[int] = set()
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        empty.backup(db)
        for what, update_id, hours in happens:
            now = NOW + timedelta(hours=hours)
            match what:
                case "keep":
                    waiting |= {fresh for fresh, _ in inbox.keep(db, [(update_id, b"{}")], now)}
                case "done":
                    inbox.done(db, [update_id], now)
                    waiting.discard(update_id)
                case _:
                    inbox.forget_old(db, now)
            assert {update_id for update_id, *_ in inbox.unfinished(db)} == waiting


@pytest.mark.parametrize(("when_handled", "when_swept"), [(-DAY, 0 * DAY), (0 * DAY, 0 * DAY), (0 * DAY, DAY)])
def test_what_telegram_repeats_within_a_day_is_known_although_the_clock_was_wrong_by_a_day(
    db: sqlite3.Connection, when_handled: timedelta, when_swept: timedelta
) -> None:
    inbox.keep(db, [(1, b"{}")], NOW + when_handled)
    inbox.done(db, [1], NOW + when_handled)
    inbox.forget_old(db, NOW + DAY + when_swept)
    assert inbox.keep(db, [(1, b"{}")], NOW + DAY + when_swept) == []


@pytest.mark.parametrize("clock_wrong_by", [-DAY, 0 * DAY, DAY])
def test_after_a_week_of_silence_a_number_that_telegram_uses_again_is_a_new_update(
    db: sqlite3.Connection, clock_wrong_by: timedelta
) -> None:
    inbox.keep(db, [(1, b"old")], NOW + clock_wrong_by)
    inbox.done(db, [1], NOW + clock_wrong_by)
    inbox.forget_old(db, NOW + WEEK)
    assert inbox.keep(db, [(1, b"new")], NOW + WEEK) == [(1, b"new")]
