"""The editor's desk: /post, the pieces of a paste, the draft's card and its buttons.

Every step checks anew that who acts is an editor. A draft and its card outlive restarts: what is due is in the store.
"""

from dataclasses import replace

import structlog
from markupsafe import Markup
from telegram import Bot
from telegram.error import BadRequest

from handlers.heard import Heard, rewrite, voice_of
from handlers.menus import set_editor_menu
from handlers.room import Room
from mujaz.article import Article
from mujaz.digest.render import clip
from mujaz.errors import DraftGone, Refusal
from mujaz.letter import Button, Keyboard
from mujaz.paste import Paste
from mujaz.texts.catalogue import Voice
from pipeline.intake import Settled
from pipeline.replies import reply
from storage import announcements, desk, pastes, subscribers

LONG_POST = 500
"""Code points from which an editor's text is a post even without /post: nobody searches for so much."""

SUMMARY_SHOWN = 1_500
COMPANIES_SHOWN = 20

log = structlog.get_logger(__name__)


async def post(room: Room, heard: Heard) -> None:
    """/post: what the editor sends next is an article, as is what stands after the command already."""
    if not _may(room, heard):
        await heard.answer(heard.voice.say("post.not_editor"))
        return
    with_it = replace(heard, text=heard.rest)
    if await _take_edit(room, with_it):
        return
    await room.store.write(announcements.stop_waiting, heard.user.id, room.clock())
    paste_id = await room.store.write(pastes.begin, heard.user.id, heard.chat.id, room.clock())
    if with_it.text:
        await _add_piece(room, with_it, paste_id)
    else:
        await heard.answer(heard.voice.say("post.ask"))
    await set_editor_menu(heard.bot, heard.user.id, admin=heard.user.id in room.admins)


async def receive(room: Room, heard: Heard) -> bool:
    """Takes an editor's text as a title or as a piece of a paste; says whether it was one."""
    if not _may(room, heard):
        return False
    return await _take_edit(room, heard) or await _take_title(room, heard) or await _take_piece(room, heard)


async def tapped(room: Room, heard: Heard) -> None:
    """A tap on a button of a draft's card («draft:12:now»)."""
    if not _may(room, heard):
        await heard.toast(heard.voice.label("post.not_editor_toast"), alert=True)
        return
    number, _, verb = heard.data.partition(":")
    article_id = int(number)
    match verb:
        case "now" | "next":
            await _publish(room, heard, article_id, at_once=verb == "now")
        case "title":
            await _ask_title(room, heard, article_id)
        case "discard":
            await room.store.write(desk.discard, article_id)
            await heard.toast()
            await heard.rewrite(heard.voice.say("post.discarded"))


async def show_settled(room: Room, bot: Bot, settled: Settled) -> None:
    """Shows the card of a paste that is complete, or tells its editor why there is none."""
    paste, result = settled.paste, settled.result
    tongue = voice_of(room, await room.store.read(subscribers.get, paste.chat_id))
    if isinstance(result, Refusal):
        await reply(bot, paste.chat_id, tongue.say(result.key, **result.values))
        await room.store.write(pastes.close, paste)
        return
    readers = await room.store.read(subscribers.how_many_active)
    card, keyboard = _card(room, result, readers, tongue), _buttons(result, tongue)
    message_id = await _put(bot, paste, card, keyboard)
    await room.store.write(pastes.show, paste, message_id)


async def _take_edit(room: Room, heard: Heard) -> bool:
    if not heard.edited:
        return False
    paste = await room.store.read(pastes.holding, heard.user.id, heard.message_id)
    if paste is None:
        return False
    await _add_piece(room, heard, paste.id)
    return True


async def _take_title(room: Room, heard: Heard) -> bool:
    paste = await room.store.read(pastes.awaiting_title, heard.user.id, room.clock())
    if paste is None or paste.article_id is None or heard.edited:
        return False
    draft = await room.intake.retitle(paste, paste.article_id, heard.text)
    await show_settled(room, heard.bot, Settled(paste, draft))
    await heard.answer(heard.voice.say("post.title_changed"))
    return True


async def _take_piece(room: Room, heard: Heard) -> bool:
    now = room.clock()
    paste = await room.store.read(pastes.receiving, heard.user.id, now)
    if paste is not None:
        paste_id = paste.id
    elif len(heard.text) >= LONG_POST and not heard.edited:
        paste_id = await room.store.write(pastes.begin, heard.user.id, heard.chat.id, now)
    else:
        return False
    await _add_piece(room, heard, paste_id)
    return True


async def _add_piece(room: Room, heard: Heard, paste_id: int) -> None:
    await room.store.write(pastes.add_piece, paste_id, heard.message_id, heard.text, room.clock())
    await heard.typing()


async def _publish(room: Room, heard: Heard, article_id: int, *, at_once: bool) -> None:
    article = await room.intake.publish(article_id, at_once)
    if at_once:
        room.courier.wake()
    readers = await room.store.read(subscribers.how_many_active)
    key = "post.published_now" if at_once else "post.published_next"
    await heard.toast(heard.voice.label("post.published_toast"))
    await heard.rewrite(
        heard.voice.say(key, title=heard.voice.text(article.title), readers=heard.voice.count("count.readers", readers))
    )


async def _ask_title(room: Room, heard: Heard, article_id: int) -> None:
    paste = await room.store.read(pastes.of_article, article_id)
    if paste is None:
        raise DraftGone
    await room.store.write(pastes.await_title, paste.id, heard.user.id, room.clock())
    await heard.toast()
    await heard.answer(heard.voice.say("post.ask_title"))


def _card(room: Room, draft: Article, readers: int, tongue: Voice) -> Markup:
    lines = [
        tongue.say(
            "post.card",
            title=tongue.text(draft.title),
            summary=tongue.text(clip(" ".join(draft.summary), SUMMARY_SHOWN)),
        ),
        _companies(room, draft, tongue),
        tongue.say("post.source", source=draft.source) if draft.source else tongue.say("post.no_source"),
        tongue.say("post.readers", readers=tongue.count("count.readers", readers)),
    ]
    return Markup("\n").join(lines)


def _companies(room: Room, draft: Article, tongue: Voice) -> Markup:
    known = [room.gazetteer.company(company) for company in draft.companies[:COMPANIES_SHOWN]]
    names = [found.ar if tongue.language == "ar" else found.en for found in known if found is not None]
    return tongue.say("post.companies", names=tongue.listing(names)) if names else tongue.say("post.no_companies")


def _buttons(draft: Article, tongue: Voice) -> Keyboard:
    verbs = ("now", "next", "title", "discard")
    return tongue.rows([Button(tongue.label(f"post.{verb}"), f"draft:{draft.id}:{verb}") for verb in verbs], across=2)


def _may(room: Room, heard: Heard) -> bool:
    return heard.private and heard.user.id in room.editors


async def _put(bot: Bot, paste: Paste, card: Markup, keyboard: Keyboard) -> int:
    """Puts the card in the place of the one that stands; gives the id of the message that shows it."""
    if paste.card_message_id is not None:
        try:
            await rewrite(bot, paste.chat_id, paste.card_message_id, card, keyboard)
        except BadRequest as error:
            log.info("card_sent_anew", reason=error.message)  # the editor has deleted it, or it is too old to change
        else:
            return paste.card_message_id
    return await reply(bot, paste.chat_id, card, keyboard)
