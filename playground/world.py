"""What Telegram knows: the bot, the people, the chats, the files, the updates. Everything else in the toy
reads and changes this.

One event loop, one bot. Nothing is written to disk: a toy that restarts has forgotten.
"""

import time
from collections import deque
from collections.abc import Mapping
from typing import Any

from playground.bell import Bell
from playground.chats import Chat, GroupChat, GroupKind, PrivateChat
from playground.clock import Clock
from playground.crowd import Crowd, SyntheticChat
from playground.errors import CHAT_NOT_FOUND, bad_request
from playground.events import Event, Events, EventType
from playground.files import Files
from playground.inline import Inline
from playground.ledger import Ledger
from playground.messages import JsonObject, Message, User
from playground.profile import Profile
from playground.purse import Purse
from playground.rates import REPLY_SECONDS, Excess, Limits, Rates
from playground.spec import load
from playground.taps import Taps
from playground.updates import Updates

Call = tuple[str, Mapping[str, Any]]

BOT_NAME = "Playground"
BOT_USERNAME = "playground_toy_bot"
REQUESTS_KEPT = 10_000

_FIRST_GROUP: Mapping[GroupKind, int] = {
    "group": -5_000_001,
    "supergroup": -1_001_000_000_001,
    "channel": -1_003_000_000_001,
}

# Message ids grow also over restarts, and stay below 2³¹: seconds since the first day of 2020.
_IDS_SINCE = 1_577_836_800


class World:
    """The state of one toy Telegram."""

    def __init__(self, token: str, clock: Clock) -> None:
        self.token = token
        self.clock = clock
        self.started = clock()
        self.bot_id = int(token.partition(":")[0])
        self.spec = load()
        self.profile = Profile(BOT_NAME)
        self.files = Files()
        self.updates = Updates(clock)
        self.taps = Taps(clock)
        self.inline = Inline(clock)
        self.events = Events()
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.crowds: list[Crowd] = []
        self.ledger = Ledger()
        self.rates: Rates | None = None
        self.strict = False
        self.purse = Purse()
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

    def add_group(self, title: str, kind: GroupKind = "supergroup") -> GroupChat:
        """A new group without members."""
        groups = sum(isinstance(chat, GroupChat) for chat in self.chats.values())
        group = GroupChat(_FIRST_GROUP[kind] - groups, title, kind)
        group.bot_id = self.bot_id
        self.chats[group.id] = group
        return group

    def chat(self, chat_id: int | str) -> Chat:
        """The chat of that id, refused where there is none."""
        chat = self._found(chat_id)
        if chat is None:
            raise bad_request(CHAT_NOT_FOUND)
        return chat

    def _found(self, chat_id: object) -> Chat | None:
        if isinstance(chat_id, str):
            named = (chat for chat in self.chats.values() if isinstance(chat, GroupChat) and chat.username)
            return next((chat for chat in named if f"@{chat.username}".lower() == chat_id.lower()), None)
        if not isinstance(chat_id, int):
            return None
        return self.chats.get(chat_id) or self._synthetic(chat_id)

    def _synthetic(self, chat_id: int) -> Chat | None:
        for crowd in self.crowds:
            if chat_id in crowd.ids:
                return SyntheticChat(crowd.user(chat_id), self.bot, self.ledger, crowd.blocked(chat_id))
        return None

    def user(self, user_id: int) -> User | None:
        """The person of that id, or the bot; None where there is nobody."""
        if user_id == self.bot_id:
            return self.bot
        crowds = (crowd.user(user_id) for crowd in self.crowds if user_id in crowd.ids)
        return self.users.get(user_id) or next(crowds, None)

    def keep_pace(self, limits: Limits, *, strict: bool) -> None:
        """From now on more than `limits` is refused; `strict` makes a violation of it."""
        self.rates, self.strict = Rates(limits, self.clock), strict

    def is_bulk(self, chat: Chat) -> bool:
        """Whether a message to this chat now is bulk: nothing has come from there in the last seconds."""
        return self.clock() - chat.told_at > REPLY_SECONDS

    def excess(self, given: JsonObject) -> Excess | None:
        """Why a message with these parameters is too many now, where the toy keeps a pace; counts it otherwise."""
        chat = self._found(given.get("chat_id"))
        if self.rates is None or chat is None:
            return None
        paid = bool(given.get("allow_paid_broadcast")) and self.purse.pays_one
        group = isinstance(chat, GroupChat)
        excess = self.rates.admit(chat.id, group=group, bulk=self.is_bulk(chat), paid=paid)
        if paid and excess is None:
            self.purse.pay()
        return excess

    def hold(self, chat_id: object, retry_after: int) -> None:
        """A 429 that was planted has told the bot to leave that chat alone."""
        if self.rates is not None and isinstance(chat_id, int):
            self.rates.hold(chat_id, retry_after)

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
        chat.messages.pop(message_id, None)
        chat.bell.ring()
        self.events.publish(Event("delete", chat.id, details={"message_id": message_id}))

    def tell_bot(self, kind: str, payload: JsonObject, chat: Chat) -> None:
        """Queues an update for the bot, checked like everything that leaves."""
        chat.told_at = self.clock()
        update = self.updates.add(kind, payload, chat.id)
        if update and (problem := self.spec.value("Update", update)):
            self.violation(f"update {kind}", problem)
