"""One thing that a person sent or tapped, and the ways to answer it. The only place that reads PTB's Update.

`hears` turns a conversation into a callback for python-telegram-bot: it looks up who speaks, and tells a refusal to
the person in their language.
"""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from markupsafe import Markup
from telegram import Bot, CallbackQuery, Chat, Message, MessageOriginChannel, Update, User
from telegram.constants import ChatAction, ChatType, ParseMode
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes

from handlers.room import Room
from mujaz.arabic.fold import strip_controls
from mujaz.digest.split import measured, pack
from mujaz.errors import Refusal
from mujaz.letter import Keyboard
from mujaz.subscriber import State, Subscriber
from mujaz.texts.catalogue import Voice, voice, voice_for
from pipeline.replies import NO_PREVIEW, insist, markup, reply, reply_with_document, reply_with_picture

UNCHANGED = "message is not modified"
TOO_LATE = "query is too old"
GONE = ("message to edit not found", "message can't be edited")
"""What Telegram says, in small letters: python-telegram-bot turns the first one into a capital."""
ATTACHMENTS = {
    "voice": "voice", "audio": "voice", "video_note": "voice",
    "sticker": "sticker",
    "photo": "photo", "video": "photo", "animation": "photo",
    "document": "document",
}  # fmt: skip
"""What a message may hold instead of text, and the kind by which we speak of it."""


log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Forwarded:
    """Where a forwarded post stood: the channel's title, its link where the channel is public, and when (UTC)."""

    channel: str
    link: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that Telegram keeps: its name, and its size in bytes as far as Telegram tells."""

    file_id: str
    name: str
    size: int | None


@dataclass(frozen=True, slots=True)
class Heard:
    """What a person sent (`text`, a caption too, empty where it was none) or tapped (`data`), and who they are.

    `replied_to` is the id of the message to which theirs is a reply; `location` a point that was sent, latitude and
    longitude in degrees.

    `text` holds nothing that is invisible by design: whatever repeats it repeats no control of direction.
    """

    bot: Bot
    chat: Chat
    user: User
    message_id: int
    text: str
    edited: bool
    attachment: str | None
    forwarded: Forwarded | None
    file: Sent | None
    query: CallbackQuery | None
    replied_to: int | None
    subscriber: Subscriber | None
    voice: Voice
    location: tuple[float, float] | None

    @property
    def private(self) -> bool:
        """Whether the person is alone with the bot."""
        return self.chat.type == ChatType.PRIVATE

    @property
    def subscribed(self) -> bool:
        """Whether digests go to this chat."""
        return self.subscriber is not None and self.subscriber.state is State.ACTIVE

    @property
    def rest(self) -> str:
        """What stands after the command, its lines kept; the whole text where it begins with none."""
        if not self.text.startswith("/"):
            return self.text
        return "".join(self.text.split(maxsplit=1)[1:])

    @property
    def words(self) -> str:
        """What stands after the command, on one line: of «/company meta» that is «meta»."""
        return " ".join(self.rest.split())

    @property
    def data(self) -> str:
        """What stands after the verb of a tapped button: of «follow:meta» that is «meta»."""
        tapped = self.query.data if self.query else None
        return (tapped or "").partition(":")[2]

    async def answer(self, html: Markup, keyboard: Keyboard = ()) -> int:
        """Sends a message into the chat; gives its id."""
        return await reply(self.bot, self.chat.id, html, keyboard)

    async def answer_with_picture(self, picture: bytes | str, caption: Markup) -> str:
        """Sends a picture into the chat, a new one or one that Telegram has; gives its file_id."""
        return await reply_with_picture(self.bot, self.chat.id, picture, caption)

    async def answer_with_document(self, name: str, data: bytes, caption: Markup) -> None:
        """Sends a file into the chat."""
        await reply_with_document(self.bot, self.chat.id, name, data, caption)

    async def tell(self, blocks: Sequence[Markup], keyboard: Keyboard = ()) -> None:
        """Sends blocks of text in as few messages as they fit into; the buttons stand under the last."""
        *before, last = pack(map(measured, blocks))
        for message in before:
            await self.answer(message)
        await self.answer(last, keyboard)

    async def rewrite(self, html: Markup, keyboard: Keyboard = ()) -> None:
        """Changes the message whose button was tapped; nothing happens where it says so already."""
        await rewrite(self.bot, self.chat.id, self.message_id, html, keyboard)

    async def replace(self, html: Markup, keyboard: Keyboard = ()) -> None:
        """Changes the message whose button was tapped; where it was deleted meanwhile, a new one takes its place."""
        try:
            await self.rewrite(html, keyboard)
        except BadRequest as error:
            if error.message.lower() not in GONE:
                raise
            await self.answer(html, keyboard)

    async def change_buttons(self, keyboard: Keyboard) -> None:
        """Changes the buttons under the message that was tapped, and nothing else of it."""
        try:
            await self.bot.edit_message_reply_markup(self.chat.id, self.message_id, reply_markup=markup(keyboard))
        except BadRequest as error:
            if UNCHANGED not in error.message.lower():
                raise

    async def toast(self, text: str = "", *, alert: bool = False) -> None:
        """Answers a tap: Telegram shows the button as busy until then. At most 200 code points.

        A tap is answered once and within minutes; what it asked for is done even so.
        """
        if self.query is None:
            return
        try:
            await self.query.answer(text or None, show_alert=alert)
        except BadRequest as error:
            if TOO_LATE not in error.message.lower():
                raise

    async def download(self, file: Sent) -> bytes:
        """What a file holds."""
        found = await self.bot.get_file(file.file_id)
        return bytes(await found.download_as_bytearray())

    async def typing(self) -> None:
        """Shows that something is being prepared. A sign and no more: its failure fails nothing."""
        try:
            await self.bot.send_chat_action(self.chat.id, ChatAction.TYPING)
        except TelegramError as error:
            log.info("typing_not_shown", reason=error.message)

    async def refuse(self, refusal: Refusal) -> None:
        """Tells why a request cannot be met: over the button, or as a message."""
        if self.query is not None:
            await self.toast(self.voice.label(refusal.key, **refusal.values), alert=True)
        else:
            await self.answer(self.voice.say(refusal.key, **refusal.values))


Conversation = Callable[[Room, Heard], Awaitable[None]]
Callback = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


def hears(room: Room, conversation: Conversation) -> Callback:
    """The conversation as a callback for python-telegram-bot."""

    async def callback(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        heard = await listen(room, update, context.bot)
        if heard is None:
            return
        with structlog.contextvars.bound_contextvars(update=update.update_id):
            try:
                await conversation(room, heard)
            except Refusal as refusal:
                await heard.refuse(refusal)

    return callback


async def listen(room: Room, update: Update, bot: Bot) -> Heard | None:
    """Who said what. None for what nobody said: a channel's post, a tap on a message that Telegram no longer shows."""
    chat, user, message = update.effective_chat, update.effective_user, update.effective_message
    if chat is None or user is None or not isinstance(message, Message):
        if update.callback_query is not None:
            await update.callback_query.answer()  # its message is out of reach; the button must not stay busy
        return None
    subscriber = await room.readers.ask(chat.id)
    return Heard(
        bot=bot,
        chat=chat,
        user=user,
        message_id=message.message_id,
        text=strip_controls(message.text or message.caption or ""),
        edited=update.edited_message is not None,
        attachment=next((kind for field, kind in ATTACHMENTS.items() if getattr(message, field)), None),
        forwarded=_forwarded(message),
        file=_file(message),
        query=update.callback_query,
        replied_to=message.reply_to_message.message_id if message.reply_to_message else None,
        subscriber=subscriber,
        voice=voice_of(room, subscriber),
        location=(message.location.latitude, message.location.longitude) if message.location else None,
    )


def _forwarded(message: Message) -> Forwarded | None:
    origin = message.forward_origin
    if not isinstance(origin, MessageOriginChannel):
        return None
    link = f"https://t.me/{origin.chat.username}/{origin.message_id}" if origin.chat.username else None
    return Forwarded(strip_controls(origin.chat.title or ""), link, origin.date)


def _file(message: Message) -> Sent | None:
    found = message.document
    return None if found is None else Sent(found.file_id, found.file_name or "", found.file_size)


def voice_of(room: Room, subscriber: Subscriber | None) -> Voice:
    """How Mujaz speaks to a subscriber; to somebody it does not know yet, in Arabic, whatever the phone is set to."""
    if subscriber is None:
        return voice("ar", room.slot.tz)
    return voice_for(subscriber)


async def rewrite(bot: Bot, chat_id: int, message_id: int, html: Markup, keyboard: Keyboard = ()) -> None:
    """Changes a message of the bot; a text that is there already is no error."""
    try:
        await insist(
            lambda: bot.edit_message_text(
                html,
                chat_id,
                message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=markup(keyboard),
                link_preview_options=NO_PREVIEW,
            )
        )
    except BadRequest as error:
        if UNCHANGED not in error.message.lower():
            raise
