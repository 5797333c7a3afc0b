"""Tell which two numbers belong together: «بين 10 و15 مليار», «10-15%», «3.8 و3.6 تريليون».

It refuses to call a change a range: «ارتفع من 10 إلى 15» is two figures.
"""

from dataclasses import replace
from enum import Enum

from mujaz.figures.apart import is_like_a_year
from mujaz.figures.lexicon import Lexicon
from mujaz.figures.line import Line
from mujaz.figures.measure import Measure
from mujaz.figures.numerals import Numeral

_DASHES = frozenset({"-", "‐", "‑", "–", "—", "−", "~"})
_CONNECTORS = {"الي": "to", "حتي": "to", "او": "or", "و": "and"}
_PUNCTUATION = frozenset(".،؛:!?؟()")
_BETWEEN = frozenset({"بين"})
_CHANGE_REACH = 9
_BETWEEN_REACH = 3


class Link(Enum):
    """How a number goes with the next one."""

    RANGE = "range"
    SHARED = "shared"
    """Two quantities of which only the second has its scale or unit written."""


Side = tuple[Numeral, Measure | None]


def link(line: Line, one: Side, two: Side, words: Lexicon) -> Link | None:
    """How the two neighbouring numbers go together, None when they do not."""
    connector = _connector(line, one, two[0], words)
    if connector is None or two[0].definite or (two[1] is None and connector != "to" and two[0].scale == 1):
        return None
    if one[1] is not None and (two[1] is None or one[1].unit != two[1].unit):
        return None
    rising = scaled(one[0], two[0]).value < two[0].value
    match connector:
        case "dash":
            return Link.RANGE if rising else None
        case "and" if rising and _BETWEEN.intersection(line.tail(one[0].first, _BETWEEN_REACH)):
            return Link.RANGE
        case "to" if rising and two[1] is not None and not _is_change(line, one[0], words):
            return Link.RANGE
    return _shared(one, two)


def scaled(one: Numeral, two: Numeral) -> Numeral:
    """The first number with the scale that only the second has: the 10 of «10 و15 مليار»."""
    if one.scale == 1 and two.scale > 1 and one.value < two.scale:
        return replace(one, value=one.value * two.scale, scale=two.scale)
    return one


def _is_change(line: Line, number: Numeral, words: Lexicon) -> bool:
    return words.any_of("change.verbs", line.tail(number.first, _CHANGE_REACH))


def _shared(one: Side, two: Side) -> Link | None:
    measured = two[1] is not None or two[0].scale > 1
    return Link.SHARED if one[1] is None and measured and one[0].scale == 1 and not is_like_a_year(one[0]) else None


def _connector(line: Line, one: Side, two: Numeral, words: Lexicon) -> str | None:
    start = one[1].end if one[1] is not None else line.tokens[one[0].last - 1].end
    first = max(one[0].last, one[1].last if one[1] is not None else 0)
    between = line.norms[first : two.first]
    gap = line.text[start : line.tokens[two.first].start].strip()
    if not between:
        if gap in _DASHES:
            return "dash"
        return "and" if not gap and _is_joined(line, two) else None
    approximate = len(between) == 2 and between[1] in words.before
    if not (len(between) == 1 or approximate) or not _PUNCTUATION.isdisjoint(gap):
        return None
    return _CONNECTORS.get(between[0])


def _is_joined(line: Line, number: Numeral) -> bool:
    return line.norms[number.first].startswith("و") and not number.written
