"""A week or a month up to a moment, and the one before it. Knows local days; counts nothing."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Span(StrEnum):
    """How much a period covers: seven or thirty local days, today among them."""

    WEEK = "week"
    MONTH = "month"


DAYS = {Span.WEEK: 7, Span.MONTH: 30}


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` (a local midnight, left out) up to `until` (within), both UTC.

    `before_since` and `before_until` are the same hours of the days before: today is compared with a day that was as
    old, so that a morning's count does not look like a fall.
    """

    span: Span
    since: datetime
    until: datetime
    before_since: datetime
    before_until: datetime

    @property
    def last(self) -> datetime:
        """A moment of the last day: the midnight at the end of a period is of the day after."""
        return self.until - timedelta(seconds=1)


def period_until(span: Span, now: datetime, zone: ZoneInfo) -> Period:
    """The week or month that ends at `now`, by the days of a time zone."""
    days = DAYS[span]
    here = now.astimezone(zone)
    first = here.date() - timedelta(days=days - 1)
    earlier = datetime.combine(here.date() - timedelta(days=days), here.time(), zone)  # the same hour on the clock
    return Period(
        span,
        since=_midnight(first, zone),
        until=now,
        before_since=_midnight(first - timedelta(days=days), zone),
        before_until=earlier.astimezone(UTC),
    )


def period_before(span: Span, day: date, zone: ZoneInfo) -> Period:
    """The seven whole days before a local date, or the month before one that is the first of its month."""
    first = _earlier(span, day)
    since = _midnight(first, zone)
    return Period(span, since, _midnight(day, zone), _midnight(_earlier(span, first), zone), since)


def weeks_until(now: datetime, zone: ZoneInfo, weeks: int) -> tuple[datetime, ...]:
    """Where the last weeks begin and end, the oldest first: one moment more than there are weeks."""
    today = now.astimezone(zone).date()
    begins = [_midnight(today - timedelta(days=7 * ago - 1), zone) for ago in range(weeks, 0, -1)]
    return (*begins, now)


def _earlier(span: Span, day: date) -> date:
    return day - timedelta(days=7) if span is Span.WEEK else (day - timedelta(days=1)).replace(day=1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
