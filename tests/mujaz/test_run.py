"""What may be done with a run in each of its states."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.run import NO_CHAT_YET, Order, Run, RunKind, RunState, after, share

NOW = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
ENDS = {RunState.CANCELLED, RunState.DONE}

ALLOWED = {
    (RunState.DRAFT, Order.QUEUE): RunState.QUEUED,
    (RunState.QUEUED, Order.START): RunState.RUNNING,
    (RunState.QUEUED, Order.PAUSE): RunState.PAUSED,
    (RunState.RUNNING, Order.PAUSE): RunState.PAUSED,
    (RunState.PAUSED, Order.RESUME): RunState.RUNNING,
    (RunState.FROZEN, Order.RESUME): RunState.RUNNING,
    (RunState.RUNNING, Order.FREEZE): RunState.FROZEN,
    (RunState.RUNNING, Order.FINISH): RunState.DONE,
    (RunState.DRAFT, Order.CANCEL): RunState.CANCELLED,
    (RunState.QUEUED, Order.CANCEL): RunState.CANCELLED,
    (RunState.RUNNING, Order.CANCEL): RunState.CANCELLED,
    (RunState.PAUSED, Order.CANCEL): RunState.CANCELLED,
    (RunState.FROZEN, Order.CANCEL): RunState.CANCELLED,
}


@pytest.mark.parametrize("state", RunState)
@pytest.mark.parametrize("order", Order)
def test_an_order_leads_where_the_admin_expects_or_is_refused(state: RunState, order: Order) -> None:
    assert after(state, order) is ALLOWED.get((state, order))


@given(st.lists(st.sampled_from(Order)), st.sampled_from(RunState))
def test_no_order_brings_back_what_is_cancelled_or_done(orders: list[Order], state: RunState) -> None:
    ended = False
    for order in orders:
        becomes = after(state, order)
        assert not (ended and becomes)
        state = becomes or state
        ended = ended or state in ENDS


@given(st.lists(st.sampled_from(Order)))
def test_nothing_of_a_draft_goes_out_before_it_was_confirmed(orders: list[Order]) -> None:
    state = RunState.DRAFT
    for order in orders:
        state = after(state, order) or state
        assert state is not RunState.RUNNING or Order.QUEUE in orders


@given(st.sampled_from(RunState))
def test_what_is_on_its_way_can_always_be_cancelled(state: RunState) -> None:
    assert (after(state, Order.CANCEL) is None) == (state in ENDS)


def test_news_and_its_corrections_are_repeated_when_in_doubt_and_announcements_are_not() -> None:
    assert {kind for kind in RunKind if kind.repeats} == {RunKind.DIGEST, RunKind.ALERT, RunKind.CORRECTION}


def test_a_run_is_over_at_the_moment_when_it_expires() -> None:
    run = _run(NOW)
    assert not run.over(NOW - timedelta(seconds=1))
    assert run.over(NOW)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_what_expires_sooner_has_no_smaller_share(first: int, second: int) -> None:
    sooner, later = sorted((first, second))
    shares = [share(_run(NOW + timedelta(seconds=seconds)), NOW) for seconds in (sooner, later)]
    assert shares[0] >= shares[1] > 0


def _run(expires_at: datetime) -> Run:
    return Run(
        id=1,
        kind=RunKind.DIGEST,
        state=RunState.RUNNING,
        slot_id=1,
        article_id=None,
        due_at=NOW,
        expires_at=expires_at,
        cursor=NO_CHAT_YET,
        opened_at=NOW,
    )
