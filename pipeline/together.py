"""Many small questions as one: what is asked while an answer is on its way goes in the next round, all at once.

A hop to the database's thread costs more than what is asked there. Remembers no answer: each is as fresh as its round.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

BREATH = 0.004
"""Seconds between the beginnings of two rounds where more than one asks: a crowd is answered in fewer of them."""
MOST = 500
"""Keys of a round: SQLite takes a limited number of values in a statement."""


class Together(Generic[Key, Value]):
    """`work` answers a round: the value of each key, where there is one."""

    def __init__(self, work: Callable[[Sequence[Key]], Awaitable[Mapping[Key, Value]]]) -> None:
        self._work = work
        self._round = _Round[Key, Value]()
        self._turn = asyncio.Lock()
        self._next_at = 0.0

    async def ask(self, key: Key) -> Value | None:
        """The value of a key, None where there is none. Raises what `work` raises."""
        mine = self._round
        mine.keys.append(key)
        if len(mine.keys) == 1:
            await self._lead(mine)
        else:
            if len(mine.keys) == MOST:
                self._round = _Round()
            await mine.over.wait()
        if mine.answers is None:  # whoever led the round failed or was cancelled, and says so itself
            return await self.ask(key)
        return mine.answers.get(key)

    async def _lead(self, mine: "_Round[Key, Value]") -> None:
        try:
            async with self._turn:
                await self._breathe()
                mine.answers = await self._work(self._closed(mine))
        finally:
            self._closed(mine)
            mine.over.set()

    async def _breathe(self) -> None:
        now = asyncio.get_running_loop().time()
        if self._next_at > now:
            await asyncio.sleep(self._next_at - now)

    def _closed(self, mine: "_Round[Key, Value]") -> Sequence[Key]:
        if self._round is mine:
            self._round = _Round()
        if len(mine.keys) > 1:
            self._next_at = asyncio.get_running_loop().time() + BREATH
        return tuple(dict.fromkeys(mine.keys))


class _Round(Generic[Key, Value]):
    def __init__(self) -> None:
        self.keys: list[Key] = []
        self.over = asyncio.Event()
        self.answers: Mapping[Key, Value] | None = None
