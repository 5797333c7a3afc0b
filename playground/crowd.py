"""Synthetic people by the hundred thousand: they exist, have started the bot, and cost nothing until it writes to one.

What the bot says to them is counted, not kept: of a message they remember that it was sent, not what it said.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playground.chats import PrivateChat
from playground.ledger import Ledger
from playground.messages import Message, User

Rule = Callable[[int], bool]


def nobody(person_id: int) -> bool:
    """The rule that concerns no one."""
    return False


def every(number: int) -> Rule:
    """The rule that concerns the ids divisible by `number`."""
    return lambda person_id: person_id % number == 0


@dataclass(frozen=True, slots=True)
class Crowd:
    """People with these ids; those of whom `blocked` is true have blocked the bot."""

    ids: range
    blocked: Rule = nobody

    def user(self, person_id: int) -> User:
        """One of them."""
        return User(person_id, f"قارئ {person_id}", language_code="ar")


class SyntheticChat(PrivateChat):
    """The chat of one of a crowd, made anew each time that the bot comes to it."""

    def __init__(self, user: User, bot: User, ledger: Ledger, blocked: bool) -> None:
        super().__init__(user, bot)
        self.met = True
        self.blocked = blocked
        self._ledger = ledger

    def message(self, message_id: int) -> Message | None:
        sent_at = self._ledger.sent_at(self.id, message_id)
        return None if sent_at is None else Message(message_id, self.wire(), self.bot, int(sent_at))
