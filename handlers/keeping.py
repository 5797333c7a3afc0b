"""Who looks after a digest where many read is told in private when it ends there by nobody's order."""

import asyncio

import structlog
from markupsafe import Markup
from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from handlers.heard import voice_of
from handlers.room import Room
from mujaz.loss import Loss, loss
from pipeline.replies import reply
from storage import keepers, subscribers
from storage.keepers import Ended

log = structlog.get_logger(__name__)


class Keeping:
    """Tells keepers, each once for a group however many of its topics ended."""

    def __init__(self, room: Room, bot: Bot) -> None:
        self._room = room
        self._bot = bot
        self._telling = asyncio.Lock()

    async def tell(self) -> None:
        """Tells whoever was not told yet; who cannot be reached now is told later."""
        async with self._telling:  # two at once would tell everything twice
            told: set[tuple[int, int, Loss]] = set()
            for ended in await self._room.store.read(keepers.untold):
                what = ended.kept.person, ended.address.chat_id, loss(ended.reason) or Loss.REMOVED
                if what not in told and not await self._told(ended, what[2]):
                    return
                told.add(what)
                await self._room.store.write(keepers.told, ended.kept.reader)

    async def _told(self, ended: Ended, reason: Loss) -> bool:
        kept = ended.kept
        tongue = voice_of(self._room, await self._room.store.read(subscribers.get, kept.person))
        words = (tongue.say("here.ended", title=kept.title), tongue.say(f"loss.{reason}"))
        try:
            await reply(self._bot, kept.person, Markup("\n\n").join(words))
        except (BadRequest, Forbidden) as error:
            log.info("keeper_not_told", reason=error.message)  # nobody is there to be told
        except TelegramError as error:
            log.warning("keeper_not_told_yet", reason=error.message)
            return False
        return True
