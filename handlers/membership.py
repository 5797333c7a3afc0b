"""A reader blocks the bot or comes back: Telegram tells it before a send fails."""

from telegram import Update
from telegram.constants import ChatMemberStatus
from telegram.ext import ContextTypes

from handlers.room import Room
from mujaz.subscriber import State
from storage import subscribers

LEFT = {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}


class Membership:
    """Keeps a chat's state in step with what Telegram tells of the bot's membership."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def __call__(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Digests end where the bot was blocked or removed, and go on where it was let in again."""
        change = update.my_chat_member
        if change is None:
            return
        now = self._room.clock()
        if change.new_chat_member.status in LEFT:
            await self._room.store.write(
                subscribers.leave,
                change.chat.id,
                State.GONE,
                now,
                f"my_chat_member: {change.new_chat_member.status}",
            )
        else:
            await self._room.store.write(subscribers.back, change.chat.id, now)
