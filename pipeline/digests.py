"""A digest to the readers of its slot: chosen by what each was told, and remembered with the intent. Sends nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from mujaz.address import Address
from mujaz.deeplink import SUPERGROUPS, message_link, story_link
from mujaz.digest.memory import NOTHING_TOLD
from mujaz.run import Run
from mujaz.subscriber import Subscriber
from pipeline.bringing import Again, Due, again, decide, keep, stands_in, undecided
from pipeline.edition import Edition, written_again
from pipeline.sender import sealed
from storage import audience
from storage.store import Store
from storage.subscribers import Alike


class Digests:
    """What one digest's run brings (pipeline.bringing.Bringer)."""

    def __init__(self, store: Store, bot: str) -> None:
        self._store = store
        self._bot = bot
        self._alike: Alike = {}
        self._edition: Edition | None = None

    def forget(self) -> None:
        """The news and the readers are read again."""
        self._edition, self._alike = None, {}

    async def next(self, run: Run, most: int) -> Sequence[Due]:
        """The next readers; news that came or changed since the last page make a new edition."""
        edition = self._edition
        page = await self._store.read(audience.digest_page, run, most, edition.news if edition else None, self._alike)
        if page.news is not None:
            edition = self._edition = Edition(run, page.news, sealed, self._bot)
        if edition is None:
            return ()
        await self._decide(run, edition, [reader.like for reader in page.readers])
        return await self._leading(
            [
                Due(chat_id, like.last_due_at, edition.brought(like), like, page.addresses.get(chat_id))
                for chat_id, like in page.readers
            ]
        )

    async def again(self, run: Run, now: datetime, most: int) -> Again:
        """What was to be told is written again, whatever came since."""
        due = await self._store.write(audience.take_retries, run, now, most)
        ready = again(run, due, lambda told: written_again(told, due.articles, run.due_at), {})
        if readers := undecided(due):
            chosen = await self._choose_again(run, readers, due.addresses)
            return ready.and_also(await decide(self._store, run, due, chosen, now))
        return ready

    async def _leading(self, due: list[Due]) -> list[Due]:
        """In supergroups and channels an update leads to the message in which its story was met."""
        asked = [
            (it.chat_id, it.like.memory, it.brought.updates)
            for it in due
            if it.like is not None and it.brought is not None and it.brought.updates and stands_in(it) < SUPERGROUPS
        ]
        if not asked:
            return due
        met = await self._store.read(audience.where_met, asked)
        return [it._replace(links=self._links(it, met[it.chat_id])) if it.chat_id in met else it for it in due]

    def _links(self, due: Due, met: Mapping[int, int]) -> dict[bytes, bytes]:
        there = stands_in(due)
        links = {story_link(self._bot, story): message_link(there, message) for story, message in met.items()}
        return {f'"{link}\\"'.encode(): f'"{to}\\"'.encode() for link, to in links.items() if to is not None}

    async def _choose_again(
        self, run: Run, readers: Mapping[int, Subscriber], addresses: Mapping[int, Address]
    ) -> dict[int, Due]:
        """What the run brings to readers who were told something else since, as they now are."""
        since = min(reader.last_due_at for reader in readers.values())
        known = self._edition.news if self._edition else None
        news = await self._store.read(audience.news, since, run.due_at, known)
        edition = self._edition if news is None else Edition(run, news, sealed, self._bot)
        assert edition is not None, "there are news, or they are known"
        self._edition = edition
        memories = await self._store.read(audience.what_they_know, {it.memory for it in readers.values()})
        return {
            chat_id: Due(
                chat_id,
                it.last_due_at,
                edition.bring(it, memories.get(it.memory, NOTHING_TOLD)),
                address=addresses.get(chat_id),
            )
            for chat_id, it in readers.items()
        }

    async def _decide(self, run: Run, edition: Edition, readers: Sequence[Subscriber]) -> None:
        """What is brought to each is stored before anybody is told it."""
        strangers = edition.strangers(readers)
        numbers = {reader.memory for reader in strangers if reader.memory}
        known = await self._store.read(audience.what_they_know, numbers) if numbers else {}
        brought = [edition.bring(reader, known.get(reader.memory, NOTHING_TOLD)) for reader in strangers]
        await keep(self._store, run, brought)
