"""Where Telegram delivers to a reader: a chat, or one topic of a group. Decides nothing about what is sent.

A reader's key is Telegram's id of its chat. A topic that has digests of its own is a reader of its own, with a key that
Telegram gives to nobody: its ids have at most 52 significant bits (Bot API, Chat.id).
"""

from typing import NamedTuple

BEYOND_CHATS = -(2**53)
"""Keys of topics are less than this."""


class Address(NamedTuple):  # one for each message: a frozen dataclass takes three times as long to make
    """A chat, and the topic in it (Bot API, message_thread_id); without one, the chat itself."""

    chat_id: int
    topic: int | None = None


def is_topic(reader: int) -> bool:
    """Whether a reader's key stands for a topic."""
    return reader < BEYOND_CHATS


def topic_key(number: int) -> int:
    """The key of the topic that is counted so, from 1."""
    return BEYOND_CHATS - number
