"""Groups: what the bot says when it is let in, whom it answers, and what becomes of its topics and of the group's id.

It answers who speaks to it: with a command, in reply to it, by its name. Everything else is said among people.
"""

from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from telegram import Bot, Chat, Message, MessageEntity, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden
from telegram.ext import ContextTypes, filters

from handlers import ask
from handlers.heard import Conversation, Heard, voice_of
from handlers.room import Room
from mujaz.flood import Flood, Verdict
from pipeline.replies import reply
from storage import subscribers, topics

GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)

ANSWERED_EVERY = 5.0
"""Seconds."""

Callback = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]

log = structlog.get_logger(__name__)


class Addressed(filters.MessageFilter):
    """A text in a group that speaks to the bot: in reply to a message of its own, or by its name."""

    def filter(self, message: Message) -> bool:
        """Whether it does."""
        bot = message.get_bot()
        answered = message.reply_to_message
        if answered is not None and answered.from_user is not None and answered.from_user.id == bot.id:
            return answered.forum_topic_created is None  # every message of a topic replies to its beginning
        return any(named.lower() == f"@{bot.username}".lower() for named in _names(message))


def _names(message: Message) -> list[str]:
    return list(message.parse_entities([MessageEntity.MENTION]).values())


def pace() -> Flood:
    """One answer for each person in ANSWERED_EVERY seconds."""
    return Flood(burst=1.0, a_second=1 / ANSWERED_EVERY)


def sparing(conversation: Conversation) -> Conversation:
    """The same conversation; in groups it is silent to whom the bot answered a moment ago: many read there."""

    async def spared(room: Room, heard: Heard) -> None:
        if heard.private or room.group_pace.judge(heard.user.id, room.clock().timestamp()) is Verdict.ANSWER:
            await conversation(room, heard)
        else:
            log.info("group_spared", person=heard.user.id)

    return spared


async def asked(room: Room, heard: Heard) -> None:
    """A text that speaks to the bot: read as in private, without its name."""
    await ask.ask(room, heard.without(f"@{heard.bot.username}"))


async def greet(room: Room, bot: Bot, chat: Chat) -> None:
    """The one message when somebody lets the bot in: what it does, and how an admin turns the digest on."""
    reader = await room.store.read(subscribers.get, chat.id)
    try:
        await reply(bot, chat.id, voice_of(room, reader).say("here.hello"))
    except (BadRequest, Forbidden) as error:  # let in without the right to write, or out again
        log.info("group_not_greeted", reason=error.message)


def moved(room: Room) -> Callback:
    """The group became a supergroup: the digest goes on there. Both of the two say so."""

    async def follow(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        assert message is not None, "the filter lets only messages through"
        here, new, old = message.chat.id, message.migrate_to_chat_id, message.migrate_from_chat_id
        if new is not None:
            await room.store.write(subscribers.change_chat, here, new)
        elif old is not None:
            await room.store.write(subscribers.change_chat, old, here)

    return follow


def reopened(room: Room) -> Callback:
    """A topic was opened again: a digest that its closing ended goes on."""

    async def resume(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        assert message is not None, "the filter lets only messages through"
        reader = message.chat.id
        if message.message_thread_id is not None:
            topic = await room.store.read(topics.find, message.chat.id, message.message_thread_id)
            if topic is None:
                return
            reader = topic
        await room.store.write(subscribers.back, reader, room.clock())

    return resume
