"""One article to all who are to have it at once: a reply where its reader met the story before. Sends nothing.

Nobody is brought what a digest told, nor more alerts on a day than the reader wants: the rest stands in the digest.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from mujaz.article import Article, Status
from mujaz.digest.compose import compose_alert
from mujaz.digest.composition import Composition, Manner, Piece, met
from mujaz.digest.correct import speaking
from mujaz.digest.item import Why, story_of
from mujaz.digest.memory import NOTHING_TOLD, Memory, remember
from mujaz.letter import Letter
from mujaz.quiet import hours_of
from mujaz.run import Run
from mujaz.subscriber import Alerts as Wanted
from mujaz.subscriber import Subscriber
from mujaz.wishes import wants
from pipeline.bringing import Again, Due, again, decide, keep, undecided
from pipeline.edition import Brought
from pipeline.sender import sealed
from storage import audience, compositions
from storage.audience import AlertPage
from storage.compositions import Fresh
from storage.store import Store
from storage.subscribers import Alike, Reader

NOWHERE = "UTC"
"""An alert names no moment."""
REMEMBERED = 2048


class Alerts:
    """What one alert's run brings (pipeline.bringing.Bringer)."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._alike: Alike = {}
        self._brought: dict[tuple[Manner, int, int], Brought] = {}

    def forget(self) -> None:
        """The article and the readers are read again."""
        self._alike, self._brought = {}, {}

    async def next(self, run: Run, most: int) -> Sequence[Due]:
        """The next readers, with the article as it now is."""
        page = await self._store.read(audience.alert_page, run, most, self._alike)
        return await self._due(run, page)

    async def again(self, run: Run, now: datetime, most: int) -> Again:
        """The same article as it now is, unless it was retracted."""
        due = await self._store.write(audience.take_retries, run, now, most)
        known = await self._store.read(
            audience.what_they_know, {reader.memory for reader in due.readers.values() if reader.memory}
        )
        article = due.articles.get(run.article_id or 0)
        replies = await self._store.read(
            audience.first_met, article, {chat_id: known.get(reader.memory) for chat_id, reader in due.readers.items()}
        )
        ready = again(run, due, lambda told: _letters(article, told.manner), replies)
        if readers := undecided(due):
            page = await self._store.read(audience.alerts_to, run, [Reader(*it) for it in readers.items()])
            chosen = {it.chat_id: it for it in await self._due(run, page)}
            return ready.and_also(await decide(self._store, run, due, chosen, now))
        return ready

    async def _due(self, run: Run, page: AlertPage) -> list[Due]:
        brought = [self._for(run, page, *reader) for reader in page.page.readers]
        await keep(self._store, run, list({id(it): it for it in brought}.values()))
        return [_due(page, reader, found) for reader, found in zip(page.page.readers, brought, strict=True)]

    def _for(self, run: Run, page: AlertPage, chat_id: int, like: Subscriber) -> Brought | None:
        if page.article is None or page.alerts.get(chat_id, 0) >= like.choices.alerts_a_day:
            return None
        return self._bring(run, page.article, like, page.memories.get(like.memory, NOTHING_TOLD))

    def _bring(self, run: Run, article: Article, reader: Subscriber, memory: Memory) -> Brought | None:
        before = memory.get(story_of(article))
        if article.status is not Status.PUBLISHED or (before is not None and before.article >= article.id):
            return None
        manner = Manner(reader.language, NOWHERE, digits=reader.choices.digits)
        key = (manner, reader.memory, article.version)
        if key not in self._brought:
            if len(self._brought) >= REMEMBERED:
                self._brought.clear()
            piece = _piece(article, reader, before.article if before else 0)
            self._brought[key] = Brought(
                tuple(map(sealed, _letters(article, manner))),
                Fresh(
                    compositions.written(Composition((piece,), 1, manner)),
                    reader.memory,
                    remember(memory, met([piece], run.id)).blob,
                ),
            )
        return self._brought[key]


def _due(page: AlertPage, reader: Reader, brought: Brought | None) -> Due:
    chat_id, like = reader
    address, hours = page.page.addresses.get(chat_id), hours_of(like.choices, like.zone)
    return Due(chat_id, like.last_due_at, brought, hours, address, page.met.get(chat_id))


def _piece(article: Article, reader: Subscriber, since: int) -> Piece:
    followed = reader.choices.alerts is Wanted.FOLLOWED
    companies = (company for company in article.concerns if company in reader.follows)
    lines = (line for line in sorted(reader.wishes) if wants(line, article))
    company = next(chain(companies, lines), None) if followed else None
    why = Why.FOLLOWED if company else Why.BREAKING
    return Piece(story_of(article), article.id, article.version, since, 0, why, company, False, ())


def _letters(article: Article | None, manner: Manner) -> list[Letter]:
    if article is None or article.status is not Status.PUBLISHED:
        return []
    return [compose_alert(article, speaking(manner))]
