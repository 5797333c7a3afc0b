"""A reader's choices as columns of its row: small numbers, since a million rows hold them and most hold the same."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from mujaz.subscriber import Alerts, Calendar, Choices, Digits, Length, Quiet

COLUMNS = (
    "length", "most", "digits", "calendar", "alerts", "alerts_a_day", "quiet_start", "quiet_end", "announcements",
    "less",
)  # fmt: skip

# The numbers by which the columns mean them, which are never given to another: only ever add at the end.
LENGTHS: Sequence[Length] = (Length.LINE, Length.BRIEF, Length.FULL)
DIGITS: Sequence[Digits] = (Digits.WESTERN, Digits.ARABIC)
CALENDARS: Sequence[Calendar] = (Calendar.GREGORIAN, Calendar.HIJRI)
ALERTS: Sequence[Alerts] = (Alerts.OFF, Alerts.FOLLOWED, Alerts.BREAKING)


def to_columns(choices: Choices) -> tuple[Any, ...]:
    """The values of COLUMNS."""
    quiet = choices.quiet
    return (
        LENGTHS.index(choices.length),
        choices.most,
        DIGITS.index(choices.digits),
        CALENDARS.index(choices.calendar),
        ALERTS.index(choices.alerts),
        choices.alerts_a_day,
        quiet.start if quiet else None,
        quiet.end if quiet else None,
        int(choices.announcements),
        " ".join(sorted(choices.less)) or None,
    )


@lru_cache(maxsize=4096)
def from_columns(columns: tuple[Any, ...]) -> Choices:
    """The choices in values of COLUMNS; readers who chose the same share one object."""
    length, most, digits, calendar, alerts, alerts_a_day, quiet_start, quiet_end, announcements, less = columns
    return Choices(
        length=LENGTHS[length],
        most=most,
        digits=DIGITS[digits],
        calendar=CALENDARS[calendar],
        alerts=ALERTS[alerts],
        alerts_a_day=alerts_a_day,
        quiet=None if quiet_start is None else Quiet(quiet_start, quiet_end),
        announcements=bool(announcements),
        less=frozenset(less.split()) if less else frozenset(),
    )
