"""Somebody had nothing for a week: whether that is so, and why. Pure; sends nothing and remembers nothing.

Not everybody who had nothing is missing something: who has one digest a week is not silent before it is overdue.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from mujaz.quiet import quiet_until
from mujaz.subscriber import State, Subscriber
from mujaz.when import latest_due

WEEK = timedelta(days=7)
ON_ITS_WAY = timedelta(hours=2)
"""A digest that fell due since may still come."""


class Because(StrEnum):
    """Why somebody had nothing."""

    PAUSED = "paused"
    NO_NEWS = "no_news"
    KNOWN = "known"
    """There was news, and they had been told all of it: by alerts, or when they asked."""
    OVERDUE = "overdue"
    """There is news for them, and none of it came."""


def is_silent(reader: Subscriber, now: datetime) -> bool:
    """Whether a reader wonders by now. Nobody is told so in their quiet hours."""
    if reader.state is not State.ACTIVE or now - reader.last_due_at < WEEK or quiet_until(reader, now) is not None:
        return False
    return any(reader.last_due_at < latest_due(slot, now - ON_ITS_WAY)[1] for slot in reader.slots)


def because(reader: Subscriber, *, published: bool, unknown: bool, now: datetime) -> Because:
    """Why: whether anything was `published`, and whether any of it is `unknown` to the reader."""
    if reader.paused(now):
        return Because.PAUSED
    if not published:
        return Because.NO_NEWS
    return Because.OVERDUE if unknown else Because.KNOWN
