"""Sends one letter and says how it ended, in values: every error of Telegram becomes an Outcome.

Raises only `TokenRefused`: then nothing can be sent at all. Paces nothing, repeats nothing, records nothing.
"""

import re
from datetime import timedelta

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from mujaz.delivery import Gone, Later, Moved, NotSent, Outcome, Refused, Sent, Unsure
from mujaz.errors import MujazError
from mujaz.letter import Keyboard, Letter
from pipeline.wire import NotReached

_GONE = re.compile(r"chat not found|user is deactivated|PEER_ID_INVALID", re.IGNORECASE)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TokenRefused(MujazError):
    """Telegram does not accept the bot's token."""


class Sender:
    """Letters to chats over one bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, chat_id: int, letter: Letter) -> Outcome:
        """Tries once to send a letter. Raises TokenRefused."""
        try:
            message = await self._bot.send_message(
                chat_id,
                letter.html,
                parse_mode=ParseMode.HTML,
                reply_markup=markup(letter.keyboard),
                link_preview_options=NO_PREVIEW,
            )
        except InvalidToken as error:
            raise TokenRefused(error.message) from None
        except TelegramError as error:
            return outcome(error)
        return Sent(message.message_id)


def outcome(error: TelegramError) -> Outcome:
    """What an error of Telegram means for a delivery (research on delivery §1.2)."""
    match error:
        case RetryAfter(retry_after=wait):
            return Later(wait if isinstance(wait, timedelta) else timedelta(seconds=wait))
        case ChatMigrated(new_chat_id=chat_id):
            return Moved(chat_id)
        case Forbidden():
            return Gone(error.message)
        case BadRequest():
            return Gone(error.message) if _GONE.search(error.message) else Refused(error.message)
        case NotReached():
            return NotSent(error.message)
        case NetworkError():
            return Unsure(error.message)
        case _:
            return Unsure(error.message)


def markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """A keyboard for Telegram; None where there are no buttons."""
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.label, callback_data=button.data) for button in row] for row in keyboard]
    )
