"""Who reads, when, in which language, and what they follow."""

import sqlite3
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.address import Address, is_topic, topic_key
from mujaz.subscriber import (
    DAY_MINUTES,
    MOST,
    Alerts,
    Calendar,
    Choices,
    Digits,
    Length,
    Quiet,
    Slot,
    State,
    Subscriber,
)
from storage import announcements, choices, runs, subscribers, topics
from tests.storage.rows import DAY, DUE, MORNING, NOW, alert_run, published, reader

EVENING = Slot("Africa/Cairo", 21 * 60)
HOUR = timedelta(hours=1)
FRIDAY = Slot("Asia/Riyadh", 8 * 60, 0b0010000)
EVERYTHING = Choices(
    length=Length.FULL,
    most=12,
    digits=Digits.ARABIC,
    calendar=Calendar.HIJRI,
    alerts=Alerts.OFF,
    alerts_a_day=1,
    quiet=Quiet(22 * 60, 7 * 60),
    announcements=False,
    less=frozenset({"funding", "lawsuit"}),
)


def moved_to(db: sqlite3.Connection, chat_id: int, *slots: Slot) -> None:
    subscribers.schedule(db, chat_id, slots[0].zone, None, slots, NOW)


def found(db: sqlite3.Connection, chat_id: int) -> Subscriber:
    reader = subscribers.get(db, chat_id)
    assert reader is not None
    return reader


def slot_ids(db: sqlite3.Connection, chat_id: int) -> list[int]:
    rows = db.execute("SELECT slot_id FROM subscriber_slots WHERE chat_id = ? ORDER BY slot_id", (chat_id,))
    return [slot_id for (slot_id,) in rows]


def due_in(db: sqlite3.Connection, slot_id: int, due_at: datetime = DUE) -> list[int]:
    return [reader.chat_id for reader in subscribers.in_slot_after(db, slot_id, -(2**63), due_at, 9)]


def test_a_new_reader_is_active_and_looks_back_a_day(db: sqlite3.Connection) -> None:
    new = reader(db, 7)
    assert (new.state, new.slots, new.language, new.last_due_at) == (State.ACTIVE, (MORNING,), "ar", NOW - DAY)
    assert subscribers.get(db, 7) == new


def test_somebody_who_never_came_is_nobody(db: sqlite3.Connection) -> None:
    assert subscribers.get(db, 404) is None


def test_starting_twice_changes_nothing(db: sqlite3.Connection) -> None:
    reader(db, 7)
    moved_to(db, 7, EVENING)
    subscribers.speak(db, 7, "en")
    subscribers.had_digest(db, 7, NOW)
    before = subscribers.get(db, 7)
    assert subscribers.subscribe(db, 7, "ar", MORNING, NOW + HOUR, NOW) == before


def test_who_comes_back_finds_the_choices_they_had_and_not_the_news_of_a_year(db: sqlite3.Connection) -> None:
    reader(db, 7)
    moved_to(db, 7, EVENING)
    subscribers.speak(db, 7, "en")
    subscribers.follow(db, 7, "meta")
    assert subscribers.leave(db, 7, State.STOPPED, NOW)
    later = NOW + 365 * DAY
    returned = subscribers.subscribe(db, 7, "ar", MORNING, later, later - DAY)
    assert (returned.state, returned.slots, returned.language) == (State.ACTIVE, (EVENING,), "en")
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
    moved_to(db, 7, EVENING)
    moved = subscribers.get(db, 7)
    assert moved is not None
    assert (moved.slots, moved.last_due_at) == ((EVENING,), NOW - DAY)


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
    assert (new.slots, new.last_due_at, new.follows) == (old.slots, old.last_due_at, frozenset({"meta"}))
    assert subscribers.get(db, -5) is None


def test_a_supergroup_that_subscribed_itself_keeps_its_own_choices(db: sqlite3.Connection) -> None:
    reader(db, -5)
    reader(db, -1005, EVENING)
    subscribers.follow(db, -5, "meta")
    subscribers.change_chat(db, -5, -1005)
    new = subscribers.get(db, -1005)
    assert new is not None
    assert (new.slots, new.follows) == ((EVENING,), frozenset({"meta"}))


@pytest.mark.parametrize("most", [1, 2, 50])
def test_the_readers_of_a_slot_are_walked_in_order_each_once(db: sqlite3.Connection, most: int) -> None:
    chats = [-1005, -3, 1, 4, 900]
    for chat_id in reversed(chats):
        reader(db, chat_id)
    reader(db, 2, EVENING)
    slot_id = db.execute("SELECT slot_id FROM subscriber_slots WHERE chat_id = 1").fetchone()[0]
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
    assert [found.chat_id for found in subscribers.active_after(db, alert_run(db, published(db, "ميتا")), 9, {})] == [
        3,
        4,
    ]
    assert subscribers.how_many_active(db) == 2


# ---------------------------------------------------------------- choices


def test_what_a_reader_chooses_is_kept_to_the_letter_and_what_was_not_chosen_is_as_proposed(
    db: sqlite3.Connection,
) -> None:
    assert reader(db, 7).choices == Choices()
    subscribers.choose(db, 7, EVERYTHING)
    assert found(db, 7).choices == EVERYTHING
    subscribers.choose(db, 7, Choices())
    assert found(db, 7).choices == Choices()


@given(
    st.builds(
        Choices,
        length=st.sampled_from(Length),
        most=st.sampled_from(MOST),
        digits=st.sampled_from(Digits),
        calendar=st.sampled_from(Calendar),
        alerts=st.sampled_from(Alerts),
        alerts_a_day=st.integers(0, 24),
        quiet=st.none()
        | st.lists(st.integers(0, DAY_MINUTES - 1), min_size=2, max_size=2, unique=True).map(lambda ends: Quiet(*ends)),
        announcements=st.booleans(),
        less=st.frozensets(st.sampled_from(("layoffs", "funding", "launch"))),
    )
)
def test_all_choices_go_into_a_row_and_come_back(chosen: Choices) -> None:
    assert choices.from_columns(choices.to_columns(chosen)) == chosen


@pytest.mark.parametrize("ends", [(480, 480), (-1, 480), (480, 1440)])
def test_quiet_hours_that_are_none_or_all_are_refused(ends: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="quiet hours"):
        Quiet(*ends)


def test_a_reader_may_have_several_times_a_day_and_gets_each(db: sqlite3.Connection) -> None:
    reader(db, 7)
    late = Slot(MORNING.zone, 20 * 60)
    subscribers.schedule(db, 7, MORNING.zone, "SA", [late, MORNING], NOW)
    assert (found(db, 7).slots, found(db, 7).country) == ((MORNING, late), "SA")
    morning, evening = slot_ids(db, 7)
    assert due_in(db, morning) == [7]
    subscribers.had_digest(db, 7, DUE)
    assert due_in(db, morning) == []
    assert due_in(db, evening, DUE + 12 * HOUR) == [7]


def test_two_times_that_fall_together_bring_one_digest(db: sqlite3.Connection) -> None:
    reader(db, 7)
    moved_to(db, 7, MORNING, FRIDAY)
    daily, weekly = slot_ids(db, 7)
    assert due_in(db, daily) == due_in(db, weekly) == [7]
    subscribers.had_digest(db, 7, DUE)
    assert due_in(db, weekly) == []


def test_times_in_two_zones_and_no_time_at_all_are_refused(db: sqlite3.Connection) -> None:
    reader(db, 7)
    for times in ([MORNING, EVENING], []):
        with pytest.raises(ValueError, match="one or more times"):
            subscribers.schedule(db, 7, MORNING.zone, None, times, NOW)
    assert found(db, 7).slots == (MORNING,)


def test_times_of_somebody_who_never_came_are_not_kept(db: sqlite3.Connection) -> None:
    moved_to(db, 404, MORNING)
    assert subscribers.get(db, 404) is None


def test_the_last_word_of_a_reader_is_the_latest_whatever_the_clock_does(db: sqlite3.Connection) -> None:
    assert reader(db, 7).last_heard_at == NOW
    for heard_at in (NOW + HOUR, NOW, NOW + HOUR + timedelta(seconds=59)):
        subscribers.heard(db, [7, 404], heard_at)
    assert found(db, 7).last_heard_at == NOW + HOUR
    subscribers.heard(db, [7], NOW + HOUR + timedelta(seconds=60))
    assert found(db, 7).last_heard_at == NOW + HOUR + timedelta(seconds=60)


# ---------------------------------------------------------------- pauses


def test_a_reader_who_paused_is_passed_over_and_the_window_stays_open(db: sqlite3.Connection) -> None:
    for chat_id in (1, 2):
        reader(db, chat_id)
    subscribers.pause(db, 1, DUE + HOUR)
    (slot_id,) = slot_ids(db, 1)
    assert due_in(db, slot_id) == [2]
    assert [who.chat_id for who in subscribers.active_after(db, alert_run(db, published(db, "ميتا")), 9, {})] == [2]
    assert due_in(db, slot_id, DUE + DAY) == [1, 2]
    assert (found(db, 1).last_due_at, found(db, 1).paused(DUE)) == (NOW - DAY, True)
    assert not found(db, 1).paused(DUE + HOUR)


def test_a_pause_that_is_ended_ends_at_once(db: sqlite3.Connection) -> None:
    reader(db, 1)
    subscribers.pause(db, 1, DUE + 30 * DAY)
    subscribers.resume(db, 1)
    assert due_in(db, slot_ids(db, 1)[0]) == [1]


# ---------------------------------------------------------------- who wants what


def test_breaking_news_alerts_who_wants_such_and_other_news_alerts_who_wants_what_they_follow(
    db: sqlite3.Connection,
) -> None:
    for chat_id, alerts in enumerate(Alerts, start=1):
        for following in (False, True):
            reader(db, chat_id + 10 * following)
            subscribers.choose(db, chat_id + 10 * following, Choices(alerts=alerts))
    for chat_id in (11, 12, 13):
        subscribers.follow(db, chat_id, "meta")
    article = published(db, "ميتا", "", "google", "meta")
    runs.open_alert(db, article.id, NOW)
    (run,) = runs.unfinished(db)
    followed, breaking = [12], [3, 12, 13]
    assert [who.chat_id for who in subscribers.active_after(db, run, 9, {})] == followed
    assert subscribers.how_many_alerted(db, article.id, NOW, breaking=True) == len(breaking)
    assert [who.chat_id for who in subscribers.active_after(db, alert_run(db, article), 9, {})] == breaking
    assert subscribers.how_many_alerted(db, article.id, NOW, breaking=False) == len(followed)


def test_announcements_go_to_nobody_who_switched_them_off_and_are_not_counted_for_them(db: sqlite3.Connection) -> None:
    for chat_id in (1, 2, 3):
        reader(db, chat_id)
    subscribers.choose(db, 1, Choices(announcements=False))
    subscribers.pause(db, 2, NOW + HOUR)
    run = runs.draft_announcement(db, 3001, NOW)
    assert [who.chat_id for who in subscribers.active_after(db, run, 9, {})] == [3]
    assert announcements.how_many_readers(db, NOW) == 1
    assert announcements.how_many_messages(db, run.id, NOW) == 2
    assert announcements.how_many_messages(db, runs.draft_announcement(db, 3, NOW).id, NOW) == 1


# ---------------------------------------------------------------- topics


def test_a_topic_is_a_reader_of_its_own_beside_its_group(db: sqlite3.Connection) -> None:
    first, second = (topics.reader_of(db, -1005, thread) for thread in (12, 34))
    assert topics.reader_of(db, -1005, 12) == first
    assert is_topic(first)
    assert is_topic(second)
    for key in (-1005, first, second):
        reader(db, key)
    assert [topics.address(db, key) for key in (-1005, first, second)] == [
        Address(-1005),
        Address(-1005, 12),
        Address(-1005, 34),
    ]
    assert topics.addresses(db, [-1005, first, 7]) == {first: Address(-1005, 12)}
    assert due_in(db, slot_ids(db, first)[0]) == [second, first, -1005]


def test_a_topic_that_nobody_knows_has_no_address(db: sqlite3.Connection) -> None:
    with pytest.raises(KeyError):
        topics.address(db, topic_key(404))


def test_topics_go_with_a_group_that_has_another_id(db: sqlite3.Connection) -> None:
    topic = topics.reader_of(db, -5, 12)
    reader(db, -5)
    reader(db, topic, EVENING)
    subscribers.change_chat(db, -5, -1005)
    assert topics.address(db, topic) == Address(-1005, 12)
    assert found(db, topic).slots == (EVENING,)
    assert found(db, -1005).slots == (MORNING,)


def test_a_group_that_moved_where_it_is_keeps_all_it_has(db: sqlite3.Connection) -> None:
    before = reader(db, -1005)
    subscribers.change_chat(db, -1005, -1005)
    assert found(db, -1005) == before


def test_a_topic_ends_by_itself_and_with_its_group(db: sqlite3.Connection) -> None:
    first, second = (topics.reader_of(db, -1005, thread) for thread in (12, 34))
    for key in (-1005, first, second):
        reader(db, key)
    subscribers.leave(db, first, State.GONE, NOW, "Bad Request: TOPIC_CLOSED")
    assert [found(db, key).state for key in (-1005, first, second)] == [State.ACTIVE, State.GONE, State.ACTIVE]
    subscribers.leave(db, -1005, State.STOPPED, NOW)
    assert found(db, second).state is State.ACTIVE
    subscribers.subscribe(db, -1005, "ar", MORNING, NOW, NOW)
    subscribers.leave(db, -1005, State.GONE, NOW, "kicked")
    assert found(db, second).state is State.GONE
    subscribers.back(db, -1005, NOW)
    assert [found(db, key).state for key in (-1005, first, second)] == [State.ACTIVE, State.GONE, State.ACTIVE]
    subscribers.back(db, first, NOW)
    assert found(db, first).state is State.ACTIVE


def test_a_group_whose_own_topic_is_closed_keeps_the_digests_of_its_others(db: sqlite3.Connection) -> None:
    topic = topics.reader_of(db, -1005, 12)
    for key in (-1005, topic):
        reader(db, key)
    subscribers.leave(db, -1005, State.GONE, NOW, "Bad Request: TOPIC_CLOSED")
    assert [found(db, key).state for key in (-1005, topic)] == [State.GONE, State.ACTIVE]
