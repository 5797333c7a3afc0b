"""A chat that asked for the digest, and the slot (zone, minute, weekdays) that it shares with others."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

EVERY_DAY = 0b1111111
"""Weekdays as bits: Monday is bit 0, Sunday bit 6 (as datetime.weekday counts)."""


class State(StrEnum):
    """Whether a digest goes to the chat."""

    ACTIVE = "active"
    STOPPED = "stopped"
    GONE = "gone"
    """The person blocked the bot, or the account is no more; a new /start brings it back."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Everybody who shares a time of day shares a slot. `minute` counts from local midnight (0–1439)."""

    zone: str
    minute: int
    weekdays: int = EVERY_DAY

    @property
    def tz(self) -> ZoneInfo:
        """The zone's rules."""
        return ZoneInfo(self.zone)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One chat. `last_due_at` (UTC) is where its next digest's window opens, and guards against a second one."""

    chat_id: int
    language: str
    state: State
    slot: Slot
    last_due_at: datetime
    follows: frozenset[str] = frozenset()
