"""A command is found by its name, however it is written, and only where it is meant for this bot."""

from datetime import UTC, datetime

import pytest
from telegram import Bot, Chat, Message, MessageEntity, Update, User
from telegram.ext import BaseHandler, CommandHandler, ContextTypes, MessageHandler, filters

from handlers.by_name import ByName, by_name
from playground.server import DEFAULT_TOKEN

SAID = filters.UpdateType.MESSAGES


async def _nothing(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None: ...


def _commands() -> list[BaseHandler[Update, ContextTypes.DEFAULT_TYPE, None]]:
    return [
        CommandHandler("help", _nothing, SAID),
        CommandHandler("saved", _nothing, SAID & filters.ChatType.PRIVATE),
        MessageHandler(filters.TEXT, _nothing),
        CommandHandler("latest", _nothing, SAID),
    ]


@pytest.mark.parametrize("chat_type", [Chat.PRIVATE, Chat.GROUP])
@pytest.mark.parametrize(
    "text",
    [
        "/help", "/HELP me", "/help@mujaz_bot", "/help@other_bot", "/help\nme", "/saved", "/latest", "/lates", "/",
        "help", "/help,", "/help@", "/@mujaz_bot", "/١",
    ],
)  # fmt: skip
def test_the_same_handler_answers_as_if_each_had_been_asked(text: str, chat_type: str) -> None:
    update, one_by_one = _said(text, chat_type), _commands()
    found = [handler for handler in one_by_one if handler.check_update(update)][:1]
    looked_up = [handler for handler in by_name(one_by_one) if handler.check_update(update)][:1]
    assert [_meant(handler, update) for handler in looked_up] == found


def _meant(handler: BaseHandler[Update, ContextTypes.DEFAULT_TYPE, None], update: Update) -> object:
    if not isinstance(handler, ByName):
        return handler
    found = handler.check_update(update)
    return found and found[0]


def _said(text: str, chat_type: str) -> Update:
    command = text.split()[0].rstrip(",")
    entities = (
        [MessageEntity(MessageEntity.BOT_COMMAND, 0, len(command))] if len(command) > 1 and text[0] == "/" else []
    )
    chat, person = Chat(7, chat_type), User(7, "سارة", is_bot=False)
    message = Message(1, datetime.now(UTC), chat, from_user=person, text=text, entities=entities)
    message.set_bot(_bot())
    return Update(1, message=message)


def _bot() -> Bot:
    bot = Bot(DEFAULT_TOKEN)
    bot._bot_user = User(1, "موجز", is_bot=True, username="mujaz_bot")
    return bot
