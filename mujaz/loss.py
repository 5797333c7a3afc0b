"""Why nothing can be written any more where many read, told from Telegram's words. Decides nothing else."""

import re
from enum import StrEnum


class Loss(StrEnum):
    """What became of the bot's place, each with something else to do about it."""

    REMOVED = "removed"
    MUTED = "muted"
    """It is there and may not write."""
    TOPIC_CLOSED = "topic_closed"
    TOPIC_GONE = "topic_gone"
    CHAT_GONE = "chat_gone"


OF_A_TOPIC = (Loss.TOPIC_CLOSED, Loss.TOPIC_GONE)
"""What concerns one topic of a group and not the others."""

# Telegram's server, tdlib/telegram-bot-api, Client.cpp, and the errors of MTProto that it passes on.
_SIGNS = (
    (Loss.TOPIC_CLOSED, r"TOPIC_CLOSED"),
    (Loss.TOPIC_GONE, r"message thread not found|TOPIC_DELETED|TOPIC_ID_INVALID"),
    (Loss.CHAT_GONE, r"group chat was deleted|chat not found"),
    (Loss.MUTED, r"not enough rights|no rights to send|need administrator rights|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED"),
    (Loss.REMOVED, r"bot was kicked|bot is not a member"),
)


def loss(words: str) -> Loss | None:
    """Which loss Telegram tells of with these words; None for what is none."""
    return next((found for found, sign in _SIGNS if re.search(sign, words, re.IGNORECASE)), None)
