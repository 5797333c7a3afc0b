"""Choose the figures that carry the news: at most three of a text.

A figure counts for more in the title and early in the text, as money, people or a share, and when it is said twice;
for less as background («منذ 2023», «العام الماضي»). It refuses to add or convert anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mujaz.figures.lexicon import Lexicon, lexicon
from mujaz.figures.line import line
from mujaz.figures.quantities import quantities
from mujaz.figures.quantity import Quantity

MOST = 3
_SAME = 0.005
_REACH, _FRAME_REACH = 5, 3
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
    text: str
    sentence: int
    """-1 in the title, then counted from 0."""


def headline_figures(title: str, body: str, most: int = MOST) -> list[Quantity]:
    """At most `most` figures that carry the news, the weightiest first; places are in `title`, newline, `body`.

    The same figure is given once, where it weighs most.
    """
    words = lexicon()
    text = f"{title}\n{body}"
    found = _candidates(text, len(title), quantities(text))
    weights = [_weight(one, found, words) for one in found]
    chosen: list[_Candidate] = []
    while len(chosen) < most and (best := _best(found, weights, chosen, words)) is not None:
        chosen.append(best)
    return [_as_stated(one.quantity, found) for one in chosen]


def _best(
    found: Sequence[_Candidate], weights: Sequence[float], chosen: Sequence[_Candidate], words: Lexicon
) -> _Candidate | None:
    """The weightiest candidate not yet said, where a third figure of one kind gives way to another kind."""
    best, most = None, 0.0
    kinds = [_kind(one.quantity, words) for one in chosen]
    for one, weight in zip(found, weights, strict=True):
        weight += _ALIKE * kinds.count(_kind(one.quantity, words))
        if weight > most and not any(_same(one.quantity, other.quantity, words) for other in chosen):
            best, most = one, weight
    return best


def _as_stated(quantity: Quantity, found: Sequence[_Candidate]) -> Quantity:
    """The figure where the text says of what it is, if it leaves that out here: «16 ألفا يغادرون», «16 ألف موظف»."""
    if quantity.unit:
        return quantity
    return next((o.quantity for o in found if o.quantity.unit and o.quantity.value == quantity.value), quantity)


def _candidates(text: str, title: int, found: Sequence[Quantity]) -> list[_Candidate]:
    order = {
        span: place for place, span in enumerate(dict.fromkeys(q.sentence.start for q in found if q.start > title))
    }
    return [_Candidate(q, text, order.get(q.sentence.start, -1)) for q in found]


def _weight(one: _Candidate, found: Sequence[_Candidate], words: Lexicon) -> float:
    quantity = one.quantity
    kind = _kind(quantity, words)
    weight = _WEIGHTS[kind]
    weight += _IN_TITLE if one.sentence < 0 else max(_LEAST, _PER_SENTENCE * one.sentence)
    if any(other is not one and _same(other.quantity, quantity, words) for other in found):
        weight += _REPEATED
    weight += _BACKGROUND if _said_before(one, "background", _REACH, words) else 0
    weight += _FRAME if kind == "time" and _said_before(one, "frame", _FRAME_REACH, words) else 0
    return weight if quantity.stated else weight + _UNSTATED


def _kind(quantity: Quantity, words: Lexicon) -> str:
    unit = quantity.unit
    if unit.split("-")[0] in words.currencies:
        return "money"
    if unit == "times" and quantity.value >= _MANY_TIMES:
        return "thing"
    named = (kind for kind in ("people", "percent", "time") if unit in words.sets["headline." + kind])
    return next(named, "thing" if unit else "")


def _said_before(one: _Candidate, cues: str, reach: int, words: Lexicon) -> bool:
    before = line(one.text[one.quantity.sentence.start : one.quantity.start], 0)
    return words.any_of("headline." + cues, before.tail(len(before.tokens), reach))


def _same(one: Quantity, other: Quantity, words: Lexicon) -> bool:
    kinds = {_kind(one, words), _kind(other, words)} - {""}
    return abs(one.value - other.value) <= _SAME * max(1.0, abs(one.value)) and len(kinds) < 2
