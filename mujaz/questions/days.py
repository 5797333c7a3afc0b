"""When: the day or month that a passage names beside what is asked."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from mujaz.arabic.fold import fold
from mujaz.arabic.periods import MONTH, MONTH_NUMBER
from mujaz.questions.passages import Passage, apart
from mujaz.questions.question import Question

_DATE = re.compile(rf"(?<!\w)(?:(?P<day>[0-3]?\d)\s+)?(?P<month>{MONTH})(?:\s+(?P<year>(?:19|20)\d\d))?(?!\w)")
_TOO_FAR = 14
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


@dataclass(frozen=True, slots=True)
class Named:
    """A day, or only a month (`day` None), as the passage writes it, so many words away from what is asked."""

    said: str
    year: int
    month: int
    day: int | None
    distance: float


def named_day(question: Question, passage: Passage, *, whole: bool = False) -> Named | None:
    """The day that the passage answers with; `whole`: a month alone is no answer."""
    found = [_named(match, passage) for match in _DATE.finditer(_same_length(passage.text))]
    fits = [
        one
        for one in found
        if one and (one.day or not whole) and (not question.ahead or _is_after(one, passage.source.at))
    ]
    nearest = min(fits, key=lambda one: one.distance, default=None)
    return None if nearest is None or (nearest.distance > _TOO_FAR and not whole) else nearest


def _named(match: re.Match[str], passage: Passage) -> Named | None:
    day = int(match["day"]) if match["day"] else None
    month = MONTH_NUMBER[match["month"]]
    year = int(match["year"]) if match["year"] else _year_of(month, passage.source.at)
    if day is not None and not 1 <= day <= 31:
        return None
    at = next((index for index, word in enumerate(passage.words) if word.end > match.start()), 0)
    places = passage.places or passage.names_at or (0,)
    return Named(
        passage.text[match.start() : match.end()], year, month, day, min(apart(passage, at, place) for place in places)
    )


def _year_of(month: int, at: datetime) -> int:
    """The year of a month that is named without it: the one around the news."""
    return at.year - 1 if month > at.month + 2 else at.year


def _is_after(named: Named, at: datetime) -> bool:
    return (named.year, named.month, named.day or 31) > (at.year, at.month, at.day)


def _same_length(text: str) -> str:
    """Folded letter by letter, so that places stay."""
    return "".join(folded if len(folded := fold(letter)) == 1 else letter for letter in text).translate(_WESTERN)


def as_date(named: Named) -> date | None:
    """The day, where one was named that a calendar has."""
    try:
        return None if named.day is None else date(named.year, named.month, named.day)
    except ValueError:
        return None
