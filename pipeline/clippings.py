"""What was published elsewhere → an editor's desk: links are fetched and read, files read, posts taken as they are.

It refuses to make drafts of them: that is intake's, which reads them like any paste.
"""

import asyncio
from dataclasses import replace

from mujaz.article import TITLE_MOST
from mujaz.errors import NoArticleThere
from mujaz.paste import Clipping
from mujaz.sources.item import Document, Page
from mujaz.sources.links import host
from pipeline import readers
from pipeline.clock import Clock
from pipeline.fetch import Fetched, Fetcher
from storage import pastes
from storage.store import Store


class Clippings:
    """The ways in that need no typing."""

    def __init__(self, store: Store, fetcher: Fetcher, clock: Clock) -> None:
        self._store = store
        self._fetcher = fetcher
        self._clock = clock

    async def of_link(self, link: str) -> Clipping:
        """The article at a link. Raises OutOfReach and Unreadable of some kind."""
        found = await self._fetcher.fetch(link)
        if found is None:
            raise NoArticleThere  # it said that nothing had changed, and was not asked
        return await asyncio.to_thread(_read, found)

    async def of_file(self, name: str, data: bytes) -> Clipping:
        """The text of a file. Raises Unreadable of some kind, PostTooLong."""
        return _of_document(await asyncio.to_thread(readers.file, name, data))

    async def deliver(self, editor_id: int, chat_id: int, clipping: Clipping) -> None:
        """Lays it on an editor's desk: its card is due at once. News of the future counts as of now."""
        now = self._clock()
        if clipping.reported_at is not None:
            clipping = replace(clipping, reported_at=min(clipping.reported_at, now))
        await self._store.write(pastes.deliver, editor_id, chat_id, clipping, now)

    async def keep_link(self, editor_id: int, chat_id: int, link: str) -> None:
        """The editor's next text belongs to a link that could not be read."""
        await self._store.write(pastes.begin_with_link, editor_id, chat_id, link, self._clock())


def _read(found: Fetched) -> Clipping:
    if "application/pdf" in found.content_type:
        read = readers.file("page.pdf", found.data)
        return replace(_of_document(read), source=host(found.url), url=found.url)
    return of_page(readers.page(found.data, found.content_type, found.url), found.url)


def of_page(page: Page, url: str) -> Clipping:
    """An article on a page as it comes to the desk."""
    return Clipping(title(page.title), page.text, page.source, url, page.date)


def _of_document(read: Document) -> Clipping:
    return Clipping(title(read.title), read.text)


def title(said: str) -> str:
    """A title that can stand; empty where what was said is none, so that one is made from the text."""
    return said[:TITLE_MOST] if any(char.isalpha() for char in said) else ""
