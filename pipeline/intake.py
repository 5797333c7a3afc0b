"""Posted → read → stored: pastes of editors become drafts, drafts become public. Shows nothing to anybody.

Reading runs on a thread: a long article must not hold up the people who are waiting for an answer.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mujaz.arabic.fold import strip_controls
from mujaz.article import BODY_MOST, TITLE_MOST, Article, Figure, Kind, Named, NewArticle
from mujaz.companies.gazetteer import Gazetteer
from mujaz.errors import BadTitle, DraftGone, EmptyPost, PostTooLong, Refusal
from mujaz.figures.quantity import Quantity
from mujaz.paste import SHOW_AGAIN, Paste, joined
from mujaz.reading import Reading, news_item, read
from mujaz.stories.index import StoryIndex
from mujaz.stories.sketch import Sketch, sketch
from pipeline.clock import Clock
from storage import articles, desk, pastes, stories
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Settled:
    """A paste whose pieces are all there, and what became of it: a draft, or the reason why there is none."""

    paste: Paste
    result: Article | Refusal


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article that was read, and its sketch for the stories."""

    article: NewArticle
    sketch: Sketch


class Intake:
    """The way into the archive."""

    def __init__(self, store: Store, gazetteer: Gazetteer, clock: Clock) -> None:
        self._store = store
        self._gazetteer = gazetteer
        self._clock = clock
        self._stories: StoryIndex | None = None
        self._filing = asyncio.Lock()

    async def settle_ready(self) -> Sequence[Settled]:
        """Reads the pastes that are complete into drafts. Each stays due until its editor saw what became of it."""
        ready = await self._store.read(pastes.ready, self._clock())
        return [await self._settle(paste) for paste in ready]

    async def retitle(self, paste: Paste, article_id: int, title: str) -> Article:
        """Gives a draft the title that its editor typed. Raises BadTitle, DraftGone."""
        return await self._store.write(pastes.retitle, paste, article_id, clean_title(title), self._clock())

    async def publish(self, article_id: int, at_once: bool) -> Article:
        """Makes a draft public: it stands in the next digest, or goes to every reader at once. Raises DraftGone."""
        said = await self._store.read(articles.text_of, article_id)
        if said is None:
            raise DraftGone
        title, body, reported_at = said
        prepared = await asyncio.to_thread(prepare, body, self._gazetteer, reported_at, title)
        async with self._filing:
            placement = (await self._told()).place(prepared.sketch)
            article, story_id = await self._store.write(
                desk.publish, article_id, at_once, self._clock(), placement, prepared.sketch
            )
            (await self._told()).remember(article.id, prepared.sketch, story_id)
        return article

    async def archive(
        self,
        title: str,
        text: str,
        *,
        source: str | None,
        url: str | None,
        reported_at: datetime,
        published_at: datetime,
    ) -> Article:
        """Stores an article that came from elsewhere as published at a moment; digests whose window holds it send it.

        Raises EmptyPost, PostTooLong, BadTitle, AlreadyStored.
        """
        prepared = await asyncio.to_thread(prepare, text, self._gazetteer, reported_at, clean_title(title))
        new = replace(prepared.article, source=source or prepared.article.source, url=url)
        async with self._filing:
            placement = (await self._told()).place(prepared.sketch)
            article, story_id = await self._store.write(desk.archive, new, published_at, placement, prepared.sketch)
            (await self._told()).remember(article.id, prepared.sketch, story_id)
        return article

    async def remember_stories(self) -> None:
        """Recalls which stories were told, so that the first article after a start need not wait for it."""
        async with self._filing:
            await self._told()

    async def _told(self) -> StoryIndex:
        if self._stories is None:
            self._stories = await asyncio.to_thread(_recalled, await self._store.read(stories.remembered))
        return self._stories

    async def _settle(self, paste: Paste) -> Settled:
        now = self._clock()
        await self._store.write(
            pastes.postpone, paste, now + SHOW_AGAIN
        )  # should its reading fail, others have their turn
        text = joined(await self._store.read(pastes.pieces, paste.id))
        try:
            new = await asyncio.to_thread(compose, text, self._gazetteer, now, paste.title)
            draft = await self._store.write(pastes.become_draft, paste, new, now)
        except Refusal as refusal:
            return Settled(paste, refusal)
        return Settled(paste, draft)


def compose(text: str, gazetteer: Gazetteer, reported_at: datetime, title: str | None = None) -> NewArticle:
    """Reads a text into an article. Raises EmptyPost and PostTooLong."""
    return prepare(text, gazetteer, reported_at, title).article


def prepare(text: str, gazetteer: Gazetteer, reported_at: datetime, title: str | None = None) -> Prepared:
    """Reads a text into an article, with what the stories look at. Raises EmptyPost and PostTooLong."""
    text = strip_controls(text).strip()
    if not any(char.isalpha() for char in text):
        raise EmptyPost
    if len(text) > BODY_MOST:
        raise PostTooLong(len(text), BODY_MOST)
    reading = read(text, gazetteer, title)
    return Prepared(article_of(reading, reported_at), sketch(news_item(reading, reported_at)))


def article_of(reading: Reading, reported_at: datetime) -> NewArticle:
    """What was read, as the archive takes it."""
    return NewArticle(
        title=reading.title,
        body=reading.body,
        summary=reading.summary,
        source=reading.source.ar if reading.source else None,
        url=None,
        reported_at=reported_at,
        fingerprint=reading.fingerprint,
        named=tuple(dict.fromkeys(Named(Kind(mention.kind), mention.id) for mention in reading.mentions)),
        line=reading.line,
        long=reading.long,
        event=reading.event.kind,
        figures=tuple(_figure(found, reading.text) for found in reading.figures),
    )


def _figure(found: Quantity, text: str) -> Figure:
    """A figure with its words out of the text, each on one line."""
    sentence = text[found.sentence.start : found.sentence.end]
    return Figure(
        value=float(found.value),
        until=None if found.until is None else float(found.until),
        unit=found.unit,
        counted=found.counted,
        bound=found.bound,
        said=" ".join(text[found.start : found.end].split()),
        sentence=" ".join(sentence.split()),
    )


def clean_title(typed: str) -> str:
    """A title as it may stand: one line without controls. Raises BadTitle when nothing of it can be read."""
    title = " ".join(strip_controls(typed).split())
    if len(title) > TITLE_MOST or not any(char.isalpha() for char in title):
        raise BadTitle(most=TITLE_MOST)
    return title


def _recalled(told: Sequence[stories.Remembered]) -> StoryIndex:
    index = StoryIndex()
    for article in told:
        index.remember(article.article_id, article.sketch, article.story_id)
    return index
