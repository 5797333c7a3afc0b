"""Walks open runs reader by reader: records the intent, sends, records the result. Chooses nothing itself.

The intent is committed with the run's cursor before the message goes out, so after a crash exactly the rows in
SENDING may have arrived: they are sent again and listed as possible duplicates; nobody is left out.
"""

import asyncio
import random
from collections.abc import Sequence

import structlog

from mujaz.delivery import Delivery, Refused, Run, settle
from mujaz.letter import Letter
from mujaz.subscriber import Subscriber
from pipeline.clock import Clock
from pipeline.edition import Edition
from pipeline.pace import Breaker, Pace
from pipeline.sender import Sender
from storage import audience, deliveries, runs
from storage.audience import Page
from storage.store import Store

PAGE = 100
IN_FLIGHT = 30
RETRIES_AT_ONCE = 30

log = structlog.get_logger(__name__)


class Courier:
    """Delivers what runs hold. One courier a bot: it keeps the bot's pace."""

    def __init__(self, store: Store, sender: Sender, clock: Clock) -> None:
        self._store = store
        self._sender = sender
        self._clock = clock
        self._pace = Pace()
        self._breaker = Breaker()
        self._in_flight = asyncio.Semaphore(IN_FLIGHT)
        self._stopping = False

    async def recover(self) -> Sequence[Delivery]:
        """To be called once, before the first delivery: gives the possible duplicates that the last stop left."""
        suspects = await self._store.write(deliveries.recover, self._clock())
        for suspect in suspects:
            log.warning("possible_duplicate", run=suspect.run_id, chat=suspect.chat_id, part=suspect.part)
        return suspects

    async def deliver(self) -> None:
        """Walks every open run to its end and makes the retries that are due. Raises TokenRefused."""
        self._in_flight = asyncio.Semaphore(IN_FLIGHT)  # anew: a failure may have kept places of the last one
        for run in await self._store.read(runs.running):
            await self._walk(run, Edition())
        async with asyncio.TaskGroup() as sends:
            await self._retry(Edition(), sends)

    @property
    def stopping(self) -> bool:
        """Whether it was told to stop."""
        return self._stopping

    def stop(self) -> None:
        """Lets what is in flight end and starts nothing more."""
        self._stopping = True

    async def _walk(self, run: Run, edition: Edition) -> None:
        async with asyncio.TaskGroup() as sends:
            while not self._stopping:
                expired = self._clock() >= run.expires_at
                page = Page([], [], {}) if expired else await self._store.read(audience.page, run, PAGE)
                await self._retry(edition, sends)  # here too: a long walk must not outlast them
                if not page.readers:
                    await self._store.write(runs.finish, run.id, self._clock())
                    return
                run = await self._hand_out(run, page, edition, sends)

    async def _hand_out(self, run: Run, page: Page, edition: Edition, sends: asyncio.TaskGroup) -> Run:
        """Starts the sends of one page; gives the run with its new cursor."""
        for reader in page.readers:
            if self._stopping:
                return run
            letters = edition.letters(run, page, reader, reader.last_due_at)
            if letters:
                await self._begin(run, reader, letters, sends)
            run = run.past(reader.chat_id)
        await self._store.write(runs.advance, run)
        return run

    async def _begin(self, run: Run, reader: Subscriber, letters: Sequence[Letter], sends: asyncio.TaskGroup) -> None:
        delivery = Delivery(run.id, reader.chat_id, 0, since=reader.last_due_at)
        await self._in_flight.acquire()
        await self._store.write(deliveries.intend, run, delivery, len(letters))
        await self._turn(reader.chat_id)  # after the commit, whose length varies: the pace is kept on the wire
        sends.create_task(self._send_parts(delivery, letters))

    async def _send_parts(self, delivery: Delivery, letters: Sequence[Letter]) -> None:
        """Sends a part and the parts that wait for it. Holds one place in flight and gives it back."""
        try:
            following = await self._send(delivery, letters)
            while following is not None:
                await self._turn(following.chat_id)
                following = await self._send(following, letters)
        finally:
            self._in_flight.release()

    async def _send(self, delivery: Delivery, letters: Sequence[Letter]) -> Delivery | None:
        outcome = await self._sender.send(delivery.chat_id, letters[delivery.part])
        self._breaker.note(outcome, asyncio.get_running_loop().time())
        if isinstance(outcome, Refused):
            log.error("letter_refused", run=delivery.run_id, chat=delivery.chat_id, reason=outcome.reason)
        now = self._clock()
        settlement = settle(outcome, delivery, now, random.random())
        return await self._store.write(deliveries.settle, delivery, outcome, settlement, now)

    async def _retry(self, edition: Edition, sends: asyncio.TaskGroup) -> None:
        while not self._stopping:
            due_at = await self._store.read(deliveries.next_retry)
            if due_at is None or due_at > self._clock():
                return
            for delivery in await self._store.write(deliveries.take_retries, self._clock(), RETRIES_AT_ONCE):
                await self._begin_again(delivery, edition, sends)

    async def _begin_again(self, delivery: Delivery, edition: Edition, sends: asyncio.TaskGroup) -> None:
        run, page = await self._store.read(audience.page_again, delivery)
        letters = [letter for reader in page.readers for letter in edition.letters(run, page, reader, delivery.since)]
        if delivery.part >= len(letters):
            await self._store.write(deliveries.skip, delivery, "nothing to send any more")
            return
        await self._in_flight.acquire()
        await self._turn(delivery.chat_id)
        sends.create_task(self._send_parts(delivery, letters))

    async def _turn(self, chat_id: int) -> None:
        """Waits until a bulk message to the chat may go out, and takes the turn."""
        loop = asyncio.get_running_loop()
        while (wait := max(self._pace.wait(chat_id, loop.time()), self._breaker.wait(loop.time()))) > 0:  # noqa: ASYNC110 - others may take the turn meanwhile
            await asyncio.sleep(wait)
        self._pace.note(chat_id, loop.time())
