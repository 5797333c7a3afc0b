"""What who asks too much at once is told: one sentence, over the button or in the private chat; in groups nothing."""

from collections.abc import Awaitable, Callable

import structlog
from telegram import Bot, Update
from telegram.error import TelegramError

from handlers.heard import listen
from handlers.room import Room
from mujaz.errors import StorageError

log = structlog.get_logger(__name__)


def slow_down(room: Room, bot: Bot) -> Callable[[Update], Awaitable[None]]:
    """Tells the sender of an update to slow down. A sentence that does not arrive is only logged."""

    async def tell(update: Update) -> None:
        try:
            heard = await listen(room, update, bot)
            if heard is None:
                return
            if heard.query is not None:
                await heard.toast(heard.voice.label("flood.slow_down"))
            elif heard.private:
                await heard.answer(heard.voice.say("flood.slow_down"))
        except (TelegramError, StorageError) as error:
            log.info("slow_down_not_told", update=update.update_id, reason=str(error))

    return tell
