"""One run on its way: its readers page by page, its retries when they are due, each as a parcel. Sends nothing.

An announcement goes to its admin first, then to a few readers, then to all (a canary, research on delivery §6.1).
"""

from collections import Counter, deque
from collections.abc import Container, Iterable
from dataclasses import replace
from datetime import datetime

from mujaz.delivery import SAME_REFUSALS_MOST, Delivery
from mujaz.quiet import ends
from mujaz.run import CANARIES, Run, RunKind, RunState
from pipeline.alerts import Alerts
from pipeline.announcing import Announcing
from pipeline.bringing import Bringer, Due, parcel
from pipeline.correcting import Correcting
from pipeline.digests import Digests
from pipeline.ledger import Ledger, Parcel
from storage import retries
from storage.intents import Intent
from storage.retries import NOTHING_WAITS, Upcoming
from storage.store import Store

PAGE = 250
RETRIES_AT_ONCE = 50
GIVEN_UP_AT_ONCE = 500


class Walk:
    """The state of one run that outlives no restart: what must, is in the database.

    `in_flight` counts its parcels that were taken and have not come to an end or to a wait, `promised` its intents that
    are not on disk yet, `begun` the chats that it was sent to or is about to be. `behind`: its next readers wait for
    those of another run. `retry_at` is when one is to be tried again, `release_at` when one goes that
    is held for the end of its reader's quiet hours.
    """

    def __init__(self, run: Run, store: Store, ledger: Ledger, begun: int, bot: str = "") -> None:
        self.run = run
        self.in_flight = self.promised = 0
        self.begun = begun
        self.behind = False
        self.retry_at: datetime | None = run.opened_at  # perhaps: the first look tells
        self.release_at: datetime | None = None
        self.refusals: Counter[str] = Counter()
        self._store = store
        self._ledger = ledger
        self._readers: deque[Due] = deque()
        self._bringer = _bringer(run.kind, store, bot)
        self._given_up = False

    @property
    def halted(self) -> bool:
        """Whether nothing of it may go out now."""
        return self.run.state is not RunState.RUNNING

    @property
    def walks_on(self) -> bool:
        """Whether it has readers left to be decided, and nothing halts it."""
        return not self.halted and not self.run.walked

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
        return due or (self.walks_on and not self.behind and not self._waits_for_canaries)

    def wait_for(self, upcoming: Upcoming) -> None:
        """This is what of it waits."""
        self.retry_at, self.release_at = upcoming

    def fall_behind(self, others: Iterable["Walk"]) -> None:
        """Alerts go one after another: those that its readers had count only once that is on disk."""
        self.behind = any(other.promised or (other.walks_on and other.run.id < self.run.id) for other in others)
        if self.behind:
            self._readers.clear()

    def held(self, until: datetime) -> None:
        """A message of it is held: that is on disk now."""
        self.in_flight -= 1
        self.promised -= 1
        self.release_at = min(until, self.release_at or until)

    def overtaken(self) -> None:
        """What was to be told in a message of it was told by another meanwhile: it is to be chosen anew."""
        self.in_flight -= 1
        self.retry_at = self.run.opened_at

    def leave_out(self, readers: Container[int]) -> None:
        """These readers are no more."""
        self._readers = deque(reader for reader in self._readers if reader.chat_id not in readers)

    def rest(self) -> None:
        """What waits may do so for hours: what there is to bring, and to whom, is read again then."""
        self._readers.clear()
        self._bringer.forget()

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
            assert isinstance(self._bringer, Announcing), "only announcements go to an admin first"
            self._intend([await self._bringer.to_its_admin(self.run, self.run.created_by)], now)
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
            self._readers.extend(await self._bringer.next(self.run, max(PAGE, most)))
        if not self._readers:
            self._walked()
            return
        portion = [self._readers.popleft() for _ in range(min(most, len(self._readers), self._canaries_left()))]
        while self._readers and self._readers[0].chat_id == portion[-1].chat_id:  # the cursor goes behind all of them
            portion.append(self._readers.popleft())
        self._intend(portion, now)
        self.run = self.run.past(portion[-1].chat_id)
        self._ledger.reached(self.run)

    def _canaries_left(self) -> int:
        if self.run.kind is not RunKind.ANNOUNCEMENT or self.begun > CANARIES:
            return PAGE
        return 1 + CANARIES - self.begun

    def _intend(self, portion: Iterable[Due], now: datetime) -> None:
        run = self.run
        digest_of = run.due_at if run.kind is RunKind.DIGEST else None
        going, held = [], []
        for due in portion:
            brought = due.brought
            tails = brought.tails if brought else ()
            if brought is None or not tails:
                continue
            kept = brought.kept
            delivery = Delivery(run.id, due.chat_id, due.first, due.since, 1, kept.composition if kept else None)
            held_until = ends(*due.hours, now) if due.hours else None
            intent = Intent(delivery, len(tails), digest_of, held_until, kept)
            if held_until is None:
                going.append((intent, parcel(run, delivery, due, tails)))
            else:
                held.append(intent)
        self.in_flight += len(going) + len(held)
        self.promised += len(going) + len(held)
        self.begun += len(going)
        self._ledger.intend(going, held)

    async def _retries(self, most: int, now: datetime) -> list[Parcel]:
        again = await self._bringer.again(self.run, now, min(most, RETRIES_AT_ONCE))
        self.wait_for(again.upcoming)
        for delivery in again.over:
            await self._store.write(retries.skip, delivery, "nothing to send any more")
        self.in_flight += len(again.ready)
        return list(again.ready)

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


def _bringer(kind: RunKind, store: Store, bot: str) -> Bringer:
    match kind:
        case RunKind.DIGEST:
            return Digests(store, bot)
        case RunKind.ALERT:
            return Alerts(store)
        case RunKind.ANNOUNCEMENT:
            return Announcing(store)
        case RunKind.CORRECTION:
            return Correcting(store)
