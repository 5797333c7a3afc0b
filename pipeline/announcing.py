"""An announcement to all who want such, in each reader's language. Sends nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from mujaz.quiet import hours_of
from mujaz.run import Run
from mujaz.texts.catalogue import spoken
from pipeline.bringing import Again, Due, parcel
from pipeline.edition import NOTHING, Brought
from pipeline.ledger import Parcel
from storage import audience, bodies, subscribers
from storage.store import Store
from storage.subscribers import Alike


class Announcing:
    """What one announcement's run brings (pipeline.bringing.Bringer)."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._alike: Alike = {}
        self._texts: Mapping[str, Brought] = {}

    def forget(self) -> None:
        """Readers are read again; the text stays as its admin wrote it."""
        self._alike = {}

    async def next(self, run: Run, most: int) -> Sequence[Due]:
        """The next readers."""
        await self._read(run)
        page = await self._store.read(audience.plain_page, run, most, self._alike)
        return [
            Due(
                chat_id,
                like.last_due_at,
                self._in(like.language),
                hours_of(like.choices, like.zone),
                page.addresses.get(chat_id),
            )
            for chat_id, like in page.readers
        ]

    async def to_its_admin(self, run: Run, chat_id: int) -> Due:
        """The admin sees the announcement as everybody will, subscribed or not."""
        await self._read(run)
        admin = await self._store.read(subscribers.get, chat_id)
        return Due(chat_id, run.opened_at, self._in(admin.language if admin else None))

    async def again(self, run: Run, now: datetime, most: int) -> Again:
        """The same text; who left meanwhile is not sent it, but for its admin."""
        await self._read(run)
        due = await self._store.write(audience.take_retries, run, now, most)
        ready: list[Parcel] = []
        over = []
        for delivery in due.taken:
            reader, to = due.readers.get(delivery.chat_id), delivery.chat_id
            brought = self._in(reader.language if reader else None) if reader or to == run.created_by else None
            if brought is None or delivery.part >= len(brought.tails):
                over.append(delivery)
            else:
                message = Due(to, delivery.since, brought, None, due.addresses.get(to))
                ready.append(parcel(run, delivery, message, brought.tails))
        return Again(ready, over, due.upcoming)

    async def _read(self, run: Run) -> None:
        if not self._texts:
            kept = await self._store.read(bodies.of_run, run.id)
            self._texts = {language: Brought(tails) for language, tails in kept.items()}

    def _in(self, language: str | None) -> Brought:
        """The text in a language, or in the only one that there is."""
        return self._texts.get(spoken(language)) or next(iter(self._texts.values()), Brought(NOTHING))
