"""An event loop whose clock jumps: where nothing is left to do now, it is the moment of the next timer at once.

Hours of pauses pass in seconds, and no slow machine shows in what is measured. Time stands still while the threads of
the store are at work, and for a real moment more where sockets are, whose bytes may be on their way.
"""

import asyncio
import selectors
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from storage.connection import Connection, Outcome, Unit

BEGINNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)

Events = list[tuple[selectors.SelectorKey, int]]


class VirtualLoop(asyncio.SelectorEventLoop):
    """Begins at 0. `sockets` is how long, in real seconds, it looks for bytes before it jumps."""

    def __init__(self, sockets: float = 0.0) -> None:
        self._now = 0.0
        self.at_work = 0
        super().__init__(_Jumping(self, sockets))

    def time(self) -> float:
        """Virtual seconds."""
        return self._now

    def jump(self, seconds: float) -> None:
        """Lets so much time pass."""
        self._now += seconds

    def clock(self) -> datetime:
        """The wall clock that goes with it."""
        return BEGINNING + timedelta(seconds=self._now)

    @contextmanager
    def waits_for_stores(self) -> Iterator[None]:
        """Within the block, no time passes while a store's thread is at work."""
        submit = Connection.submit

        def watched(connection: Connection, unit: Unit[Any]) -> asyncio.Future[Outcome[Any]]:
            self.at_work += 1
            future = submit(connection, unit)
            future.add_done_callback(self._done)
            return future

        with patch.object(Connection, "submit", watched):
            yield

    def _done(self, _: object) -> None:
        self.at_work -= 1


class _Jumping(selectors.DefaultSelector):
    def __init__(self, loop: VirtualLoop, sockets: float) -> None:
        super().__init__()
        self._loop = loop
        self._sockets = sockets

    def select(self, timeout: float | None = None) -> Events:
        if timeout is None or (self._loop.at_work and timeout > 0):
            return super().select(None)
        events = super().select(min(timeout, self._sockets))
        if not events:
            self._loop.jump(timeout)
        return events
