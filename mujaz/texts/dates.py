"""Dates of the two calendars, with the months' names as the reader's country says them.

Gregorian by CLDR («كانون الثاني» in Damascus, «يناير» in Cairo, «جانفي» in Algiers); Hijri by the calendar of Umm
al-Qura, whose tables reach from 1924 to 2077. Digits are Western here.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from hijridate import Gregorian


@dataclass(frozen=True, slots=True)
class HijriDate:
    """A date of the Hijri calendar, its month by name."""

    day: int
    month: str
    year: int


@lru_cache(maxsize=256)
def gregorian(day: date, pattern: str, language: str, country: str | None) -> str:
    """A day by CLDR's pattern, as a language is spoken in a country (ISO 3166) where CLDR knows the two together."""
    return format_date(day, pattern, locale=_locale(language, country))


@lru_cache(maxsize=256)
def hijri(day: date, language: str) -> HijriDate | None:
    """A day in the Hijri calendar; None where its tables do not reach."""
    try:
        found = Gregorian(day.year, day.month, day.day).to_hijri()
    except OverflowError:
        return None
    return HijriDate(found.day, found.month_name("ar" if language == "ar" else "en"), found.year)


@lru_cache(maxsize=64)
def _locale(language: str, country: str | None) -> Locale:
    try:
        return Locale.parse(f"{language}_{country}" if country else language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(language)
