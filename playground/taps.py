"""Taps on buttons that wait for an answer. A tap takes one answer, within 150 seconds
(tdlib/telegram-bot-api).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from playground.bell import Bell
from playground.errors import QUERY_INVALID, bad_request

LIFETIME = 150


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answered to a tap: a note at the top of the chat, or an alert."""

    text: str
    alert: bool


@dataclass(frozen=True, slots=True)
class Tap:
    """A button pressed; `at` in unix seconds."""

    query_id: str
    person: int
    at: float
    answer: Answer | None = None


class Taps:
    """Every tap of this toy."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._next_id = time.time_ns()
        self._taps: dict[str, Tap] = {}
        self.bell = Bell()

    def new(self, person: int) -> Tap:
        """A tap of that person, now."""
        tap = Tap(str(self._next_id), person, self._clock())
        self._next_id += 1
        self._taps[tap.query_id] = tap
        return tap

    def answer(self, query_id: str, answer: Answer) -> Tap:
        """Answers a tap; refused where it is unknown, answered already or too old."""
        tap = self._taps.get(query_id)
        if tap is None or tap.answer or self._clock() - tap.at > LIFETIME:
            raise bad_request(QUERY_INVALID)
        tap = self._taps[query_id] = replace(tap, answer=answer)
        self.bell.ring()
        return tap

    def answered(self, query_id: str) -> Answer | None:
        """The answer to that tap, once there is one; LookupError for a tap that never was."""
        if query_id not in self._taps:
            raise LookupError(f"nobody tapped {query_id}")
        return self._taps[query_id].answer
