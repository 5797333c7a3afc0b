"""Telegram's limits hold in every second, whatever the order and the moments of the messages."""

from collections import defaultdict
from heapq import heappop, heappush
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.delivery import ATTEMPTS_MOST, NotSent, Sent, Unsure
from pipeline.clock import Stopwatch
from pipeline.dispatcher import Dispatcher
from pipeline.pace import FAILURES, FREE_A_SECOND, HOLD_MOST, PAID_A_SECOND, Breaker, Gates, Throttle, Window
from pipeline.turns import Turns

CHATS = st.integers(-4, 40).filter(bool)
STARTS = st.floats(0, 1e7)
ROUNDING = 1e-6


def sent_at(window: Window, pauses: list[float], start: float, *, paid: bool) -> list[float]:
    """The moments at which messages go out, each after a pause and as long a wait as it is told."""
    now, sent = start, []
    for pause in pauses:
        now += pause
        while (wait := window.wait(now, paid=paid)) > 0:
            now += wait
        window.let_go(now, paid=paid)
        window.left(now)
        sent.append(now)
    return sent


@given(st.lists(st.floats(0, 0.4), max_size=200), st.integers(1, 30), STARTS)
def test_never_more_than_the_limit_in_any_sliding_second(pauses: list[float], a_second: int, start: float) -> None:
    moments = sent_at(Window(a_second, PAID_A_SECOND), pauses, start, paid=False)
    for first, one_too_many in zip(moments, moments[a_second:], strict=False):
        assert one_too_many - first >= 1 - ROUNDING


@pytest.mark.parametrize(
    ("paid", "least", "most"), [(False, 28, FREE_A_SECOND), (True, PAID_A_SECOND * 0.99, PAID_A_SECOND)]
)
def test_whoever_always_has_something_to_send_comes_close_to_the_limit(paid: bool, least: float, most: int) -> None:
    moments = sent_at(Window(FREE_A_SECOND, PAID_A_SECOND), [0.0] * 5000, 100.0, paid=paid)
    assert least <= 4000 / (moments[-1] - moments[999]) <= most


class TurnedStopwatch(Stopwatch):
    """Whoever sleeps turns it on."""

    def __init__(self) -> None:
        super().__init__()
        self.moment = 100.0

    def now(self) -> float:
        return self.moment

    async def sleep(self, seconds: float) -> None:
        self.moment += seconds


async def test_round_ups_keep_the_pace_of_bulk_and_a_second_between_two_to_one_chat() -> None:
    stopwatch = TurnedStopwatch()
    dispatcher = Dispatcher(stopwatch)
    moments = []
    for chat_id in range(1, 301):
        await dispatcher.bulk_turn(chat_id)
        moments.append(stopwatch.now())
    assert all(after - first >= 1 - ROUNDING for first, after in zip(moments, moments[FREE_A_SECOND:], strict=False))
    assert 200 / (moments[-1] - moments[99]) >= 28
    await dispatcher.reply_turn(300)  # as the message itself does when it goes
    begun = stopwatch.now()
    await dispatcher.bulk_turn(300)
    assert stopwatch.now() - begun >= 1 - ROUNDING


def test_free_messages_wait_while_paid_ones_fill_the_second_and_paid_ones_do_not_wait_for_free_ones() -> None:
    window = Window(FREE_A_SECOND, PAID_A_SECOND)
    moments = sent_at(window, [0.0] * FREE_A_SECOND, 100.0, paid=True)
    assert window.wait(moments[-1], paid=False) > 0.9
    assert window.wait(moments[-1], paid=True) < 0.01


@given(st.lists(st.tuples(st.floats(0, 0.4), st.floats(0, 2)), max_size=200), st.integers(1, 30), STARTS)
def test_messages_that_wait_for_their_connection_leave_no_more_in_a_second_than_others(
    messages: list[tuple[float, float]], a_second: int, start: float
) -> None:
    window, now, leaving, left = Window(a_second, PAID_A_SECOND), start, list[float](), list[float]()

    def passed(until: float) -> None:
        while leaving and leaving[0] <= until:
            left.append(heappop(leaving))
            window.left(left[-1])

    for pause, connecting in messages:
        now += pause
        passed(now)
        while (wait := window.wait(now, paid=False)) > 0:
            now += wait
            passed(now)
        window.let_go(now, paid=False)
        heappush(leaving, now + connecting)
    passed(float("inf"))
    for first, one_too_many in zip(left, left[a_second:], strict=False):
        assert one_too_many - first >= 1 - ROUNDING


@pytest.mark.parametrize(("stood_still", "least", "most"), [(0.5, 90, 110), (3600.0, 1, 1)])
def test_a_bot_that_was_held_up_makes_up_for_a_moment_and_one_that_had_nothing_to_send_for_nothing(
    stood_still: float, least: int, most: int
) -> None:
    window = Window(FREE_A_SECOND, PAID_A_SECOND)
    moments = sent_at(window, [0.0], 100.0, paid=True)
    now, at_once = moments[0] + stood_still, 0
    while window.wait(now, paid=True) == 0:
        window.let_go(now, paid=True)
        window.left(now)
        at_once += 1
    assert least <= at_once <= most


@given(st.lists(st.tuples(CHATS, st.floats(0, 0.4)), max_size=200), STARTS)
def test_bulk_to_a_chat_is_a_second_apart_and_to_a_group_three(bulk: list[tuple[int, float]], start: float) -> None:
    gates, now, by_chat = Gates(), start, defaultdict(list)
    for chat_id, pause in bulk:
        now += pause
        now += gates.wait(chat_id, now)
        gates.note(chat_id, now)
        by_chat[chat_id].append(now)
    for chat_id, moments in by_chat.items():
        gap = 3 if chat_id < 0 else 1
        assert all(later - earlier >= gap - ROUNDING for earlier, later in pairwise(moments))


@given(st.lists(st.floats(0, 3), min_size=1, max_size=100), STARTS)
def test_answers_to_a_group_are_at_most_twenty_in_any_minute(pauses: list[float], start: float) -> None:
    gates, now, moments = Gates(), start, []
    for pause in pauses:
        now += pause
        moments.append(now + gates.book(-5, now))
    assert moments == sorted(moments)
    for first, one_too_many in zip(moments, moments[20:], strict=False):
        assert one_too_many - first >= 60 - ROUNDING


def test_three_answers_go_at_once_and_the_fourth_a_second_later() -> None:
    gates = Gates()
    assert [gates.book(7, 100.0) for _ in range(4)] == [0, 0, 0, 1]
    assert gates.book(8, 100.0) == 0


def test_bulk_to_a_chat_waits_until_its_answers_are_through() -> None:
    gates = Gates()
    for _ in range(3):
        gates.book(7, 100.0)
    assert gates.wait(7, 100.0) == 3
    assert gates.wait(8, 100.0) == 0


def test_one_chat_that_is_refused_slows_nobody_else() -> None:
    throttle = Throttle()
    throttle.refused(7, 600, 100.0)
    throttle.refused(7, 600, 100.1)
    assert (throttle.wait(100.2), throttle.factor(100.2)) == (0, 1)


def test_two_chats_refused_within_a_second_halve_the_pace_which_then_recovers() -> None:
    throttle = Throttle()
    throttle.refused(7, 5, 100.0)
    throttle.refused(8, 5, 100.5)
    assert throttle.wait(100.5) == 5
    assert throttle.factor(100.5) == 0.5
    assert throttle.factor(111.0) == pytest.approx(0.525)
    assert throttle.factor(100.5 + 200) == 1


def test_refusals_of_what_was_on_its_way_do_not_halve_it_again_and_no_hold_is_longer_than_half_a_minute() -> None:
    throttle = Throttle()
    for chat_id in range(1, 60):
        throttle.refused(chat_id, 10_000, 100.0)
    assert throttle.factor(100.0) == 0.5
    assert throttle.wait(100.0) == HOLD_MOST


def test_a_halved_pace_is_half_as_fast() -> None:
    window = Window(FREE_A_SECOND, PAID_A_SECOND)
    now = 100.0
    for _ in range(100):
        now += window.wait(now, paid=False, factor=0.5)
        window.let_go(now, paid=False, factor=0.5)
        window.left(now)
    assert 14 <= 100 / (now - 100.0) <= 15.2


def test_while_telegram_is_out_of_reach_everything_waits_until_a_probe_reaches_it() -> None:
    breaker = Breaker()
    tripped = [breaker.note(NotSent("no route"), 100.0 + i / 10) for i in range(FAILURES + 5)]
    assert tripped.index(True) == FAILURES - 1
    assert sum(tripped) == 1
    pauses = [breaker.probed(reached=False) for _ in range(6)]
    assert pauses == [1, 2, 4, 8, 10, 10]
    assert breaker.is_open
    assert breaker.probed(reached=True) == 0
    assert not breaker.is_open


def test_failures_here_and_there_hold_nobody_up() -> None:
    breaker = Breaker()
    assert not any(breaker.note(NotSent("no route"), now * 0.3) for now in range(100))
    assert not any(breaker.note(outcome, 50.0) for _ in range(100) for outcome in (Sent(1), Unsure("lost")))
    assert not breaker.is_open


def test_answers_that_are_lost_one_after_another_are_an_outage_before_a_reader_loses_all_tries() -> None:
    breaker = Breaker()
    tripped = [breaker.note(Unsure("HTTP 502"), float(60 * number)) for number in range(ATTEMPTS_MOST)]
    assert tripped.index(True) < ATTEMPTS_MOST - 1
    assert tripped.count(True) == 1
    assert breaker.probed(reached=False) > 0
    assert breaker.probed(reached=True) == 0
    assert not breaker.is_open


@given(st.dictionaries(st.integers(1, 9), st.floats(0.1, 10), min_size=1, max_size=5))
def test_runs_that_are_on_their_way_together_get_turns_by_their_shares(shares: dict[int, float]) -> None:
    turns, total = Turns(), sum(shares.values())
    taken = [turns.take(shares) for _ in range(500)]
    for run, share in shares.items():
        assert abs(taken.count(run) - 500 * share / total) <= len(shares)


def test_a_run_that_joins_late_gets_its_share_and_no_more() -> None:
    turns = Turns()
    for _ in range(100):
        turns.take({1: 1.0})
    assert sorted(turns.take({1: 1.0, 2: 1.0}) for _ in range(10)) == [1] * 5 + [2] * 5
