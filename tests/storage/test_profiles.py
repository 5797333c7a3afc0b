"""What readers have in common is read in one place, and is always what they chose last."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mujaz.subscriber import Choices, Length, Slot
from storage import interned, profiles, subscribers
from storage.interned import Shared
from tests.storage.rows import DAY, MORNING, NOW, opened, reader

EVENING = Slot(MORNING.zone, 20 * 60)

CHANGES: dict[str, Callable[[sqlite3.Connection], object]] = {
    "language": lambda db: subscribers.speak(db, 7, "en"),
    "choices": lambda db: subscribers.choose(db, 7, Choices(length=Length.LINE)),
    "follow": lambda db: subscribers.follow(db, 7, "openai"),
    "unfollow": lambda db: subscribers.unfollow(db, 7, "meta"),
    "times": lambda db: subscribers.schedule(db, 7, MORNING.zone, "SA", [MORNING, EVENING], NOW),
    "zone": lambda db: subscribers.schedule(db, 7, "Africa/Cairo", None, [Slot("Africa/Cairo", 60)], NOW),
    "elsewhere": lambda db: db.execute("UPDATE subscribers SET country = 'EG', quiet_start = 1, quiet_end = 2"),
    "followed elsewhere": lambda db: db.execute("INSERT OR REPLACE INTO follows VALUES (7, 'google')"),
    "unfollowed elsewhere": lambda db: db.execute("DELETE FROM follows"),
    "moved": lambda db: subscribers.change_chat(db, 8, 7),
    "digest": lambda db: subscribers.had_digest(db, 7, NOW),
}
"""By the functions that are there for it, and behind their backs."""


def as_decided(db: sqlite3.Connection, chat_id: int) -> str:
    """What a reader's columns, follows and times say, whatever its profile does."""
    with_none = profiles.SAID.replace("p.id = s.profile", "0")
    (said,) = db.execute(f"SELECT {with_none} FROM subscribers s WHERE chat_id = ?", (chat_id,)).fetchone()
    return str(said)


def as_read(db: sqlite3.Connection, chat_id: int) -> str:
    (said,) = db.execute(f"SELECT {profiles.SAID} FROM subscribers s WHERE chat_id = ?", (chat_id,)).fetchone()
    return str(said)


def number_of(db: sqlite3.Connection, chat_id: int) -> int:
    (number,) = db.execute("SELECT profile FROM subscribers WHERE chat_id = ?", (chat_id,)).fetchone()
    return int(number)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(list(CHANGES)), max_size=6))
def test_what_is_read_is_what_was_chosen_last_by_whatever_way(changes: list[str]) -> None:
    with closing(opened(":memory:")) as db:
        for chat_id in (7, 8):
            reader(db, chat_id)
            subscribers.follow(db, chat_id, "meta")
        for change in changes:
            CHANGES[change](db)
            for (chat_id,) in db.execute("SELECT chat_id FROM subscribers").fetchall():
                assert as_read(db, chat_id) == as_decided(db, chat_id)


@pytest.mark.parametrize("change", ["language", "choices", "follow", "unfollow", "times", "zone"])
def test_what_a_reader_chooses_is_read_fast_from_then_on(db: sqlite3.Connection, change: str) -> None:
    reader(db, 7)
    subscribers.follow(db, 7, "meta")
    before = number_of(db, 7)
    CHANGES[change](db)
    assert number_of(db, 7) not in (0, before)


def test_readers_alike_share_a_row_and_those_who_differ_do_not(db: sqlite3.Connection) -> None:
    for chat_id in (1, 2, 3):
        reader(db, chat_id)
        subscribers.follow(db, chat_id, "meta")
        subscribers.had_digest(db, chat_id, NOW + chat_id * timedelta(hours=1))
    subscribers.speak(db, 3, "en")
    assert number_of(db, 1) == number_of(db, 2) != number_of(db, 3)


def test_a_profile_that_nobody_has_any_more_is_removed_and_one_that_somebody_has_is_not(
    db: sqlite3.Connection,
) -> None:
    for chat_id in (1, 2):
        reader(db, chat_id)
    subscribers.speak(db, 1, "en")
    subscribers.speak(db, 1, "ar")
    for now in (NOW, NOW + 3 * DAY):
        interned.sweep(db, Shared.PROFILES, interned.unused(db, Shared.PROFILES), now)
    assert db.execute("SELECT id FROM profiles").fetchall() == [(number_of(db, 1),)]
    assert number_of(db, 2) == number_of(db, 1)
