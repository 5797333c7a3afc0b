"""Wakes those who wait for something to change. A ring that nobody waits for is not remembered: look first,
then wait.
"""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Bell:
    """A bell of one event loop; ringing it is synchronous."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wakes everybody who waits now."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def wait(self) -> None:
        """Returns at the next ring."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)

    async def until(self, look: Callable[[], T | None]) -> T:
        """What `look` answers, as soon as that is not None; it looks now and after every ring."""
        while (seen := look()) is None:
            await self.wait()
        return seen
