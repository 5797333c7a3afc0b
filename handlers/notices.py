"""What the admins are told without having asked: in their chats, in their language, once."""

from zoneinfo import ZoneInfo

import structlog
from markupsafe import Markup
from telegram import Bot
from telegram.error import TelegramError

from handlers.room import Room
from handlers.run_card import report
from mujaz.notice import (
    DiskNearlyFull,
    FeedPaused,
    Finished,
    Late,
    NoBackup,
    Notice,
    NotKept,
    OutOfReach,
    Refusing,
    Suspects,
)
from mujaz.texts.catalogue import LANGUAGES, Voice, voice
from pipeline.replies import reply
from storage import overview, subscribers

log = structlog.get_logger(__name__)


async def tell(room: Room, bot: Bot, notice: Notice) -> None:
    """Writes to every admin; who cannot be written to is left out, the log has it all the same."""
    log.info("admins_told", notice=type(notice).__name__)
    for admin in sorted(_told(room, notice)):
        reader = await room.store.read(subscribers.get, admin)
        tongue = voice(reader.language if reader else LANGUAGES[0], ZoneInfo(room.slot.zone))
        try:
            await reply(bot, admin, await worded(room, notice, tongue))
        except TelegramError as error:
            log.warning("admin_not_told", admin=admin, reason=error.message)


def _told(room: Room, notice: Notice) -> frozenset[int]:
    """The admins, and of a feed also the editor who added it."""
    if isinstance(notice, FeedPaused) and notice.added_by is not None:
        return room.admins | ({notice.added_by} if notice.added_by in room.team else set())
    return room.admins


async def worded(room: Room, notice: Notice, tongue: Voice) -> Markup:
    """A notice in words, with what to do next; of what has ended, what became of it."""
    match notice:
        case Refusing(run, reason, frozen):
            key = "notice.frozen" if frozen else "notice.refusing"
            return tongue.say(key, kind=tongue.label(f"run_kind.{run.kind}"), number=run.id, reason=reason)
        case Suspects(count):
            return tongue.say("notice.suspects", count=tongue.count("count.messages", count))
        case OutOfReach(seconds):
            return tongue.say("notice.out_of_reach", time=tongue.count("count.seconds_genitive", seconds))
        case NotKept(reason):
            return tongue.say("notice.not_kept", reason=reason)
        case NoBackup(reason):
            return tongue.say("notice.no_backup", reason=reason)
        case Late(minutes):
            return tongue.say("notice.late", time=tongue.count("count.minutes_genitive", minutes))
        case DiskNearlyFull(free):
            return tongue.say("notice.disk_nearly_full", free=str(free))
        case FeedPaused(_, title, failure, _):
            return tongue.say("notice.feed_paused", title=title, reason=tongue.label(f"feed_failure.{failure}"))
        case Finished(run):
            return report(await room.store.read(overview.of, run.id), tongue)
