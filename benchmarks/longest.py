"""How long the writing thread was busy in one go, at most: of the clock and of the processor."""

import time
from collections.abc import Callable
from typing import Any


class Longest:
    """Times what the writing thread does in one go."""

    def __init__(self, work: Callable[..., Any]) -> None:
        self._work = work
        self.seconds = self.cpu = 0.0

    def __call__(self, *given: Any) -> Any:
        begun, cpu = time.perf_counter(), time.thread_time()
        try:
            return self._work(*given)
        finally:
            self.seconds = max(self.seconds, time.perf_counter() - begun)
            self.cpu = max(self.cpu, time.thread_time() - cpu)
