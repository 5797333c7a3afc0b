"""Who wonders why nothing comes, and why nothing came."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mujaz.silence import WEEK, Because, because, is_silent
from mujaz.subscriber import Choices, Quiet, Slot, State, Subscriber

NOW = datetime(2025, 11, 3, 8, 0, tzinfo=UTC)  # a Monday, 11:00 in Riyadh
DAILY = Slot("Asia/Riyadh", 8 * 60)
READER = Subscriber(
    chat_id=7, language="ar", state=State.ACTIVE, zone="Asia/Riyadh", slots=(DAILY,), last_due_at=NOW - WEEK
)


@pytest.mark.parametrize(
    ("reader", "silent"),
    [
        (READER, True),
        (replace(READER, last_due_at=NOW - WEEK + timedelta(seconds=1)), False),
        (replace(READER, state=State.STOPPED), False),
        (replace(READER, choices=Choices(quiet=Quiet(10 * 60, 12 * 60))), False),
        (replace(READER, choices=Choices(quiet=Quiet(12 * 60, 13 * 60))), True),
        (replace(READER, slots=(Slot("Asia/Riyadh", 9 * 60 + 30, weekdays=0b1),)), False),  # on its way
        (replace(READER, slots=(Slot("Asia/Riyadh", 8 * 60 + 30, weekdays=0b1),)), True),
        (replace(READER, slots=(Slot("Asia/Riyadh", 12 * 60, weekdays=0b1), DAILY)), True),
    ],
)
def test_who_wonders_is_somebody_whose_digest_is_overdue_after_a_week(reader: Subscriber, silent: bool) -> None:
    assert is_silent(reader, NOW) == silent


def test_a_pause_is_the_reason_whatever_there_was_and_after_it_what_there_was_is() -> None:
    paused = replace(READER, paused_until=NOW + timedelta(days=1))
    over = replace(READER, paused_until=NOW)
    assert because(paused, published=True, unknown=True, now=NOW) is Because.PAUSED
    assert because(over, published=True, unknown=True, now=NOW) is Because.OVERDUE
    assert because(over, published=True, unknown=False, now=NOW) is Because.KNOWN
    assert because(over, published=False, unknown=False, now=NOW) is Because.NO_NEWS
