"""The editor's desk: /post, the pieces of a paste, the draft's card and its buttons.

Every tap is judged by handlers.gate. A draft and its card outlive restarts: what is due is in the store.
"""

from dataclasses import replace

import structlog
from markupsafe import Markup
from telegram import Bot
from telegram.error import BadRequest

from handlers import article_card, draft_card, drafts, fields, preview, publishing
from handlers.gate import admitted, may, note
from handlers.heard import Heard, rewrite, voice_of
from handlers.menus import set_own_menu
from handlers.room import Room
from mujaz.article import Article, Urgency
from mujaz.errors import Refusal
from mujaz.letter import Keyboard
from mujaz.paste import Paste
from mujaz.team import Right, verb_of
from mujaz.texts.catalogue import Voice
from pipeline.intake import Settled
from pipeline.replies import reply
from storage import announcements, asked, desk, pastes, subscribers
from storage import drafts as drafts_kept

LONG_POST = 500
"""Code points from which an editor's text is a post even without /post: nobody searches for so much."""


log = structlog.get_logger(__name__)


async def post(room: Room, heard: Heard) -> None:
    """/post: what the editor sends next is an article, as is what stands after the command already."""
    if not await admitted(room, heard, Right.DRAFT, "post"):
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
    await set_own_menu(heard.bot, heard.user.id, room.team.role(heard.user.id))


async def receive(room: Room, heard: Heard) -> bool:
    """Takes an editor's text as a title or as a piece of a paste; says whether it was one."""
    if not may(room, heard):
        return False
    return (
        await _take_edit(room, heard)
        or await _take_title(room, heard)
        or await _take_answer(room, heard)
        or await _take_piece(room, heard)
    )


async def tapped(room: Room, heard: Heard) -> None:
    """A tap on a button of a draft's card («draft:12:now»)."""
    number, _, verb = heard.data.partition(":")
    draft = await publishing.waiting(room, int(number))
    which = verb_of(verb)
    match which:
        case "now":
            await publishing.in_a_moment(room, heard, draft.id)
        case "undo":
            await publishing.undo(room, heard, draft.id)
        case "at":
            await publishing.ask_time(room, heard, draft.id)
        case "next" | "breaking":
            await publishing.at_once(room, heard, draft.id, Urgency(which))
        case "urgent":
            await publishing.ask_breaking(room, heard, draft.id)
        case "discard":
            await room.store.write(desk.discard, draft.id)
            await heard.toast()
            await heard.rewrite(heard.voice.say("post.discarded"))
        case "event" | "figure" | "story":
            await fields.choose(room, heard, draft, which, int(verb.removeprefix(which) or 0))
        case _:
            await _look(room, heard, draft, which)


async def _look(room: Room, heard: Heard, draft: Article, verb: str) -> None:
    """Taps that change nothing of the draft."""
    match verb:
        case "fields":
            await fields.show(room, heard, draft)
        case "title" | "summary" | "source" | "companies":
            await fields.ask(room, heard, draft, verb)
        case "events" | "figures" | "stories":
            await fields.offer(room, heard, draft, verb)
        case "preview":
            await preview.show(room, heard, draft)
        case "history":
            await drafts.history(room, heard, draft)
        case "submit":
            await drafts.submit(room, heard, draft)
        case "open":
            await drafts.opened(room, heard, draft)
        case _:
            await heard.toast()
            await heard.rewrite(*await draft_card.card(room, draft, heard.voice, heard.user.id))


async def show_settled(room: Room, bot: Bot, settled: Settled) -> None:
    """Shows the card of a paste that is complete, or tells its editor why there is none."""
    paste, result = settled.paste, settled.result
    tongue = voice_of(room, await room.store.read(subscribers.get, paste.chat_id))
    if isinstance(result, Refusal):
        await reply(bot, paste.chat_id, _refusal(paste, result, tongue))
        await room.store.write(pastes.close, paste)
        return
    if isinstance(result, Article):
        card, keyboard = await draft_card.card(room, result, tongue, paste.editor_id)
    else:
        card, keyboard = article_card.correction(room.gazetteer, paste.id, result, tongue)
    message_id = await _put(room, bot, paste, card, keyboard)
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
    await room.store.write(drafts_kept.release, draft.id)
    await note(room, heard, "draft:title", draft.id)
    await show_settled(room, heard.bot, Settled(paste, draft))
    await heard.answer(heard.voice.say("post.title_changed"))
    return True


async def _take_answer(room: Room, heard: Heard) -> bool:
    """What the editor was asked for: a field of a draft, or when it is to be published."""
    question = None if heard.edited else await room.store.read(asked.awaited, heard.user.id, room.clock())
    kind, _, field = question.question.partition(":") if question else ("", "", "")
    if question is None or kind != "draft":
        return False
    if field == "at":
        await publishing.take_time(room, heard, question.subject)
    else:
        await fields.take(room, heard, question.subject, field)
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
    log.info("piece_kept", paste=paste_id)
    await heard.typing()


def _refusal(paste: Paste, refusal: Refusal, tongue: Voice) -> Markup:
    told = tongue.say(refusal.key, **refusal.values)
    return told if paste.corrects is None else told + Markup("\n\n") + tongue.say("correct.unchanged")


async def _put(room: Room, bot: Bot, paste: Paste, card: Markup, keyboard: Keyboard) -> int:
    """Puts the card in the place of the one that stands; gives the id of the message that shows it."""
    keyboard = room.seals.on(keyboard, paste.chat_id)
    if paste.card_message_id is not None:
        try:
            await rewrite(bot, paste.chat_id, paste.card_message_id, card, keyboard)
        except BadRequest as error:
            log.info("card_sent_anew", reason=error.message)  # the editor has deleted it, or it is too old to change
        else:
            return paste.card_message_id
    return await reply(bot, paste.chat_id, card, keyboard)
