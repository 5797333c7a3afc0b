"""Reads for how long a reader wants nothing: «أسبوع», «3 أيام», «حتى ٥ ديسمبر», «حتى الأحد», «2026-12-05».

It refuses to know what day it is: it is given today.
"""

from calendar import monthrange
from datetime import date, timedelta

from mujaz.errors import NoSuchDate, PauseOver, PauseTooLong, PauseUnclear
from mujaz.schedule.lexicon import Kind, Words, lexicon

LONGEST = timedelta(days=366)
_UNITS = {"day": 1, "week": 7}
_MONTHS = 12
_CENTURY = 2000
_LEAP_YEARS = 9
"""29 February comes at least once in so many years and is ahead then."""


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
    day = words.attempt(lambda words: _dated(words, today))
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


def _dated(words: Words, today: date) -> date | None:
    if month := words.take(Kind.MONTH):  # «December 5»
        day = words.take(Kind.DIGITS)
        return _in_year(words, today, month.number, day.number) if day else None
    first = words.take(Kind.DIGITS)
    if first is None:
        return None
    if month := words.take(Kind.MONTH):
        return _in_year(words, today, month.number, first.number)
    return _in_digits(words, today, first.number)


def _in_digits(words: Words, today: date, first: int) -> date | None:
    """«2026-12-05», or the day first as all Arab countries write it: «5/12», «5.12.2026»."""
    if not _parted(words) or (second := words.take(Kind.DIGITS)) is None:
        return None
    if first > 31:
        third = words.take(Kind.DIGITS) if _parted(words) else None
        return date(first, second.number, third.number) if third else None
    _parted(words)
    return _in_year(words, today, second.number, first)


def _parted(words: Words) -> bool:
    return bool(words.take(Kind.LINK, "slash", "to", "colon"))


def _in_year(words: Words, today: date, month: int, day: int) -> date:
    words.take(Kind.LINK, "and")  # «December 5, 2026»
    if year := words.take(Kind.DIGITS):
        return date(year.number if year.number >= 100 else _CENTURY + year.number, month, day)
    years = [year for year in range(today.year, today.year + _LEAP_YEARS) if day <= monthrange(year, month)[1]]
    if not years:
        raise ValueError(f"no day {day} in month {month}")
    return next(ahead for year in years if (ahead := date(year, month, day)) > today)
