"""Notices that the database's file is no longer where it was: deleted, moved, exchanged, its disk gone.

On Linux the open file lives on without a name and goes with the process, so what it holds is rescued first.
Refuses to go on: what would be written now, nobody could find.
"""

import asyncio
from pathlib import Path

import structlog

from mujaz.errors import DatabaseGone, StorageError
from pipeline.clock import Clock
from storage.backup import rescue
from storage.store import Store

LOOK_SECONDS = 2.0

log = structlog.get_logger(__name__)


class Anchor:
    """Knows the file by its device and number."""

    def __init__(self, store: Store, database: Path, backups: Path, clock: Clock) -> None:
        self._store, self._database, self._backups, self._clock = store, database, backups, clock

    async def watch(self) -> None:
        """Looks until it is cancelled. Raises DatabaseGone."""
        opened = await asyncio.to_thread(self._identity)
        while await asyncio.to_thread(self._identity) == opened:  # noqa: ASYNC110 - only the disk knows
            await asyncio.sleep(LOOK_SECONDS)
        raise DatabaseGone(self._database, await self._rescued())

    async def _rescued(self) -> Path | None:
        try:
            kept = await self._store.read(rescue, self._backups, self._clock())
        except StorageError as error:
            log.error("not_rescued", reason=str(error))
            return None
        return kept.path

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = self._database.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
