"""What a group and a channel share: an owner, those who joined, administrators, and what was written in it."""

from playground.chats import GroupChat
from playground.messages import JsonObject, Message, User
from playground.world import World


def tell_membership(world: World, chat: GroupChat, by: User, before: JsonObject, after: JsonObject) -> None:
    """The bot hears that somebody changed its place in a chat, from one ChatMember to another."""
    change = {
        "chat": chat.wire(),
        "from": by.wire(),
        "date": world.now(),
        "old_chat_member": before,
        "new_chat_member": after,
    }
    world.tell_bot("my_chat_member", change, chat)


class SharedChat:
    """A chat of many people, as those who look after it use it."""

    def __init__(self, world: World, chat: GroupChat, owner: User) -> None:
        self._world = world
        self.chat = chat
        self.chat.members[owner.id] = "creator"

    @property
    def id(self) -> int:
        """The chat id, negative."""
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """What stands in it, in order."""
        return list(self.chat.messages.values())

    def join(self, user: User) -> None:
        """Makes somebody a member, or a reader."""
        self.chat.members[user.id] = "member"

    def promote(self, user: User) -> None:
        """Makes somebody an administrator."""
        self.chat.members[user.id] = "administrator"
