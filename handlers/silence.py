"""Who had nothing for a week is told why, once, and what to change. Private chats only, a few at a time.

Noted after it was told: after a crash between the two somebody may be told twice, and nobody never.
"""

from datetime import datetime

import structlog
from markupsafe import Markup
from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from handlers.heard import voice_of
from handlers.room import Room
from mujaz.silence import Because, because, is_silent
from mujaz.subscriber import Subscriber
from mujaz.texts.catalogue import Voice
from pipeline.edition import digest_now
from pipeline.replies import reply
from storage import audience, silence

AT_ONCE = 100
"""People told in an hour: should there be no news at all, everybody would be told, and answers to others come first."""

log = structlog.get_logger(__name__)


async def tell(room: Room, bot: Bot) -> None:
    """Tells the next few who wonder."""
    now, after, left = room.clock(), 0, AT_ONCE
    while left > 0:
        portion = await room.store.read(silence.untold, after, now)
        for reader in [reader for reader in portion.readers if is_silent(reader, now)][:left]:
            left -= 1
            if not await _told(room, bot, reader, now):
                return
        if portion.after is None:
            return
        after = portion.after


async def _told(room: Room, bot: Bot, reader: Subscriber, now: datetime) -> bool:
    why = await _why(room, reader, now)
    try:
        await reply(bot, reader.chat_id, _words(why, reader, voice_of(room, reader)))
    except (BadRequest, Forbidden) as error:
        log.info("silence_not_told", reason=error.message)  # nobody is there to be told
    except TelegramError as error:
        log.warning("silence_not_told_yet", reason=error.message)
        return False
    await room.store.write(silence.told, reader.chat_id, now)
    return True


async def _why(room: Room, reader: Subscriber, now: datetime) -> Because:
    published, _ = await room.store.read(audience.news_for, reader.chat_id, reader.last_due_at, now)
    unknown = await digest_now(room.store, room.newsstand, reader.chat_id, reader, voice_of(room, reader), now)
    return because(reader, published=bool(published), unknown=bool(unknown.letters), now=now)


def _words(why: Because, reader: Subscriber, voice: Voice) -> Markup:
    if why is Because.PAUSED and reader.paused_until is not None:
        return voice.say("silence.paused", day=voice.day(reader.paused_until))
    return voice.say(f"silence.{why}")
