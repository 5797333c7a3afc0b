"""The backup of the night, and a look through the whole file after each start; both on a thread that gives way.

A night is due as long as no backup of it lies in the folder: one that was missed is made up for. Refuses to hide a
failure: the admins hear of the first in a row, the log of each.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import structlog

from bot.settings import Settings
from mujaz.errors import DatabaseDamaged, StorageError
from mujaz.notice import NoBackup, Notice
from mujaz.when import latest_due
from pipeline.clock import Clock
from storage.backup import Kind, Pulse, all_in, damage_in, make, patiently, rotate

log = structlog.get_logger(__name__)


class Nightly:
    """Looks whether tonight's backup is there whenever it is woken. `tell` tells the admins."""

    def __init__(self, settings: Settings, clock: Clock, tell: Callable[[Notice], None]) -> None:
        self._database = settings.database
        self._folder = settings.backup_folder
        self._slot = settings.backup_slot
        self._kept = timedelta(days=settings.backup_days)
        self._clock = clock
        self._tell = tell
        self._woken = asyncio.Event()
        self._failing = False

    def wake(self) -> None:
        """Asks for a look."""
        self._woken.set()

    async def run(self) -> None:
        """Makes what is due until it is cancelled."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                await patiently(self._make_if_due)
                self._failing = False
            except StorageError as error:
                log.error("backup_failed", reason=str(error))
                if not self._failing:
                    self._tell(NoBackup(str(error)))
                self._failing = True

    async def look_for_damage(self) -> None:
        """Reads the database from beginning to end. Raises DatabaseDamaged."""
        if found := await patiently(partial(damage_in, self._database)):
            raise DatabaseDamaged(self._database, found)

    def _make_if_due(self, pulse: Pulse) -> None:
        now = self._clock()
        due_at = latest_due(self._slot, now)[1]
        if any(backup.kind is Kind.NIGHTLY and backup.made_at >= due_at for backup in all_in(self._folder)):
            return
        made = make(self._database, self._folder, Kind.NIGHTLY, now, pulse)
        log.info("backup_made", file=made.path.name, bytes=made.path.stat().st_size)
        for old in rotate(self._folder, self._kept, now):
            log.info("backup_aged", file=old.path.name)


def backup_before_migrating(settings: Settings, clock: Clock) -> None:
    """Keeps the database as the older Mujaz knew it, so that going back is possible. Raises StorageError."""
    made = make(settings.database, settings.backup_folder, Kind.MIGRATION, clock(), lambda fraction: None)
    log.info("backup_made", file=made.path.name, bytes=made.path.stat().st_size)
