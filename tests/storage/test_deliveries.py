"""Whatever happens between the intent and the answer, nobody is left out and every possible duplicate is listed."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mujaz.address import Address
from mujaz.delivery import (
    Delivery,
    DeliveryState,
    Gone,
    Later,
    Moved,
    NotSent,
    Outcome,
    Refused,
    Sent,
    Settlement,
    Unsure,
    settle,
)
from mujaz.errors import StorageError
from mujaz.run import Run, RunKind
from mujaz.subscriber import State
from storage import audience, deliveries, intents, retries, runs, subscribers, topics
from storage.intents import Intent
from storage.store import open_store
from tests.storage.rows import DAY, DUE, NOW, alert_run, digest_run, published, reader

SECOND = timedelta(seconds=1)
SENDING, SENT, RETRY = DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.RETRY
WAITING, DEAD, SKIPPED = DeliveryState.WAITING, DeliveryState.DEAD, DeliveryState.SKIPPED


@pytest.fixture
def run(db: sqlite3.Connection) -> Run:
    for chat_id in (1, 2, 3):
        reader(db, chat_id)
    return digest_run(db)


def intended(db: sqlite3.Connection, run: Run, chat_id: int = 1, parts: int = 1) -> Delivery:
    delivery = Delivery(run.id, chat_id, 0, since=NOW - DAY)
    record(db, run.past(chat_id), delivery, parts)
    return delivery


def record(db: sqlite3.Connection, run: Run, delivery: Delivery, parts: int = 1) -> None:
    due_at = run.due_at if run.kind is RunKind.DIGEST else None
    intents.record(db, [Intent(delivery, parts, due_at)], [run], [], NOW)


def due(db: sqlite3.Connection, now: datetime, most: int = 9) -> list[Delivery]:
    """What is tried again now, of any run, and whose readers are still there or not."""
    return [found for run in runs.unfinished(db) for found in retries.take(db, run, now, most)]


def give_up(db: sqlite3.Connection, run: Run) -> None:
    """What becomes of an expired run's messages that wait."""
    retries.expire(db, run.id, run.expires_at, 100)


def next_retry(db: sqlite3.Connection) -> datetime | None:
    """Of the only run."""
    return retries.upcoming(db, 1).retry_at


def ended(db: sqlite3.Connection, delivery: Delivery, outcome: Outcome, now: datetime = DUE) -> Delivery | None:
    return deliveries.settle(db, delivery, outcome, settle(outcome, delivery, now, 0.0), now)


def states(db: sqlite3.Connection, chat_id: int = 1) -> list[int]:
    rows = db.execute("SELECT state FROM deliveries WHERE chat_id = ? ORDER BY part", (chat_id,))
    return [state for (state,) in rows]


def one(db: sqlite3.Connection, column: str, chat_id: int = 1) -> object:
    (value,) = db.execute(f"SELECT {column} FROM deliveries WHERE chat_id = ? AND part = 0", (chat_id,)).fetchone()
    return value


# ---------------------------------------------------------------- intent


def test_the_intent_moves_the_cursor_and_the_window_with_it(db: sqlite3.Connection, run: Run) -> None:
    intended(db, run, 2, parts=3)
    assert states(db, 2) == [SENDING, WAITING, WAITING]
    assert runs.get(db, run.id).cursor == 2
    told = subscribers.get(db, 2)
    assert told is not None
    assert told.last_due_at == DUE
    assert [found.chat_id for found in audience.digest_page(db, runs.get(db, run.id), 9, None, ()).readers] == [3]


def test_an_alert_leaves_the_window_of_the_digest_open(db: sqlite3.Connection) -> None:
    before = reader(db, 1)
    intended(db, alert_run(db, published(db, "ميتا")))
    assert subscribers.get(db, 1) == before


async def test_an_intent_that_fails_leaves_neither_a_row_nor_a_cursor(tmp_path: Path) -> None:
    async with open_store(tmp_path / "mujaz.sqlite") as store:
        await store.write(reader, 1)
        run = await store.write(digest_run)
        delivery = Delivery(run.id, 1, 0, since=NOW)
        await store.write(record, run, delivery)
        await store.write(runs.advance, run)
        later = NOW + timedelta(hours=2)
        await store.write(subscribers.had_digest, 1, later)
        with pytest.raises(StorageError):
            await store.write(record, run.past(1), delivery, 2)  # the row is there already
        kept = await store.read(subscribers.get, 1)
        assert kept is not None
        assert kept.last_due_at == later
        assert await store.read(states) == [SENDING]


# ---------------------------------------------------------------- results


def test_a_sent_message_is_over_and_its_id_is_kept(db: sqlite3.Connection, run: Run) -> None:
    assert ended(db, intended(db, run), Sent(4711)) is None
    assert (states(db), one(db, "message_id")) == ([SENT], 4711)
    assert next_retry(db) is None


def test_parts_go_out_in_order_each_after_the_one_before(db: sqlite3.Connection, run: Run) -> None:
    following: Delivery | None = intended(db, run, parts=3)
    seen = []
    while following is not None:
        seen.append((following.part, states(db)))
        following = ended(db, following, Sent(100 + following.part))
    assert seen == [(0, [SENDING, WAITING, WAITING]), (1, [SENT, SENDING, WAITING]), (2, [SENT, SENT, SENDING])]
    assert states(db) == [SENT, SENT, SENT]


@pytest.mark.parametrize(("outcome", "state"), [(Refused("bad"), DEAD), (Gone("blocked"), SKIPPED)])
def test_parts_behind_one_that_will_never_go_are_given_up(
    db: sqlite3.Connection, run: Run, outcome: Outcome, state: DeliveryState
) -> None:
    assert ended(db, intended(db, run, parts=3), outcome) is None
    assert states(db) == [state, SKIPPED, SKIPPED]


def test_parts_wait_while_the_one_before_is_tried_again(db: sqlite3.Connection, run: Run) -> None:
    ended(db, intended(db, run, parts=2), Later(30 * SECOND))
    assert states(db) == [RETRY, WAITING]
    (again,) = due(db, DUE + 31 * SECOND)
    following = ended(db, again, Sent(1))
    assert following is not None
    assert (following.part, following.attempts) == (1, 1)


def test_a_reader_who_blocked_the_bot_is_pruned_with_the_reason(db: sqlite3.Connection, run: Run) -> None:
    ended(db, intended(db, run), Gone("bot was blocked by the user"))
    gone = subscribers.get(db, 1)
    assert gone is not None
    assert gone.state is State.GONE
    (reason,) = db.execute("SELECT state_reason FROM subscribers WHERE chat_id = 1").fetchone()
    assert reason == "bot was blocked by the user"
    assert [found.chat_id for found in subscribers.active_after(db, alert_run(db, published(db, "ميتا")), 9, {})] == [
        2,
        3,
    ]


def test_a_group_that_moved_gets_its_message_at_its_new_address_once(db: sqlite3.Connection) -> None:
    reader(db, -5)
    run = digest_run(db)
    first = intended(db, run, -5, parts=2)
    ended(db, first, Moved(-1005))
    assert states(db, -5) == [SKIPPED, SKIPPED]
    assert states(db, -1005) == [RETRY, WAITING]
    (again,) = due(db, DUE)
    assert (again.chat_id, again.part, again.since) == (-1005, 0, NOW - DAY)
    following = ended(db, again, Sent(1))
    assert following is not None
    assert following.part == 1
    assert audience.digest_page(db, runs.get(db, run.id), 9, None, ()).readers == []


def test_what_waits_for_a_group_in_other_runs_moves_with_it(db: sqlite3.Connection) -> None:
    reader(db, -5)
    run = digest_run(db)
    alert = alert_run(db, published(db, "ميتا"), DUE)
    intent = Intent(Delivery(alert.id, -5, 0, since=NOW), 2, None, held_until=DUE + DAY)
    intents.record(db, [intent], [alert], [], NOW)
    ended(db, intended(db, run, -5), Moved(-1005))
    assert [found.chat_id for found in retries.take(db, alert, DUE + DAY, 9)] == [-1005]
    assert sorted(states(db, -1005)) == [WAITING, SENDING, RETRY]


def test_a_topic_whose_group_moved_keeps_its_key_and_gets_the_rest_there(db: sqlite3.Connection) -> None:
    first, second = (topics.reader_of(db, -5, thread) for thread in (12, 34))
    for key in (-5, first, second):
        reader(db, key)
    run = digest_run(db)
    for key in (second, first):
        ended(db, intended(db, run, key, parts=2), Moved(-1005))
        assert states(db, key) == [RETRY, WAITING]
    assert {again.chat_id for again in due(db, DUE)} == {first, second}
    assert topics.addresses(db, [first, second]) == {first: Address(-1005, 12), second: Address(-1005, 34)}
    assert subscribers.get(db, -5) is None
    assert subscribers.get(db, -1005) is not None


def test_a_group_that_moved_after_its_first_part_gets_only_the_rest(db: sqlite3.Connection) -> None:
    reader(db, -5)
    second = ended(db, intended(db, digest_run(db), -5, parts=3), Sent(1))
    assert second is not None
    ended(db, second, Moved(-1005))
    assert states(db, -5) == [SENT, SKIPPED, SKIPPED]
    (again,) = due(db, DUE)
    assert (again.chat_id, again.part) == (-1005, 1)
    following = ended(db, again, Sent(2))
    assert following is not None
    assert following.part == 2


# ---------------------------------------------------------------- retries


def test_a_wait_that_telegram_asked_for_is_stored_and_costs_no_try(db: sqlite3.Connection, run: Run) -> None:
    ended(db, intended(db, run), Later(30 * SECOND))
    assert one(db, "attempts") == 0
    assert next_retry(db) == DUE + 30 * SECOND
    assert due(db, DUE + 29 * SECOND) == []
    (again,) = due(db, DUE + 30 * SECOND)
    assert (again.chat_id, again.attempts, again.since) == (1, 1, NOW - DAY)
    assert states(db) == [SENDING]


def test_a_wait_that_telegram_asked_for_is_not_cut_to_the_whole_second(db: sqlite3.Connection, run: Run) -> None:
    said_at = DUE + timedelta(milliseconds=900)
    ended(db, intended(db, run), Later(SECOND), said_at)
    assert due(db, said_at + timedelta(milliseconds=999)) == []
    assert due(db, said_at + 2 * SECOND) != []


def test_failures_are_counted_until_enough(db: sqlite3.Connection, run: Run) -> None:
    tries, delivery = 1, intended(db, run)
    while True:
        ended(db, delivery, Unsure("no answer"))
        again = due(db, DUE + timedelta(hours=1))
        if not again:
            break
        (delivery,) = again
        tries += 1
    assert (tries, states(db)) == (8, [DEAD])


def test_what_certainly_did_not_arrive_is_tried_until_the_run_expires(db: sqlite3.Connection, run: Run) -> None:
    delivery = intended(db, run)
    for _ in range(50):
        ended(db, delivery, NotSent("no route"))
        (delivery,) = due(db, DUE + timedelta(minutes=2))
    assert states(db) == [SENDING]


def test_a_digest_that_never_arrived_stands_in_the_next_one(db: sqlite3.Connection, run: Run) -> None:
    ended(db, intended(db, run), NotSent("no route"))
    kept = subscribers.get(db, 1)
    assert kept is not None
    assert kept.last_due_at == DUE
    give_up(db, run)
    again = subscribers.get(db, 1)
    assert again is not None
    assert (states(db), again.last_due_at) == ([DEAD], NOW - DAY)


def test_a_lost_answer_is_marked_and_the_mark_stays(db: sqlite3.Connection, run: Run) -> None:
    ended(db, intended(db, run), Unsure("timed out"))
    (again,) = due(db, DUE + timedelta(minutes=1))
    ended(db, again, Sent(5))
    assert (states(db), one(db, "suspect_duplicate")) == ([SENT], 1)


def test_retries_of_an_expired_run_are_given_up(db: sqlite3.Connection, run: Run) -> None:
    ended(db, intended(db, run, 1, parts=2), Later(30 * SECOND))
    give_up(db, run)
    assert states(db) == [DEAD, DEAD]
    assert one(db, "error") == "expired"
    assert next_retry(db) is None


def test_the_longest_due_is_tried_first_and_no_more_than_asked(db: sqlite3.Connection, run: Run) -> None:
    for chat_id, wait in ((1, 30), (2, 10), (3, 20)):
        ended(db, intended(db, run, chat_id), Later(wait * SECOND))
    later = DUE + timedelta(minutes=1)
    assert [found.chat_id for found in due(db, later, 2)] == [2, 3]
    assert [found.chat_id for found in due(db, later, 2)] == [1]


def test_a_retry_with_nothing_left_to_send_is_over(db: sqlite3.Connection, run: Run) -> None:
    ended(db, intended(db, run, parts=2), Later(SECOND))
    (again,) = due(db, DUE + SECOND)
    retries.skip(db, again, "nothing to send any more")
    assert states(db) == [SKIPPED, SKIPPED]
    assert next_retry(db) is None


def test_a_retry_for_a_reader_who_left_meanwhile_has_nobody_to_go_to(db: sqlite3.Connection, run: Run) -> None:
    for chat_id in (1, 2):
        ended(db, intended(db, run, chat_id), Later(SECOND))
    subscribers.leave(db, 1, State.STOPPED, DUE)
    again = audience.take_retries(db, run, DUE + SECOND, 9)
    assert [found.chat_id for found in again.taken] == [1, 2]
    assert [found.chat_id for found in again.readers.values()] == [2]
    assert again.upcoming.retry_at is None


# ---------------------------------------------------------------- after a crash


def test_after_a_crash_exactly_what_was_on_the_wire_is_listed_and_tried_again(db: sqlite3.Connection, run: Run) -> None:
    ended(db, intended(db, run, 1), Sent(1))
    on_the_wire = intended(db, run, 2, parts=2)
    ended(db, intended(db, run, 3), Later(30 * SECOND))
    assert deliveries.recover(db, DUE) == [on_the_wire]
    assert [one(db, "suspect_duplicate", chat_id) for chat_id in (1, 2, 3)] == [0, 1, 0]
    assert deliveries.recover(db, DUE) == []
    (again,) = due(db, DUE)
    assert (again.chat_id, again.part, again.attempts) == (2, 0, 2)
    assert states(db, 2) == [SENDING, WAITING]


def test_after_a_crash_the_walk_goes_on_behind_the_last_intent(db: sqlite3.Connection, run: Run) -> None:
    intended(db, run, 1)
    deliveries.recover(db, DUE)
    (same,) = runs.unfinished(db)
    assert [found.chat_id for found in audience.digest_page(db, same, 9, None, ()).readers] == [2, 3]


def test_a_settled_row_says_what_was_decided(db: sqlite3.Connection, run: Run) -> None:
    delivery = intended(db, run)
    deliveries.settle(db, delivery, NotSent("x"), Settlement(RETRY, DUE + SECOND, error="no route"), DUE)
    assert (states(db), one(db, "error"), one(db, "attempts")) == ([RETRY], "no route", 1)


# ---------------------------------------------------------------- quiet hours


def held(db: sqlite3.Connection, run: Run, until: datetime, parts: int = 1) -> None:
    """Reader 1 is to get a digest after the quiet hours."""
    intent = Intent(Delivery(run.id, 1, 0, NOW), parts, run.due_at, held_until=until)
    intents.record(db, [intent], [run.past(1)], [], NOW)


def test_what_is_held_waits_for_its_hour_without_counting_as_a_try(db: sqlite3.Connection, run: Run) -> None:
    until = DUE + timedelta(hours=9)
    held(db, run, until, parts=2)
    assert (states(db), one(db, "attempts")) == ([DeliveryState.HELD, WAITING], 0)
    assert retries.upcoming(db, run.id) == (None, until)
    assert due(db, until - SECOND) == []
    assert retries.expire(db, run.id, run.expires_at + DAY, 9) == (None, until)
    (again,) = due(db, until)
    assert (again.attempts, states(db)) == (1, [SENDING, WAITING])


def test_a_clock_that_is_set_back_lets_nothing_out_in_quiet_hours(db: sqlite3.Connection, run: Run) -> None:
    until = DUE + timedelta(hours=9)
    held(db, run, until)
    assert due(db, NOW - DAY) == []


def test_a_held_message_is_not_counted_among_those_that_began(db: sqlite3.Connection, run: Run) -> None:
    held(db, run, DUE)
    intended(db, run, 2)
    assert deliveries.how_many_chats(db, run.id) == 1
