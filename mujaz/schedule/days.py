"""Reads weekdays as they are typed: «الأحد والثلاثاء», «من الأحد إلى الخميس», «أيام العمل», «كل يوم إلا الجمعة».

It refuses to know which days are off; that is CLDR's (mujaz.places.cldr).
"""

from mujaz.errors import DaysUnclear
from mujaz.places.cldr import weekend
from mujaz.schedule.lexicon import Kind, Words, lexicon
from mujaz.subscriber import EVERY_DAY

WEEK = 7


def working_days(country: str | None) -> int:
    """The days of a country (ISO 3166) that are not its weekend, as bits."""
    return EVERY_DAY & ~weekend(country)


def read_days(typed: str, country: str | None) -> int:
    """The weekdays as bits, at least one. Raises DaysUnclear."""
    words = lexicon().read(typed)
    days = 0
    while len(words):
        if words.take(Kind.LINK, "and"):
            continue
        found = take_days(words, country)
        if not found:
            raise DaysUnclear(typed)
        days |= found
    if not days:
        raise DaysUnclear(typed)
    return days


def take_days(words: Words, country: str | None) -> int | None:
    """The weekdays that come next, as bits, and the words are read; None when none come, or none is left."""
    return words.attempt(lambda words: _days(words, country))


def _days(words: Words, country: str | None) -> int | None:
    named = _named(words, country)
    if not words.take(Kind.LINK, "less"):
        return named
    without = _listed(words)
    return ((EVERY_DAY if named is None else named) & ~without or None) if without else None


def _named(words: Words, country: str | None) -> int | None:
    words.take(Kind.LINK, "each")
    words.take(Kind.UNIT, "day")
    group = words.take(Kind.DAYS)
    if group is None or (group.value == "every" and _is_weekday(words)):  # «كل يوم جمعة»
        return _listed(words) or None
    return {"every": EVERY_DAY, "weekend": weekend(country), "working": working_days(country)}[str(group.value)]


def _listed(words: Words) -> int:
    days = 0
    while (some := words.attempt(_one_or_range)) is not None:
        days |= some
    return days


def _one_or_range(words: Words) -> int | None:
    while words.take(Kind.LINK, "and", "from", "each") or words.take(Kind.UNIT, "day"):
        pass
    first = words.take(Kind.WEEKDAY)
    last = words.attempt(_until)
    if first is None:
        return None
    return _range(first.number, first.number if last is None else last)


def _until(words: Words) -> int | None:
    if not words.take(Kind.LINK, "to"):
        return None
    last = words.take(Kind.WEEKDAY)
    return last.number if last else None


def _range(first: int, last: int) -> int:
    return sum(1 << (first + i) % WEEK for i in range((last - first) % WEEK + 1))


def _is_weekday(words: Words) -> bool:
    following = words.peek()
    return following is not None and following.kind is Kind.WEEKDAY
