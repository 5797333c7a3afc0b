"""The one error handler: the log gets the cause under an id, the person an apology with the same id."""

import secrets

import structlog
from telegram import Update
from telegram.error import Forbidden, TelegramError
from telegram.ext import ContextTypes

from handlers.heard import listen
from handlers.room import Room

log = structlog.get_logger(__name__)


class Errors:
    """What happens when a conversation fails."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def __call__(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Logs the failure and apologises. A failing apology is only logged."""
        if isinstance(context.error, Forbidden):
            log.info("answer_unwanted", reason=context.error.message)  # they blocked the bot while it was answering
            return
        # Digits only: letters would need invisible marks to stand in order, and those would be copied along.
        number = f"{secrets.randbelow(10**6):06}"
        log.error("conversation_failed", number=number, exc_info=context.error)
        if not isinstance(update, Update):
            return
        try:
            heard = await listen(self._room, update, context.bot)
            if heard is not None:
                await heard.toast()
                await heard.answer(heard.voice.say("error.apology", number=number))
        except TelegramError as error:
            log.warning("apology_failed", number=number, reason=error.message)
