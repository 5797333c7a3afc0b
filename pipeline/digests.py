"""A digest to the readers of its slot: chosen by what each was told, and remembered with the intent. Sends nothing."""

from collections.abc import Container, Mapping, Sequence
from datetime import datetime

from mujaz.deeplink import SUPERGROUPS, message_link, story_link
from mujaz.run import Run
from pipeline.bringing import Again, Due, again, decide, stands_in, undecided
from pipeline.edition import written_again
from pipeline.shares import Decided, Share, Shares
from storage import audience, compositions
from storage.audience import DigestPage, News
from storage.store import Store
from storage.subscribers import Like


class Digests:
    """What one digest's run brings (pipeline.bringing.Bringer)."""

    def __init__(self, store: Store, bot: str) -> None:
        self._store = store
        self._bot = bot
        self._shares: Shares | None = None

    def forget(self) -> None:
        """The news and the readers are read again."""
        self._shares = None

    async def next(self, run: Run, most: int) -> Sequence[Due]:
        """The next readers; news that came or changed since the last page make new shares."""
        if self._shares is not None:
            self._shares.tidy()
        page = await self._store.read(audience.digest_page, run, most, *self._known)
        return await self._due(run, page)

    async def again(self, run: Run, now: datetime, most: int) -> Again:
        """What was to be told is written again, whatever came since."""
        due = await self._store.write(audience.take_retries, run, now, most)
        ready = again(run, due, lambda told: written_again(told, due.articles, run.due_at), {})
        if readers := undecided(due):
            page = await self._store.read(audience.digest_to, run, list(readers), *self._known)
            chosen = {it.chat_id: it for it in await self._due(run, page)}
            return ready.and_also(await decide(self._store, run, due, chosen, now))
        return ready

    @property
    def _known(self) -> tuple[News | None, Container[Like]]:
        """The news that are known, and whose shares were decided."""
        return (self._shares.news, self._shares.found) if self._shares else (None, ())

    async def _due(self, run: Run, page: DigestPage) -> list[Due]:
        if page.news is not None:
            self._shares = Shares(run, page.news, self._bot)
        shares = self._shares
        if shares is None:
            return []
        await self._keep(run, shares, shares.decide(page.strangers))
        due = []
        for reader in page.readers:
            share = shares.found[reader[1:]]
            if share is None:
                due.append(Due(reader.chat_id, run.due_at, None))
            else:
                due.append(Due(reader.chat_id, share.since, share, share.hours, page.addresses.get(reader.chat_id)))
        return await self._leading(due)

    async def _leading(self, due: list[Due]) -> list[Due]:
        """In supergroups and channels an update leads to the message in which its story was met."""
        asked = [
            (it.chat_id, it.brought.kept.before, it.brought.letters.updates)
            for it in due
            if it.chat_id < 0 and isinstance(it.brought, Share) and it.brought.letters.updates
            if stands_in(it) < SUPERGROUPS
        ]
        if not asked:
            return due
        met = await self._store.read(audience.where_met, asked)
        return [it._replace(links=self._links(it, met[it.chat_id])) if it.chat_id in met else it for it in due]

    def _links(self, due: Due, met: Mapping[int, int]) -> dict[bytes, bytes]:
        there = stands_in(due)
        links = {story_link(self._bot, story): message_link(there, message) for story, message in met.items()}
        return {f'"{link}\\"'.encode(): f'"{to}\\"'.encode() for link, to in links.items() if to is not None}

    async def _keep(self, run: Run, shares: Shares, decided: Sequence[Decided]) -> None:
        """What is brought to each is stored before anybody is told it."""
        if decided:
            new = list(dict.fromkeys(it.letters.written for it in decided if it.letters.number is None))
            numbers, memories = await self._store.write(
                compositions.intern_all, run.id, new, [it.memory for it in decided]
            )
            shares.stored(decided, dict(zip(new, numbers, strict=True)), memories)
