"""A correction or retraction to all who have the article: each copy is changed where it stands. Sends nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from mujaz.address import Address
from mujaz.article import Article
from mujaz.digest.correct import corrected, corrected_alert, notice, speaking
from mujaz.letter import Letter
from mujaz.run import Run, RunKind
from pipeline.bringing import Again, Due, parcel
from pipeline.edition import Brought
from pipeline.ledger import Change, Parcel
from pipeline.sender import into_topic, replying, sealed
from storage import audience, copies, deliveries
from storage.compositions import Kept
from storage.copies import Told
from storage.store import Store


class Correcting:
    """What one correction's run brings (pipeline.bringing.Bringer)."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._told: Mapping[int, Told] | None = None

    def forget(self) -> None:
        """Which messages tell the article is looked up again."""
        self._told = None

    async def next(self, run: Run, most: int) -> Sequence[Due]:
        """The next copies, those of one chat numbered."""
        told = await self._texts(run)
        found = await self._store.read(copies.after, run, told, most)
        written: dict[int, tuple[bytes | None, bytes]] = {}
        numbers: Counter[int] = Counter()
        due = []
        for copy in found.copies:
            if copy.composition not in written:
                written[copy.composition] = _written(run, told[copy.composition], found.articles)
            texts, address = written[copy.composition], found.addresses.get(copy.chat_id)
            number = numbers[copy.chat_id]
            due.append(_due(run, copy.chat_id, number, copy.composition, copy.message_id, texts, address))
            numbers[copy.chat_id] += 1
        return due

    async def again(self, run: Run, now: datetime, most: int) -> Again:
        """The same copies, with the article as it now is."""
        told = await self._texts(run)
        taken = await self._store.write(audience.take_retries, run, now, most)
        texts = {number: told[number] for number in taken.compositions if number in told}
        places = {
            it: (texts[it.composition].run_id, it.chat_id, texts[it.composition].part)
            for it in taken.taken
            if it.composition in texts
        }
        messages = await self._store.read(deliveries.message_ids, list(places.values()))
        ready: list[Parcel] = []
        over = []
        for it in taken.taken:
            if it.composition is None or it not in places or places[it] not in messages:
                over.append(it)
                continue
            written = _written(run, texts[it.composition], taken.articles)
            address = taken.addresses.get(it.chat_id)
            due = _due(run, it.chat_id, it.part, it.composition, messages[places[it]], written, address)
            assert due.brought is not None, "a copy is changed or replied to"
            ready.append(parcel(run, it, due, due.brought.tails))
        return Again(ready, over, taken.upcoming)

    async def _texts(self, run: Run) -> Mapping[int, Told]:
        assert run.article_id is not None, "a correction has an article"
        told = self._told
        if told is None:
            told = self._told = await self._store.read(copies.told, run.article_id)
        return told


def _written(run: Run, told: Told, articles: Mapping[int, Article]) -> tuple[bytes | None, bytes]:
    """What takes the place of a message that told the article, where it fits, and what replies to it where it can't."""
    assert run.article_id is not None, "a correction has an article"
    article = articles[run.article_id]
    return (
        sealed(letter) if (letter := _letter(told, article, articles)) else None,
        sealed(notice(article, speaking(told.composition.manner))),
    )


def _letter(told: Told, article: Article, articles: Mapping[int, Article]) -> Letter | None:
    if told.kind == RunKind.ALERT:
        return corrected_alert(article, speaking(told.composition.manner))
    return corrected(told.composition, told.part, articles, told.due_at)


def _due(
    run: Run,
    chat_id: int,
    number: int,
    composition: int,
    message_id: int,
    texts: tuple[bytes | None, bytes],
    address: Address | None,
) -> Due:
    """A copy that is changed; or a reply to it, where what is to stand in it would not fit."""
    changed, instead = texts
    kept = Kept(composition)
    if changed is None:
        return Due(chat_id, run.opened_at, Brought((instead,), kept=kept), None, address, message_id, first=number)
    reply = replying(instead, message_id)
    if address is not None and address.topic is not None:
        reply = into_topic(reply, address.topic)
    change = Change(message_id, reply)
    return Due(chat_id, run.opened_at, Brought((changed,), kept=kept), None, address, change=change, first=number)
