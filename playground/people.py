"""The people of the toy: they write, tap, edit, upload, block, and see what the bot does, as somebody with a
phone would.

What they do happens at once; what they wait for is awaited, until a time-out that says what the chat holds.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from playground.channels import Channel
from playground.chats import PrivateChat, membership
from playground.entities import settle
from playground.events import Event
from playground.files import image_size
from playground.groups import Group
from playground.limits import CAPTION_LIMIT, message_text, pieces
from playground.messages import Attachment, Button, JsonObject, Message, User
from playground.sending import document
from playground.taps import Answer
from playground.world import World

T = TypeVar("T")

# Where the people of the toy are: in Cairo.
_HERE = (30.0444, 31.2357)
# What a phone makes of a picture in a format whose size the toy cannot read.
_PHONE_PHOTO = (1280, 720)
_VOICE = b"OggS a voice note of the toy"
_STICKER = b"RIFF a sticker of the toy"


class Person:
    """Somebody with a private chat with the bot. `role` is a label for the page: it decides nothing here."""

    def __init__(self, world: World, user: User, role: str) -> None:
        self._world = world
        self._user = user
        self._heard = 0
        self.role = role
        self.chat: PrivateChat = world.add_person(user)

    @property
    def id(self) -> int:
        """The user id, which is the id of the private chat too."""
        return self._user.id

    @property
    def user(self) -> User:
        """Who this is, at Telegram."""
        return self._user

    @property
    def messages(self) -> list[Message]:
        """What stands in the private chat with the bot, in order."""
        return list(self.chat.messages.values())

    def send(
        self, text: str, *, reply_to: Message | None = None, group: Group | None = None, topic: int | None = None
    ) -> Message:
        """Writes to the bot, or in a group (there into a topic): above 4096 code points in several messages.

        Returns the last.
        """
        sent = [self._write(piece, reply_to, group, topic) for piece in pieces(text)]
        if not sent:
            raise ValueError("Telegram's apps send no empty message")
        return sent[-1]

    def _write(self, piece: str, reply_to: Message | None, group: Group | None, topic: int | None) -> Message:
        text, entities = settle(piece, ())
        where = {} if topic is None else {"topic": topic}
        return self._post(group, text=text, entities=entities, reply_to=reply_to, **where)

    def forward(self, text: str, channel: str | Channel) -> Message:
        """Forwards a post of a channel to the bot: of one of the toy, or of another of that title."""
        elsewhere = {"id": -1_002_000_000_001, "type": "channel", "title": channel}
        origin = {
            "type": "channel",
            "date": self._world.now(),
            "chat": channel.chat.wire() if isinstance(channel, Channel) else elsewhere,
            "message_id": 1,
        }
        settled, entities = settle(text, ())
        return self._post(None, text=settled, entities=entities, extra=(("forward_origin", origin),))

    def forward_from(self, text: str, person: "Person | str") -> Message:
        """Forwards a message of somebody else: of a person, or of somebody who shows nothing but a name."""
        origin: dict[str, Any] = {"type": "hidden_user", "date": self._world.now(), "sender_user_name": person}
        if isinstance(person, Person):
            origin = {"type": "user", "date": self._world.now(), "sender_user": person.user.wire()}
        settled, entities = settle(text, ())
        return self._post(None, text=settled, entities=entities, extra=(("forward_origin", origin),))

    def send_document(self, name: str, data: bytes, caption: str | None = None) -> Message:
        """Sends a file."""
        return self._attach(document(self._world.files.keep("documents", name, data)), caption)

    def send_photo(self, data: bytes, caption: str | None = None) -> Message:
        """Sends a picture."""
        width, height = image_size(data) or _PHONE_PHOTO
        file = self._world.files.keep("photos", "photo.jpg", data, "image/jpeg")
        return self._attach(Attachment("photo", file, {"width": width, "height": height}), caption)

    def send_voice(self) -> Message:
        """Sends a voice note."""
        file = self._world.files.keep("voice", "voice.oga", _VOICE, "audio/ogg")
        return self._attach(Attachment("voice", file, {"duration": 3, "mime_type": "audio/ogg"}), None)

    def send_sticker(self) -> Message:
        """Sends a sticker."""
        file = self._world.files.keep("stickers", "sticker.webp", _STICKER, "image/webp")
        look = {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": "👍",
        }
        return self._attach(Attachment("sticker", file, look), None)

    def send_location(self, latitude: float, longitude: float) -> Message:
        """Sends a point on the map, in degrees."""
        point = {"latitude": latitude, "longitude": longitude}
        return self._post(None, extra=(("location", point),))

    def pick(self, text: str) -> Message:
        """Writes what a button above the input says, or sends the location that such a button asks for."""
        keyboard = self.chat.reply_keyboard or {"keyboard": ()}
        asking = [button for row in keyboard["keyboard"] for button in row if isinstance(button, dict)]
        if any(button["text"] == text and button.get("request_location") for button in asking):
            return self.send_location(*_HERE)
        return self.send(text)

    def _attach(self, attachment: Attachment, caption: str | None) -> Message:
        text, entities = settle((caption or "")[:CAPTION_LIMIT], ())
        return self._post(None, text=text, entities=entities, attachment=attachment)

    def _post(self, group: Group | None, **content: Any) -> Message:
        if group is not None:
            return group.say(self._user, **content)
        if self.chat.blocked:
            raise ValueError("who has blocked the bot must unblock it before writing")
        self.chat.met = True
        message = self._world.post(self.chat, self._user, **content)
        self._world.tell_bot("message", message.wire(), self.chat)
        return message

    def edit(self, message: Message, text: str) -> Message:
        """Changes the text of a message of theirs; LookupError where it is gone or not theirs."""
        old = self._standing(message)
        if old.sender.id != self.id:
            raise LookupError("a person may edit only their own messages")
        settled, entities = settle(text, ())
        new = replace(old, text=settled, entities=entities, edit_date=self._world.now())
        self._world.replace(self.chat, new)
        self._world.tell_bot("edited_message", new.wire(), self.chat)
        return new

    def tap(self, message: Message, label_or_data: str) -> str:
        """Presses a button, named by its text or its data; returns the query id. LookupError without one."""
        standing = self._standing(message)
        buttons = [button for row in standing.keyboard for button in row]
        for button in buttons:
            if button.data is not None and label_or_data in (button.text, button.data):
                return self.press(standing, button)
        raise LookupError(f"no button «{label_or_data}» among {[(button.text, button.data) for button in buttons]}")

    def press(self, message: Message, button: Button, *, shown: bool = True) -> str:
        """Presses that very button of that message, which Telegram shows the bot no more unless it is `shown`."""
        tap = self._world.taps.new(self.id)
        chat = self._world.chats[message.chat["id"]]
        query = {
            "id": tap.query_id,
            "from": self._user.wire(),
            "message": message.wire() if shown else {"chat": message.chat, "message_id": message.message_id, "date": 0},
            "chat_instance": str(chat.id),
            "data": button.data,
        }
        self._world.tell_bot("callback_query", query, chat)
        return tap.query_id

    def _standing(self, message: Message) -> Message:
        chat = self._world.chats[message.chat["id"]]
        if message.message_id not in chat.messages:
            raise LookupError("the message is deleted")
        return chat.messages[message.message_id]

    def asks_inline(self, words: str) -> str:
        """Types «@bot words» in some chat; returns the query id."""
        query = self._world.inline.new(self.id)
        asked = {"id": query.query_id, "from": self._user.wire(), "query": words, "offset": "", "chat_type": "private"}
        self._world.tell_bot("inline_query", asked, self.chat)
        return query.query_id

    def choose(self, query_id: str, result_id: str, group: Group | None = None) -> Message:
        """Picks a result: its text is sent in the person's name, into a group or to the bot itself."""
        content = self._world.inline.picked(query_id, result_id)["input_message_content"]
        text, entities = message_text(content["message_text"], content.get("parse_mode"), content.get("entities"))
        via = (("via_bot", self._world.bot.wire()),)
        return self._post(group, text=text, entities=entities, extra=via)

    async def offered(self, query_id: str, timeout: float = 20) -> Sequence[JsonObject]:
        """What the bot offers for that query."""
        inline = self._world.inline
        return await self._patiently(inline.bell.until(lambda: inline.offered(query_id)), timeout, "inline results")

    def block(self) -> None:
        """Blocks the bot."""
        self._set_blocked(True)

    def unblock(self) -> None:
        """Unblocks the bot."""
        self._set_blocked(False)

    def _set_blocked(self, blocked: bool) -> None:
        if blocked == self.chat.blocked:
            return
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        self.chat.blocked = blocked
        change = {
            "chat": self.chat.wire(),
            "from": self._user.wire(),
            "date": self._world.now(),
            "old_chat_member": membership(self._world.bot, before),
            "new_chat_member": membership(self._world.bot, after),
        }
        self._world.events.publish(Event("blocked", self.id, details={"blocked": blocked}))
        self._world.tell_bot("my_chat_member", change, self.chat)

    async def hears(self, timeout: float = 20) -> Message:
        """The next message of the bot that was not heard yet.

        TimeoutError, saying what the chat holds, after `timeout` seconds; so too in `sees` and `answered`.
        """
        message = await self._patiently(self.chat.bell.until(self._unheard), timeout, "the bot")
        self._heard = message.message_id
        return message

    def _unheard(self) -> Message | None:
        return next((m for m in self.messages if m.from_bot and m.message_id > self._heard), None)

    async def sees(self, wanted: Callable[[Message], bool], timeout: float = 20) -> Message:
        """The newest message in the chat, of either side, that is as wanted: sent so or edited into it."""

        def look() -> Message | None:
            return next((message for message in reversed(self.messages) if wanted(message)), None)

        return await self._patiently(self.chat.bell.until(look), timeout, "a message as wanted")

    async def answered(self, query_id: str, timeout: float = 20) -> Answer:
        """The bot's answer to that tap."""
        taps = self._world.taps
        return await self._patiently(taps.bell.until(lambda: taps.answered(query_id)), timeout, "an answer to a tap")

    async def _patiently(self, awaited: Awaitable[T], timeout: float, what: str) -> T:
        try:
            async with asyncio.timeout(timeout):
                return await awaited
        except TimeoutError:
            held = [f"{m.message_id} {'bot' if m.from_bot else 'person'}: {m.text!r}" for m in self.messages]
            raise TimeoutError(
                "\n".join([f"{self._user.first_name} waited {timeout} s for {what}; in the chat:", *held])
            ) from None
