"""Reads one time of day, in digits («19.30», «٧:٣٠ م», «8pm») or words («السابعة والنصف صباحًا», «الثامنة إلا ربعًا»).

It refuses to choose where people differ: «١٢ مساءً» is noon to some and midnight to others.
"""

from collections.abc import Mapping

from mujaz.errors import NoSuchTime, UnclearTwelve
from mujaz.schedule.lexicon import Kind, Word, Words
from mujaz.subscriber import DAY_MINUTES

_HOUR_MINUTES = 60
_NOON = 12


def _hours(*plain: int, later: tuple[int, ...] = (), twelve: int | None = None) -> Mapping[int, int]:
    """The hours of the day by the hour that was said: as they are, twelve hours later, and what twelve means."""
    told = {hour: hour for hour in plain} | {hour: hour + _NOON for hour in later}
    return told if twelve is None else told | {_NOON: twelve}


# 5 and 6 «at night» are nobody's usage; whoever says 19 in the evening means 19.
_PARTS: Mapping[str, Mapping[int, int]] = {
    "am": _hours(*range(12), twelve=0),
    "dawn": _hours(*range(8), twelve=0),
    "noon": _hours(10, 11, *range(13, 17), later=(1, 2, 3, 4), twelve=_NOON),
    "afternoon": _hours(*range(13, 20), later=(1, 2, 3, 4, 5, 6, 7), twelve=_NOON),
    "pm": _hours(*range(13, 24), later=(*range(1, 12),), twelve=_NOON),
    "evening": _hours(*range(13, 24), later=(*range(1, 12),)),
    "night": _hours(0, 1, 2, 3, 4, *range(19, 24), later=(7, 8, 9, 10, 11), twelve=0),
}


def take_time(words: Words) -> int | None:
    """The time that comes next, in minutes from midnight (0–1439), and the words are read; None when none comes.

    Raises NoSuchTime and UnclearTwelve.
    """
    return words.attempt(_time)


def _time(words: Words) -> int | None:
    if moment := words.take(Kind.MOMENT):
        return moment.number
    part = words.take(Kind.PART)
    hour = words.take(Kind.DIGITS) or words.take(Kind.NUMBER) or words.take(Kind.HOUR)
    if hour is None:
        return None
    told, minute = _face(hour, words)
    minute += _fraction(words)
    part = part or words.take(Kind.PART)
    return (_of_day(told, part) * _HOUR_MINUTES + minute) % DAY_MINUTES


def _face(hour: Word, words: Words) -> tuple[int, int]:
    """The hour and the minutes as digits tell them: «7», «7:30», «7h30», «0730»."""
    if hour.kind is not Kind.DIGITS:
        return hour.number, 0
    if len(hour.typed) > 2:
        return _checked(hour.number // 100, f"{hour.number % 100:02}")
    if words.take(Kind.LINK, "colon"):
        minutes = words.take(Kind.DIGITS)
        return _checked(hour.number, minutes.typed if minutes else "")
    minutes = words.take(Kind.DIGITS) if words.take(Kind.LINK, "o_clock") else None
    return _checked(hour.number, minutes.typed if minutes else "00")


def _checked(hour: int, minutes: str) -> tuple[int, int]:
    if hour >= 24 or len(minutes) != 2 or int(minutes) >= _HOUR_MINUTES:
        raise NoSuchTime(f"{hour}:{minutes}")
    return hour, int(minutes)


def _fraction(words: Words) -> int:
    """The minutes that are told in words after the hour: «والنصف», «إلا ربعًا», «وعشر دقائق»."""
    return words.attempt(_minutes_less) or words.attempt(_minutes_more) or 0


def _minutes_less(words: Words) -> int | None:
    if not words.take(Kind.LINK, "less"):
        return None
    told = words.take(Kind.FRACTION) or words.take(Kind.NUMBER) or words.take(Kind.DIGITS)
    words.take(Kind.UNIT, "minute")
    return -told.number if told and told.number < _HOUR_MINUTES else None


def _minutes_more(words: Words) -> int | None:
    if not words.take(Kind.LINK, "and"):
        return None
    if fraction := words.take(Kind.FRACTION):
        return fraction.number
    told = words.take(Kind.NUMBER) or words.take(Kind.DIGITS)
    fits = told is not None and told.number < _HOUR_MINUTES and words.take(Kind.UNIT, "minute")
    return told.number if told and fits else None


def _of_day(hour: int, part: Word | None) -> int:
    if part is None:
        return hour
    hours = _PARTS[str(part.value)]
    if hour not in hours:
        raise UnclearTwelve if hour == _NOON else NoSuchTime(f"{hour} {part.typed}")
    return hours[hour]
