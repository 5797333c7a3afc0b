"""What editors do with a public article: correct it, retract it, read it in full.

A correction is a text of its own, read and shown before it is accepted. A retraction needs a reason and is asked once
more. Every tap is judged by handlers.gate.
"""

import structlog

from handlers import article_card, regrouping, stale
from handlers.gate import may
from handlers.heard import Heard
from handlers.room import Room
from mujaz.article import Article, Status
from mujaz.errors import NotPublished
from mujaz.team import Right, verb_of
from pipeline.intake import clean_reason
from storage import announcements, articles, pastes, retractions, revisions

log = structlog.get_logger(__name__)


async def receive(room: Room, heard: Heard) -> bool:
    """Takes an editor's text as the reason that was asked for, or as a correction of the article that it replies to."""
    if not may(room, heard, Right.PUBLISH) or heard.edited:
        return False
    return await _take_reason(room, heard) or await _take_reply(room, heard)


async def tapped(room: Room, heard: Heard) -> None:
    """A tap on a button of a public article («article:12:correct»)."""
    number, _, verb = heard.data.partition(":")
    article = await room.store.read(articles.get, int(number))
    if article is None or article.status is Status.DRAFT:
        await stale.old_button(room, heard)
        return
    match verb:
        case "correct":
            await _ask_text(room, heard, _public(article))
        case "retract":
            await _ask_reason(room, heard, _public(article))
        case "read":
            await _read(room, heard, article)
        case "really":
            await _retract(room, heard, _public(article))
        case _ if verb_of(verb) in regrouping.VERBS:
            await regrouping.tapped(room, heard, _public(article), verb)
        case _:
            await room.store.write(retractions.stop_waiting, heard.user.id)
            await heard.toast()
            await heard.rewrite(heard.voice.say("retract.kept"))


async def tapped_correction(room: Room, heard: Heard) -> None:
    """A tap on a button of a correction that waits to be accepted («correction:7:apply»)."""
    number, _, verb = heard.data.partition(":")
    if verb == "apply":
        await _apply(room, heard, int(number))
    else:
        await room.store.write(pastes.drop, int(number))
        await heard.toast()
        await heard.rewrite(heard.voice.say("correct.dropped"))


def _public(article: Article) -> Article:
    if article.status is not Status.PUBLISHED:
        raise NotPublished
    return article


async def _ask_text(room: Room, heard: Heard, article: Article) -> None:
    await _begin(room, heard, article)
    await heard.toast()
    await heard.answer(heard.voice.say("correct.ask", title=heard.voice.text(article.title)))


async def _take_reply(room: Room, heard: Heard) -> bool:
    if heard.replied_to is None or not heard.text:
        return False
    article_id = await room.store.read(pastes.article_on_card, heard.chat.id, heard.replied_to)
    article = None if article_id is None else await room.store.read(articles.get, article_id)
    if article is None or article.status is Status.DRAFT:
        return False
    paste_id = await _begin(room, heard, _public(article))
    await room.store.write(pastes.add_piece, paste_id, heard.message_id, heard.text, room.clock())
    await heard.typing()
    return True


async def _begin(room: Room, heard: Heard, article: Article) -> int:
    now = room.clock()
    await room.store.write(announcements.stop_waiting, heard.user.id, now)
    return await room.store.write(pastes.begin_correction, heard.user.id, heard.chat.id, article.id, now)


async def _apply(room: Room, heard: Heard, paste_id: int) -> None:
    article = await room.intake.correct(paste_id, heard.user.id)
    log.info("article_corrected", article=article.id, version=article.version, by=heard.user.id)
    await heard.toast(heard.voice.label("correct.toast"))
    await heard.rewrite(
        heard.voice.say("correct.done", title=heard.voice.text(article.title), version=article.version),
        article_card.orders(article, heard.voice),
    )


async def _ask_reason(room: Room, heard: Heard, article: Article) -> None:
    now = room.clock()
    await room.store.write(announcements.stop_waiting, heard.user.id, now)
    await room.store.write(pastes.stop_waiting, heard.user.id)
    await room.store.write(retractions.ask, heard.user.id, article.id, now)
    await heard.toast()
    await heard.answer(heard.voice.say("retract.ask_reason", title=heard.voice.text(article.title)))


async def _take_reason(room: Room, heard: Heard) -> bool:
    article_id = await room.store.read(retractions.awaiting_reason, heard.user.id, room.clock())
    if article_id is None:
        return False
    reason = clean_reason(heard.text)
    await room.store.write(retractions.give_reason, heard.user.id, reason)
    article = await room.store.read(articles.one, article_id)
    await heard.answer(*article_card.retraction(article, reason, heard.voice))
    return True


async def _retract(room: Room, heard: Heard, article: Article) -> None:
    meant = await room.store.read(retractions.intended, heard.user.id)
    if meant is None or meant.article_id != article.id or meant.reason is None:
        await stale.old_button(room, heard)
        return
    gone = await room.intake.retract(article.id, meant.reason, heard.user.id)
    room.courier.wake()
    log.info("article_retracted", article=gone.id, reason=meant.reason, by=heard.user.id)
    await heard.toast(heard.voice.label("retract.toast"))
    await heard.rewrite(
        heard.voice.say("retract.done", title=heard.voice.text(gone.title), reason=heard.voice.text(meant.reason)),
        article_card.orders(gone, heard.voice),
    )


async def _read(room: Room, heard: Heard, article: Article) -> None:
    _, body, _ = await room.store.read(articles.text_of, article.id) or ("", "", None)
    versions = await room.store.read(revisions.versions, article.id)
    await heard.toast()
    await heard.tell(article_card.in_full(article, body, versions, heard.voice))
