"""When a slot falls due: local wall-clock time to UTC, across every change of clocks. Never asks what time it is.

A local time that a change of clocks skips is due at the first valid moment after it; one that comes twice is due the
first time (PEP 495: fold=0).
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mujaz.subscriber import Slot

GRACE = timedelta(hours=2)
"""A digest that is late by more folds into the next one."""

EXPIRY = timedelta(hours=6)
"""How long after it fell due a digest may still go out: a morning's news is not sent at midnight."""


def due_on(slot: Slot, day: date) -> datetime:
    """The moment (UTC) at which the slot is due on a local date, whether or not the weekday is one of its own."""
    wall = datetime.combine(day, time(slot.minute // 60, slot.minute % 60))
    while not _exists(wall, slot.tz):
        wall += timedelta(minutes=1)
    return wall.replace(tzinfo=slot.tz).astimezone(UTC)


def earliest_due(slots: Iterable[Slot], after: datetime) -> datetime:
    """The first moment (UTC) strictly later than `after` at which one of the slots, at least one, falls due."""
    return min(next_due(slot, after) for slot in slots)


def next_due(slot: Slot, after: datetime) -> datetime:
    """The first due moment (UTC) strictly later than `after`."""
    return next_occurrence(slot, after)[1]


def next_occurrence(slot: Slot, after: datetime) -> tuple[date, datetime]:
    """The local date and the moment (UTC) of the first due moment strictly later than `after`."""
    day = after.astimezone(slot.tz).date() - timedelta(days=1)
    while True:
        if slot.weekdays >> day.weekday() & 1:
            due = due_on(slot, day)
            if due > after:
                return day, due
        day += timedelta(days=1)


def latest_due(slot: Slot, now: datetime) -> tuple[date, datetime]:
    """The local date and the moment (UTC) of the last due moment that is not later than `now`.

    Reckoned from `now` alone: governments change their clocks at short notice, and then a due moment that was stored
    earlier is no due moment any more.
    """
    day = now.astimezone(slot.tz).date()
    while not (slot.weekdays >> day.weekday() & 1 and due_on(slot, day) <= now):
        day -= timedelta(days=1)
    return day, due_on(slot, day)


def _exists(wall: datetime, tz: ZoneInfo) -> bool:
    return wall.replace(tzinfo=tz).astimezone(UTC).astimezone(tz).replace(tzinfo=None) == wall
