"""Looks every minute for what the owner should know, and tells it once: what is late, and a disk that fills up.

Measures; mujaz.trouble decides. Refuses to repeat itself while a trouble lasts.
"""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import structlog

from mujaz import trouble
from mujaz.notice import Notice
from pipeline.clock import Clock
from storage import gauges
from storage.backup import size_of
from storage.store import Store

log = structlog.get_logger(__name__)


class Lookout:
    """`tell` tells the admins."""

    def __init__(self, store: Store, database: Path, clock: Clock, tell: Callable[[Notice], None]) -> None:
        self._store, self._database, self._clock, self._tell = store, database, clock, tell
        self._known: frozenset[type[trouble.Trouble]] = frozenset()

    async def look(self) -> None:
        """Tells what is new. Raises StorageError, and OSError where the disk is gone."""
        now = self._clock()
        found = trouble.found(await self._measure(), now)
        for one in trouble.new(found, self._known):
            log.warning("trouble", what=type(one).__name__)
            self._tell(one)
        self._known = frozenset(found)

    async def _measure(self) -> trouble.Measured:
        due = await self._store.read(gauges.oldest_due, self._clock())
        disk, size = await asyncio.to_thread(self._look_at_disk)
        return trouble.Measured(due, disk.free, disk.total, size)

    def _look_at_disk(self) -> tuple[shutil._ntuple_diskusage, int]:
        return shutil.disk_usage(self._database.parent), size_of(self._database)
