"""What an update says of itself before anybody reads it whole: whose it is, what kind of request, how long it waited.

Decides what is settled without work, from raw JSON and a given moment. Knows neither python-telegram-bot nor the
database, and trusts nothing: an update may hold anything.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import Any

from mujaz.flood import Flood, Verdict

WANTED = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
MESSAGES = ("message", "edited_message")

TAP_LIVES = timedelta(seconds=150)
"""Telegram takes no answer to a tap after so long (tdlib/telegram-bot-api, Client.cpp)."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update that is kept; `since` is when it came, `body` its JSON."""

    update_id: int
    body: dict[str, Any]
    since: datetime


class Fate(Enum):
    """What is done with an update."""

    HANDLE = auto()
    SLOW_DOWN = auto()
    """Its sender is told to slow down, and nothing else is done."""
    FLOOD = auto()
    STALE = auto()


class Judge:
    """Judges updates in the order in which they are handled.

    Editors (`exempt`) are never held up: what they post may look like commands. `username` is the bot's own, for
    commands in groups that name somebody else's bot.
    """

    def __init__(self, exempt: Container[int], username: str) -> None:
        self._exempt = exempt
        self._username = username.lower()
        self._flood = Flood()

    def fate(self, incoming: Incoming, now: datetime) -> Fate:
        """The fate of an update at `now`."""
        tap = incoming.body.get("callback_query")
        if isinstance(tap, dict):
            if now - incoming.since > TAP_LIVES:
                return Fate.STALE
            return self._pace(tap, incoming.since)
        for kind in MESSAGES:
            message = incoming.body.get(kind)
            if isinstance(message, dict) and self._is_command(message):
                # Telegram's own time: what piled up while the bot was down is no flood.
                return self._pace(message, _sent_at(message, incoming.since))
        return Fate.HANDLE

    def _pace(self, content: dict[str, Any], at: datetime) -> Fate:
        person = _id_in(content.get("from"))
        if person is None or person in self._exempt:
            return Fate.HANDLE
        match self._flood.judge(person, at.timestamp()):
            case Verdict.ANSWER:
                return Fate.HANDLE
            case Verdict.SLOW_DOWN:
                return Fate.SLOW_DOWN
            case Verdict.IGNORE:
                return Fate.FLOOD

    def _is_command(self, message: dict[str, Any]) -> bool:
        text = message.get("text")
        if not isinstance(text, str) or not text.startswith("/"):
            return False
        _, at, name = text.split(maxsplit=1)[0].partition("@")
        return not at or name.lower() == self._username


def whose(body: dict[str, Any], update_id: int) -> object:
    """Whose order the update belongs to: the sender's, else the chat's, else nobody's but its own."""
    for kind in WANTED:
        content = body.get(kind)
        if isinstance(content, dict):
            for holder in (content.get("from"), content.get("chat")):
                if (number := _id_in(holder)) is not None:
                    return number
    return f"update {update_id}"


def heard_in(body: dict[str, Any]) -> int | None:
    """The private chat in which a person tapped or wrote; None for all that is something else."""
    tap = body.get("callback_query")
    messages = [tap.get("message")] if isinstance(tap, dict) else [body.get(kind) for kind in MESSAGES]
    chats = [message.get("chat") for message in messages if isinstance(message, dict)]
    return next((_id_in(chat) for chat in chats if isinstance(chat, dict) and chat.get("type") == "private"), None)


def has_id(update: object) -> bool:
    """Whether it is an update that can be kept and confirmed: the database holds ids of 63 bits."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return type(number) is int and 0 <= number < 2**63


def _id_in(holder: object) -> int | None:
    number = holder.get("id") if isinstance(holder, dict) else None
    return number if type(number) is int else None


def _sent_at(message: dict[str, Any], otherwise: datetime) -> datetime:
    """When Telegram took the message (an edit says when it was edited): never after it came here."""
    seconds = message.get("edit_date", message.get("date"))
    try:
        sent = datetime.fromtimestamp(seconds, UTC) if type(seconds) is int else otherwise
    except (OverflowError, ValueError, OSError):
        return otherwise
    return min(sent, otherwise)  # a date in the future would empty the bucket until then
