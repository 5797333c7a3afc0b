"""One thing that a person sent or tapped, and the ways to answer it. The only place that reads PTB's Update.

`hears` turns a conversation into a callback for python-telegram-bot: it looks up who speaks, and tells a refusal to
the person in their language.
"""

import re
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog
from markupsafe import Markup
from telegram import Bot, CallbackQuery, Chat, InlineKeyboardMarkup, Message, Update, User
from telegram.constants import ZERO_DATE, ChatAction, ChatType, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError
from telegram.ext import ContextTypes

from handlers import attached
from handlers.attached import Forwarded, Sent
from handlers.place import Place, place_of, said_by_button
from handlers.room import Room
from mujaz.arabic.fold import strip_controls
from mujaz.digest.split import measured, pack
from mujaz.errors import Refusal
from mujaz.letter import Button, Keyboard
from mujaz.loss import Loss, loss
from mujaz.subscriber import State, Subscriber
from mujaz.texts.catalogue import Voice, voice, voice_for
from pipeline.replies import NO_PREVIEW, insist, markup, reply, reply_with_document, reply_with_picture
from pipeline.seals import Seals, unsealed
from storage import subscribers

UNCHANGED = "message is not modified"
TOO_LATE = "query is too old"
GONE = ("message to edit not found", "message can't be edited")
"""What Telegram says, in small letters: python-telegram-bot turns the first one into a capital."""


log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a person sent (`text`, a caption too, empty where it was none) or tapped (`data`), and who they are.

    `replied_to` is the id of the message to which theirs (or the one that they tapped) is a reply, sent at `replied_at`
    (UTC) and saying `replied_text`; `location` a point that was sent, latitude and
    longitude in degrees. `author` wrote what was forwarded. `place` is where, and of which reader they speak:
    `subscriber` is that one. `as_group`: an admin of a group wrote without a name, as the group itself (Bot API,
    Message.sender_chat). `seals` are set on the buttons of what is answered.

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
    author: User | None
    file: Sent | None
    query: CallbackQuery | None
    replied_to: int | None
    replied_at: datetime | None
    replied_text: str
    subscriber: Subscriber | None
    voice: Voice
    location: tuple[float, float] | None
    place: Place
    as_group: bool
    seals: Seals

    @property
    def private(self) -> bool:
        """Whether the person is alone with the bot."""
        return self.chat.type == ChatType.PRIVATE

    @property
    def channel(self) -> bool:
        """Whether a reader of a channel tapped a post of it."""
        return self.chat.type == ChatType.CHANNEL

    @property
    def subscribed(self) -> bool:
        """Whether digests go to the reader that is spoken of."""
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
        return said_by_button(self.query).partition(":")[2]

    @property
    def no_reader(self) -> str:
        """The key of what is said where there is no subscription to speak of."""
        if self.place.own:
            return "settings.not_subscribed"
        return "channel.none" if self.private else "here.no_digest"

    @property
    def keyboard(self) -> Keyboard:
        """The buttons under the message that was tapped, without their seals."""
        message = self.query.message if self.query else None
        shown = message.reply_markup if isinstance(message, Message) else None
        if not isinstance(shown, InlineKeyboardMarkup):
            return ()
        return tuple(
            tuple(Button(button.text, unsealed(str(button.callback_data))) for button in row if button.callback_data)
            for row in shown.inline_keyboard
        )

    def without(self, name: str) -> "Heard":
        """The same without the bot's name in it, however that is capitalised."""
        return replace(self, text=without_name(self.text, name))

    async def answer(self, html: Markup, keyboard: Keyboard = (), replying_to: int | None = None) -> int:
        """Sends a message into the chat, under the one that it replies to; gives its id."""
        return await reply(self.bot, self.chat.id, html, self._sealed(keyboard), self.place.topic, replying_to)

    async def answer_with_picture(self, picture: bytes | str, caption: Markup, keyboard: Keyboard = ()) -> str:
        """Sends a picture into the chat, a new one or one that Telegram has; gives its file_id."""
        return await reply_with_picture(self.bot, self.chat.id, picture, caption, keyboard, self.place.topic)

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
        """Changes the message whose button was tapped; nothing happens where it says so already.

        In a group that became a supergroup meanwhile, or where Telegram no longer shows the message, a new one says so.
        """
        if not self.place.standing:
            await self.answer(html, keyboard)
            return
        await rewrite(self.bot, self.chat.id, self.message_id, html, self._sealed(keyboard))

    async def replace(self, html: Markup, keyboard: Keyboard = ()) -> None:
        """Changes the message whose button was tapped; where it was deleted meanwhile, a new one takes its place."""
        try:
            await self.rewrite(html, keyboard)
        except BadRequest as error:
            if error.message.lower() not in GONE:
                raise
            await self.answer(html, keyboard)

    async def change_buttons(self, keyboard: Keyboard) -> None:
        """Changes the buttons under the message that was tapped, where that is possible, and nothing else of it."""
        if not self.place.standing:
            return
        try:
            await self.bot.edit_message_reply_markup(
                self.chat.id, self.message_id, reply_markup=markup(self._sealed(keyboard))
            )
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
            await self.bot.send_chat_action(self.chat.id, ChatAction.TYPING, self.place.topic)
        except TelegramError as error:
            log.info("typing_not_shown", reason=error.message)

    def _sealed(self, keyboard: Keyboard) -> Keyboard:
        return self.seals.on(keyboard, self.chat.id)

    async def refuse(self, refusal: Refusal) -> None:
        """Tells why a request cannot be met: over the button, or as a message."""
        if self.query is not None:
            await self.toast(self.voice.label(refusal.key, **refusal.values), alert=True)
        else:
            await self.answer(self.voice.say(refusal.key, **refusal.values))


def without_name(text: str, name: str) -> str:
    """A text without the bot's name in it, however that is capitalised."""
    return re.sub(rf"{re.escape(name)}\b", "", text, flags=re.IGNORECASE).strip()


Conversation = Callable[[Room, Heard], Awaitable[None]]
Callback = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


async def only_in_private(room: Room, heard: Heard) -> None:
    """Whatever the readers of a channel tap, only its digests stand there."""
    await heard.toast(heard.voice.label("here.in_private"), alert=True)


def hears(room: Room, conversation: Conversation, in_channels: Conversation = only_in_private) -> Callback:
    """The conversation, and the one that is held in channels instead, as a callback for python-telegram-bot.

    Begun again where it turns out on the way that the group is a supergroup by now.
    """

    async def callback(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        heard = await listen(room, update, context.bot)
        if heard is None:
            return
        with structlog.contextvars.bound_contextvars(update=update.update_id):
            try:
                await _converse(room, heard, in_channels if heard.channel else conversation)
            except ChatMigrated as error:
                await room.store.write(subscribers.change_chat, heard.chat.id, error.new_chat_id)
                heard = await listen(room, update, context.bot)
                if heard is not None:
                    await _converse(room, heard, in_channels if heard.channel else conversation)

    return callback


async def _converse(room: Room, heard: Heard, conversation: Conversation) -> None:
    try:
        await conversation(room, heard)
    except Refusal as refusal:
        await heard.refuse(refusal)
    except BadRequest as error:
        reason = None if heard.private else loss(error.message)
        if reason is None:
            raise
        await _whisper(heard, reason)


async def _whisper(heard: Heard, reason: Loss) -> None:
    """Tells somebody in private why they are not answered where they asked; a stranger cannot be told."""
    words = (heard.voice.say("here.no_answer", title=heard.chat.title), heard.voice.say(f"loss.{reason}"))
    try:
        await reply(heard.bot, heard.user.id, Markup("\n\n").join(words))
    except (BadRequest, Forbidden) as error:
        log.info("answer_not_possible", reason=error.message)


async def listen(room: Room, update: Update, bot: Bot) -> Heard | None:
    """Who said what. None for what nobody said: a channel's post, a tap on a message that stands in no chat.

    What is tapped under a message that Telegram no longer shows is done all the same: a new message tells it.
    """
    chat, user, message = update.effective_chat, update.effective_user, update.effective_message
    if chat is None or user is None or not isinstance(message, Message):
        if update.callback_query is not None:
            await update.callback_query.answer()  # the button must not stay busy
        return None
    place = await place_of(room, chat, message, update.callback_query)
    if message.date == ZERO_DATE:  # all that Telegram still tells of it is where it stood
        place = replace(place, standing=False)
    subscriber = None if place.reader is None else await room.readers.ask(place.reader)
    return Heard(
        bot=bot,
        chat=place.chat,
        user=user,
        message_id=message.message_id,
        text=strip_controls(message.text or message.caption or ""),
        edited=update.edited_message is not None,
        attachment=attached.attachment(message),
        forwarded=attached.forwarded(message),
        author=attached.author(message),
        file=attached.file(message),
        query=update.callback_query,
        replied_to=message.reply_to_message.message_id if message.reply_to_message else None,
        replied_at=message.reply_to_message.date if message.reply_to_message else None,
        replied_text=strip_controls(message.reply_to_message.text or "") if message.reply_to_message else "",
        subscriber=subscriber,
        voice=voice_of(room, subscriber or await _neighbour(room, place)),
        location=(message.location.latitude, message.location.longitude) if message.location else None,
        place=place,
        as_group=update.callback_query is None and message.sender_chat == chat,
        seals=room.seals,
    )


async def _neighbour(room: Room, place: Place) -> Subscriber | None:
    """Whose language is spoken where nobody chose one: that of the topic's group, of the channel's admin."""
    return None if place.reader == place.chat.id else await room.readers.ask(place.chat.id)


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
