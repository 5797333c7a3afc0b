"""The bot is let in, thrown out, muted or blocked: Telegram tells it before a send fails."""

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberRestricted, ChatMemberUpdated, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import ContextTypes

from handlers import channels, groups
from handlers.room import Room
from mujaz.subscriber import State
from storage import subscribers

OUTSIDE = {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}


class Membership:
    """Keeps a chat's state in step with what Telegram tells of the bot's membership."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def __call__(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Digests end where the bot may not write any more, and go on where it may again.

        A group is greeted by who comes into it; a channel's admin is asked whether a digest shall come there.
        """
        change = update.my_chat_member
        if change is None:
            return
        now = self._room.clock()
        if not may_write(change.new_chat_member, change.chat.type):
            await self._room.store.write(subscribers.leave, change.chat.id, State.GONE, now, _reason(change))
            return
        await self._room.store.write(subscribers.back, change.chat.id, now)
        if change.chat.type in groups.GROUPS and not _inside(change.old_chat_member):
            await groups.greet(self._room, context.bot, change.chat)
        if change.chat.type == ChatType.CHANNEL and not may_write(change.old_chat_member, ChatType.CHANNEL):
            await channels.offer(self._room, context.bot, change.chat, change.from_user)


def may_write(member: ChatMember, chat_type: str) -> bool:
    """Whether a bot with that membership may write in a chat of that type."""
    if chat_type == ChatType.CHANNEL:
        return isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)
    if isinstance(member, ChatMemberRestricted):
        return member.is_member and member.can_send_messages
    return member.status not in OUTSIDE


def _inside(member: ChatMember) -> bool:
    return member.is_member if isinstance(member, ChatMemberRestricted) else member.status not in OUTSIDE


def _reason(change: ChatMemberUpdated) -> str:
    """In the words in which Telegram would refuse a message there (mujaz.loss)."""
    told = f"my_chat_member: {change.new_chat_member.status}"
    if change.chat.type == ChatType.PRIVATE:
        return told
    return f"{told}: {'not enough rights' if _inside(change.new_chat_member) else 'bot is not a member'}"
