"""Choose the figures that carry the news: at most three of a text.

A figure counts for more in the title and early in the text, as money, people or a share, and when it is said twice;
for less as background («منذ 2023», «العام الماضي»). It refuses to add or convert anything.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mujaz.figures.lexicon import Lexicon, lexicon
from mujaz.figures.line import line
from mujaz.figures.quantities import quantities
from mujaz.figures.quantity import Quantity

MOST = 3
_SAME = 0.005
_REACH, _FRAME_REACH = 5, 3
_FARTHEST = 100  # code points: five words are hardly longer, and a sentence may be
_MANY_TIMES = 1000
_IN_TITLE = 4.0
_PER_SENTENCE, _LEAST = -0.35, -1.5
_REPEATED = 1.0
_BACKGROUND = -1.0
_FRAME = -3.0
_UNSTATED = -0.3
_ALIKE = -0.5
_WEIGHTS = {"money": 3.0, "people": 3.0, "percent": 2.6, "thing": 2.5, "": 1.0, "time": 1.2}


@dataclass(frozen=True, slots=True)
class _Candidate:
    quantity: Quantity
    kind: str
    text: str
    sentence: int
    """-1 in the title, then counted from 0."""


def headline_figures(title: str, body: str, most: int = MOST) -> list[Quantity]:
    """At most `most` figures that carry the news, the weightiest first; places are in `title`, newline, `body`.

    The same figure is given once, where it weighs most.
    """
    words = lexicon()
    text = f"{title}\n{body}"
    found = _candidates(text, len(title), quantities(text), words)
    values = _values(found)
    weights = [_weight(one, values, words) for one in found]
    chosen: list[_Candidate] = []
    while len(chosen) < most and (best := _best(found, weights, chosen)) is not None:
        chosen.append(best)
    return [_as_stated(one.quantity, found) for one in chosen]


def _best(found: Sequence[_Candidate], weights: Sequence[float], chosen: Sequence[_Candidate]) -> _Candidate | None:
    """The weightiest candidate not yet said, where a third figure of one kind gives way to another kind."""
    best, most = None, 0.0
    kinds = [one.kind for one in chosen]
    for one, weight in zip(found, weights, strict=True):
        weight += _ALIKE * kinds.count(one.kind)
        if weight > most and not any(_same(one, other) for other in chosen):
            best, most = one, weight
    return best


def _as_stated(quantity: Quantity, found: Sequence[_Candidate]) -> Quantity:
    """The figure where the text says of what it is, if it leaves that out here: «16 ألفا يغادرون», «16 ألف موظف»."""
    if quantity.unit:
        return quantity
    return next((o.quantity for o in found if o.quantity.unit and o.quantity.value == quantity.value), quantity)


def _candidates(text: str, title: int, found: Sequence[Quantity], words: Lexicon) -> list[_Candidate]:
    order = {
        span: place for place, span in enumerate(dict.fromkeys(q.sentence.start for q in found if q.start > title))
    }
    return [_Candidate(q, _kind(q, words), text, order.get(q.sentence.start, -1)) for q in found]


def _values(found: Sequence[_Candidate]) -> dict[str, list[float]]:
    """The values of each kind in their order, for a text may have thousands of figures, each to be met again."""
    values: dict[str, list[float]] = {}
    for one in found:
        values.setdefault(one.kind, []).append(one.quantity.value)
    return {kind: sorted(of_kind) for kind, of_kind in values.items()}


def _weight(one: _Candidate, values: Mapping[str, Sequence[float]], words: Lexicon) -> float:
    weight = _WEIGHTS[one.kind]
    weight += _IN_TITLE if one.sentence < 0 else max(_LEAST, _PER_SENTENCE * one.sentence)
    weight += _REPEATED if _is_repeated(one, values) else 0
    weight += _BACKGROUND if _said_before(one, "background", _REACH, words) else 0
    weight += _FRAME if one.kind == "time" and _said_before(one, "frame", _FRAME_REACH, words) else 0
    return weight if one.quantity.stated else weight + _UNSTATED


def _is_repeated(one: _Candidate, values: Mapping[str, Sequence[float]]) -> bool:
    """Whether another of the figures is the same; the values hold this one as well."""
    value = one.quantity.value
    rounding = _SAME * max(1.0, abs(value))
    alike = (of_kind for kind, of_kind in values.items() if _may_be_one(kind, one.kind))
    return sum(bisect_right(v, value + rounding) - bisect_left(v, value - rounding) for v in alike) > 1


def _kind(quantity: Quantity, words: Lexicon) -> str:
    unit = quantity.unit
    if unit.split("-")[0] in words.currencies:
        return "money"
    if unit == "times" and quantity.value >= _MANY_TIMES:
        return "thing"
    named = (kind for kind in ("people", "percent", "time") if unit in words.sets["headline." + kind])
    return next(named, "thing" if unit else "")


def _said_before(one: _Candidate, cues: str, reach: int, words: Lexicon) -> bool:
    start = one.quantity.start
    before = line(one.text[max(one.quantity.sentence.start, start - _FARTHEST) : start], 0)
    return words.any_of("headline." + cues, before.tail(len(before.tokens), reach))


def _same(one: _Candidate, other: _Candidate) -> bool:
    value = one.quantity.value
    return abs(value - other.quantity.value) <= _SAME * max(1.0, abs(value)) and _may_be_one(one.kind, other.kind)


def _may_be_one(kind: str, other: str) -> bool:
    return kind == other or not kind or not other
