"""Answers to people, through python-telegram-bot: with patience, and ahead of everything that nobody waits for.

Decides nothing about what is answered. Every request to a chat, edits among them, takes its turn at the dispatcher.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from markupsafe import Markup
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter, ExtBot

from mujaz.letter import Keyboard, Letter
from pipeline.dispatcher import Dispatcher
from pipeline.sender import into_topic, sealed
from pipeline.wire import AiohttpRequest

T = TypeVar("T")

REPLY_PAUSES = (0.5, 1.0)
"""Seconds before each further try of a reply."""
REPLY_WAIT_MOST = timedelta(seconds=30)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Turns(BaseRateLimiter[int]):
    """python-telegram-bot's door for a pace: whatever writes to a chat or edits in it waits for its turn there."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher

    async def initialize(self) -> None:
        """Nothing is to be opened."""

    async def shutdown(self) -> None:
        """Nothing is to be closed."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Makes the request when it is its turn; what says nothing to a chat goes at once."""
        chat_id = data.get("chat_id")
        if isinstance(chat_id, int) and endpoint.startswith(("send", "edit", "copy", "forward")):
            await self.wait(chat_id)
        return await callback(*args, **kwargs)

    async def wait(self, chat_id: int) -> None:
        """Returns when an answer may go to the chat."""
        await self._dispatcher.reply_turn(chat_id)


def markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """A keyboard for Telegram; None where there are no buttons."""
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.label, callback_data=button.data) for button in row] for row in keyboard]
    )


async def reply(
    bot: Bot,
    chat_id: int,
    html: str,
    keyboard: Keyboard = (),
    topic: int | None = None,
    replying_to: int | None = None,
) -> int:
    """Answers a person, with patience (`insist`); gives the message's id. Raises TelegramError.

    `replying_to` is the message under which it stands, if that is still there.
    """
    tail = sealed(Letter(Markup(html), keyboard))  # noqa: S704 - it is HTML already
    if replying_to is not None:
        tail = b'"reply_parameters":{"message_id":%d,"allow_sending_without_reply":true},' % replying_to + tail
    body = b'{"chat_id":%d,' % chat_id + (tail if topic is None else into_topic(tail, topic))
    return await insist(lambda: _send(bot, chat_id, body))


async def reply_with_picture(
    bot: Bot,
    chat_id: int,
    picture: bytes | str,
    caption: Markup,
    keyboard: Keyboard = (),
    topic: int | None = None,
) -> str:
    """Answers with a picture, uploaded or named by its file_id, and at most 1024 code points under it.

    Gives the picture's file_id. Raises TelegramError.
    """
    message = await insist(
        lambda: bot.send_photo(
            chat_id,
            picture,
            caption=caption,
            parse_mode=ParseMode.HTML,
            filename="mujaz.png",
            reply_markup=markup(keyboard),
            message_thread_id=topic,
        )
    )
    return message.photo[-1].file_id  # the last is the largest


async def reply_with_document(bot: Bot, chat_id: int, name: str, data: bytes, caption: Markup) -> None:
    """Answers with a file of at most 50 MB, and at most 1024 code points under it. Raises TelegramError."""
    await insist(lambda: bot.send_document(chat_id, data, caption=caption, parse_mode=ParseMode.HTML, filename=name))


async def _send(bot: Bot, chat_id: int, body: bytes) -> int:
    """python-telegram-bot's objects for a message, there and back, would cost more than all the rest of an answer."""
    if isinstance(bot, ExtBot) and isinstance(bot.rate_limiter, Turns):
        await bot.rate_limiter.wait(chat_id)
    request = bot.request
    assert isinstance(request, AiohttpRequest)
    message = await request.call(f"{bot.base_url}/sendMessage", body)
    return int(message["message_id"])


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
