"""«Report an error» in a story: a reader writes what is wrong, it is kept, and the editors are told, with its article.

Whom no editor could be told of is told later (`tell`, again and again): nothing that a reader wrote is lost.
"""

import structlog
from telegram import Bot
from telegram.error import TelegramError

from handlers import article_card, stale
from handlers.heard import Heard, voice_of
from handlers.room import Room
from handlers.story import reader_key
from mujaz.article import REASON_MOST, Article
from mujaz.digest.render import TITLE_SHOWN, clip
from mujaz.letter import Button
from mujaz.team import Right, allows
from pipeline.replies import reply
from storage import reports, subscribers
from storage.opening import opened
from storage.reports import Report

TEXT_MOST = 3 * REASON_MOST

log = structlog.get_logger(__name__)


async def tapped(room: Room, heard: Heard) -> None:
    """A tap on «wrong:7»: asks what is wrong, in private."""
    found = await room.store.read(opened, reader_key(heard), int(heard.data))
    if found is None or not found.articles:
        await stale.old_button(room, heard)
        return
    if not heard.private:
        await heard.toast(heard.voice.label("report.in_private"), alert=True)
        return
    await room.store.write(reports.ask, heard.user.id, found.story, room.clock())
    await heard.toast()
    title = heard.voice.text(clip(found.articles[-1].title, TITLE_SHOWN))
    cancel = heard.voice.rows([Button(heard.voice.label("report.cancel"), f"right:{found.story}")], across=1)
    await heard.answer(heard.voice.say("report.ask", title=title), cancel)


async def cancelled(room: Room, heard: Heard) -> None:
    """A tap on «right:7»: nothing is wrong with it."""
    await room.store.write(reports.stop_waiting, heard.user.id)
    await heard.toast()
    await heard.rewrite(heard.voice.say("report.cancelled"))


async def receive(room: Room, heard: Heard) -> bool:
    """Takes a text as the report that was asked for; says whether it did."""
    if heard.edited or not heard.text or not await room.store.read(reports.awaited, heard.user.id, room.clock()):
        return False
    await room.store.write(reports.give, heard.user.id, heard.text[:TEXT_MOST])
    await heard.answer(heard.voice.say("report.thanks"))
    await tell(room, heard.bot)
    return True


async def tell(room: Room, bot: Bot) -> None:
    """Tells the editors of what they were not told yet."""
    for report in await room.store.read(reports.untold):
        found = await room.store.read(opened, report.user_id, report.story)
        article = None if found is None else (found.articles[-1] if found.articles else found.retracted)
        editors = sorted(member.user_id for member in room.team if allows(member.role, Right.PUBLISH))
        told = [await _told(room, bot, editor, report, article) for editor in editors]
        if any(told):
            await room.store.write(reports.told, report.id, room.clock())


async def _told(room: Room, bot: Bot, editor: int, report: Report, article: Article | None) -> bool:
    tongue = voice_of(room, await room.store.read(subscribers.get, editor))
    title = "" if article is None else clip(article.title, TITLE_SHOWN)
    said = tongue.say("report.told", title=tongue.text(title), text=tongue.text(report.text))
    try:
        await reply(bot, editor, said, () if article is None else article_card.orders(article, tongue))
    except TelegramError as error:
        log.info("editor_not_told", editor=editor, report=report.id, reason=error.message)
        return False
    return True
