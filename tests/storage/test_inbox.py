"""An update is kept before Telegram hears that it arrived, and handled once."""

import sqlite3
from datetime import timedelta

from storage import inbox
from tests.storage.rows import NOW


def test_what_telegram_repeats_is_not_handled_again(db: sqlite3.Connection) -> None:
    assert inbox.keep(db, [(1, b"{}"), (2, b"[]")], NOW) == [(1, b"{}"), (2, b"[]")]
    assert inbox.keep(db, [(2, b"[]"), (3, b"!")], NOW) == [(3, b"!")]
    inbox.done(db, 3, NOW)
    assert inbox.keep(db, [(3, b"!")], NOW) == []


def test_after_a_crash_what_was_not_handled_comes_again_in_order(db: sqlite3.Connection) -> None:
    inbox.keep(db, [(3, b"3"), (1, b"1"), (2, b"2")], NOW)
    inbox.done(db, 2, NOW)
    assert inbox.unfinished(db) == [(1, b"1"), (3, b"3")]


def test_bytes_come_back_as_they_came(db: sqlite3.Connection) -> None:
    body = "ميتا \U0001f600".encode() + b"\x00\xff"
    inbox.keep(db, [(1, body)], NOW)
    assert inbox.unfinished(db) == [(1, body)]


def test_handled_updates_are_forgotten_after_two_days_and_open_ones_never(db: sqlite3.Connection) -> None:
    inbox.keep(db, [(1, b"old"), (2, b"open"), (3, b"new")], NOW)
    inbox.done(db, 1, NOW)
    inbox.done(db, 3, NOW + timedelta(days=1))
    inbox.forget_old(db, NOW + timedelta(days=2, seconds=1))
    assert [update_id for (update_id,) in db.execute("SELECT update_id FROM inbox")] == [2, 3]
