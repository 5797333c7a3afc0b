"""Telegram's words for a place that was lost are understood, and no others are taken for one."""

import pytest

from mujaz.loss import Loss, loss


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Forbidden: bot was kicked from the supergroup chat", Loss.REMOVED),
        ("Forbidden: bot is not a member of the channel chat", Loss.REMOVED),
        ("my_chat_member: left: bot is not a member", Loss.REMOVED),
        ("Bad Request: not enough rights to send text messages to the chat", Loss.MUTED),
        ("Bad Request: need administrator rights in the channel chat", Loss.MUTED),
        ("Bad Request: CHAT_WRITE_FORBIDDEN", Loss.MUTED),
        ("Bad Request: TOPIC_CLOSED", Loss.TOPIC_CLOSED),
        ("Topic_closed", Loss.TOPIC_CLOSED),  # as python-telegram-bot writes it
        ("Bad Request: message thread not found", Loss.TOPIC_GONE),
        ("Forbidden: the group chat was deleted", Loss.CHAT_GONE),
        ("Bad Request: chat not found", Loss.CHAT_GONE),
        ("Bad Request: message to edit not found", None),
        ("Bad Request: message is too long", None),
        ("", None),
    ],
)
def test_telegrams_words_tell_what_was_lost(words: str, told: Loss | None) -> None:
    assert loss(words) is told
