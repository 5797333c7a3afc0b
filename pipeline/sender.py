"""Sends one letter and says how it ended, in values: every error of Telegram becomes an Outcome.

Raises only `TokenRefused`: then nothing can be sent at all. Paces nothing, repeats nothing, records nothing.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

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
T = TypeVar("T")

REPLY_PAUSES = (0.5, 1.0)
"""Seconds before each further try of a reply."""
REPLY_WAIT_MOST = timedelta(seconds=30)

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


async def reply(bot: Bot, chat_id: int, html: str, keyboard: Keyboard = ()) -> int:
    """Answers a person, with patience (`insist`); gives the message's id. Raises TelegramError."""
    message = await insist(
        lambda: bot.send_message(
            chat_id,
            html,
            parse_mode=ParseMode.HTML,
            reply_markup=markup(keyboard),
            link_preview_options=NO_PREVIEW,
        )
    )
    return message.message_id


async def insist(send: Callable[[], Awaitable[T]]) -> T:
    """A reply to a person, tried again where the first try certainly or probably did not arrive.

    Telegram's waits are waited out up to REPLY_WAIT_MOST; what may have arrived is tried once more: two answers are
    better than none. Raises what the last try raised.
    """
    for pause in REPLY_PAUSES:
        try:
            return await send()
        except RetryAfter as error:
            wait = error.retry_after
            if not isinstance(wait, timedelta) or wait > REPLY_WAIT_MOST:
                raise
            await asyncio.sleep(wait.total_seconds())
        except (BadRequest, Forbidden, ChatMigrated, InvalidToken):
            raise
        except NetworkError:
            await asyncio.sleep(pause)
    return await send()
