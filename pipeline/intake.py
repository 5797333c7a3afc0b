"""Posted → read → stored: pastes of editors become drafts, drafts become public, public ones are corrected, retracted.

Shows nothing to anybody.

Reading runs on a thread: a long article must not hold up the people who are waiting for an answer.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from mujaz.arabic.fold import strip_controls
from mujaz.article import (
    BODY_MOST,
    REASON_MOST,
    TITLE_MOST,
    Article,
    Figure,
    Kind,
    Named,
    NewArticle,
    Urgency,
)
from mujaz.companies.gazetteer import Gazetteer
from mujaz.errors import (
    BadReason,
    BadTitle,
    CorrectionGone,
    DraftGone,
    EmptyPost,
    NotPublished,
    PostTooLong,
    Refusal,
)
from mujaz.figures.quantity import Quantity
from mujaz.paste import SHOW_AGAIN, Clipping, Paste, joined
from mujaz.reading import Reading, heading_of, news_item, read
from mujaz.stories.index import StoryIndex
from mujaz.stories.sketch import Sketch, sketch
from mujaz.stories.story import Pins, Placement
from pipeline.clock import Clock
from storage import articles, desk, pastes, revisions, stories, story_pins
from storage.store import Store
from storage.stories import Story

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Settled:
    """A paste whose pieces are all there, and what became of it: a draft, a correction, or why there is none."""

    paste: Paste
    result: Article | NewArticle | Refusal


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

    async def publish(self, article_id: int, urgency: Urgency) -> Article:
        """Makes a draft public: it stands in the next digest, and may alert readers at once. Raises DraftGone."""
        said = await self._store.read(articles.text_of, article_id)
        if said is None:
            raise DraftGone
        title, body, reported_at = said
        prepared = await asyncio.to_thread(prepare, body, self._gazetteer, reported_at, title)
        async with self._filing:
            placement = (await self._told()).place(prepared.sketch, await self._store.read(story_pins.pins, article_id))
            article, story_id = await self._store.write(
                desk.publish, article_id, urgency, self._clock(), placement, prepared.sketch
            )
            (await self._told()).remember(article.id, prepared.sketch, story_id)
        log.info("article_published", article=article.id, urgency=urgency)
        return article

    async def placed(self, article_id: int) -> Placement:
        """Where a draft would stand if it were published now. Raises DraftGone."""
        said = await self._store.read(articles.text_of, article_id)
        if said is None:
            raise DraftGone
        title, body, reported_at = said
        prepared = await asyncio.to_thread(prepare, body, self._gazetteer, reported_at, title)
        async with self._filing:
            return (await self._told()).place(prepared.sketch, await self._store.read(story_pins.pins, article_id))

    async def correct(self, paste_id: int, by: int) -> Article:
        """Replaces the text of a public article by what a paste says; it stays in its story.

        Raises CorrectionGone, NotPublished, NothingToCorrect, AlreadyStored, EmptyPost, PostTooLong.
        """
        paste = await self._store.read(pastes.get, paste_id)
        if paste is None or paste.corrects is None:
            raise CorrectionGone
        prepared = await self._correction(paste, paste.corrects)
        async with self._filing:
            before = await self._store.read(articles.one, paste.corrects)
            told = await self._told_without(before.id)
            placed = told.place(prepared.sketch, Pins(before.story))
            article = await self._store.write(
                revisions.correct, before.id, prepared.article, placed, prepared.sketch, self._clock(), by
            )
            assert article.story is not None, "it is public"
            told.remember(article.id, prepared.sketch, article.story)
            self._stories = told
        return article

    async def retract(self, article_id: int, reason: str, by: int) -> Article:
        """Takes a public article out of all that is found, listed and told. Raises NotPublished."""
        async with self._filing:
            article = await self._store.write(revisions.retract, article_id, reason, self._clock(), by)
            self._stories = await self._told_without(article_id)
        return article

    async def regroup(self, article_id: int, into: int | None, by: int, *, whole: bool = False) -> Story | None:
        """Moves a public article into another story, or out into one of its own; `whole`: its story with all in it.

        Gives the story where it is then; None where nothing was to be moved. It stays there whatever comes.
        """
        async with self._filing:
            told, now = await self._told(), self._clock()
            before = await self._store.read(articles.one, article_id)
            if into is None:
                story = await self._store.write(story_pins.split, [article_id], now, by)
            elif whole and before.story is not None:
                story = await self._store.write(story_pins.merge, before.story, into, now, by)
            else:
                story = await self._store.write(story_pins.move, article_id, into, now, by)
            if story is not None and whole and before.story is not None:
                told.merge(before.story, story.id)
            elif story is not None:
                told.split([article_id], story.id)
        return story

    async def read(self, clipping: Clipping) -> NewArticle:
        """What came from elsewhere, read as an article; nothing is stored. Raises EmptyPost, PostTooLong."""
        reported_at, given = clipping.reported_at or self._clock(), clipping.title or None
        new = await asyncio.to_thread(compose, clipping.text, self._gazetteer, reported_at, given)
        return replace(new, source=clipping.source or new.source, url=clipping.url)

    async def archive(
        self,
        title: str | None,
        text: str,
        *,
        source: str | None,
        url: str | None,
        reported_at: datetime,
        published_at: datetime,
    ) -> Article:
        """Stores an article that came from elsewhere as published at a moment; digests whose window holds it send it.

        Without a title it has that which is read in its text. Raises EmptyPost, PostTooLong, BadTitle, AlreadyStored.
        """
        given = None if title is None else clean_title(title)
        prepared = await asyncio.to_thread(prepare, text, self._gazetteer, reported_at, given)
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

    async def _told_without(self, article_id: int) -> StoryIndex:
        """The stories as if an article had never been told: they are recalled anew."""
        told = await self._store.read(stories.remembered)
        return await asyncio.to_thread(_recalled, [one for one in told if one.article_id != article_id])

    async def _settle(self, paste: Paste) -> Settled:
        now = self._clock()
        await self._store.write(
            pastes.postpone, paste, now + SHOW_AGAIN
        )  # should its reading fail, others have their turn
        try:
            return Settled(paste, await self._what_became_of(paste, now))
        except Refusal as refusal:
            return Settled(paste, refusal)

    async def _what_became_of(self, paste: Paste, now: datetime) -> Article | NewArticle:
        if paste.corrects is not None:
            prepared = await self._correction(paste, paste.corrects)
            return await self._store.write(revisions.propose, paste, prepared.article)
        text = joined(await self._store.read(pastes.pieces, paste.id))
        new = await asyncio.to_thread(compose, text, self._gazetteer, paste.reported_at or now, paste.title)
        new = replace(new, source=paste.source or new.source, url=paste.url)
        draft = await self._store.write(pastes.become_draft, paste, new, now)
        log.info("draft_made", paste=paste.id, article=draft.id)
        return draft

    async def _correction(self, paste: Paste, article_id: int) -> Prepared:
        """What a paste makes of an article: a title that was given to it stays, unless the new text begins with one."""
        said = await self._store.read(articles.text_of, article_id)
        if said is None:
            raise NotPublished
        title, body, reported_at = said
        text = joined(await self._store.read(pastes.pieces, paste.id))
        given = await asyncio.to_thread(_given_title, title, body, text, self._gazetteer)
        return await asyncio.to_thread(prepare, text, self._gazetteer, reported_at, given)


def compose(text: str, gazetteer: Gazetteer, reported_at: datetime, title: str | None = None) -> NewArticle:
    """Reads a text into an article. Raises EmptyPost and PostTooLong."""
    return prepare(text, gazetteer, reported_at, title).article


def prepare(text: str, gazetteer: Gazetteer, reported_at: datetime, title: str | None = None) -> Prepared:
    """Reads a text into an article, with what the stories look at. Raises EmptyPost and PostTooLong."""
    text = strip_controls(text).strip()
    if not text or not any(char.isalpha() for char in f"{title or ''}{text}"):  # «ميتا» above «30» is a text
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
        makers=tuple(dict.fromkeys(it.owner for it in reading.mentions if it.kind == "product" and it.owner)),
    )


def _given_title(title: str, body: str, text: str, gazetteer: Gazetteer) -> str | None:
    """The title that a corrected article keeps; None where the text brings one, or it was made of the text before."""
    return None if heading_of(text) or read(body, gazetteer).title == title else title


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
    title = _one_line(typed)
    if len(title) > TITLE_MOST or not any(char.isalpha() for char in title):
        raise BadTitle(most=TITLE_MOST)
    return title


def clean_reason(typed: str) -> str:
    """The reason of a retraction as readers may see it. Raises BadReason when nothing of it can be read."""
    reason = _one_line(typed)
    if len(reason) > REASON_MOST or not any(char.isalpha() for char in reason):
        raise BadReason(most=REASON_MOST)
    return reason


def _one_line(typed: str) -> str:
    return " ".join(strip_controls(typed).split())


def _recalled(told: Sequence[stories.Remembered]) -> StoryIndex:
    index = StoryIndex()
    for article in told:
        index.remember(article.article_id, article.sketch, article.story_id)
    return index
