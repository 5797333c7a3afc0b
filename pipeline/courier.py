"""Carries what runs hold to their readers: stocks up intents, lets go of what is due, records what came of it.

A message goes on the wire only after its intent was committed together with its run's cursor, so after a crash the
rows in SENDING are those that may have arrived: nobody is left out and every possible duplicate is listed. Chooses
nothing itself; the pace is the dispatcher's.
"""

import asyncio
import random
from collections.abc import Callable, Container, Sequence
from contextlib import suppress
from dataclasses import replace

import structlog

from mujaz.delivery import Delivery, Moved, Outcome, Refused, Withheld, settle
from mujaz.errors import StorageError
from mujaz.notice import Finished, Notice, NotKept, OutOfReach, Refusing, Suspects
from mujaz.run import Order, Run, RunKind, RunState, share
from pipeline.clock import Clock
from pipeline.dispatcher import Dispatcher
from pipeline.lane import Lane
from pipeline.ledger import Entries, Ledger, Parcel
from pipeline.sender import Sender, TokenRefused
from pipeline.walk import Walk
from storage import deliveries, runs
from storage.deliveries import Result
from storage.store import Store

IN_FLIGHT = 256
"""Messages on the wire at a time: as many as the pool has connections."""
PORTION = 64
BREATH = 0.005
"""Seconds at least between two looks at the pace: a thousand a second go five at a time."""
STORAGE_PAUSE = 1.0
WIND_UP_SECONDS = 3.5
"""What is on the wire has so long to end; what has not by then may have arrived, and is listed."""

log = structlog.get_logger(__name__)


class _Hanging(Exception):
    """Something on the wire does not come to an end: it is given up with the group of its task."""


class Courier:
    """Delivers what runs hold. One courier a bot. `tell` is given what the admins should know."""

    def __init__(
        self, store: Store, sender: Sender, dispatcher: Dispatcher, clock: Clock, tell: Callable[[Notice], None]
    ) -> None:
        self._store = store
        self._sender = sender
        self._dispatcher = dispatcher
        self._stopwatch = dispatcher.stopwatch
        self._clock = clock
        self._tell = tell
        self._stopping = False
        self._feed_bell = asyncio.Event()
        self._release_bell = asyncio.Event()
        self._begin()

    def _begin(self) -> None:
        """Nothing is remembered from a run that failed: what it left is in the database."""
        self._ledger = Ledger(self._store, self._clock, self._committed, lambda reason: self._tell(NotKept(reason)))
        self._walks: dict[int, Walk] = {}
        self._lanes = {paid: Lane(self._dispatcher.a_second(paid=paid), paid=paid) for paid in (False, True)}
        self._on_the_wire = 0
        self._closing = self._stopping
        self._token_refused: TokenRefused | None = None
        self._look = True

    async def run(self) -> None:
        """Takes up what the last run left, then delivers until `stop`. Raises TokenRefused, also in a group."""
        self._begin()
        await self._recover()
        try:
            async with asyncio.TaskGroup() as tasks:
                self._tasks = tasks
                keeping = tasks.create_task(self._ledger.keep())
                try:
                    await self._work()
                finally:
                    in_time = await self._wind_up()
                    keeping.cancel()
                if not in_time:
                    raise _Hanging
        except* _Hanging:
            log.warning("left_on_the_wire", messages=self._on_the_wire)
        finally:
            await self._ledger.close()
        if self._token_refused:
            raise self._token_refused

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._feed())
            tasks.create_task(self._release())

    async def _wind_up(self) -> bool:
        """Puts back what was about to go out; whether what was on the wire ended in time and all is on disk."""
        self._closing = True
        self._withhold(self._walks)
        with suppress(TimeoutError):
            async with asyncio.timeout(WIND_UP_SECONDS):
                while self._on_the_wire or any(lane.promised for lane in self._lanes.values()):
                    self._release_bell.clear()
                    await self._release_bell.wait()
                await self._ledger.drained()
                return True
        return False

    def stop(self) -> None:
        """Lets what is on the wire end and sends nothing more; what was about to go out is put back."""
        self._stopping = self._closing = True
        self.wake()

    def wake(self) -> None:
        """There may be something new to deliver, or the time of a retry has come."""
        self._look = True
        self._feed_bell.set()
        self._release_bell.set()

    async def order(self, run_id: int, order: Order) -> Run:
        """Does with a run what an admin orders; effective at once, but for what is on the wire. Raises RunElsewhere."""
        run = await self._store.write(runs.give, run_id, order, self._clock())
        if run_id in self._walks:
            self._walks[run_id].refusals.clear()
            self._change(self._walks[run_id], run)
        self.wake()
        return run

    def look_again(self, run_id: int) -> None:
        """Messages of a run are due that were given up before."""
        if run_id in self._walks:
            self._walks[run_id].retry_at = self._walks[run_id].run.opened_at
        self.wake()

    # ------------------------------------------------------------ taking up

    async def _recover(self) -> None:
        suspects = await self._store.write(deliveries.recover, self._clock())
        for suspect in suspects:
            log.warning("possible_duplicate", run=suspect.run_id, chat=suspect.chat_id, part=suspect.part)
        if suspects:
            self._tell(Suspects(len(suspects)))

    async def _muster(self) -> None:
        """Learns of runs that were opened, and of what was done with those that are known."""
        self._look = False
        found = await self._store.read(runs.unfinished)
        if self._look:  # an order may have been given since: what was read could undo it
            return
        for run in found:
            if run.id in self._walks:
                if self._walks[run.id].run.state is not RunState.FROZEN:  # it may not be on disk yet
                    self._change(self._walks[run.id], run)
            else:
                begun = 0
                if run.kind is RunKind.ANNOUNCEMENT:
                    begun = await self._store.read(deliveries.how_many_chats, run.id)
                self._walks[run.id] = Walk(run, self._store, self._ledger, begun)

    def _change(self, walk: Walk, run: Run) -> None:
        walk.run = replace(walk.run, state=run.state, expires_at=run.expires_at, paid=run.paid)
        if run.state is RunState.CANCELLED:
            walk.retry_at = walk.run.opened_at
        if walk.halted:
            self._withhold({run.id})

    # ------------------------------------------------------------ stocking up

    async def _feed(self) -> None:
        while not self._closing:
            self._feed_bell.clear()
            try:
                if self._look:
                    await self._muster()
                stocked = [await self._stock(lane) for lane in self._lanes.values()]
                await self._close_spent()
            except StorageError as error:
                log.error("not_fed", reason=str(error), again_in=STORAGE_PAUSE)
                await asyncio.sleep(STORAGE_PAUSE)
                continue
            if not any(stocked):
                await self._feed_bell.wait()

    async def _stock(self, lane: Lane) -> bool:
        """Takes a portion from the run whose turn it is; whether there was any."""
        now = self._clock()
        if lane.room <= 0:
            return False
        wanting = {
            walk.run.id: share(walk.run, now)
            for walk in self._walks.values()
            if walk.run.paid is lane.paid and walk.wants(now)
        }
        if not wanting:
            return False
        walk = self._walks[lane.turns.take(wanting)]
        begun = walk.begun
        for parcel in await walk.take(min(lane.room, PORTION), now):
            self._hand_over(parcel)
        lane.promised += walk.begun - begun
        self._release_bell.set()
        return True

    async def _close_spent(self) -> None:
        for walk in [walk for walk in self._walks.values() if walk.spent and walk.retry_at is None]:
            if await self._store.read(deliveries.next_retry, walk.run.id) is not None:
                walk.retry_at = self._clock()
                continue
            await self._store.write(runs.finish, walk.run.id, self._clock())
            del self._walks[walk.run.id]
            if walk.run.kind is RunKind.ANNOUNCEMENT:
                self._tell(Finished(walk.run))

    # ------------------------------------------------------------ letting go

    async def _release(self) -> None:
        while not self._closing:
            self._release_bell.clear()
            wait = min(self._release_from(lane) for lane in self._lanes.values())
            self._feed_bell.set()
            await self._stopwatch.wait(self._release_bell, max(wait, BREATH))

    def _release_from(self, lane: Lane) -> float:
        """Sends what may go now; gives the seconds until the next may."""
        now = self._stopwatch.now()
        while self._on_the_wire < IN_FLIGHT:
            if (wait := self._dispatcher.bulk_wait(now, paid=lane.paid)) > 0:
                return wait
            parcel = lane.next(now)
            if parcel is None:
                return lane.opens_in(now)
            chat_id = parcel.delivery.chat_id
            if (wait := self._dispatcher.chat_wait(chat_id, now)) > 0:
                lane.wait_for_chat(parcel, now + wait)
                continue
            self._dispatcher.note_bulk(chat_id, now, paid=lane.paid)
            self._on_the_wire += 1
            self._tasks.create_task(self._send(parcel))
        return float("inf")

    async def _send(self, parcel: Parcel) -> None:
        delivery = parcel.delivery
        outcome: Outcome = Withheld()
        try:
            outcome = await self._sender.send(delivery.chat_id, parcel.tails[delivery.part], paid=parcel.paid)
        except TokenRefused as error:  # it was not taken; all others on the wire are to hear the same
            self._token_refused, self._closing = error, True
            self.wake()
        finally:
            self._on_the_wire -= 1
            if self._on_the_wire == IN_FLIGHT - 1 or self._closing:
                self._release_bell.set()
        self._settle(parcel, outcome)
        if self._dispatcher.heard(delivery.chat_id, outcome, self._stopwatch.now()):
            self._tasks.create_task(self._probe())

    async def _probe(self) -> None:
        """Telegram is out of reach: asks again and again, and lets bulk go on when it answers."""
        begun = self._stopwatch.now()
        log.warning("telegram_out_of_reach")
        while pause := self._dispatcher.breaker.probed(reached=await self._sender.reaches_telegram()):
            await self._stopwatch.sleep(pause)
            if self._closing:
                return
        self._tell(OutOfReach(round(self._stopwatch.now() - begun)))
        self._release_bell.set()

    # ------------------------------------------------------------ recording

    def _settle(self, parcel: Parcel, outcome: Outcome) -> None:
        walk = self._walks[parcel.delivery.run_id]
        if isinstance(outcome, Refused):
            self._refused(walk, parcel.delivery, outcome.reason)
        settlement = settle(outcome, parcel.delivery, self._clock(), random.random(), repeats=walk.run.kind.repeats)
        self._ledger.settle(Result(parcel.delivery, outcome, settlement, parcel.last), parcel)

    def _committed(self, entries: Entries, following: Sequence[Delivery]) -> None:
        for _, parcel in entries.intents:
            self._lanes[parcel.paid].promised -= 1
            self._hand_over(parcel)
        next_parts = {(delivery.run_id, delivery.chat_id): delivery for delivery in following}
        for result, parcel in entries.results:
            part = next_parts.get((result.delivery.run_id, result.delivery.chat_id))
            if part is not None:
                self._hand_over(parcel._replace(delivery=part))
            else:
                self._ended(self._walks[result.delivery.run_id], result)
        self._release_bell.set()

    def _ended(self, walk: Walk, result: Result) -> None:
        walk.in_flight -= 1
        again_at = result.settlement.next_at
        if isinstance(result.outcome, Moved):
            again_at = self._clock()  # at its new address
        if again_at is not None:
            walk.retry_at = min(again_at, walk.retry_at or again_at)
        if walk.in_flight == 0:
            self._feed_bell.set()

    def _hand_over(self, parcel: Parcel) -> None:
        """An intent that is on disk goes to its lane, unless its run was halted meanwhile."""
        if self._closing or self._walks[parcel.delivery.run_id].halted:
            self._settle(parcel, Withheld())
        else:
            self._lanes[parcel.paid].put(parcel)

    def _withhold(self, run_ids: Container[int]) -> None:
        for lane in self._lanes.values():
            for parcel in lane.withdraw(run_ids):
                self._settle(parcel, Withheld())

    # ------------------------------------------------------------ our own mistakes

    def _refused(self, walk: Walk, delivery: Delivery, reason: str) -> None:
        """Telegram refuses what we wrote. The first time the admins are told, soon the run is frozen."""
        log.error("letter_refused", run=delivery.run_id, chat=delivery.chat_id, reason=reason)
        enough = walk.refused(reason) and not walk.halted
        if walk.refusals.total() == 1 or enough:
            self._tell(Refusing(walk.run, reason, frozen=enough))
        if enough:
            walk.run = replace(walk.run, state=RunState.FROZEN)
            self._withhold({walk.run.id})
            self._tasks.create_task(self._freeze(walk.run.id, reason))

    async def _freeze(self, run_id: int, reason: str) -> None:
        try:
            await self._store.write(runs.freeze, run_id, reason, self._clock())
        except StorageError as error:
            log.error("not_frozen_on_disk", run=run_id, reason=str(error))
