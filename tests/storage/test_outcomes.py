"""What became of a run's messages, and what an admin may send again."""

import sqlite3
from datetime import timedelta

import pytest

from mujaz.delivery import Delivery, DeliveryState, Gone, Outcome, Refused, Sent, Unsure, settle
from mujaz.run import Order, Run, RunKind, RunState
from mujaz.subscriber import State
from storage import deliveries, intents, outcomes, retries, runs, subscribers
from storage.intents import Intent
from storage.outcomes import AGAIN_WITHIN, Listed
from tests.storage.rows import DAY, DUE, NOW, alert_run, digest_run, published, reader

WAITING, SENT, RETRY = DeliveryState.WAITING, DeliveryState.SENT, DeliveryState.RETRY
DEAD, SKIPPED = DeliveryState.DEAD, DeliveryState.SKIPPED
REFUSED = Refused("Bad Request: message is too long")


@pytest.fixture
def run(db: sqlite3.Connection) -> Run:
    for chat_id in (1, 2, 3):
        reader(db, chat_id)
    return digest_run(db)


def test_messages_are_counted_by_what_became_of_them(db: sqlite3.Connection, run: Run) -> None:
    for chat_id, outcome in ((1, Sent(9)), (2, Unsure("no answer")), (3, Gone("Forbidden: bot was blocked"))):
        tried(db, run, chat_id, outcome)
    tally = outcomes.tally(db, run.id)
    assert (tally.of(SENT), tally.of(RETRY), tally.of(SKIPPED), tally.of(DEAD)) == (1, 1, 1, 0)
    assert tally.of(SENT, RETRY, SKIPPED) == 3
    assert tally.suspects == 1


def test_the_lists_name_whose_messages_they_are_and_what_telegram_said(db: sqlite3.Connection, run: Run) -> None:
    tried(db, run, 2, REFUSED)
    tried(db, run, 1, REFUSED)
    tried(db, run, 3, Unsure("no answer"))
    assert outcomes.dead_letters(db, run.id, 9) == [Listed(1, 0, REFUSED.reason), Listed(2, 0, REFUSED.reason)]
    assert outcomes.dead_letters(db, run.id, 1) == [Listed(1, 0, REFUSED.reason)]
    assert outcomes.suspects(db, run.id, 9) == [Listed(3, 0, "no answer")]


def test_the_lists_of_a_run_hold_nothing_of_another(db: sqlite3.Connection, run: Run) -> None:
    other = alert_run(db, published(db, "ميتا"), DUE + timedelta(hours=1))
    tried(db, run, 1, REFUSED)
    assert outcomes.dead_letters(db, other.id, 9) == []
    assert outcomes.requeue(db, other.id, DUE) == 0


def test_a_dead_letter_is_due_again_and_its_run_goes_on(db: sqlite3.Connection, run: Run) -> None:
    tried(db, run, 1, REFUSED)
    runs.finish(db, run.id, DUE)
    now = DUE + timedelta(hours=8)
    assert outcomes.requeue(db, run.id, now) == 1
    (open_again,) = runs.unfinished(db)
    assert (open_again.state, open_again.expires_at) == (RunState.RUNNING, now + AGAIN_WITHIN)
    (again,) = retries.take(db, open_again, now, 9)
    assert (again.chat_id, again.attempts) == (1, 1)
    assert subscribers.get(db, 1).last_due_at == DUE  # type: ignore[union-attr]  # the reader is there
    assert outcomes.requeue(db, run.id, now) == 0


def test_a_digest_whose_news_a_later_digest_brought_is_not_sent_again(db: sqlite3.Connection, run: Run) -> None:
    for chat_id in (1, 2):
        tried(db, run, chat_id, REFUSED)
    subscribers.had_digest(db, 1, DUE + DAY)
    assert outcomes.requeue(db, run.id, DUE + DAY) == 1
    assert [states(db, run, 1), states(db, run, 2)] == [[DEAD], [RETRY]]
    assert subscribers.get(db, 1).last_due_at == DUE + DAY  # type: ignore[union-attr]  # the reader is there


def test_an_alert_is_sent_again_whatever_digest_came_meanwhile(db: sqlite3.Connection) -> None:
    reader(db, 1)
    alert = alert_run(db, published(db, "ميتا"))
    tried(db, alert, 1, REFUSED)
    subscribers.had_digest(db, 1, DUE + DAY)
    assert outcomes.requeue(db, alert.id, NOW) == 1


def test_who_left_is_not_written_to_again(db: sqlite3.Connection, run: Run) -> None:
    tried(db, run, 1, REFUSED)
    subscribers.leave(db, 1, State.STOPPED, NOW)
    assert outcomes.requeue(db, run.id, DUE) == 0
    assert runs.get(db, run.id).state is RunState.RUNNING


def test_what_an_admin_cancelled_is_not_sent_again(db: sqlite3.Connection, run: Run) -> None:
    tried(db, run, 1, REFUSED)
    runs.give(db, run.id, Order.CANCEL, DUE)
    runs.finish(db, run.id, DUE)
    assert outcomes.requeue(db, run.id, DUE) == 0
    assert (states(db, run, 1), runs.unfinished(db)) == ([DEAD], [])


def test_the_parts_behind_a_dead_one_wait_for_it_and_follow_it(db: sqlite3.Connection, run: Run) -> None:
    tried(db, run, 1, REFUSED, parts=3)
    assert states(db, run, 1) == [DEAD, SKIPPED, SKIPPED]
    assert outcomes.requeue(db, run.id, DUE) == 1
    assert states(db, run, 1) == [RETRY, WAITING, WAITING]
    (first,) = retries.take(db, run, DUE, 9)
    second = deliveries.settle(db, first, Sent(5), settle(Sent(5), first, DUE, 0.0), DUE)
    assert second is not None
    assert second.part == 1


def test_the_parts_of_an_expired_digest_are_sent_again_in_their_order(db: sqlite3.Connection, run: Run) -> None:
    tried(db, run, 1, Unsure("no answer"), parts=2)
    retries.expire(db, run.id, run.expires_at, 100)
    assert states(db, run, 1) == [DEAD, DEAD]
    assert outcomes.requeue(db, run.id, DUE) == 1
    assert states(db, run, 1) == [RETRY, WAITING]


def test_a_part_that_arrived_is_not_sent_again_with_the_one_behind_it(db: sqlite3.Connection, run: Run) -> None:
    first = intended(db, run, 1, parts=2)
    second = deliveries.settle(db, first, Sent(5), settle(Sent(5), first, DUE, 0.0), DUE)
    assert second is not None
    deliveries.settle(db, second, REFUSED, settle(REFUSED, second, DUE, 0.0), DUE)
    assert outcomes.requeue(db, run.id, DUE) == 1
    assert states(db, run, 1) == [SENT, RETRY]


def test_many_dead_letters_are_sent_again_in_portions(
    db: sqlite3.Connection, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "AT_ONCE", 2)
    for chat_id in (1, 2, 3):
        tried(db, run, chat_id, REFUSED)
    assert [outcomes.requeue(db, run.id, DUE) for _ in range(3)] == [2, 1, 0]


def intended(db: sqlite3.Connection, run: Run, chat_id: int, parts: int = 1) -> Delivery:
    delivery = Delivery(run.id, chat_id, 0, since=NOW - DAY)
    due_at = run.due_at if run.kind is RunKind.DIGEST else None
    intents.record(db, [Intent(delivery, parts, due_at)], [run.past(chat_id)], [], NOW)
    return delivery


def tried(db: sqlite3.Connection, run: Run, chat_id: int, outcome: Outcome, parts: int = 1) -> None:
    delivery = intended(db, run, chat_id, parts)
    deliveries.settle(db, delivery, outcome, settle(outcome, delivery, DUE, 0.0), DUE)


def states(db: sqlite3.Connection, run: Run, chat_id: int) -> list[DeliveryState]:
    rows = db.execute("SELECT state FROM deliveries WHERE run_id = ? AND chat_id = ? ORDER BY part", (run.id, chat_id))
    return [DeliveryState(state) for (state,) in rows]
