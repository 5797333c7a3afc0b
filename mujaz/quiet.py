"""Quiet hours: when what is due may go out after all. Decides from a given now; a message is held, never dropped.

Their beginning and end are moments, reckoned as those of digests are (mujaz.when): an hour that a change of clocks
repeats or skips neither lengthens them by a day nor makes them endless.
"""

from datetime import datetime, timedelta

from mujaz.subscriber import Choices, Quiet, Slot, Subscriber
from mujaz.when import due_on, latest_due

Hours = tuple[Quiet, str]
"""Quiet hours, and the zone that they are meant in: as `ends` takes them."""


def hours_of(choices: Choices, zone: str) -> Hours | None:
    """The quiet hours of a reader; None where there are none."""
    return None if choices.quiet is None else (choices.quiet, zone)


def quiet_until(reader: Subscriber, now: datetime) -> datetime | None:
    """Until when (UTC) nothing goes to a reader; None outside of quiet hours, and where there are none."""
    hours = hours_of(reader.choices, reader.zone)
    return None if hours is None else ends(*hours, now)


def ends(quiet: Quiet, zone: str, now: datetime) -> datetime | None:
    """The end (UTC) of the quiet hours that `now` lies in; None outside of them. They begin inclusively."""
    day, _ = latest_due(Slot(zone, quiet.start), now)
    if quiet.end < quiet.start:
        day += timedelta(days=1)
    end = due_on(Slot(zone, quiet.end), day)
    return end if now < end else None
