"""When round-ups come by themselves: a week's on Friday, a month's on the first, at the first time of a reader's day.

Reckons in local dates: neither a change of clocks nor another zone or time doubles a round-up or drops one. Decides
from a given now, sends nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mujaz.period import Span
from mujaz.quiet import quiet_until
from mujaz.subscriber import Slot, State, Subscriber
from mujaz.when import due_on

WANTED: Mapping[str, frozenset[Span]] = {
    "off": frozenset(),
    "week": frozenset({Span.WEEK}),
    "month": frozenset({Span.MONTH}),
    "both": frozenset(Span),
}
"""What a reader may choose."""

LOOK_AGAIN = timedelta(hours=1)
"""Who pauses is looked at so often: a pause may end before its time."""

_DAY = timedelta(days=1)
_FRIDAY = 4
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Step:
    """What a look at a round-up that fell due comes to: whose day's is sent (None: none now), which is next, and when.

    `due_at` (UTC) is later than the look.
    """

    sent: date | None
    next_day: date
    due_at: datetime


def wanted(spans: Iterable[Span]) -> str:
    """The name of a choice in WANTED."""
    chosen = frozenset(spans)
    return next(name for name, held in WANTED.items() if held == chosen)


def due(slots: Iterable[Slot], day: date) -> datetime:
    """When (UTC) the round-up of a local date is due: at the earliest time of any of the slots, at least one."""
    return due_on(min(slots, key=lambda slot: slot.minute), day)


def day_after(span: Span, day: date) -> date:
    """The first local date strictly later than a given one on which a round-up comes."""
    if span is Span.WEEK:
        return day + timedelta(days=(_FRIDAY - day.weekday() - 1) % _WEEK + 1)
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def first_day(span: Span, reader: Subscriber, now: datetime) -> date:
    """The local date of the first round-up of a reader who switches it on now; it is due strictly later."""
    day = day_after(span, now.astimezone(reader.tz).date() - _DAY)
    return _latest(span, reader, day, now)[1] if due(reader.slots, day) <= now else day


def step(span: Span, reader: Subscriber, day: date, now: datetime) -> Step:
    """What to do with the round-up of a date that is due.

    Of several that were missed the latest is sent. Whoever pauses or has quiet hours gets it when these end; whoever is
    no reader any more gets none.
    """
    day, following = _latest(span, reader, day, now)
    if reader.state is State.ACTIVE:
        if (until := held_until(reader, now)) is not None:
            return Step(None, day, until)
        return Step(day, following, due(reader.slots, following))
    return Step(None, following, due(reader.slots, following))


def held_until(reader: Subscriber, now: datetime) -> datetime | None:
    """When (UTC) to look again at a reader who wants nothing now; None for who may be written to."""
    until = reader.paused_until if reader.paused(now) else quiet_until(reader, now)
    return None if until is None else min(until, now + LOOK_AGAIN)


def _latest(span: Span, reader: Subscriber, day: date, now: datetime) -> tuple[date, date]:
    """Of a date and those after it the last that is due, or the date itself; and the one that follows."""
    following = day_after(span, day)
    while due(reader.slots, following) <= now:
        day, following = following, day_after(span, following)
    return day, following
