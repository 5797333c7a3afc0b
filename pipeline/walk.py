"""One run on its way: its readers page by page, its retries when they are due, each as a parcel. Sends nothing.

An announcement goes to its admin first, then to a few readers, then to all (a canary, research on delivery §6.1).
"""

from collections import Counter, deque
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime

from mujaz.delivery import SAME_REFUSALS_MOST, Delivery, DeliveryState
from mujaz.run import CANARIES, Run, RunKind, RunState
from mujaz.subscriber import Subscriber
from pipeline.edition import NOTHING, Edition, Shared, Tails, alert_letters
from pipeline.ledger import Ledger, Parcel
from pipeline.sender import sealed
from storage import articles, audience, bodies, retries, subscribers
from storage.audience import News, Page
from storage.deliveries import Intent
from storage.store import Store

PAGE = 250
RETRIES_AT_ONCE = 50
GIVEN_UP_AT_ONCE = 500
_NONE: frozenset[int] = frozenset()


class Walk:
    """The state of one run that outlives no restart: what must, is in the database.

    `in_flight` counts its parcels that were taken and have not come to an end or to a wait. `begun` counts the chats
    that it was sent to or is about to be.
    """

    def __init__(self, run: Run, store: Store, ledger: Ledger, begun: int) -> None:
        self.run = run
        self.in_flight = 0
        self.begun = begun
        self.retry_at: datetime | None = run.opened_at  # perhaps: the first look tells
        self.refusals: Counter[str] = Counter()
        self._store = store
        self._ledger = ledger
        self._readers: deque[Subscriber] = deque()
        self._alerted: Mapping[int, AbstractSet[int]] = {}
        self._edition: Edition | Shared | None = None

    @property
    def halted(self) -> bool:
        """Whether nothing of it may go out now."""
        return self.run.state is not RunState.RUNNING

    @property
    def spent(self) -> bool:
        """Whether nothing more will come of it, but for retries."""
        return (self.run.walked or self.run.state is RunState.CANCELLED) and self.in_flight == 0

    def wants(self, now: datetime) -> bool:
        """Whether it has something to send, or to give up."""
        if self.run.state is RunState.CANCELLED or self.run.over(now):
            return self.retry_at is not None or not self.run.walked
        return not self.halted and (self.is_retry_due(now) or (not self.run.walked and not self._waits_for_canaries))

    def is_retry_due(self, now: datetime) -> bool:
        """Whether a message of it is to be tried again; a clock that was set back says nothing."""
        return self.retry_at is not None and (self.retry_at <= now or now < self.run.opened_at)

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
            await self._give_up(DeliveryState.CANCELLED, "cancelled")
        elif self.run.over(now):
            await self._give_up(DeliveryState.DEAD, "expired")
        elif self.is_retry_due(now):
            return await self._retries(min(most, RETRIES_AT_ONCE), now)
        elif self.run.kind is RunKind.ANNOUNCEMENT and self.begun == 0:
            await self._to_its_admin()
        else:
            await self._onwards(most)
        return []

    @property
    def _waits_for_canaries(self) -> bool:
        if self.run.kind is not RunKind.ANNOUNCEMENT or self.begun not in (1, 1 + CANARIES):
            return False
        return self.in_flight > 0 or self.retry_at is not None

    async def _onwards(self, most: int) -> None:
        """The next readers, each with what the run brings them; without readers left, the run is walked."""
        if not self._readers:
            await self._turn_page()
        if not self._readers:
            self.run = replace(self.run, walked=True)
            self._ledger.reached(self.run)
            return
        portion = [self._readers.popleft() for _ in range(min(most, len(self._readers), self._canaries_left()))]
        for reader in portion:
            self._intend(reader.chat_id, reader.last_due_at, self._tails(reader, reader.last_due_at, self._alerted))
        self.run = self.run.past(portion[-1].chat_id)
        self._ledger.reached(self.run)

    def _canaries_left(self) -> int:
        if self.run.kind is not RunKind.ANNOUNCEMENT or self.begun > CANARIES:
            return PAGE
        return 1 + CANARIES - self.begun

    def _intend(self, chat_id: int, since: datetime, tails: Tails) -> None:
        if not tails:
            return
        delivery = Delivery(self.run.id, chat_id, 0, since)
        due_at = self.run.due_at if self.run.kind is RunKind.DIGEST else None
        self._ledger.intend(Intent(delivery, len(tails), due_at), Parcel(delivery, tails, self.run.paid))
        self.begun += 1
        self.in_flight += 1

    async def _to_its_admin(self) -> None:
        """The admin sees the announcement as everybody will, subscribed or not."""
        assert self.run.created_by is not None, "announcements have an admin"
        self._edition = shared = await self._shared()
        admin = await self._store.read(subscribers.get, self.run.created_by)
        self._intend(self.run.created_by, self.run.opened_at, shared.in_language(admin.language if admin else None))

    async def _turn_page(self) -> None:
        page = await self._store.read(audience.page, self.run, PAGE, self._known)
        await self._take_up(page)
        self._readers.extend(page.readers)
        self._alerted = page.alerted

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
        due = await self._store.write(audience.take_retries, self.run, now, most, self._known)
        self.retry_at = due.next_at
        await self._take_up(due.page)
        readers = {reader.chat_id: reader for reader in due.page.readers}
        ready = []
        for again in due.taken:
            reader = readers.get(again.chat_id)
            tails = self._tails_again(again, reader, due.page.alerted)
            if again.part < len(tails):
                ready.append(Parcel(again, tails, self.run.paid))
            else:
                await self._store.write(retries.skip, again, "nothing to send any more")
        self.in_flight += len(ready)
        return ready

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

    async def _give_up(self, state: DeliveryState, reason: str) -> None:
        self._readers.clear()
        given_up = await self._store.write(retries.give_up, self.run.id, state, reason, GIVEN_UP_AT_ONCE)
        if given_up < GIVEN_UP_AT_ONCE:
            self.retry_at = None
            self.run = replace(self.run, walked=True)
            self._ledger.reached(self.run)
