"""The free pace is Telegram's, to the message: never above it, hardly below it."""

from typing import Any

import pytest

from benchmarks.pace import measure
from pipeline.pace import CHAT_GAP, FREE_A_SECOND


@pytest.mark.parametrize("at_once", [1, 5])
def test_bulk_keeps_every_limit_of_telegram_and_loses_hardly_any_time(at_once: int) -> None:
    told: dict[str, Any] = measure(2000, at_once)
    assert told["messages"] == 2000
    assert told["refused"] == 0
    assert told["max_in_any_second"] <= FREE_A_SECOND
    assert 28 <= told["per_second"] <= FREE_A_SECOND
    assert told["shortest_gap_seconds"] is None or told["shortest_gap_seconds"] >= CHAT_GAP
