"""Long work on a thread that gives way to all others, and ends soon when its asker does not want it any more.

The thread is a daemon: a single statement over a large file cannot be interrupted, and must not hold up a stop.
"""

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from storage.connection import Outcome, attempt

NICENESS = 10

T = TypeVar("T")


class Halted(Exception):
    """Nobody waits for the work any more; raised by its pulse."""


async def patiently(work: Callable[[Callable[[float], None]], T]) -> T:
    """Runs blocking work, which is given a pulse to call often; cancelling makes the pulse raise Halted."""
    loop, halt = asyncio.get_running_loop(), threading.Event()
    answer: asyncio.Future[Outcome[T]] = loop.create_future()

    def pulse(fraction: float) -> None:
        if halt.is_set():
            raise Halted

    def run() -> None:
        give_way()
        outcome = attempt(work, pulse)
        with suppress(RuntimeError):  # the loop is closed: nobody waits
            loop.call_soon_threadsafe(_answer, answer, outcome)

    threading.Thread(target=run, name="patient", daemon=True).start()
    try:
        return (await answer).unwrap()
    finally:
        halt.set()


def _answer(future: asyncio.Future[Outcome[T]], outcome: Outcome[T]) -> None:
    if not future.done():
        future.set_result(outcome)


def give_way() -> None:
    """The thread that calls it gets the processor after all others."""
    if sys.platform == "linux":  # elsewhere the priority is the whole process'
        with suppress(PermissionError):  # a sandbox forbids it: then it is work like any other
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
