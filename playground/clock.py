"""The toy's clock: unix seconds of some source, which tests may turn. Everything that Telegram times follows it.

What a connection waits for (a long poll, the pauses of the webhook) stays in real seconds: nobody turns a socket.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from math import inf

from playground.bell import Bell

# A source that is not the wall clock may jump, and cannot ring when it does: sleepers look at it that often.
_LOOK_SECONDS = 0.02


class Clock:
    """Reads its source, plus what it was turned by."""

    def __init__(self, source: Callable[[], float]) -> None:
        self._source = source
        self._ahead = 0.0
        self._longest_nap = inf if source is time.time else _LOOK_SECONDS
        self._turned = Bell()

    def __call__(self) -> float:
        return self._source() + self._ahead

    def turn(self, **by: float) -> None:
        """Moves on by a timedelta's arguments, as in `turn(minutes=2)`; negative ones turn it back."""
        self._ahead += timedelta(**by).total_seconds()
        self._turned.ring()

    async def sleep(self, seconds: float) -> None:
        """Returns when that many of its own seconds have passed, however they did."""
        until = self() + seconds
        while (left := until - self()) > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(min(left, self._longest_nap)):
                    await self._turned.wait()
