"""Channels, as the people who look after them use them. The bot is told of what happens to itself in one, and of posts
only where it asks for them (Bot API, Update.channel_post), which this toy does not emulate.
"""

from playground.chats import membership
from playground.messages import JsonObject, User
from playground.shared_chat import SharedChat, tell_membership
from playground.world import World


class Channel(SharedChat):
    """A channel with an owner; the bot is in it when somebody has made it an administrator."""

    def __init__(self, world: World, title: str, owner: User, username: str | None) -> None:
        super().__init__(world, world.add_group(title, "channel"), owner)
        self.chat.username = username

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
