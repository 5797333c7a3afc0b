"""Writes what is about to go out and what came of it, many at a time: one commit every few milliseconds.

What the database cannot keep is kept here and written again until it can: nothing goes out before its intent is on
disk, and no result is lost. Sends nothing and decides nothing.
"""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

import structlog

from mujaz.delivery import Delivery
from mujaz.errors import StorageError
from mujaz.run import Run
from pipeline.clock import Clock
from pipeline.edition import Tails
from storage import intents
from storage.deliveries import Result
from storage.intents import Intent, Recorded
from storage.store import Store

GROUP_SECONDS = 0.01
"""Commits begin so far apart at the least: a tenth of them, half the processor (research on delivery §6.1)."""
PAUSE_FIRST, PAUSE_MOST = 0.5, 10.0

log = structlog.get_logger(__name__)


class Change(NamedTuple):
    """A message that is changed. `instead` is sealed, and replies to it where Telegram lets it be changed no more."""

    message_id: int
    instead: bytes


class Parcel(NamedTuple):  # a thousand a second: a frozen dataclass takes three times as long to make
    """A message of a run to one reader, with all its parts sealed; `delivery` says which part is next.

    `chat_id` is the chat that it goes to: the reader's key, but for topics. With `change` it takes a message's place.
    `tails` begin with the part `first`.
    """

    delivery: Delivery
    chat_id: int
    tails: Tails
    paid: bool
    change: Change | None = None
    first: int = 0

    @property
    def tail(self) -> bytes:
        """What goes out next."""
        return self.tails[self.delivery.part - self.first]

    @property
    def last(self) -> bool:
        """Whether no part waits for this one."""
        return self.delivery.part + 1 >= self.first + len(self.tails)


@dataclass(slots=True)
class Entries:
    """What one commit holds: intents with their parcels, how far runs have come, results with theirs.

    `held` are intents of messages that do not go out now.
    """

    intents: list[tuple[Intent, Parcel]] = field(default_factory=list)
    held: list[Intent] = field(default_factory=list)
    runs: dict[int, Run] = field(default_factory=dict)
    results: list[tuple[Result, Parcel]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.intents or self.held or self.runs or self.results)


Committed = Callable[[Entries, Recorded], None]
"""Told what was committed, and what follows from it."""


class Ledger:
    """One a courier. `committed` is called after each commit, `trouble` once when the database begins to refuse."""

    def __init__(self, store: Store, clock: Clock, committed: Committed, trouble: Callable[[str], None]) -> None:
        self._store = store
        self._clock = clock
        self._committed = committed
        self._trouble = trouble
        self._entries = Entries()
        self._bell = asyncio.Event()
        self._begun_at = 0.0
        self._idle = asyncio.Event()
        self._idle.set()

    def intend(self, going: Iterable[tuple[Intent, Parcel]], held: Iterable[Intent]) -> None:
        """Messages are to go out once this is on disk; those that are held, when the quiet hours of their readers have
        ended, whatever happens until then.
        """
        self._entries.intents += going
        self._entries.held += held
        self._ring()

    def reached(self, run: Run) -> None:
        """A run has come so far: goes into the same commit as the intents before it."""
        self._entries.runs[run.id] = run
        self._ring()

    def settle(self, result: Result, parcel: Parcel) -> None:
        """A try has ended."""
        self._entries.results.append((result, parcel))
        self._ring()

    async def keep(self) -> None:
        """Commits for ever."""
        while True:
            await self._bell.wait()
            await asyncio.sleep(max(self._begun_at + GROUP_SECONDS - asyncio.get_running_loop().time(), 0.0))
            self._begun_at = asyncio.get_running_loop().time()
            self._bell.clear()
            entries, self._entries = self._entries, Entries()
            self._committed(entries, await self._commit(entries))
            if not self._entries:
                self._idle.set()

    async def close(self) -> None:
        """Writes what is left once `keep` has ended; what the database does not take is as it was."""
        entries, self._entries = self._entries, Entries()
        if entries:
            with suppress(StorageError):
                await self._write(entries)

    async def drained(self) -> None:
        """Returns when all that was noted is on disk."""
        await self._idle.wait()

    def _ring(self) -> None:
        self._idle.clear()
        self._bell.set()

    async def _commit(self, entries: Entries) -> Recorded:
        pause = PAUSE_FIRST
        while True:
            try:
                return await self._write(entries)
            except StorageError as error:
                log.error("not_kept", reason=str(error), again_in=pause)
                if pause == PAUSE_FIRST:
                    self._trouble(str(error))
                await asyncio.sleep(pause)
                pause = min(pause * 2, PAUSE_MOST)

    async def _write(self, entries: Entries) -> Recorded:
        return await self._store.write(
            intents.record,
            [*(intent for intent, _ in entries.intents), *entries.held],
            tuple(entries.runs.values()),
            [result for result, _ in entries.results],
            self._clock(),
        )
