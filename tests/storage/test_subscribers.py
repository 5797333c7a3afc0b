"""Who reads, when, in which language, and what they follow."""

import sqlite3
from datetime import timedelta

import pytest

from mujaz.subscriber import Slot, State
from storage import subscribers
from tests.storage.rows import DAY, DUE, MORNING, NOW, reader

EVENING = Slot("Africa/Cairo", 21 * 60)
HOUR = timedelta(hours=1)


def test_a_new_reader_is_active_and_looks_back_a_day(db: sqlite3.Connection) -> None:
    new = reader(db, 7)
    assert (new.state, new.slot, new.language, new.last_due_at) == (State.ACTIVE, MORNING, "ar", NOW - DAY)
    assert subscribers.get(db, 7) == new


def test_somebody_who_never_came_is_nobody(db: sqlite3.Connection) -> None:
    assert subscribers.get(db, 404) is None


def test_starting_twice_changes_nothing(db: sqlite3.Connection) -> None:
    reader(db, 7)
    subscribers.move(db, 7, EVENING, NOW)
    subscribers.speak(db, 7, "en")
    subscribers.had_digest(db, 7, NOW)
    before = subscribers.get(db, 7)
    assert subscribers.subscribe(db, 7, "ar", MORNING, NOW + HOUR, NOW) == before


def test_who_comes_back_finds_the_choices_they_had_and_not_the_news_of_a_year(db: sqlite3.Connection) -> None:
    reader(db, 7)
    subscribers.move(db, 7, EVENING, NOW)
    subscribers.speak(db, 7, "en")
    subscribers.follow(db, 7, "meta")
    assert subscribers.leave(db, 7, State.STOPPED, NOW)
    later = NOW + 365 * DAY
    returned = subscribers.subscribe(db, 7, "ar", MORNING, later, later - DAY)
    assert (returned.state, returned.slot, returned.language) == (State.ACTIVE, EVENING, "en")
    assert returned.follows == {"meta"}
    assert returned.last_due_at == later - DAY


def test_leaving_is_said_once(db: sqlite3.Connection) -> None:
    reader(db, 7)
    assert subscribers.leave(db, 7, State.STOPPED, NOW)
    assert not subscribers.leave(db, 7, State.STOPPED, NOW)
    assert not subscribers.leave(db, 404, State.STOPPED, NOW)


def test_a_reader_who_unblocks_the_bot_finds_what_came_meanwhile_in_the_next_digest(db: sqlite3.Connection) -> None:
    before = reader(db, 7)
    subscribers.leave(db, 7, State.GONE, NOW, "bot was blocked by the user")
    subscribers.back(db, 7, NOW + HOUR)
    returned = subscribers.get(db, 7)
    assert returned is not None
    assert (returned.state, returned.last_due_at) == (State.ACTIVE, before.last_due_at)


def test_a_reader_who_stopped_is_not_brought_back_by_unblocking(db: sqlite3.Connection) -> None:
    reader(db, 7)
    subscribers.leave(db, 7, State.STOPPED, NOW)
    subscribers.back(db, 7, NOW)
    stopped = subscribers.get(db, 7)
    assert stopped is not None
    assert stopped.state is State.STOPPED


def test_another_time_keeps_the_window_open_from_the_last_digest(db: sqlite3.Connection) -> None:
    reader(db, 7)
    subscribers.move(db, 7, EVENING, NOW)
    moved = subscribers.get(db, 7)
    assert moved is not None
    assert (moved.slot, moved.last_due_at) == (EVENING, NOW - DAY)


def test_readers_of_one_time_share_one_slot(db: sqlite3.Connection) -> None:
    for chat_id in (1, 2, 3):
        reader(db, chat_id)
    assert db.execute("SELECT count(*) FROM slots").fetchone() == (1,)


def test_following_twice_is_following_once(db: sqlite3.Connection) -> None:
    reader(db, 7)
    for _ in range(2):
        subscribers.follow(db, 7, "meta")
    subscribers.follow(db, 7, "openai")
    subscribers.unfollow(db, 7, "openai")
    subscribers.unfollow(db, 7, "google")
    found = subscribers.get(db, 7)
    assert found is not None
    assert found.follows == {"meta"}


def test_a_group_that_becomes_a_supergroup_keeps_its_subscription(db: sqlite3.Connection) -> None:
    old = reader(db, -5)
    subscribers.follow(db, -5, "meta")
    subscribers.change_chat(db, -5, -1005)
    new = subscribers.get(db, -1005)
    assert new is not None
    assert (new.slot, new.last_due_at, new.follows) == (old.slot, old.last_due_at, frozenset({"meta"}))
    assert subscribers.get(db, -5) is None


def test_a_supergroup_that_subscribed_itself_keeps_its_own_choices(db: sqlite3.Connection) -> None:
    reader(db, -5)
    reader(db, -1005, EVENING)
    subscribers.follow(db, -5, "meta")
    subscribers.change_chat(db, -5, -1005)
    new = subscribers.get(db, -1005)
    assert new is not None
    assert (new.slot, new.follows) == (EVENING, frozenset({"meta"}))


@pytest.mark.parametrize("most", [1, 2, 50])
def test_the_readers_of_a_slot_are_walked_in_order_each_once(db: sqlite3.Connection, most: int) -> None:
    chats = [-1005, -3, 1, 4, 900]
    for chat_id in reversed(chats):
        reader(db, chat_id)
    reader(db, 2, EVENING)
    slot_id = db.execute("SELECT slot_id FROM subscribers WHERE chat_id = 1").fetchone()[0]
    walked, cursor = [], -(2**63)
    while page := subscribers.in_slot_after(db, slot_id, cursor, DUE, most):
        walked += [found.chat_id for found in page]
        cursor = walked[-1]
    assert walked == chats


def test_who_left_or_had_the_digest_is_passed_over(db: sqlite3.Connection) -> None:
    for chat_id in (1, 2, 3, 4):
        reader(db, chat_id)
    subscribers.leave(db, 1, State.STOPPED, NOW)
    subscribers.leave(db, 2, State.GONE, NOW)
    subscribers.had_digest(db, 3, DUE)
    assert [found.chat_id for found in subscribers.in_slot_after(db, 1, 0, DUE, 9)] == [4]
    assert [found.chat_id for found in subscribers.active_after(db, 0, 0, 9)] == [3, 4]
    assert subscribers.how_many_active(db) == 2
