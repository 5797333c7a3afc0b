"""An update's JSON as python-telegram-bot's object: what nearly all send, a line of text, at half the price.

Judges nothing. What a plain message may hold is built at once; for all else python-telegram-bot looks for the hundred
things that a message may be.
"""

from collections.abc import Set
from datetime import UTC, datetime
from typing import Any, TypeVar

from telegram import Bot, Chat, Message, MessageEntity, TelegramObject, Update, User

T = TypeVar("T", bound=TelegramObject)

PLAIN_UPDATE = {"update_id", "message"}
PLAIN_MESSAGE = {"message_id", "from", "chat", "date", "text", "entities"}
PLAIN_PERSON = {"id", "is_bot", "first_name", "last_name", "username", "language_code", "is_premium"}
PLAIN_CHAT = {"id", "type", "title", "username", "first_name", "last_name", "is_forum"}
PLAIN_ENTITY = {"type", "offset", "length"}


class _Unguarded(TelegramObject):
    """What is read and thrown away: nothing of it needs a guard against being changed, which asks at each attribute."""

    __slots__ = ()
    __setattr__ = object.__setattr__  # type: ignore[assignment]


class Plain(_Unguarded, Message):
    """A message of text."""

    __slots__ = ()


class _Update(_Unguarded, Update):
    __slots__ = ()


class _Person(_Unguarded, User):
    __slots__ = ()


class _Chat(_Unguarded, Chat):
    __slots__ = ()


class _Entity(_Unguarded, MessageEntity):
    __slots__ = ()


def unpacked(body: dict[str, Any], bot: Bot) -> Update:
    """The same as `Update.de_json`. Raises what that raises: anything (pipeline.inbox.MALFORMED)."""
    said = body.get("message")
    if body.keys() != PLAIN_UPDATE or not isinstance(said, dict) or not said.keys() <= PLAIN_MESSAGE:
        return Update.de_json(body, bot)
    message = Plain(
        message_id=said["message_id"],
        date=datetime.fromtimestamp(said["date"], UTC),
        chat=_read(said["chat"], PLAIN_CHAT, _Chat, Chat, bot),
        from_user=_read(said["from"], PLAIN_PERSON, _Person, User, bot) if said.get("from") else None,
        text=said.get("text"),
        entities=[_read(entity, PLAIN_ENTITY, _Entity, MessageEntity, bot) for entity in said.get("entities") or ()],
    )
    message.set_bot(bot)
    update = _Update(body["update_id"], message=message)
    update.set_bot(bot)
    return update


def _read(said: dict[str, Any], plain: Set[str], ours: type[T], theirs: type[T], bot: Bot) -> T:
    """One of a message's parts; python-telegram-bot's own where there is more in it than what we know."""
    if not said.keys() <= plain:
        return theirs.de_json(said, bot)
    read = ours(**said)
    read.set_bot(bot)
    return read
