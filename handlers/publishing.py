"""How a draft becomes public: in half a minute, at a time, with the next digest, or at once as breaking news.

What is planned can be undone until its moment, and leaves no trace then. It outlives restarts: the ticker looks for it.
"""

from datetime import datetime, timedelta

import structlog
from markupsafe import Markup
from telegram import Bot
from telegram.error import TelegramError

from handlers import article_card, draft_card
from handlers.gate import note
from handlers.heard import Heard, rewrite, voice_of
from handlers.room import Room
from mujaz.announcement import lasts
from mujaz.article import Article, Status, Urgency
from mujaz.errors import DraftGone, SecondNeeded, TimeUnclear
from mujaz.letter import Keyboard
from mujaz.schedule.times import read_times
from mujaz.subscriber import EVERY_DAY, Slot
from mujaz.texts.catalogue import Voice
from mujaz.when import next_due
from pipeline.pace import FREE_A_SECOND
from storage import articles, asked, drafts, plans, subscribers
from storage.asked import Asked
from storage.plans import Plan

UNDOING = timedelta(seconds=30)
"""How long «publish now» waits for a second thought."""

log = structlog.get_logger(__name__)


async def in_a_moment(room: Room, heard: Heard, article_id: int) -> None:
    """«Publish now»: planned, with half a minute to undo it."""
    await _refuse_alone(room, heard, article_id)
    await _plan(room, heard, article_id, room.clock() + UNDOING, heard.message_id)
    await heard.toast(heard.voice.label("post.soon_toast"))
    await heard.rewrite(*await _card(room, heard, article_id))


async def ask_time(room: Room, heard: Heard, article_id: int) -> None:
    """The editor's next text is when the draft is to be published."""
    await _refuse_alone(room, heard, article_id)
    await room.store.write(asked.ask, heard.user.id, Asked("draft:at", article_id), room.clock())
    await heard.toast()
    await heard.answer(heard.voice.say("post.ask_at", place=heard.voice.place(heard.voice.zone.key)))


async def take_time(room: Room, heard: Heard, article_id: int) -> None:
    """A time as it is typed: the next one on the editor's clock. Raises what mujaz.schedule.times raises."""
    wish = read_times(heard.text, None)
    if len(wish.minutes) != 1:
        raise TimeUnclear(heard.text)
    at = next_due(Slot(heard.voice.zone.key, wish.minutes[0], wish.weekdays or EVERY_DAY), room.clock())
    await _plan(room, heard, article_id, at, heard.message_id)
    await room.store.write(asked.stop_waiting, heard.user.id)
    await note(room, heard, "draft:at", article_id)
    await _plan(room, heard, article_id, at, await heard.answer(*await _card(room, heard, article_id)))


async def undo(room: Room, heard: Heard, article_id: int) -> None:
    """Nothing is published, and the draft is as it was."""
    await room.store.write(plans.drop, article_id)
    await heard.toast(heard.voice.label("post.undone_toast"))
    await heard.rewrite(*await _card(room, heard, article_id))


async def at_once(room: Room, heard: Heard, article_id: int, urgency: Urgency) -> None:
    """For the next digest, or as breaking news that was asked for twice."""
    await _refuse_alone(room, heard, article_id)
    article = await room.intake.publish(article_id, urgency)
    told = await _published(room, article, urgency, heard.voice)
    await heard.toast(heard.voice.label("post.published_toast"))
    await heard.rewrite(*told)


async def ask_breaking(room: Room, heard: Heard, article_id: int) -> None:
    """How many are alerted, and how long it takes."""
    draft = await waiting(room, article_id)
    alerted = await room.store.read(subscribers.how_many_alerted, article_id, room.clock(), breaking=True)
    span = heard.voice.span(max(lasts(alerted, FREE_A_SECOND), timedelta(seconds=1)))
    await heard.toast()
    await heard.rewrite(*draft_card.urgent(draft, alerted, span, heard.voice))


async def come_due(room: Room, bot: Bot) -> None:
    """Publishes what was planned for by now, and says so on its card."""
    for plan in await room.store.read(plans.due, room.clock()):
        try:
            article = await room.intake.publish(plan.article_id, Urgency.NOW)
        except DraftGone:
            continue  # somebody published or discarded it meanwhile, and its plan with it
        log.info("published_as_planned", article=article.id, by=plan.planned_by)
        tongue = voice_of(room, await room.store.read(subscribers.get, plan.chat_id))
        html, keyboard = await _published(room, article, Urgency.NOW, tongue)
        try:
            await rewrite(bot, plan.chat_id, plan.message_id, html, room.seals.on(keyboard, plan.chat_id))
        except TelegramError as error:
            log.warning("card_not_changed", reason=error.message)


async def waiting(room: Room, article_id: int) -> Article:
    """A draft. Raises DraftGone where it is one no more."""
    article = await room.store.read(articles.get, article_id)
    if article is None or article.status is not Status.DRAFT:
        raise DraftGone
    return article


async def _plan(room: Room, heard: Heard, article_id: int, at: datetime, message_id: int) -> None:
    await room.store.write(plans.put, Plan(article_id, at, heard.user.id, heard.chat.id, message_id))


async def _refuse_alone(room: Room, heard: Heard, article_id: int) -> None:
    """Raises SecondNeeded where the settings want somebody else to publish what this editor wrote."""
    if room.second_needed and await room.store.read(drafts.author, article_id) == heard.user.id:
        raise SecondNeeded


async def _card(room: Room, heard: Heard, article_id: int) -> tuple[Markup, Keyboard]:
    return await draft_card.card(room, await waiting(room, article_id), heard.voice, heard.user.id)


async def _published(room: Room, article: Article, urgency: Urgency, tongue: Voice) -> tuple[Markup, Keyboard]:
    """What is said of an article that was just published; its alerts are on their way."""
    alerted = 0
    if urgency is not Urgency.NEXT:
        room.courier.wake()
        breaking = article.breaking
        alerted = await room.store.read(subscribers.how_many_alerted, article.id, room.clock(), breaking=breaking)
    readers = alerted or await room.store.read(subscribers.how_many_active)
    key = f"published.{urgency if alerted else Urgency.NEXT}"
    told = tongue.say(key, title=tongue.text(article.title), readers=tongue.count("count.readers", readers))
    return told, article_card.orders(article, tongue)
