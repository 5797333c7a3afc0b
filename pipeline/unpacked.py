"""An update's JSON as python-telegram-bot's object: what nearly all send, a line of text, at half the price.

Judges nothing. What a plain message may hold is built at once; for all else python-telegram-bot looks for the hundred
things that a message may be.
"""

from datetime import UTC, datetime
from typing import Any

from telegram import Bot, Chat, Message, MessageEntity, Update, User

PLAIN_UPDATE = {"update_id", "message"}
PLAIN_MESSAGE = {"message_id", "from", "chat", "date", "text", "entities"}


class Plain(Message):
    """A message that is read and thrown away: nothing of it needs a guard against being changed."""

    __slots__ = ()
    __setattr__ = object.__setattr__  # type: ignore[assignment]


def unpacked(body: dict[str, Any], bot: Bot) -> Update:
    """The same as `Update.de_json`. Raises what that raises: anything (pipeline.inbox.MALFORMED)."""
    said = body.get("message")
    if body.keys() != PLAIN_UPDATE or not isinstance(said, dict) or not said.keys() <= PLAIN_MESSAGE:
        return Update.de_json(body, bot)
    message = Plain(
        message_id=said["message_id"],
        date=datetime.fromtimestamp(said["date"], UTC),
        chat=Chat.de_json(said["chat"], bot),
        from_user=User.de_json(said["from"], bot) if said.get("from") else None,
        text=said.get("text"),
        entities=MessageEntity.de_list(said.get("entities") or [], bot),
    )
    message.set_bot(bot)
    update = Update(body["update_id"], message=message)
    update.set_bot(bot)
    return update
