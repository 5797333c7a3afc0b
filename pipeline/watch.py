"""Feeds → intake: those that are due are looked at, what is new in them becomes drafts, or is published where trusted.

It refuses to send anything to readers of its own: what was in a feed when it was added is only archived.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import structlog

from mujaz.arabic.share import is_arabic
from mujaz.article import NEVER_SENT
from mujaz.errors import AlreadyStored, NotAFeed, OutOfReach, Refusal, Unreadable
from mujaz.notice import FeedPaused, Notice
from mujaz.paste import Clipping
from mujaz.sources.item import Feed, Item
from mujaz.sources.links import host
from mujaz.watched import Fate, Watched, after_failure, after_success
from pipeline import readers
from pipeline.clippings import Clippings, title
from pipeline.clock import Clock
from pipeline.fetch import Fetched, Fetcher, Known
from pipeline.intake import Intake
from pipeline.robots import Robots
from storage import feeds
from storage.store import Store

LOOKED_AT_ONCE = 4
SHORT = 400
"""Code points below which an item is only the beginning of an article, whose page is fetched."""
TAKEN_MOST = 20
"""Items that are taken at one look, the newest; an editor's desk is not buried. The others are taken at the next."""
FEEDS_TRIED = 3
"""Feeds of a page that are tried before it counts as having none."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that a link led to."""

    fetched: Fetched
    feed: Feed

    @property
    def title(self) -> str:
        """What it calls itself, or its site."""
        return self.feed.title or host(self.fetched.url)


class Watch:
    """Looks at feeds until it is cancelled. `desk` says whose desk drafts go to when who added a feed is not known."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        intake: Intake,
        clippings: Clippings,
        robots: Robots,
        clock: Clock,
        desk: Callable[[int | None], int | None],
        tell: Callable[[Notice], None],
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._intake = intake
        self._clippings = clippings
        self._robots = robots
        self._clock = clock
        self._desk = desk
        self._tell = tell
        self._bell = asyncio.Event()
        self._turns = asyncio.Semaphore(LOOKED_AT_ONCE)
        self._busy: set[int] = set()

    async def run(self) -> None:
        """Looks whenever it is woken."""
        while True:
            await self._bell.wait()
            self._bell.clear()
            await self.look_at_due()

    def wake(self) -> None:
        """Something may be due."""
        self._bell.set()

    async def look_at_due(self) -> None:
        """Looks at every feed that is due."""
        due = await self._store.write(feeds.take_due, self._clock())
        async with asyncio.TaskGroup() as tasks:
            for feed in due:
                tasks.create_task(self._in_turn(feed))

    async def add(self, link: str, by: int) -> tuple[Watched, Feed]:
        """Watches the feed that a link leads to, or the first that its page names; what it holds now is its backlog.

        Raises FeedKnown, and OutOfReach and Unreadable of some kind.
        """
        found = await self._find(link)
        feed = await self._store.write(feeds.add, found.fetched.url, found.title, by, self._clock())
        await self._welcome(feed, found)
        return feed, found.feed

    async def look(self, feed: Watched) -> Watched:
        """Looks at a feed now, due or not, and notes what came of it; gives the feed as it is then."""
        if feed.id in self._busy:
            return feed
        self._busy.add(feed.id)
        try:
            after = await self._looked_at(feed)
            await self._store.write(feeds.looked_at, after)
            if after.paused and not feed.paused and after.failure is not None:
                self._tell(FeedPaused(feed.id, feed.title, after.failure, feed.added_by))
            return after
        finally:
            self._busy.discard(feed.id)

    async def _in_turn(self, feed: Watched) -> None:
        async with self._turns:
            await self.look(feed)

    async def _looked_at(self, feed: Watched) -> Watched:
        try:
            fetched = await self._fetcher.fetch(feed.url, Known(feed.etag, feed.modified))
            if fetched is None:
                return after_success(feed, self._clock())
            read = await asyncio.to_thread(readers.feed, fetched.data, fetched.content_type, fetched.url)
        except (OutOfReach, Unreadable) as refusal:
            log.info("feed_failed", feed=feed.id, reason=refusal.key, failures=feed.failures + 1)
            return after_failure(feed, refusal, self._clock())
        if feed.read_at is None:
            await self._archive(feed, read.items)
            return after_success(_told(feed, fetched), self._clock())
        all_taken = await self._take_new(feed, read.items)
        return after_success(_told(feed, fetched) if all_taken else feed, self._clock())

    async def _archive(self, feed: Watched, items: Sequence[Item]) -> None:
        """What a new feed holds: its whole articles in Arabic are found from now on, and nobody is sent them."""
        for item in reversed(items):
            article_id = None
            if len(item.text) >= SHORT and is_arabic(f"{item.title} {item.text}"):
                article_id = await self._archived(feed, item)
            await self._store.write(feeds.note, feed.id, [item], Fate.BACKLOG, self._clock(), article_id)

    async def _archived(self, feed: Watched, item: Item) -> int | None:
        now = self._clock()
        try:
            article = await self._intake.archive(
                title(item.title) or None,
                item.text,
                source=feed.title,
                url=item.link,
                reported_at=min(item.date or now, now),
                published_at=NEVER_SENT,
            )
        except AlreadyStored as twin:
            return twin.article_id
        except Refusal as refusal:
            log.info("backlog_item_refused", feed=feed.id, reason=refusal.key)
            return None
        return article.id

    async def _take_new(self, feed: Watched, items: Iterable[Item]) -> bool:
        """The oldest first, so that a story begins with its beginning; says whether none was left."""
        by_key = {item.key: item for item in items}
        unseen = await self._store.read(feeds.unseen, feed.id, list(by_key))
        new = [item for key, item in by_key.items() if key in unseen]
        for item in reversed(new[:TAKEN_MOST]):
            fate = await self._take(feed, item, await self._clipping(feed, item))
            log.info("feed_item", feed=feed.id, fate=fate)
        return len(new) <= TAKEN_MOST

    async def _clipping(self, feed: Watched, item: Item) -> Clipping:
        """The item as an article; of one that is only a beginning as its page has it, if that can be read."""
        said = Clipping(title(item.title), item.text or item.title, feed.title, item.link, item.date)
        if len(item.text) >= SHORT or item.link is None:
            return said
        try:
            await self._robots.ask(item.link)
            page = await self._clippings.of_link(item.link)
        except Refusal:  # of whatever kind: what the feed itself says is still there
            return said
        if len(page.text) <= len(item.text):
            return said
        return replace(
            page, title=said.title or page.title, source=feed.title, reported_at=item.date or page.reported_at
        )

    async def _take(self, feed: Watched, item: Item, clipping: Clipping) -> Fate:
        try:
            if feed.trusted and is_arabic(f"{clipping.title} {clipping.text}"):
                return await self._publish(feed, item, clipping)
            return await self._draft(feed, item, clipping)
        except Refusal as refusal:
            log.info("feed_item_refused", feed=feed.id, reason=refusal.key)
            await self._store.write(feeds.note, feed.id, [item], Fate.UNREAD, self._clock())
            return Fate.UNREAD

    async def _publish(self, feed: Watched, item: Item, clipping: Clipping) -> Fate:
        now = self._clock()
        try:
            article = await self._intake.archive(
                clipping.title or None,
                clipping.text,
                source=clipping.source,
                url=clipping.url,
                reported_at=min(clipping.reported_at or now, now),
                published_at=now,
            )
            fate, article_id = Fate.PUBLISHED, article.id
        except AlreadyStored as twin:
            fate, article_id = Fate.KNOWN, twin.article_id
        await self._store.write(feeds.note, feed.id, [item], fate, now, article_id)
        return fate

    async def _draft(self, feed: Watched, item: Item, clipping: Clipping) -> Fate:
        editor = self._desk(feed.added_by)
        if editor is None:
            return Fate.UNREAD  # nobody is an editor: it is looked at again when somebody is
        now = self._clock()
        clipping = replace(clipping, reported_at=min(clipping.reported_at or now, now))
        new = await self._intake.read(clipping)
        return await self._store.write(feeds.draft, feed, item, clipping, new, editor, now)

    async def _find(self, link: str) -> Found:
        fetched = await self._fetched(link)
        try:
            return await _as_feed(fetched)
        except Unreadable:
            named = await asyncio.to_thread(readers.feeds_of_page, fetched.data, fetched.content_type, fetched.url)
        for url in named[:FEEDS_TRIED]:
            try:
                return await _as_feed(await self._fetched(url))
            except (OutOfReach, Unreadable) as refusal:
                log.info("named_feed_refused", reason=refusal.key)
        raise NotAFeed

    async def _fetched(self, link: str) -> Fetched:
        fetched = await self._fetcher.fetch(link)
        if fetched is None:
            raise NotAFeed  # it said that nothing had changed, and was not asked
        return fetched

    async def _welcome(self, feed: Watched, found: Found) -> None:
        now = self._clock()
        await self._archive(feed, found.feed.items)
        await self._store.write(feeds.looked_at, after_success(_told(feed, found.fetched), now))


def _told(feed: Watched, fetched: Fetched) -> Watched:
    """With what its server said: where it is from now on, and by what an unchanged one is known."""
    known = fetched.known
    return replace(feed, url=fetched.moved or feed.url, etag=known.etag, modified=known.modified)


async def _as_feed(fetched: Fetched) -> Found:
    return Found(fetched, await asyncio.to_thread(readers.feed, fetched.data, fetched.content_type, fetched.url))
