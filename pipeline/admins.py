"""Who is an admin of a group or channel, asked of Telegram and remembered for a minute.

Decides nothing about what an admin may do.
"""

from collections import OrderedDict
from datetime import datetime, timedelta

from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from mujaz.errors import AdminsUnknown
from pipeline.clock import Clock
from pipeline.replies import insist

REMEMBERED = timedelta(seconds=60)
KNOWN_MOST = 10_000

ADMINS = {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR}


class Admins:
    """Answers for people in chats; `fresh` asks Telegram whatever is remembered."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[int, int], tuple[datetime, bool]] = OrderedDict()

    async def has(self, bot: Bot, chat_id: int, user_id: int, *, fresh: bool) -> bool:
        """Whether somebody is an admin of a chat: not of one that the bot is out of, or may not ask.

        Raises AdminsUnknown where Telegram does not answer, and ChatMigrated.
        """
        key, now = (chat_id, user_id), self._clock()
        if not fresh and key in self._known and now - self._known[key][0] < REMEMBERED:
            return self._known[key][1]
        answer = await self._ask(bot, chat_id, user_id)
        self._known[key] = now, answer
        self._known.move_to_end(key)
        if len(self._known) > KNOWN_MOST:
            self._known.popitem(last=False)
        return answer

    async def _ask(self, bot: Bot, chat_id: int, user_id: int) -> bool:
        try:
            member = await insist(lambda: bot.get_chat_member(chat_id, user_id))
        except (BadRequest, Forbidden):
            return False
        except ChatMigrated:
            raise
        except TelegramError:
            raise AdminsUnknown from None
        return member.status in ADMINS
