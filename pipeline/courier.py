"""Carries what runs hold to their readers: takes up what the last run left, lets go of what is due, and winds up.

A message goes on the wire only after its intent was committed together with its run's cursor, so after a crash the
rows in SENDING are those that may have arrived: nobody is left out and every possible duplicate is listed. Chooses
nothing itself; the pace is the dispatcher's.
"""

import asyncio
from collections.abc import Callable, Container, Coroutine
from contextlib import suppress

import structlog

from mujaz.delivery import Outcome, Withheld
from mujaz.notice import Notice, OutOfReach, Suspects
from mujaz.run import Order, Run
from pipeline.clock import Clock
from pipeline.dispatcher import Departure, Dispatcher
from pipeline.lane import Lane
from pipeline.ledger import Parcel
from pipeline.sender import Sender, TokenRefused
from pipeline.stock import Stock
from pipeline.underway import Bells, Underway
from storage import deliveries, runs
from storage.store import Store

IN_FLIGHT = 256
"""Messages on the wire at a time: as many as the pool has connections."""
BREATH = 0.005
"""Seconds at least between two looks at the pace: a thousand a second go five at a time."""
WIND_UP_SECONDS = 3.5
"""What is on the wire has so long to end; what has not by then may have arrived, and is listed."""

log = structlog.get_logger(__name__)


class _Hanging(Exception):
    """Something on the wire does not come to an end: it is given up with the group of its task."""


class Courier:
    """Delivers what runs hold. One courier a bot, whose name is `bot`. `tell` is given what the admins should know."""

    def __init__(
        self,
        store: Store,
        sender: Sender,
        dispatcher: Dispatcher,
        clock: Clock,
        tell: Callable[[Notice], None],
        bot: str = "",
    ) -> None:
        self._bot = bot
        self._store = store
        self._sender = sender
        self._dispatcher = dispatcher
        self._stopwatch = dispatcher.stopwatch
        self._clock = clock
        self._tell = tell
        self._stopping = False
        self._bells = Bells()
        self._begin()

    def _begin(self) -> None:
        """Nothing is remembered from a run that failed: what it left is in the database."""
        lanes = [Lane(self._dispatcher.a_second(paid=paid), paid=paid) for paid in (False, True)]
        self._underway = Underway(self._store, self._clock, lanes, self._bells, self._tell, self._spawn)
        self._underway.closing = self._stopping
        self._stock = Stock(self._underway, self._store, self._clock, self._bells, self._tell, self._bot)
        self._on_the_wire = 0
        self._token_refused: TokenRefused | None = None

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        self._tasks.create_task(work)

    async def run(self) -> None:
        """Takes up what the last run left, then delivers until `stop`. Raises TokenRefused, also in a group."""
        self._begin()
        await self._recover()
        try:
            async with asyncio.TaskGroup() as tasks:
                self._tasks = tasks
                keeping = tasks.create_task(self._underway.ledger.keep())
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
            await self._underway.ledger.close()
        if self._token_refused:
            raise self._token_refused

    async def _recover(self) -> None:
        suspects = await self._store.write(deliveries.recover, self._clock())
        for suspect in suspects:
            log.warning("possible_duplicate", run=suspect.run_id, chat=suspect.chat_id, part=suspect.part)
        if suspects:
            self._tell(Suspects(len(suspects)))

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._stock.keep())
            tasks.create_task(self._release())

    async def _wind_up(self) -> bool:
        """Puts back what was about to go out; whether what was on the wire ended in time and all is on disk."""
        self._underway.closing = True
        self._underway.withhold(self._underway.walks)
        with suppress(TimeoutError):
            async with asyncio.timeout(WIND_UP_SECONDS):
                while self._on_the_wire or self._underway.promised:
                    self._bells.release.clear()
                    await self._bells.release.wait()
                await self._underway.ledger.drained()
                return True
        return False

    def stop(self) -> None:
        """Lets what is on the wire end and sends nothing more; what was about to go out is put back."""
        self._stopping = self._underway.closing = True
        self.wake()

    def wake(self) -> None:
        """There may be something new to deliver, or the time of a retry has come."""
        self._stock.look = True
        self._bells.stock.set()
        self._bells.release.set()

    async def order(self, run_id: int, order: Order) -> Run:
        """Does with a run what an admin orders; effective at once, but for what is on the wire. Raises RunElsewhere."""
        run = await self._store.write(runs.give, run_id, order, self._clock())
        if run_id in self._underway.walks:
            self._underway.walks[run_id].refusals.clear()
            self._underway.change(run)
        self.wake()
        return run

    def look_again(self, run_id: int) -> None:
        """Messages of a run are due that were given up before."""
        if walk := self._underway.walks.get(run_id):
            walk.retry_at = walk.run.opened_at
        self.wake()

    def leave_out(self, readers: Container[int]) -> None:
        """These readers are no more: what was read of them before is forgotten."""
        for walk in self._underway.walks.values():
            walk.leave_out(readers)

    # ------------------------------------------------------------ letting go

    async def _release(self) -> None:
        while not self._underway.closing:
            self._bells.release.clear()
            wait = min(self._release_from(lane) for lane in self._underway.lanes.values())
            self._bells.stock.set()
            await self._stopwatch.wait(self._bells.release, max(wait, BREATH))

    def _release_from(self, lane: Lane) -> float:
        """Sends what may go now; gives the seconds until the next may."""
        now = self._stopwatch.now()
        while self._on_the_wire < IN_FLIGHT:
            if (wait := self._dispatcher.bulk_wait(now, paid=lane.paid)) > 0:
                return wait
            parcel = lane.next(now)
            if parcel is None:
                return lane.opens_in(now)
            chat_id = parcel.chat_id
            if (wait := self._dispatcher.chat_wait(chat_id, now)) > 0:
                lane.wait_for_chat(parcel, now + wait)
                continue
            leaves = self._dispatcher.let_go(chat_id, now, paid=lane.paid)
            self._on_the_wire += 1
            self._spawn(self._send(parcel, leaves))
        return float("inf")

    async def _send(self, parcel: Parcel, leaves: Departure) -> None:
        outcome: Outcome = Withheld()
        try:
            outcome = await self._try(parcel, leaves)
        except TokenRefused as error:  # it was not taken; all others on the wire are to hear the same
            self._token_refused, self._underway.closing = error, True
            self.wake()
        finally:
            leaves()
            self._on_the_wire -= 1
            if self._on_the_wire == IN_FLIGHT - 1 or self._underway.closing:
                self._bells.release.set()
        self._underway.settle(parcel, outcome)
        if self._dispatcher.heard(parcel.chat_id, outcome, self._stopwatch.now()):
            self._spawn(self._probe())

    async def _try(self, parcel: Parcel, leaves: Departure) -> Outcome:
        if parcel.change is not None:
            return await self._sender.change(parcel.chat_id, parcel.change.message_id, parcel.tail, leaves)
        return await self._sender.send(parcel.chat_id, parcel.tail, leaves, paid=parcel.paid)

    async def _probe(self) -> None:
        """Telegram is out of reach: asks again and again, and lets bulk go on when it answers."""
        begun = self._stopwatch.now()
        log.warning("telegram_out_of_reach")
        while pause := self._dispatcher.breaker.probed(reached=await self._sender.reaches_telegram()):
            await self._stopwatch.sleep(pause)
            if self._underway.closing:
                return
        if seconds := round(self._stopwatch.now() - begun):
            self._tell(OutOfReach(seconds))
        self._bells.release.set()
