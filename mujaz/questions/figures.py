"""How many, how much: the figure of a passage that a question asks for.

A wrong figure is worse than none: of several that may be meant it gives the nearest to what is asked, and where two are
as near, neither.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mujaz.arabic.tokens import words
from mujaz.figures.quantities import quantities
from mujaz.figures.quantity import Quantity
from mujaz.questions.passages import Passage, apart
from mujaz.questions.question import Measure, Question
from mujaz.questions.terms import data, keys, keys_of

_CURRENCY = re.compile(r"[A-Z]{3}(-.+)?")
_NEUTRAL = frozenset({"dollar", "riyal", "dinar", "pound", "dirham", "franc", "lira"})
_PEOPLE = frozenset({"employees", "jobs"})
_TOO_CLOSE = 1.5


@dataclass(frozen=True, slots=True)
class Found:
    """A figure: the words of it, its value and unit, and how far from the question's words it stands."""

    said: str
    value: float
    unit: str
    distance: float


def figure(question: Question, passage: Passage) -> Found | None:
    """The figure that the passage answers with."""
    if question.measure is Measure.PEOPLE and not question.terms:
        return None  # of a company that cuts jobs, the press tells how many it cuts, not how many it has
    fits = sorted(_fitting(question, passage), key=lambda found: found.distance)
    others = [found for found in fits[1:] if found.value != fits[0].value]
    if not fits or (others and others[0].distance - fits[0].distance < _TOO_CLOSE):
        return None
    return fits[0]


def _fitting(question: Question, passage: Passage) -> Iterator[Found]:
    for quantity in quantities(passage.text):
        if _fits(question, quantity):
            said = passage.text[quantity.start : quantity.end]
            yield Found(said, quantity.value, quantity.unit, _distance(passage, quantity))


def _fits(question: Question, quantity: Quantity) -> bool:
    unit = quantity.unit
    match question.measure:
        case Measure.MONEY:
            money = bool(_CURRENCY.fullmatch(unit)) or unit.partition("-")[0] in _NEUTRAL
            return money and (asks_worth(question) or "-" not in unit)
        case Measure.PERCENT:
            return unit in ("percent", "percent-stake")
        case Measure.PEOPLE:
            return unit in _PEOPLE or any(keys(word) & question.counted for word in words(quantity.counted))
        case Measure.THING:
            return any(keys(word) & question.counted for word in words(quantity.counted))


def asks_worth(question: Question) -> bool:
    """Whether it asks what something is worth: only then the value of a company is meant."""
    worth = keys_of(tuple(data()["alike"]["worth"]))
    return any(term.keys & worth for term in question.terms)


def _distance(passage: Passage, quantity: Quantity) -> float:
    """Words, and breaks between clauses, from the nearest of the question's words, and a little from the others."""
    at = next((index for index, word in enumerate(passage.words) if word.end > quantity.start), 0)
    places = passage.places or passage.names_at
    if not places:
        return float(at)
    far = sorted(apart(passage, at, place) for place in places)
    return far[0] + sum(far) / len(far) / 2
