"""What is due becomes runs, and a reader's part of a run becomes letters. Sends nothing.

Stories are ranked once, and each is rendered once for all readers of an edition who want it alike; what many are to get
word for word is joined and serialised once.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mujaz.article import Article
from mujaz.digest.choose import Taste, choose
from mujaz.digest.compose import compose, compose_alert
from mujaz.digest.form import Form
from mujaz.digest.item import story_of
from mujaz.digest.memory import NOTHING_TOLD, Memory, Met, remember
from mujaz.digest.ranking import Ranking, rank
from mujaz.digest.rendered import Rendered
from mujaz.letter import Letter
from mujaz.run import Run
from mujaz.subscriber import Subscriber
from mujaz.texts.catalogue import LANGUAGES, Voice, spoken, voice, voice_for
from pipeline.clock import Clock
from pipeline.reads import Reads
from storage import audience, runs, windows
from storage.audience import News
from storage.store import Store

STRANGER_WINDOW = timedelta(days=1)

REMEMBERED = 512
"""Different texts that an edition holds at a time: a megabyte or two."""

Seal = Callable[[Letter], bytes]
Tails = tuple[bytes, ...]
"""The parts of a message in their order, sealed (pipeline.sender)."""

NOTHING: Tails = ()


async def open_due_runs(store: Store, clock: Clock) -> int:
    """Opens a run for each slot that fell due; says how many. Safe to call as often as one likes."""
    now = clock()
    if not await store.read(runs.any_due, now):  # the tick asks every second: a commit each time would wear the disk
        return 0
    return await store.write(runs.open_due, now)


async def digest_now(
    store: Store, reads: Reads, chat_id: int, reader: Subscriber | None, tongue: Voice, now: datetime
) -> list[Letter]:
    """What is new for a chat up to `now`, in order; for one that never subscribed, what the last day brought.

    Closes a reader's window at `now`: the caller notes that the reader had it (`subscribers.had_digest`).
    """
    if reader is not None:
        await store.write(windows.close, now)
    since = reader.last_due_at if reader else now - STRANGER_WINDOW
    articles, sent = await reads.ask(audience.news_for, chat_id, since, now)
    choice = choose(rank(articles, since, now), _taste(reader) if reader else Taste(), _told(articles, sent))
    return compose(choice, Form(reader.choices.length) if reader else Form(), tongue, now)


def alert_letters(article: Article) -> dict[str, list[Letter]]:
    """The letter that brings one article to everybody, by language."""
    zone = ZoneInfo("UTC")  # an alert names no moment
    return {language: [compose_alert(article, voice(language, zone))] for language in LANGUAGES}


class Shared:
    """One text for all readers who speak a language: what alerts and announcements bring."""

    def __init__(self, bodies: Mapping[str, Tails]) -> None:
        self._bodies = bodies

    def tails(self, reader: Subscriber, since: datetime, sent: frozenset[int] = frozenset()) -> Tails:
        """The text in the reader's language, or in the only one that there is."""
        return self.in_language(reader.language)

    def in_language(self, language: str | None) -> Tails:
        """The same for somebody of whom no more is known."""
        return self._bodies.get(spoken(language)) or next(iter(self._bodies.values()), NOTHING)


class Edition:
    """The digests of one run. Readers with the same window, taste and voice share what is joined."""

    def __init__(self, run: Run, news: News, seal: Seal) -> None:
        self.news = news
        self._run = run
        self._seal = seal
        self._published = [article.published_at for article in news.articles if article.published_at is not None]
        self._companies = frozenset(company for article in news.articles for company in article.companies)
        self._windows: dict[int, tuple[Ranking, Rendered]] = {}
        self._joined: dict[tuple[object, ...], Tails] = {}

    def tails(self, reader: Subscriber, since: datetime, sent: frozenset[int] = frozenset()) -> Tails:
        """What the run brings to a reader whose window opens at `since`; empty when nothing is new.

        `sent` are the ids of articles that the reader was sent by themselves.
        """
        opens = bisect_right(self._published, since)
        if opens == len(self._published):
            return NOTHING
        follows = reader.follows & self._companies
        key = (reader.language, reader.zone, reader.country, reader.choices, opens, follows, sent)
        joined = self._joined.get(key)
        if joined is None:
            if len(self._joined) >= REMEMBERED:
                self._joined.clear()
            joined = self._joined[key] = self._join(reader, opens, since, sent)
        return joined

    def _join(self, reader: Subscriber, opens: int, since: datetime, sent: frozenset[int]) -> Tails:
        if opens not in self._windows:
            self._windows[opens] = rank(self.news.articles, since, self._run.due_at), Rendered()
        ranking, rendered = self._windows[opens]
        choice = choose(ranking, _taste(reader), _told(self.news.articles, sent))
        form = Form(reader.choices.length)
        letters = compose(choice, form, voice_for(reader), self._run.due_at, rendered)
        return tuple(map(self._seal, letters))


def _taste(reader: Subscriber) -> Taste:
    return Taste(reader.follows, reader.choices.less, reader.choices.most)


def _told(articles: Sequence[Article], sent: Collection[int]) -> Memory:
    """What a reader knows who was sent these articles by themselves."""
    told: dict[int, int] = {}
    for article in articles:
        if article.id in sent:
            told[story_of(article)] = max(article.id, told.get(story_of(article), 0))
    return remember(NOTHING_TOLD, map(Met, told.keys(), told.values()))
