"""Chats and who is in them: what each chat holds, and whether the bot may write there.

Decides access only; what is said in a chat is kept as it comes.
"""

from abc import ABC, abstractmethod
from math import inf
from typing import Literal

from playground import errors
from playground.bell import Bell
from playground.errors import Refused, bad_request, forbidden
from playground.messages import JsonObject, Message, User

GroupKind = Literal["group", "supergroup", "channel"]

_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users",
    "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip
_GRANTED = frozenset({"can_manage_chat", "can_delete_messages", "can_restrict_members", "can_invite_users"})


_RESTRICTIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip


def membership(user: User, status: str, posts: bool | None = None) -> JsonObject:
    """The Bot API's ChatMember of that status. `posts`: in a channel, whether an administrator may post there.

    Who is restricted may nothing.
    """
    body: JsonObject = {"user": user.wire(), "status": status}
    if status == "creator":
        body["is_anonymous"] = False
    elif status == "administrator":
        body.update({right: right in _GRANTED for right in _RIGHTS})
        if posts is not None:
            body["can_post_messages"] = posts
    elif status == "restricted":
        body.update(dict.fromkeys(_RESTRICTIONS, False), is_member=True, until_date=0)
    elif status == "kicked":
        body["until_date"] = 0
    return body


class Chat(ABC):
    """What every chat has: its messages by id, in order, and a bell that rings when one changes.

    `told_at` is when the bot was last told something from here, in unix seconds.
    """

    def __init__(self, chat_id: int) -> None:
        self.id = chat_id
        self.messages: dict[int, Message] = {}
        self.bell = Bell()
        self.told_at = -inf

    def message(self, message_id: int) -> Message | None:
        """The message of that id, or None."""
        return self.messages.get(message_id)

    @abstractmethod
    def wire(self) -> JsonObject:
        """The Bot API's Chat."""

    @abstractmethod
    def check_writable(self) -> None:
        """Refused where the bot may not write."""

    def check_topic(self, thread_id: int | None) -> None:
        """Refused for a topic that is not there, or where the bot may not write. Only groups have any."""
        if thread_id is not None:
            raise bad_request(errors.THREAD_NOT_FOUND)

    @abstractmethod
    def status(self, user_id: int) -> str:
        """The membership of that user: creator, administrator, member, left or kicked."""

    @abstractmethod
    def size(self) -> int:
        """How many members it has, the bot among them."""


class PrivateChat(Chat):
    """The chat of one person with the bot. `met` once the person has written; a bot may never write first."""

    def __init__(self, user: User, bot: User) -> None:
        super().__init__(user.id)
        self.user = user
        self.bot = bot
        self.met = False
        self.blocked = False
        self.reply_keyboard: JsonObject | None = None
        self._wire: JsonObject = {"id": user.id, "type": "private", "first_name": user.first_name}

    def wire(self) -> JsonObject:
        return self._wire

    def check_writable(self) -> None:
        if self.blocked:
            raise forbidden(errors.BLOCKED)
        if not self.met:
            raise forbidden(errors.NEVER_MET)

    def status(self, user_id: int) -> str:
        if user_id not in (self.user.id, self.bot.id):
            return "left"
        return "kicked" if self.blocked and user_id == self.bot.id else "member"

    def size(self) -> int:
        return 2


class GroupChat(Chat):
    """A group, a supergroup or a channel: who is in it, and as what. `migrated_to` once a group became a supergroup.

    `topics` says of each topic whether it is open; with any, the group is a forum. `muted`: only administrators may
    write. In a channel `bot_posts` tells whether the bot, as an administrator, may post.
    """

    def __init__(self, chat_id: int, title: str, kind: GroupKind) -> None:
        super().__init__(chat_id)
        self.title = title
        self.kind = kind
        self.migrated_to: int | None = None
        self.members: dict[int, str] = {}
        self.topics: dict[int, bool] = {}
        self.muted = False
        self.bot_posts = True
        self.username: str | None = None
        self.bot_id = 0

    def wire(self) -> JsonObject:
        forum = {"is_forum": True} if self.topics else {}
        named = {"username": self.username} if self.username else {}
        return {"id": self.id, "type": self.kind, "title": self.title, **named, **forum}

    def check_writable(self) -> None:
        self.check_inside()
        administrator = self.status(self.bot_id) == "administrator"
        if self.kind == "channel":
            if not (administrator and self.bot_posts):
                raise bad_request(errors.NO_POSTING)
        elif self.status(self.bot_id) == "restricted" or (self.muted and not administrator):
            raise bad_request(errors.MUTED)

    def check_inside(self) -> None:
        """Refused where the bot is not, and where the group is no more."""
        if self.migrated_to is not None:
            raise Refused(400, f"Bad Request: {errors.MIGRATED}", {"migrate_to_chat_id": self.migrated_to})
        status = self.status(self.bot_id)
        if status == "kicked":
            raise forbidden(f"{errors.KICKED} {self.kind} chat")
        if status == "left":
            raise forbidden(f"{errors.NOT_A_MEMBER} {self.kind} chat")

    def check_topic(self, thread_id: int | None) -> None:
        if thread_id is not None and thread_id not in self.topics:
            raise bad_request(errors.THREAD_NOT_FOUND)
        if thread_id is not None and not self.topics[thread_id] and self.status(self.bot_id) != "administrator":
            raise bad_request(errors.TOPIC_CLOSED)

    def status(self, user_id: int) -> str:
        return self.members.get(user_id, "left")

    def size(self) -> int:
        return sum(status not in ("left", "kicked") for status in self.members.values())
