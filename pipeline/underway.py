"""What the courier has underway, and what comes of it: each try is settled, our own mistakes freeze their run.

Takes nothing from a run and sends nothing. What it writes goes into the ledger.
"""

import asyncio
import random
from collections.abc import Callable, Container, Coroutine, Sequence
from dataclasses import dataclass, field, replace

import structlog

from mujaz.delivery import Delivery, Moved, Outcome, Refused, Unchangeable, Withheld, settle
from mujaz.errors import StorageError
from mujaz.notice import Notice, NotKept, Refusing
from mujaz.run import Run, RunState
from pipeline.clock import Clock
from pipeline.lane import Lane
from pipeline.ledger import Entries, Ledger, Parcel
from pipeline.walk import Walk
from storage import runs
from storage.deliveries import Result
from storage.intents import Recorded
from storage.store import Store

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Bells:
    """What wakes the courier's two loops: there may be something to stock up, there may be something to let go."""

    stock: asyncio.Event = field(default_factory=asyncio.Event)
    release: asyncio.Event = field(default_factory=asyncio.Event)


class Underway:
    """The runs that are walked and the lanes of what is ready; nothing of it outlives a failure of the courier.

    `tell` is given what the admins should know, `begin` runs what needs not be waited for.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        lanes: Sequence[Lane],
        bells: Bells,
        tell: Callable[[Notice], None],
        begin: Callable[[Coroutine[None, None, None]], None],
    ) -> None:
        self.ledger = Ledger(store, clock, self._committed, lambda reason: tell(NotKept(reason)))
        self.walks: dict[int, Walk] = {}
        self.lanes = {lane.paid: lane for lane in lanes}
        self.closing = False
        self._store = store
        self._clock = clock
        self._bells = bells
        self._tell = tell
        self._begin = begin

    @property
    def promised(self) -> bool:
        """Whether intents wait for their commit."""
        return any(lane.promised for lane in self.lanes.values())

    def change(self, run: Run) -> None:
        """Something was done with a run that is walked; effective at once, but for what is on the wire."""
        walk = self.walks[run.id]
        walk.run = replace(walk.run, state=run.state, expires_at=run.expires_at, paid=run.paid)
        if run.state is RunState.CANCELLED:
            walk.retry_at = walk.run.opened_at
        if walk.halted:
            walk.rest()
            self.withhold({run.id})

    def hand_over(self, parcel: Parcel) -> None:
        """An intent that is on disk goes to its lane, unless its run was halted meanwhile."""
        if self.closing or self.walks[parcel.delivery.run_id].halted:
            self.settle(parcel, Withheld())
        else:
            self.lanes[parcel.paid].put(parcel)

    def withhold(self, run_ids: Container[int]) -> None:
        """Puts back what was about to go out for these runs."""
        for lane in self.lanes.values():
            for parcel in lane.withdraw(run_ids):
                self.settle(parcel, Withheld())

    def settle(self, parcel: Parcel, outcome: Outcome) -> None:
        """A try has ended: it goes into the ledger with what follows from it."""
        if isinstance(outcome, Unchangeable) and parcel.change is not None:
            self.hand_over(parcel._replace(tails=(parcel.change.instead,), change=None))
            return
        walk = self.walks[parcel.delivery.run_id]
        if isinstance(outcome, Refused):
            self._refused(walk, parcel.delivery, outcome.reason)
        settlement = settle(outcome, parcel.delivery, self._clock(), random.random(), repeats=walk.run.kind.repeats)
        self.ledger.settle(Result(parcel.delivery, outcome, settlement, parcel.last), parcel)

    def _committed(self, entries: Entries, recorded: Recorded) -> None:
        for _, parcel in entries.intents:
            self.lanes[parcel.paid].promised -= 1
            self.walks[parcel.delivery.run_id].promised -= 1
            if (parcel.delivery.run_id, parcel.delivery.chat_id) not in recorded.overtaken:
                self.hand_over(parcel)
                continue
            self.walks[parcel.delivery.run_id].overtaken()
            self._bells.stock.set()
        for intent in entries.held:
            assert intent.held_until is not None, "it is held"
            self.walks[intent.delivery.run_id].held(intent.held_until)
        next_parts = {(delivery.run_id, delivery.chat_id): delivery for delivery in recorded.following}
        for result, parcel in entries.results:
            part = next_parts.get((result.delivery.run_id, result.delivery.chat_id))
            if part is not None:
                self.hand_over(parcel._replace(delivery=part))
            else:
                self._ended(self.walks[result.delivery.run_id], result)
        self._bells.release.set()

    def _ended(self, walk: Walk, result: Result) -> None:
        walk.in_flight -= 1
        again_at = result.settlement.next_at
        if isinstance(result.outcome, Moved):
            again_at = self._clock()  # at its new address
        if again_at is not None:
            walk.retry_at = min(again_at, walk.retry_at or again_at)
        if walk.in_flight == 0:
            self._bells.stock.set()

    # ------------------------------------------------------------ our own mistakes

    def _refused(self, walk: Walk, delivery: Delivery, reason: str) -> None:
        """Telegram refuses what we wrote. The first time the admins are told, soon the run is frozen."""
        log.error("letter_refused", run=delivery.run_id, chat=delivery.chat_id, reason=reason)
        enough = walk.refused(reason) and not walk.halted
        if walk.refusals.total() == 1 or enough:
            self._tell(Refusing(walk.run, reason, frozen=enough))
        if enough:
            walk.run = replace(walk.run, state=RunState.FROZEN)
            self.withhold({walk.run.id})
            self._begin(self._freeze(walk.run.id, reason))

    async def _freeze(self, run_id: int, reason: str) -> None:
        try:
            await self._store.write(runs.freeze, run_id, reason, self._clock())
        except StorageError as error:
            log.error("not_frozen_on_disk", run=run_id, reason=str(error))
