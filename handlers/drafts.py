"""/drafts: what waits at the desk, from whomever it came; and drafts that are handed to the other editors."""

import structlog
from markupsafe import Markup
from telegram.error import TelegramError

from handlers import audit, draft_card
from handlers.gate import admitted
from handlers.heard import Heard, voice_of
from handlers.room import Room
from mujaz.article import Article
from mujaz.digest.render import clip
from mujaz.letter import Button
from mujaz.team import Right
from pipeline.replies import reply
from storage import audit as kept
from storage import drafts, subscribers

SHOWN = 20
BUTTON_TITLE = 40
HISTORY_SHOWN = 30

log = structlog.get_logger(__name__)


async def show(room: Room, heard: Heard) -> None:
    """/drafts: the newest drafts, a button for each."""
    if not await admitted(room, heard, Right.DRAFT, "drafts"):
        return
    found = await room.store.read(drafts.waiting, SHOWN)
    if not room.team.may(heard.user.id, Right.PUBLISH):
        found = [draft for draft in found if await room.store.read(drafts.author, draft.id) == heard.user.id]
    if not found:
        await heard.answer(heard.voice.say("post.no_drafts"))
        return
    buttons = [Button(clip(draft.title, BUTTON_TITLE), f"draft:{draft.id}:open") for draft in found]
    await heard.answer(heard.voice.say("post.drafts", n=len(found)), heard.voice.rows(buttons, across=1))


async def opened(room: Room, heard: Heard, draft: Article) -> None:
    """The card of a draft, in a message of its own."""
    await heard.toast()
    await heard.answer(*await draft_card.card(room, draft, heard.voice, heard.user.id))


async def submit(room: Room, heard: Heard, draft: Article) -> None:
    """Shows a draft to all who may publish it, and to the review group, where there is one."""
    told = 0
    for member in room.team:
        if member.user_id != heard.user.id and room.team.may(member.user_id, Right.PUBLISH):
            told += await _shown_to(room, heard, draft, member.user_id)
    if room.review_group is not None:
        await _shown_in_group(room, heard, draft, room.review_group)
    await heard.toast(heard.voice.label("post.submitted_toast" if told else "post.nobody_to_review"), alert=not told)


async def history(room: Room, heard: Heard, draft: Article) -> None:
    """Who did what to it, and when."""
    found = await room.store.read(kept.about, draft.id, ("draft",), HISTORY_SHOWN)
    lines = [audit.line(entry, heard.voice) for entry in reversed(found)] or [heard.voice.say("audit.none")]
    await heard.toast()
    await heard.tell([heard.voice.say("post.history_of", title=heard.voice.text(draft.title)), *lines])


async def _shown_to(room: Room, heard: Heard, draft: Article, person: int) -> bool:
    tongue = voice_of(room, await room.store.read(subscribers.get, person))
    html, keyboard = await draft_card.card(room, draft, tongue, person)
    asks = tongue.say("post.review_asked", name=heard.user.full_name)
    try:
        await reply(heard.bot, person, asks + Markup("\n\n") + html, room.seals.on(keyboard, person))
    except TelegramError as error:
        log.warning("review_not_asked", editor=person, reason=error.message)
        return False
    return True


async def _shown_in_group(room: Room, heard: Heard, draft: Article, group: int) -> None:
    """Without buttons: what is done is done in private. Its card there says where."""
    html, _ = await draft_card.card(room, draft, voice_of(room, None), 0)
    asks = voice_of(room, None).say("post.review_asked", name=heard.user.full_name)
    try:
        await reply(heard.bot, group, asks + Markup("\n\n") + html + Markup("\n\n/drafts"))
    except TelegramError as error:
        log.warning("review_group_not_told", reason=error.message)
