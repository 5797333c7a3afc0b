"""What follows from the way in which a send ended."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.delivery import (
    ATTEMPTS_MOST,
    Delivery,
    DeliveryState,
    Gone,
    Later,
    Moved,
    NotSent,
    Outcome,
    Refused,
    Sent,
    Unsure,
    settle,
)

NOW = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
JITTER = st.floats(0, 1, exclude_max=True)
ENDS = (DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.SKIPPED)
OUTCOMES = st.one_of(
    st.builds(Sent, st.integers(1, 2**31)),
    st.builds(Later, st.timedeltas(timedelta(seconds=1), timedelta(hours=9))),
    st.builds(NotSent, st.text()),
    st.builds(Unsure, st.text()),
    st.builds(Gone, st.text()),
    st.builds(Moved, st.integers(-(2**52), -1)),
    st.builds(Refused, st.text()),
)


def tried(attempts: int = 1) -> Delivery:
    return Delivery(run_id=1, chat_id=7, part=0, since=NOW - timedelta(days=1), attempts=attempts)


def test_a_sent_message_keeps_its_id_for_replies_and_corrections() -> None:
    settlement = settle(Sent(4711), tried(), NOW, 0.5)
    assert (settlement.state, settlement.message_id, settlement.next_at) == (DeliveryState.SENT, 4711, None)


@given(st.integers(1, 1000), st.timedeltas(timedelta(seconds=1), timedelta(hours=9)), JITTER)
def test_a_wait_that_telegram_asks_for_is_kept_to_and_is_no_try(attempts: int, wait: timedelta, jitter: float) -> None:
    settlement = settle(Later(wait), tried(attempts), NOW, jitter)
    assert settlement.state is DeliveryState.RETRY
    assert not settlement.counts
    assert settlement.next_at is not None
    assert NOW + wait <= settlement.next_at <= NOW + wait + timedelta(seconds=1)


@given(st.integers(1, ATTEMPTS_MOST - 1), JITTER)
def test_a_message_that_was_not_sent_is_tried_again_within_a_minute(attempts: int, jitter: float) -> None:
    settlement = settle(NotSent("no route"), tried(attempts), NOW, jitter)
    assert settlement.state is DeliveryState.RETRY
    assert not settlement.counts
    assert not settlement.suspect_duplicate
    assert settlement.next_at is not None
    assert NOW <= settlement.next_at <= NOW + timedelta(minutes=1)


def test_waits_grow_from_try_to_try() -> None:
    waits = [settle(Unsure(""), tried(attempts), NOW, 0.999).next_at for attempts in range(1, ATTEMPTS_MOST)]
    assert [at for at in waits if at] == sorted(at for at in waits if at)
    assert len(set(waits)) > ATTEMPTS_MOST / 2


@given(st.integers(1, ATTEMPTS_MOST - 1), JITTER)
def test_a_lost_answer_is_tried_again_and_marked_as_a_possible_duplicate(attempts: int, jitter: float) -> None:
    settlement = settle(Unsure("timed out"), tried(attempts), NOW, jitter)
    assert (settlement.state, settlement.suspect_duplicate) == (DeliveryState.RETRY, True)
    assert settlement.next_at is not None
    assert settlement.next_at > NOW


def test_what_may_have_arrived_eight_times_is_not_sent_again() -> None:
    assert settle(Unsure("timed out"), tried(7), NOW, 0.5).state is DeliveryState.RETRY
    assert settle(Unsure("timed out"), tried(8), NOW, 0.5).state is DeliveryState.DEAD


def test_an_outage_however_long_uses_up_no_tries() -> None:
    assert settle(NotSent("no route"), tried(100), NOW, 0.5).state is DeliveryState.RETRY


def test_our_own_mistake_is_never_repeated() -> None:
    settlement = settle(Refused("can't parse entities"), tried(), NOW, 0.5)
    assert (settlement.state, settlement.next_at) == (DeliveryState.DEAD, None)
    assert settlement.error == "can't parse entities"


@pytest.mark.parametrize("outcome", [Gone("bot was blocked by the user"), Moved(-1001)])
def test_a_chat_that_is_gone_or_has_moved_is_not_written_to_again(outcome: Outcome) -> None:
    settlement = settle(outcome, tried(), NOW, 0.5)
    assert (settlement.state, settlement.next_at) == (DeliveryState.SKIPPED, None)
    assert settlement.error


@given(OUTCOMES, st.integers(1, 20), JITTER)
def test_every_try_ends_for_good_or_says_when_the_next_one_is(outcome: Outcome, attempts: int, jitter: float) -> None:
    settlement = settle(outcome, tried(attempts), NOW, jitter)
    assert settlement.state in (*ENDS, DeliveryState.RETRY)
    assert (settlement.state is DeliveryState.RETRY) == (settlement.next_at is not None)
    assert (settlement.state is DeliveryState.SENT) == (settlement.message_id is not None)
