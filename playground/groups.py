"""Groups, as the people in them use them. The bot is in privacy mode (Bot API, features#privacy-mode): unless
it is an administrator it is told only of commands that may be meant for it, of replies to it, and of what
happens to itself.
"""

import re
from typing import Any

from playground.chats import GroupChat, GroupKind, membership
from playground.entities import settle
from playground.messages import Message, User, in_topic
from playground.shared_chat import SharedChat, tell_membership
from playground.world import BOT_USERNAME, World

_COMMAND = re.compile(r"/[a-z0-9_]+(?:@(?P<bot>\w+))?", re.IGNORECASE)


# Telegram's own bot, as which admins write who write as the group.
ANONYMOUS = User(1087968824, "Group", is_bot=True, username="GroupAnonymousBot")


class Group(SharedChat):
    """A group with an owner; the bot is in it when somebody has added it. Its id is another one after `migrate`."""

    def __init__(self, world: World, title: str, owner: User, kind: GroupKind) -> None:
        super().__init__(world, world.add_group(title, kind), owner)
        self._owner = owner

    def leave(self, user: User) -> None:
        """Somebody leaves."""
        self.chat.members[user.id] = "left"

    def add_bot(self, by: User, status: str = "member") -> None:
        """Somebody adds the bot, as a member or an administrator."""
        self._change_bot(by, status)

    def restrict_bot(self, by: User) -> None:
        """Somebody takes from the bot the right to write."""
        self._change_bot(by, "restricted")

    def mute(self) -> None:
        """From now on only administrators may write; Telegram tells no bot of it."""
        self.chat.muted = True

    def remove_bot(self, by: User) -> None:
        """Somebody throws the bot out."""
        self._change_bot(by, "kicked")

    def _change_bot(self, by: User, status: str) -> None:
        before = membership(self._world.bot, self.chat.status(self._world.bot_id))
        self.chat.members[self._world.bot_id] = status
        tell_membership(self._world, self.chat, by, before, membership(self._world.bot, status))

    def migrate(self) -> None:
        """The group becomes a supergroup of another id, as Telegram does with a group that grows: the old chat takes no
        more messages, and each of the two says where the other is. ValueError for what is a supergroup already.
        """
        old = self.chat
        if old.kind == "supergroup":
            raise ValueError(f"{old.title} is a supergroup already")
        self.chat = self._world.add_group(old.title)
        self.chat.members.update(old.members)
        self._announce(old, "migrate_to_chat_id", self.chat.id)
        self._announce(self.chat, "migrate_from_chat_id", old.id)
        old.migrated_to = self.chat.id

    def topic(self, name: str) -> int:
        """The owner opens a topic; gives its id. ValueError for a group that is no supergroup: it has none."""
        if self.chat.kind != "supergroup":
            raise ValueError(f"{self.chat.title} is no supergroup")
        created = {"name": name, "icon_color": 0x6FB9F0}
        thread_id = self._announce(self.chat, "forum_topic_created", created).message_id
        self.chat.topics[thread_id] = True
        return thread_id

    def close_topic(self, thread_id: int) -> None:
        """Only administrators may write in it from now on."""
        self.chat.topics[thread_id] = False
        self._announce(self.chat, "forum_topic_closed", {}, thread_id)

    def reopen_topic(self, thread_id: int) -> None:
        """Everybody may write in it again."""
        self.chat.topics[thread_id] = True
        self._announce(self.chat, "forum_topic_reopened", {}, thread_id)

    def delete_topic(self, thread_id: int) -> None:
        """It is gone with what stood in it."""
        del self.chat.topics[thread_id]

    def _announce(self, chat: GroupChat, what: str, detail: object, topic: int | None = None) -> Message:
        message = self._world.post(chat, self._owner, extra=((what, detail), *in_topic(topic)))
        if chat.status(self._world.bot_id) not in ("left", "kicked"):
            self._world.tell_bot("message", message.wire(), chat)
        return message

    def say(self, user: User, topic: int | None = None, **content: Any) -> Message:
        """A member writes, into a topic where one is given; ValueError for somebody who is not in the group."""
        if self.chat.status(user.id) in ("left", "kicked"):
            raise ValueError(f"{user.first_name} is not in {self.chat.title}")
        extra = in_topic(topic) or self._thread(content.get("reply_to"))
        message = self._world.post(self.chat, user, extra=extra, **content)
        if self._bot_hears(message):
            self._world.tell_bot("message", message.wire(), self.chat)
        return message

    def _thread(self, answered: Message | None) -> tuple[tuple[str, Any], ...]:
        """In a supergroup without topics, answers to a message have a thread that is none (Bot API, Message)."""
        threads = answered is not None and self.chat.kind == "supergroup" and not self.chat.topics
        return (("message_thread_id", answered.message_id),) if answered is not None and threads else ()

    def say_as_group(self, text: str, topic: int | None = None) -> Message:
        """An administrator who stays anonymous writes: as the group itself."""
        settled, entities = settle(text, ())
        extra = (("sender_chat", self.chat.wire()), *in_topic(topic))
        message = self._world.post(self.chat, ANONYMOUS, text=settled, entities=entities, extra=extra)
        if self._bot_hears(message):
            self._world.tell_bot("message", message.wire(), self.chat)
        return message

    def _bot_hears(self, message: Message) -> bool:
        status = self.chat.status(self._world.bot_id)
        if status in ("left", "kicked", "administrator"):
            return status == "administrator"
        command = _COMMAND.match(message.text)
        addressee = command["bot"] if command else None
        meant = command is not None and (addressee is None or addressee.lower() == BOT_USERNAME)
        return meant or (message.reply_to is not None and message.reply_to.sender.id == self._world.bot_id)
