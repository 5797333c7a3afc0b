"""Channels, as the people who look after them use them. The bot is told of what happens to itself in one, and of posts
only where it asks for them (Bot API, Update.channel_post), which this toy does not emulate.
"""

from playground.chats import GroupChat, membership
from playground.groups import tell_membership
from playground.messages import JsonObject, Message, User
from playground.world import World


class Channel:
    """A channel with an owner; the bot is in it when somebody has made it an administrator."""

    def __init__(self, world: World, title: str, owner: User, username: str | None) -> None:
        self._world = world
        self.chat: GroupChat = world.add_group(title, "channel")
        self.chat.username = username
        self.chat.members[owner.id] = "creator"

    @property
    def id(self) -> int:
        """The chat id, negative."""
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """What was posted, in order."""
        return list(self.chat.messages.values())

    def join(self, user: User) -> None:
        """Somebody reads the channel from now on."""
        self.chat.members[user.id] = "member"

    def promote(self, user: User) -> None:
        """Makes somebody an administrator."""
        self.chat.members[user.id] = "administrator"

    def demote(self, user: User) -> None:
        """Makes an administrator a reader again."""
        self.chat.members[user.id] = "member"

    def add_bot(self, by: User, *, posts: bool = True) -> None:
        """Makes the bot an administrator, with or without the right to post; also where it is one already."""
        self._change_bot(by, "administrator", posts=posts)

    def remove_bot(self, by: User) -> None:
        """Somebody throws the bot out."""
        self._change_bot(by, "kicked", posts=False)

    def _change_bot(self, by: User, status: str, *, posts: bool) -> None:
        before = self._bot()
        self.chat.members[self._world.bot_id], self.chat.bot_posts = status, posts
        tell_membership(self._world, self.chat, by, before, self._bot())

    def _bot(self) -> JsonObject:
        return membership(self._world.bot, self.chat.status(self._world.bot_id), self.chat.bot_posts)
