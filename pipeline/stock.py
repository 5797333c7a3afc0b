"""Stocks up the lanes: learns of runs, takes a portion from the run whose turn it is, closes what has come to its end.

Sends nothing: what it takes is in the ledger first.
"""

import asyncio
from collections.abc import Callable

import structlog

from mujaz.errors import StorageError
from mujaz.notice import Finished, Notice
from mujaz.run import Run, RunKind, RunState, share
from pipeline.clock import Clock
from pipeline.lane import Lane
from pipeline.underway import Bells, Underway
from pipeline.walk import Walk
from storage import deliveries, retries, runs
from storage.retries import NOTHING_WAITS
from storage.store import Store

PORTION = 64
STORAGE_PAUSE = 1.0

log = structlog.get_logger(__name__)


class Stock:
    """One for what is underway. `look` is set where runs may have been opened, or done something with."""

    def __init__(
        self, underway: Underway, store: Store, clock: Clock, bells: Bells, tell: Callable[[Notice], None], bot: str
    ) -> None:
        self._bot = bot
        self.look = True
        self._underway = underway
        self._store = store
        self._clock = clock
        self._bells = bells
        self._tell = tell

    async def keep(self) -> None:
        """Stocks up until all is closing."""
        while not self._underway.closing:
            self._bells.stock.clear()
            try:
                if self.look:
                    await self._muster()
                stocked = [await self._fill(lane) for lane in self._underway.lanes.values()]
                await self._close_spent()
            except StorageError as error:
                log.error("not_fed", reason=str(error), again_in=STORAGE_PAUSE)
                await asyncio.sleep(STORAGE_PAUSE)
                continue
            if not any(stocked):
                await self._bells.stock.wait()

    async def _muster(self) -> None:
        """Learns of runs that were opened, and of what was done with those that are known."""
        self.look = False
        found = await self._store.read(runs.unfinished)
        if self.look:  # an order may have been given since: what was read could undo it
            return
        walks = self._underway.walks
        for run in found:
            if run.id in walks:
                if walks[run.id].run.state is not RunState.FROZEN:  # it may not be on disk yet
                    self._underway.change(run)
            else:
                begun = 0
                if run.kind is RunKind.ANNOUNCEMENT:
                    begun = await self._store.read(deliveries.how_many_chats, run.id)
                walks[run.id] = Walk(run, self._store, self._underway.ledger, begun, self._bot)
                log.info("run_begun", run=run.id, kind=run.kind, article=run.article_id)

    async def _fill(self, lane: Lane) -> bool:
        """Takes a portion from the run whose turn it is; whether there was any."""
        now = self._clock()
        if lane.room <= 0:
            return False
        self._line_up_alerts()
        wanting = {
            walk.run.id: share(walk.run, now)
            for walk in self._underway.walks.values()
            if walk.run.paid is lane.paid and walk.wants(now)
        }
        if not wanting:
            return False
        walk = self._underway.walks[lane.turns.take(wanting)]
        begun = walk.begun
        for parcel in await walk.take(min(lane.room, PORTION), now):
            self._underway.hand_over(parcel)
        lane.promised += walk.begun - begun
        self._bells.release.set()
        return True

    def _line_up_alerts(self) -> None:
        alerts = [walk for walk in self._underway.walks.values() if walk.run.kind is RunKind.ALERT]
        for walk in alerts:
            walk.fall_behind(other for other in alerts if other is not walk)

    async def _close_spent(self) -> None:
        for walk in [walk for walk in self._underway.walks.values() if walk.spent]:
            walk.rest()
            if walk.waiting:
                continue
            upcoming = await self._store.read(retries.upcoming, walk.run.id)
            if upcoming == NOTHING_WAITS:
                await self._close(walk.run)
            else:
                walk.wait_for(upcoming)

    async def _close(self, run: Run) -> None:
        await self._store.write(runs.finish, run.id, self._clock())
        del self._underway.walks[run.id]
        log.info("run_ended", run=run.id)
        if run.kind is RunKind.ANNOUNCEMENT:
            self._tell(Finished(run))
