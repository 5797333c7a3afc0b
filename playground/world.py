"""What Telegram knows: the bot, the people, the chats, the files, the updates. Everything else in the toy
reads and changes this.

One event loop, one bot. Nothing is written to disk: a toy that restarts has forgotten.
"""

import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from playground.bell import Bell
from playground.chats import Chat, GroupChat, PrivateChat
from playground.errors import CHAT_NOT_FOUND, bad_request
from playground.events import Event, Events, EventType
from playground.files import Files
from playground.messages import JsonObject, Message, User
from playground.profile import Profile
from playground.spec import load
from playground.taps import Taps
from playground.updates import Updates

Call = tuple[str, Mapping[str, Any]]

BOT_NAME = "Playground"
BOT_USERNAME = "playground_toy_bot"
REQUESTS_KEPT = 10_000

# Message ids grow also over restarts, and stay below 2³¹: seconds since the first day of 2020.
_IDS_SINCE = 1_577_836_800


class World:
    """The state of one toy Telegram. `clock` gives unix seconds."""

    def __init__(self, token: str, clock: Callable[[], float]) -> None:
        self.token = token
        self.clock = clock
        self.started = clock()
        self.bot_id = int(token.partition(":")[0])
        self.spec = load()
        self.profile = Profile(BOT_NAME)
        self.files = Files()
        self.updates = Updates(clock)
        self.taps = Taps(clock)
        self.events = Events()
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.violations: list[str] = []
        self.requests: deque[Call] = deque(maxlen=REQUESTS_KEPT)
        self.calls = 0
        self.called = Bell()
        self.logged_out = False
        self._next_message = int(time.time()) - _IDS_SINCE

    @property
    def bot(self) -> User:
        """The bot, as others see it."""
        return User(self.bot_id, self.profile.name.default, is_bot=True, username=BOT_USERNAME)

    def now(self) -> int:
        """Unix seconds."""
        return int(self.clock())

    def violation(self, where: str, problem: str) -> str:
        """Notes that the Bot API was broken, by either side, and returns the sentence."""
        sentence = f"{where}: {problem}"
        self.violations.append(sentence)
        return sentence

    def note_call(self, method: str, given: JsonObject) -> None:
        """Remembers that the bot called a method."""
        self.requests.append((method, given))
        self.calls += 1
        self.called.ring()

    def add_person(self, user: User) -> PrivateChat:
        """A new person, with a private chat in which nothing was said yet."""
        chat = PrivateChat(user, self.bot)
        self.users[user.id] = user
        self.chats[user.id] = chat
        self.events.publish(Event("person", user.id))
        return chat

    def add_group(self, title: str) -> GroupChat:
        """A new supergroup without members."""
        groups = sum(isinstance(chat, GroupChat) for chat in self.chats.values())
        group = GroupChat(-1_001_000_000_001 - groups, title)
        group.bot_id = self.bot_id
        self.chats[group.id] = group
        return group

    def chat(self, chat_id: int | str) -> Chat:
        """The chat of that id, refused where there is none."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise bad_request(CHAT_NOT_FOUND)
        return chat

    def post(self, chat: Chat, sender: User, **content: Any) -> Message:
        """A new message in a chat, whose fields besides id, chat, sender and date are `content`."""
        message = Message(self._next_message, chat.wire(), sender, self.now(), **content)
        self._next_message += 1
        self._keep("message", chat, message)
        return message

    def replace(self, chat: Chat, message: Message) -> None:
        """Puts an edited message in the place of the one with its id."""
        self._keep("edit", chat, message)

    def _keep(self, event: EventType, chat: Chat, message: Message) -> None:
        chat.messages[message.message_id] = message
        chat.bell.ring()
        self.events.publish(Event(event, chat.id, message))

    def remove(self, chat: Chat, message_id: int) -> None:
        """Deletes a message for everybody."""
        del chat.messages[message_id]
        chat.bell.ring()
        self.events.publish(Event("delete", chat.id, details={"message_id": message_id}))

    def tell_bot(self, kind: str, payload: JsonObject, chat: Chat) -> None:
        """Queues an update for the bot, checked like everything that leaves."""
        update = self.updates.add(kind, payload, chat.id)
        if update and (problem := self.spec.value("Update", update)):
            self.violation(f"update {kind}", problem)
