"""What a kind of run brings to its readers, page by page, and again where it has to be tried again. Sends nothing.

Each kind has its own: pipeline.digests, pipeline.alerts, pipeline.announcing, pipeline.correcting.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from mujaz.address import Address
from mujaz.delivery import Delivery
from mujaz.digest.composition import Composition
from mujaz.letter import Letter
from mujaz.quiet import Hours
from mujaz.run import Run, RunKind
from mujaz.subscriber import Subscriber
from pipeline.edition import Brought, Tails
from pipeline.ledger import Change, Parcel
from pipeline.sender import into_topic, replying, sealed
from pipeline.shares import Share
from storage import compositions, intents
from storage.audience import Retries
from storage.intents import Intent
from storage.retries import Upcoming
from storage.store import Store

NO_LINKS: Mapping[bytes, bytes] = {}


class Due(NamedTuple):
    """The next reader of a run. `brought` is None where there is nothing for it, `since` opens its window.

    `hours` are its quiet hours, where the run heeds them; `reply_to` is the message that it replies to, `change` the
    one that is changed. `first` is the number of its first part: a reader may be due several messages of a run.
    `links` are what links lead to in this chat, each as it stands in what is sealed.
    """

    chat_id: int
    since: datetime
    brought: Brought | Share | None
    hours: Hours | None = None
    address: Address | None = None
    reply_to: int | None = None
    change: Change | None = None
    first: int = 0
    links: Mapping[bytes, bytes] = NO_LINKS


class Again(NamedTuple):
    """Messages whose next try is due: those that are ready, those that have nothing to send any more, what is left."""

    ready: Sequence[Parcel]
    over: Sequence[Delivery]
    upcoming: Upcoming

    def and_also(self, other: "Again") -> "Again":
        """These, and those that were chosen anew after them."""
        return Again([*self.ready, *other.ready], [*self.over, *other.over], other.upcoming)


class Bringer(Protocol):
    """What a run brings. Remembers between pages what is shared; `forget` lets all of that go."""

    async def next(self, run: Run, most: int) -> Sequence[Due]:
        """The next readers after the run's cursor, in the order of their keys; none means that the run is through."""

    async def again(self, run: Run, now: datetime, most: int) -> Again:
        """At most so many messages whose next try is due, SENDING already."""

    def forget(self) -> None:
        """What there is to bring is read again."""


def stands_in(due: Due) -> int:
    """The chat in which what is due is told."""
    return due.chat_id if due.address is None else due.address.chat_id


def parcel(run: Run, delivery: Delivery, due: Due, tails: Tails) -> Parcel:
    """What is due to a reader, as it goes out."""
    chat_id = due.chat_id
    for link, to in due.links.items():
        tails = tuple(tail.replace(link, to) for tail in tails)
    if due.reply_to is not None:
        tails = tuple(replying(tail, due.reply_to) for tail in tails)
    if due.address is not None and due.address.topic is not None:
        chat_id = due.address.chat_id
        if due.change is None:  # a message that is changed stays in its topic
            tails = tuple(into_topic(tail, due.address.topic) for tail in tails)
    return Parcel(delivery, chat_id, tails, run.paid, due.change, due.first)


async def keep(store: Store, run: Run, brought: Sequence[Brought | None]) -> None:
    """Stores what is brought, where it is not stored yet."""
    new = [found for found in brought if found is not None and found.kept is None]
    fresh = [found.fresh for found in new if found.fresh is not None]
    if fresh:
        for found, kept in zip(new, await store.write(compositions.intern, run.id, fresh), strict=True):
            found.kept, found.fresh = kept, None


def undecided(due: Retries) -> dict[int, Subscriber]:
    """Of what is tried again, the readers of that which is to be chosen anew, by their keys."""
    return {
        it.chat_id: due.readers[it.chat_id] for it in due.taken if it.composition is None and it.chat_id in due.readers
    }


async def decide(store: Store, run: Run, due: Retries, brought: Mapping[int, Due], now: datetime) -> Again:
    """What was to be chosen anew, as it now is chosen for its readers; the rest has nothing to send any more."""
    chosen = {it: found for it in due.taken if (found := brought.get(it.chat_id)) and found.brought}
    told = [_chosen(run, delivery, found) for delivery, found in chosen.items()]
    overtaken = await store.write(intents.decide, told, now) if told else set()
    ready = [
        parcel(run, intent.delivery, found, found.brought.tails)
        for intent, found in zip(told, chosen.values(), strict=True)
        if found.brought and (run.id, intent.delivery.chat_id) not in overtaken
    ]
    upcoming = due.upcoming._replace(retry_at=now) if overtaken else due.upcoming
    return Again(ready, [it for it in due.taken if it.composition is None and it not in chosen], upcoming)


def _chosen(run: Run, delivery: Delivery, found: Due) -> Intent:
    brought = found.brought
    assert brought is not None, "there is something for it"
    assert brought.kept is not None, "it was kept"
    digest_of = run.due_at if run.kind is RunKind.DIGEST else None
    delivery = delivery._replace(since=found.since, composition=brought.kept.composition)
    return Intent(delivery, len(brought.tails), digest_of, None, brought.kept)


def again(
    run: Run, due: Retries, write: Callable[[Composition], Sequence[Letter]], reply_to: Mapping[int, int]
) -> Again:
    """What is tried again, written from what it contains; by reader, the message that it replies to."""
    written: dict[int, Brought] = {}
    ready, over = [], []
    for delivery in due.taken:
        if delivery.composition is None and delivery.chat_id in due.readers:
            continue  # it is to be chosen anew
        number, reader = delivery.composition, due.readers.get(delivery.chat_id)
        composition = None if number is None or reader is None else due.compositions.get(number)
        if number is None or composition is None:
            over.append(delivery)
            continue
        if number not in written:
            written[number] = Brought(tuple(map(sealed, write(composition))))
        if delivery.part >= len(written[number].tails):
            over.append(delivery)
            continue
        to = delivery.chat_id
        message = Due(to, delivery.since, written[number], None, due.addresses.get(to), reply_to.get(to))
        ready.append(parcel(run, delivery, message, written[number].tails))
    return Again(ready, over, due.upcoming)
