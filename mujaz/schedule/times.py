"""Reads when a reader wants the digest, as it is typed: «٧ صباحًا و٩ مساءً», «07:30 الأحد والثلاثاء».

It refuses what it understands only in part: a time that was overheard would never be missed.
"""

from dataclasses import dataclass

from mujaz.errors import NoTimeTyped, TimeUnclear, TooManyTimes
from mujaz.schedule.clock import take_time
from mujaz.schedule.days import take_days
from mujaz.schedule.lexicon import Kind, lexicon

MOST_TIMES = 6
"""Times a day; more would be alerts."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Times in minutes from local midnight, in order; `weekdays` as bits, None when no days were told."""

    minutes: tuple[int, ...]
    weekdays: int | None = None


def read_times(typed: str, country: str | None) -> Wish:
    """The times, and the weekdays if some are told. The country (ISO 3166) decides which days are working days.

    Raises NoTimeTyped, TimeUnclear, NoSuchTime, UnclearTwelve, TooManyTimes, DaysUnclear.
    """
    words = lexicon().read(typed)
    if not len(words):
        raise NoTimeTyped
    minutes: set[int] = set()
    weekdays: int | None = None
    while len(words):
        if words.take(Kind.LINK, "and"):
            continue
        if (minute := take_time(words)) is not None:
            minutes.add(minute)
        elif days := take_days(words, country):
            weekdays = (weekdays or 0) | days
        else:
            raise TimeUnclear(typed)
    if not minutes:
        raise TimeUnclear(typed)
    if len(minutes) > MOST_TIMES:
        raise TooManyTimes(MOST_TIMES)
    return Wish(tuple(sorted(minutes)), weekdays)
