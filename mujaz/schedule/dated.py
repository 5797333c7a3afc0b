"""Reads a date as people type it: «٥ ديسمبر», «1 رجب», «2026-12-05», «5/12», «١ رجب ١٤٤٨ هـ، الموافق …».

A date without its year is the next one. Hijri dates are those of Umm al-Qura, as Mujaz shows them. It refuses to know
what day it is: it is given today.
"""

from collections.abc import Iterable
from datetime import date

from hijridate import Gregorian, Hijri

from mujaz.schedule.lexicon import Kind, Words

_CENTURY, _HIJRI_CENTURY = 2000, 1400
_HIJRI_YEARS = range(1343, 1501)
"""Those of the tables of Umm al-Qura (hijridate); no Gregorian year of theirs is ahead."""
_AHEAD = 9
"""29 February comes at least once in so many years and is ahead then; so does the 30th of a Hijri month."""


def read_date(words: Words, today: date) -> date | None:
    """The date that comes next; None where there is none. Raises ValueError or OverflowError for one of no calendar."""
    found = _date(words, today)
    if found is None or not words.attempt(_goes_on):
        return found
    return found if _date(words, today) == found else None


def _goes_on(words: Words) -> bool | None:
    """Whether the same date follows in the other calendar: «، الموافق 10 ديسمبر»."""
    parted, same = words.take(Kind.LINK, "and"), words.take(Kind.LINK, "same")
    return bool(parted or same) or None


def _date(words: Words, today: date) -> date | None:
    if month := words.take(Kind.MONTH) or words.take(Kind.HIJRI):  # «December 5»
        day = words.take(Kind.DIGITS)
        return _named(words, today, month.kind, month.number, day.number) if day else None
    first = words.take(Kind.DIGITS)
    if first is None:
        return None
    if month := words.take(Kind.MONTH) or words.take(Kind.HIJRI):
        return _named(words, today, month.kind, month.number, first.number)
    return _in_digits(words, today, first.number)


def _in_digits(words: Words, today: date, first: int) -> date | None:
    """«2026-12-05», or the day first as all Arab countries write it: «5/12», «5.12.2026», «1/7/1448»."""
    if not _parted(words) or (second := words.take(Kind.DIGITS)) is None:
        return None
    if first > 31:
        third = words.take(Kind.DIGITS) if _parted(words) else None
        return _whole(words, first, second.number, third.number) if third else None
    _parted(words)
    return _named(words, today, Kind.MONTH, second.number, first)


def _parted(words: Words) -> bool:
    return bool(words.take(Kind.LINK, "slash", "to", "colon"))


def _named(words: Words, today: date, calendar: Kind, month: int, day: int) -> date:
    words.take(Kind.LINK, "and")  # «December 5, 2026»
    if year := words.take(Kind.DIGITS):
        century = _HIJRI_CENTURY if calendar is Kind.HIJRI else _CENTURY
        return _whole(words, year.number if year.number >= 100 else century + year.number, month, day)
    if calendar is Kind.HIJRI or words.take(Kind.ERA, "hijri"):
        years = range(hijri_year := Gregorian.fromdate(today).to_hijri().year, hijri_year + _AHEAD)
        words.take(Kind.ERA, "hijri")
        return _first_ahead(today, ((year, month, day) for year in years))
    return _first_ahead(today, ((year, month, day) for year in range(today.year, today.year + _AHEAD)))


def _first_ahead(today: date, dates: Iterable[tuple[int, int, int]]) -> date:
    """The first of the dates that there is and that is ahead. Raises ValueError where there is none."""
    for year, month, day in dates:
        try:
            found = _on(year, month, day)
        except (ValueError, OverflowError):
            continue
        if found > today:
            return found
    raise ValueError("no such day in any year")


def _whole(words: Words, year: int, month: int, day: int) -> date:
    words.take(Kind.ERA, "hijri" if year in _HIJRI_YEARS else "gregorian")
    return _on(year, month, day)


def _on(year: int, month: int, day: int) -> date:
    return date(*Hijri(year, month, day).to_gregorian().datetuple()) if year in _HIJRI_YEARS else date(year, month, day)
