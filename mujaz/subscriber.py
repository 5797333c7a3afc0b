"""A reader (a chat or a topic that asked for the digest), its choices, and the slots that it shares with others."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from mujaz.period import Span

EVERY_DAY = 0b1111111
"""Weekdays as bits: Monday is bit 0, Sunday bit 6 (as datetime.weekday counts)."""

DAY_MINUTES = 24 * 60

MOST = (3, 5, 8, 12)
"""How many stories a digest may have at most, as a reader chooses."""


class State(StrEnum):
    """Whether a digest goes to the reader."""

    ACTIVE = "active"
    STOPPED = "stopped"
    GONE = "gone"
    """The person blocked the bot, or the account is no more; a new /start brings it back."""


class Length(StrEnum):
    """How much of each story a digest tells: a line, the brief summary, or the long one as well."""

    LINE = "line"
    BRIEF = "brief"
    FULL = "full"


class Digits(StrEnum):
    """Which digits numbers are written in."""

    WESTERN = "western"
    ARABIC = "arabic"


class Calendar(StrEnum):
    """Which calendar dates are told in."""

    GREGORIAN = "gregorian"
    HIJRI = "hijri"


class Alerts(StrEnum):
    """What is sent at once, by itself: nothing, what the reader follows, or what an editor marked as breaking."""

    OFF = "off"
    FOLLOWED = "followed"
    BREAKING = "breaking"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nothing is sent, in minutes from local midnight (0–1439): from `start` to before `end`.

    They may cross midnight. Raises ValueError for a start that is the end: that is no hour, or all of them.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start == self.end or not (0 <= self.start < DAY_MINUTES and 0 <= self.end < DAY_MINUTES):
            raise ValueError(f"quiet hours from {self.start} to {self.end}")


@dataclass(frozen=True, slots=True)
class Choices:
    """How a reader wants to be written to. `most` is the stories of a digest, `less` kinds of events wanted less."""

    length: Length = Length.BRIEF
    most: int = 5
    digits: Digits = Digits.WESTERN
    calendar: Calendar = Calendar.GREGORIAN
    alerts: Alerts = Alerts.BREAKING
    alerts_a_day: int = 3
    quiet: Quiet | None = None
    announcements: bool = True
    less: frozenset[str] = frozenset()


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


AS_PROPOSED = Choices()
"""What a reader has who chose nothing."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One reader. `last_due_at` (UTC) is where its next digest's window opens, and guards against a second one.

    `chat_id` is the reader's key: Telegram's id of the chat, or for a topic with digests of its own a key of ours
    (mujaz.address). `slots` are one or more, all in the reader's zone. `country` (ISO 3166) decides the names of months
    and the weekend. Until `paused_until` nothing is sent. `memory` is the number of what it was told (storage.memories;
    0: nothing). `last_heard_at` is the last tap or command.
    `wishes` are lines of mujaz.wishes that are followed besides companies. `roundups` come by themselves
    (mujaz.rounds).
    """

    chat_id: int
    language: str
    state: State
    zone: str
    slots: tuple[Slot, ...]
    last_due_at: datetime
    follows: frozenset[str] = frozenset()
    country: str | None = None
    choices: Choices = AS_PROPOSED
    paused_until: datetime | None = None
    memory: int = 0
    last_heard_at: datetime | None = None
    wishes: frozenset[str] = frozenset()
    roundups: frozenset[Span] = frozenset()

    @property
    def tz(self) -> ZoneInfo:
        """The zone's rules."""
        return ZoneInfo(self.zone)

    def paused(self, now: datetime) -> bool:
        """Whether the reader wants nothing for now."""
        return self.paused_until is not None and now < self.paused_until
