"""Reads for how long a reader wants nothing: «أسبوع», «3 أيام», «حتى ٥ ديسمبر», «حتى 1 رجب», «حتى الأحد», «2026-12-05».

It refuses to know what day it is: it is given today.
"""

from calendar import monthrange
from datetime import date, timedelta

from mujaz.errors import NoSuchDate, PauseOver, PauseTooLong, PauseUnclear
from mujaz.schedule.dated import read_date
from mujaz.schedule.lexicon import Kind, Words, lexicon

LONGEST = timedelta(days=366)
_UNITS = {"day": 1, "week": 7}
_MONTHS = 12


def read_pause(typed: str, today: date) -> date:
    """The day on which the digests come back, later than today and at most `LONGEST` away.

    A date without its year is the next one. Raises PauseUnclear, NoSuchDate, PauseOver, PauseTooLong.
    """
    words = lexicon().read(typed)
    words.take(Kind.LINK, "to")
    try:
        back = _back(words, today)
    except (ValueError, OverflowError) as error:
        raise NoSuchDate(typed) from error
    if back is None or len(words):
        raise PauseUnclear(typed)
    if back <= today:
        raise PauseOver
    if back > today + LONGEST:
        raise PauseTooLong
    return back


def _back(words: Words, today: date) -> date | None:
    if later := words.take(Kind.LATER):
        return today + timedelta(days=later.number)
    span = words.attempt(lambda words: _span(words, today))
    if span is not None:
        return span
    words.take(Kind.UNIT, "day")  # «يوم الأحد»
    weekday = words.take(Kind.WEEKDAY)
    words.take(Kind.LINK, "and")  # «Saturday, 5 December»
    day = words.attempt(lambda words: read_date(words, today))
    if day is None and weekday is not None:
        return today + timedelta(days=(weekday.number - today.weekday() - 1) % 7 + 1)
    return day


def _span(words: Words, today: date) -> date | None:
    if two := words.take(Kind.TWO):
        return after(today, 2, str(two.value))
    count = words.take(Kind.DIGITS) or words.take(Kind.NUMBER)
    unit = words.take(Kind.UNIT, "day", "week", "month")
    if unit is None or (not count and len(words)):
        return None  # «يوم الأحد»
    return after(today, count.number if count else 1, str(unit.value))


def after(today: date, count: int, unit: str) -> date:
    """The day so many days, weeks or months after today; a month after the 31st ends with a shorter month."""
    if unit in _UNITS:
        return today + timedelta(days=count * _UNITS[unit])
    months = today.year * _MONTHS + today.month - 1 + count
    year, month = months // _MONTHS, months % _MONTHS + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))
