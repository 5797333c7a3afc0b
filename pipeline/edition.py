"""What is due becomes runs, and a reader's part of a run becomes letters. Sends nothing.

A fragment (one article in one language) is rendered once and shared by all readers of an edition.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from mujaz.article import Article
from mujaz.delivery import Run, RunKind
from mujaz.digest.choose import choose
from mujaz.digest.compose import compose, compose_alert
from mujaz.digest.render import item
from mujaz.letter import Letter
from mujaz.subscriber import Subscriber
from mujaz.texts.catalogue import Voice, voice
from pipeline.clock import Clock
from storage import audience, runs, windows
from storage.audience import Page
from storage.store import Store

STRANGER_WINDOW = timedelta(days=1)


async def open_due_runs(store: Store, clock: Clock) -> int:
    """Opens a run for each slot that fell due; says how many. Safe to call as often as one likes."""
    now = clock()
    if not await store.read(runs.any_due, now):  # the tick asks every second: a commit each time would wear the disk
        return 0
    return await store.write(runs.open_due, now)


async def digest_now(
    store: Store, chat_id: int, reader: Subscriber | None, tongue: Voice, now: datetime
) -> list[Letter]:
    """What is new for a chat up to `now`, in order; for one that never subscribed, what the last day brought.

    Closes the window at `now`: the caller notes that the reader had it (`subscribers.had_digest`).
    """
    await store.write(windows.close, now)
    since = reader.last_due_at if reader else now - STRANGER_WINDOW
    page = await store.read(audience.news_for, chat_id, since, now)
    follows = reader.follows if reader else frozenset()
    return compose(choose(page.articles, since, now, follows, page.alerted.get(chat_id, ())), tongue, now)


class Edition:
    """Letters for readers, from fragments that are rendered once."""

    def __init__(self) -> None:
        self._fragments: dict[tuple[int, int, str], Markup] = {}

    def letters(self, run: Run, page: Page, reader: Subscriber, since: datetime) -> list[Letter]:
        """What the run brings to a reader whose window opens at `since`, in order; empty when nothing is new."""
        tongue = voice(reader.language, ZoneInfo(reader.slot.zone))
        if run.kind is RunKind.ALERT:
            return [compose_alert(article, tongue, self._fragment) for article in page.articles]
        return compose(self._chosen(run, page, reader, since), tongue, run.due_at, self._fragment)

    def _chosen(self, run: Run, page: Page, reader: Subscriber, since: datetime) -> Sequence[Article]:
        sent = page.alerted.get(reader.chat_id, set())
        return choose(page.articles, since, run.due_at, reader.follows, sent)

    def _fragment(self, article: Article, tongue: Voice) -> Markup:
        key = (article.id, article.version, tongue.language)
        if key not in self._fragments:
            self._fragments[key] = item(article, tongue)
        return self._fragments[key]
