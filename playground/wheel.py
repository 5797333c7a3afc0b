"""Timers by the slot: what falls due within the same two milliseconds shares one timer, however much it is.

Never early; late by at most a slot, and by whatever the event loop is late.
"""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

Item = TypeVar("Item")

_SLOT_SECONDS = 0.002


class Wheel(Generic[Item]):
    """Hands each item to `act` when it falls due; items of one moment in the order they came."""

    def __init__(self, act: Callable[[Item], None]) -> None:
        self._act = act
        self._loop = asyncio.get_running_loop()
        self._slots: dict[int, list[Item]] = {}

    def add(self, due: float, item: Item) -> None:
        """`due` in seconds of the event loop's clock."""
        slot = int(due / _SLOT_SECONDS) + 1
        waiting = self._slots.get(slot)
        if waiting is None:
            waiting = self._slots[slot] = []
            self._loop.call_at(slot * _SLOT_SECONDS, self._turn, slot)
        waiting.append(item)

    def _turn(self, slot: int) -> None:
        for item in self._slots.pop(slot):
            self._act(item)
