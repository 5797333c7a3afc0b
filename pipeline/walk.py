"""One run on its way: its readers page by page, its retries when they are due, each as a parcel. Sends nothing.

An announcement goes to its admin first, then to a few readers, then to all (a canary, research on delivery §6.1).
"""

from collections import Counter, deque
from collections.abc import Container, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime

from mujaz.address import Address
from mujaz.delivery import SAME_REFUSALS_MOST, Delivery
from mujaz.quiet import quiet_until
from mujaz.run import CANARIES, Run, RunKind, RunState
from mujaz.subscriber import Subscriber
from pipeline.edition import NOTHING, Edition, Shared, Tails, alert_letters
from pipeline.ledger import Ledger, Parcel
from pipeline.sender import into_topic, sealed
from storage import articles, audience, bodies, retries, subscribers
from storage.audience import News, Page
from storage.deliveries import Intent
from storage.retries import NOTHING_WAITS, Upcoming
from storage.store import Store

PAGE = 250
RETRIES_AT_ONCE = 50
GIVEN_UP_AT_ONCE = 500
_NONE: frozenset[int] = frozenset()


class Walk:
    """The state of one run that outlives no restart: what must, is in the database.

    `in_flight` counts its parcels that were taken and have not come to an end or to a wait. `begun` counts the chats
    that it was sent to or is about to be. `retry_at` is when one is to be tried again, `release_at` when one goes that
    is held for the end of its reader's quiet hours.
    """

    def __init__(self, run: Run, store: Store, ledger: Ledger, begun: int) -> None:
        self.run = run
        self.in_flight = 0
        self.begun = begun
        self.retry_at: datetime | None = run.opened_at  # perhaps: the first look tells
        self.release_at: datetime | None = None
        self.refusals: Counter[str] = Counter()
        self._store = store
        self._ledger = ledger
        self._readers: deque[Subscriber] = deque()
        self._addresses: Mapping[int, Address] = {}
        self._alerted: Mapping[int, AbstractSet[int]] = {}
        self._edition: Edition | Shared | None = None
        self._given_up = False

    @property
    def halted(self) -> bool:
        """Whether nothing of it may go out now."""
        return self.run.state is not RunState.RUNNING

    @property
    def spent(self) -> bool:
        """Whether nothing more will come of it, but for what waits."""
        return (self.run.walked or self.run.state is RunState.CANCELLED) and self.in_flight == 0

    @property
    def waiting(self) -> bool:
        """Whether a message of it waits for another try, or for the end of quiet hours."""
        return self.retry_at is not None or self.release_at is not None

    def wants(self, now: datetime) -> bool:
        """Whether it has something to send, or to give up."""
        if self.run.state is RunState.CANCELLED:
            return self.waiting or not self.run.walked
        due = not self.halted and self._is_due(now)
        if self.run.over(now):
            return due or not self._given_up
        return due or (not self.halted and not self.run.walked and not self._waits_for_canaries)

    def wait_for(self, upcoming: Upcoming) -> None:
        """This is what of it waits."""
        self.retry_at, self.release_at = upcoming

    def held(self, until: datetime) -> None:
        """A message of it is held: that is on disk now."""
        self.in_flight -= 1
        self.release_at = min(until, self.release_at or until)

    def leave_out(self, readers: Container[int]) -> None:
        """These readers are no more."""
        self._readers = deque(reader for reader in self._readers if reader.chat_id not in readers)

    def rest(self) -> None:
        """What waits may do so for hours: what there is to bring is read again then."""
        self._edition = None

    def refused(self, reason: str) -> bool:
        """Telegram refuses a message of it for what it says; whether that is enough to freeze it."""
        self.refusals[reason] += 1
        is_canary = self.run.kind is RunKind.ANNOUNCEMENT and self.begun <= 1 + CANARIES
        return is_canary or self.refusals[reason] >= SAME_REFUSALS_MOST

    async def take(self, most: int, now: datetime) -> list[Parcel]:
        """At most so many parcels: retries, which may go at once, and new ones, whose intents the ledger now has.

        Gives the retries only: the others come back from the ledger.
        """
        if self.run.state is RunState.CANCELLED:
            await self._cancel()
        elif self.run.over(now):
            return await self._after_its_time(most, now)
        elif self._is_due(now):
            return await self._retries(most, now)
        elif self.run.kind is RunKind.ANNOUNCEMENT and self.begun == 0 and self.run.created_by is not None:
            await self._to_its_admin(self.run.created_by)
        else:
            await self._onwards(most, now)
        return []

    def _is_due(self, now: datetime) -> bool:
        """Whether a message that waits may go; of retries, a clock that was set back says nothing."""
        retry = self.retry_at is not None and (self.retry_at <= now or now < self.run.opened_at)
        return retry or (self.release_at is not None and self.release_at <= now)

    @property
    def _waits_for_canaries(self) -> bool:
        if self.run.kind is not RunKind.ANNOUNCEMENT or self.begun not in (1, 1 + CANARIES):
            return False
        return self.in_flight > 0 or self.retry_at is not None

    async def _onwards(self, most: int, now: datetime) -> None:
        """The next readers, each with what the run brings them; without readers left, the run is walked."""
        if not self._readers:
            await self._turn_page()
        if not self._readers:
            self._walked()
            return
        portion = [self._readers.popleft() for _ in range(min(most, len(self._readers), self._canaries_left()))]
        for reader in portion:
            tails = self._tails(reader, reader.last_due_at, self._alerted)
            self._intend(reader.chat_id, reader.last_due_at, tails, quiet_until(reader, now))
        self.run = self.run.past(portion[-1].chat_id)
        self._ledger.reached(self.run)

    def _canaries_left(self) -> int:
        if self.run.kind is not RunKind.ANNOUNCEMENT or self.begun > CANARIES:
            return PAGE
        return 1 + CANARIES - self.begun

    def _intend(self, chat_id: int, since: datetime, tails: Tails, held_until: datetime | None = None) -> None:
        if not tails:
            return
        delivery = Delivery(self.run.id, chat_id, 0, since)
        intent = Intent(delivery, len(tails), self.run.due_at if self.run.kind is RunKind.DIGEST else None, held_until)
        self.in_flight += 1
        if held_until is not None:
            self._ledger.hold(intent)
            return
        self._ledger.intend(intent, self._parcel(delivery, tails, self._addresses))
        self.begun += 1

    async def _to_its_admin(self, admin_id: int) -> None:
        """The admin sees the announcement as everybody will, subscribed or not."""
        self._edition = shared = await self._shared()
        admin = await self._store.read(subscribers.get, admin_id)
        self._intend(admin_id, self.run.opened_at, shared.in_language(admin.language if admin else None))

    async def _turn_page(self) -> None:
        page = await self._store.read(audience.page, self.run, PAGE, self._known)
        await self._take_up(page)
        self._readers.extend(page.readers)
        self._addresses, self._alerted = page.addresses, page.alerted

    @property
    def _known(self) -> News | None:
        return self._edition.news if isinstance(self._edition, Edition) else None

    async def _take_up(self, page: Page) -> None:
        """News that came or changed since the last page make a new edition."""
        if page.news is not None:
            self._edition = Edition(self.run, page.news, sealed)
        elif self._edition is None:
            self._edition = await self._shared()

    async def _shared(self) -> Shared:
        """The text of an alert or an announcement; an alert's is sealed when it is first needed."""
        kept = await self._store.read(bodies.of_run, self.run.id)
        if not kept and self.run.article_id is not None:
            article = await self._store.read(articles.get, self.run.article_id)
            letters = alert_letters(article) if article else {}
            kept = {language: tuple(map(sealed, parts)) for language, parts in letters.items()}
            await self._store.write(bodies.keep, self.run.id, kept)
        return Shared(kept)

    async def _retries(self, most: int, now: datetime) -> list[Parcel]:
        due = await self._store.write(audience.take_retries, self.run, now, min(most, RETRIES_AT_ONCE), self._known)
        self.wait_for(due.upcoming)
        await self._take_up(due.page)
        readers = {reader.chat_id: reader for reader in due.page.readers}
        ready = []
        for again in due.taken:
            reader = readers.get(again.chat_id)
            tails = self._tails_again(again, reader, due.page.alerted)
            if again.part < len(tails):
                ready.append(self._parcel(again, tails, due.page.addresses))
            else:
                await self._store.write(retries.skip, again, "nothing to send any more")
        self.in_flight += len(ready)
        return ready

    def _parcel(self, delivery: Delivery, tails: Tails, addresses: Mapping[int, Address]) -> Parcel:
        address = addresses.get(delivery.chat_id)
        if address is None:
            return Parcel(delivery, delivery.chat_id, tails, self.run.paid)
        assert address.topic is not None, "only topics have an address that is not their key"
        there = tuple(into_topic(tail, address.topic) for tail in tails)
        return Parcel(delivery, address.chat_id, there, self.run.paid)

    def _tails_again(
        self, again: Delivery, reader: Subscriber | None, alerted: Mapping[int, AbstractSet[int]]
    ) -> Tails:
        """Who left meanwhile is not sent it; an admin is shown the announcement subscribed or not."""
        if reader is not None:
            return self._tails(reader, again.since, alerted)
        if isinstance(self._edition, Shared) and again.chat_id == self.run.created_by:
            return self._edition.in_language(None)
        return NOTHING

    def _tails(self, reader: Subscriber, since: datetime, alerted: Mapping[int, AbstractSet[int]]) -> Tails:
        assert self._edition is not None, "a page was turned"
        sent = alerted.get(reader.chat_id)
        return self._edition.tails(reader, since, frozenset(sent) if sent else _NONE)

    async def _cancel(self) -> None:
        if await self._store.write(retries.cancel, self.run.id, GIVEN_UP_AT_ONCE):
            self.wait_for(NOTHING_WAITS)
            self._walked()

    async def _after_its_time(self, most: int, now: datetime) -> list[Parcel]:
        """Only what was held goes out: its time runs from the end of quiet hours."""
        left = await self._store.write(retries.expire, self.run.id, now, GIVEN_UP_AT_ONCE)
        if left is None:
            return []
        self.wait_for(left)
        if not self._given_up:
            self._given_up = True
            self._walked()
        return [] if self.halted or not self._is_due(now) else await self._retries(most, now)

    def _walked(self) -> None:
        self._readers.clear()
        self.run = replace(self.run, walked=True)
        self._ledger.reached(self.run)
