"""Where something was said and of which reader it speaks: a chat, a topic of a group, a channel managed from afar.

Decides nothing about who may change what (handlers.rights).
"""

import re
from dataclasses import dataclass

from telegram import CallbackQuery, Chat, Message
from telegram.constants import ChatType

from handlers.room import Room
from pipeline.seals import unsealed
from storage import moved, topics

_ABOUT = re.compile(r"@(-[0-9]{1,16})\Z")


@dataclass(frozen=True, slots=True)
class Place:
    """`reader` is the key of the reader that is spoken of, None for a topic that has no digests of its own.

    Answers go into `chat`, and there into the `topic`. `standing`: a message that was tapped can be changed; that is
    not so where the group became a supergroup meanwhile, nor where Telegram no longer shows the message.
    """

    chat: Chat
    topic: int | None
    reader: int | None
    standing: bool = True

    @property
    def own(self) -> bool:
        """Whether somebody speaks of their own digests, in private."""
        return self.chat.type == ChatType.PRIVATE and self.reader == self.chat.id

    @property
    def afar(self) -> bool:
        """Whether somebody speaks of a channel, from their private chat."""
        return self.chat.type == ChatType.PRIVATE and self.reader != self.chat.id

    def button(self, data: str) -> str:
        """The data of a button that speaks of the same reader, wherever it stands."""
        return data + about(self.reader) if self.afar and self.reader is not None else data


def about(reader: int) -> str:
    """What stands behind a button's data that speaks of a channel from a private chat; `place_of` reads it."""
    return f"@{reader}"


def said_by_button(query: CallbackQuery | None) -> str:
    """What a tapped button asks for, without the channel of which it speaks and without its seal."""
    return _ABOUT.sub("", unsealed(query.data)) if query and query.data else ""


async def place_of(room: Room, chat: Chat, message: Message, query: CallbackQuery | None) -> Place:
    """Where a message or a tap came from."""
    match chat.type:
        case ChatType.PRIVATE:
            channel = _ABOUT.search(query.data) if query and query.data else None
            return Place(chat, None, int(channel[1]) if channel else chat.id)
        case ChatType.GROUP:
            new = await room.store.read(moved.now_at, chat.id)
            if new is not None:
                return Place(Chat(new, ChatType.SUPERGROUP, chat.title), None, new, standing=False)
        case _ if message.is_topic_message and message.message_thread_id is not None:
            topic = message.message_thread_id
            return Place(chat, topic, await room.store.read(topics.find, chat.id, topic))
    return Place(chat, None, chat.id)
