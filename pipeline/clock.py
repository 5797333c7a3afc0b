"""The only ways in which the pipeline learns what time it is: it is given a clock, and a stopwatch."""

import asyncio
from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Gives the present moment as an aware UTC datetime."""


class Stopwatch:
    """Seconds that only go forward, by which the pace is kept; a faster one lets an hour of it pass in a minute."""

    def __init__(self, speed: float = 1.0) -> None:
        self._speed = speed

    def now(self) -> float:
        """Seconds since some moment."""
        return asyncio.get_running_loop().time() * self._speed

    async def sleep(self, seconds: float) -> None:
        """Returns when so many of its seconds have passed."""
        await asyncio.sleep(seconds / self._speed)

    async def wait(self, bell: asyncio.Event, most: float = float("inf")) -> None:
        """Returns when the bell rings, or after so many of its seconds."""
        alarm = None
        if most < float("inf"):
            alarm = asyncio.get_running_loop().call_later(most / self._speed, bell.set)
        await bell.wait()
        if alarm is not None:
            alarm.cancel()
