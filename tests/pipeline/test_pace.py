"""Telegram's limits hold in every second, whatever the order and the moments of the messages."""

from collections import defaultdict
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mujaz.delivery import NotSent, Sent
from pipeline.pace import PAUSE_MOST, Breaker, Pace

CHATS = st.integers(-4, 40).filter(bool)
BULK = st.lists(st.tuples(CHATS, st.floats(0, 0.4)), max_size=200)
ROUNDING = 1e-6


def sent_at(pace: Pace, bulk: list[tuple[int, float]], start: float) -> list[tuple[int, float]]:
    """The moments at which messages go out, each after a pause and as long a wait as it is told."""
    now, sent = start, []
    for chat_id, pause in bulk:
        now += pause
        while (wait := pace.wait(chat_id, now)) > 0:
            now += wait
        pace.note(chat_id, now)
        sent.append((chat_id, now))
    return sent


@given(BULK, st.integers(1, 30), st.floats(0, 1e7))
def test_never_more_than_the_limit_in_any_sliding_second(
    bulk: list[tuple[int, float]], a_second: int, start: float
) -> None:
    moments = [moment for _, moment in sent_at(Pace(a_second), bulk, start)]
    for first, one_too_many in zip(moments, moments[a_second:], strict=False):
        assert one_too_many - first >= 1 - ROUNDING


@given(BULK, st.floats(0, 1e7))
def test_a_chat_gets_one_message_a_second_and_a_group_one_in_three(bulk: list[tuple[int, float]], start: float) -> None:
    by_chat = defaultdict(list)
    for chat_id, moment in sent_at(Pace(), bulk, start):
        by_chat[chat_id].append(moment)
    for chat_id, moments in by_chat.items():
        gap = 3 if chat_id < 0 else 1
        assert all(later - earlier >= gap - ROUNDING for earlier, later in pairwise(moments))


def test_thirty_go_out_at_once_and_the_thirty_first_waits_for_the_second_to_pass() -> None:
    pace = Pace()
    for chat_id in range(1, 31):
        assert pace.wait(chat_id, 100.0) == 0
        pace.note(chat_id, 100.0)
    assert pace.wait(31, 100.25) == 0.75
    assert pace.wait(31, 101.0) == 0


def test_nobody_waits_longer_than_the_limits_ask_for() -> None:
    pace = Pace()
    pace.note(-5, 100.0)
    pace.note(5, 100.0)
    assert (pace.wait(-5, 100.5), pace.wait(5, 100.5), pace.wait(6, 100.5)) == (2.5, 0.5, 0)


def test_while_telegram_is_out_of_reach_one_send_in_each_pause_finds_out() -> None:
    breaker = Breaker()
    tried, now = [], 0.0
    while now < 60:
        wait = breaker.wait(now)
        if wait == 0:
            tried.append(now)
            breaker.note(NotSent("no route"), now)
        now += wait or 0.01
    assert len(tried) <= 12
    assert max(later - earlier for earlier, later in pairwise(tried)) <= PAUSE_MOST + 0.02


def test_once_telegram_is_back_nothing_is_held_up() -> None:
    breaker = Breaker()
    breaker.note(NotSent("no route"), 0.0)
    assert breaker.wait(0.5) > 0
    breaker.note(Sent(1), 1.0)
    assert breaker.wait(1.0) == 0
