"""The answer to a question from articles that may hold it, with the sentence that says it. None rather than a guess."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mujaz.companies.gazetteer import Gazetteer
from mujaz.questions.days import as_date, named_day
from mujaz.questions.figures import figure
from mujaz.questions.passages import Passage, Source, passages
from mujaz.questions.question import Asks, Question
from mujaz.questions.who import beside, maker, person, thing

_PER_WORD = 0.012
"""What each word between the answer and what was asked costs."""
_LATER, _LATER_MOST = 0.01, 0.06
"""What each sentence before it costs: the news stands in front."""
_SURE = {Asks.COUNT: 0.62, Asks.WHEN: 0.55, Asks.WHO: 0.48, Asks.WHICH: 0.72}
_TOLD = 0.75
"""What title or lead must hold of a question for the day of their news to be its answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked for, in the words of `sentence`; the figure with its unit, the day, or the ids
    of whom the catalogue knows.
    """

    said: str
    sentence: str
    article: int
    sure: float
    value: float | None = None
    unit: str = ""
    day: date | None = None
    ids: tuple[str, ...] = ()


def answer(question: Question, sources: Sequence[Source], gazetteer: Gazetteer) -> Answer | None:
    """The surest answer that the articles hold; of equals the newest."""
    found = [one for source in sources for one in _answers(question, source, gazetteer)]
    at = {source.article: source.at for source in sources}
    best = max(found, key=lambda one: (round(one.sure, 2), at[one.article]), default=None)
    return None if best is None or best.sure < _SURE[question.asks] else best


def _answers(question: Question, source: Source, gazetteer: Gazetteer) -> Iterator[Answer]:
    for passage in passages(question, source, gazetteer):
        found = _answer(question, passage, gazetteer)
        if found is not None:
            yield found
    if question.asks is Asks.WHEN and not question.ahead:
        yield from _of_the_news(question, source, gazetteer)


def _answer(question: Question, passage: Passage, gazetteer: Gazetteer) -> Answer | None:
    if question.terms and not passage.places:
        return None
    match question.asks:
        case Asks.COUNT:
            amount = figure(question, passage)
            return (
                None
                if amount is None
                else _in(passage, amount.said, amount.distance, value=amount.value, unit=amount.unit)
            )
        case Asks.WHEN:
            day = named_day(question, passage)
            return None if day is None else _in(passage, day.said, day.distance, day=as_date(day))
        case Asks.WHO:
            called = person(question, passage, gazetteer.catalogue)
            return (
                None
                if called is None
                else _in(passage, called.said, called.distance, ids=(called.id,) if called.id else ())
            )
        case Asks.WHICH:
            return _which(question, passage, gazetteer)


def _which(question: Question, passage: Passage, gazetteer: Gazetteer) -> Answer | None:
    owners = {p.id: c.id for c in gazetteer.catalogue.companies for p in c.products}
    made = maker(question, passage, owners)
    if made is not None:
        return _in(passage, made.said, made.distance, ids=(str(made.id),))
    called = thing(question, passage)
    return (
        None
        if called is None
        else _in(passage, called.said, called.distance, ids=beside(called, passage, question.companies))
    )


def _in(passage: Passage, said: str, distance: float, **found: Any) -> Answer:
    return Answer(said, passage.text, passage.source.article, _sure(passage, distance), **found)


def _of_the_news(question: Question, source: Source, gazetteer: Gazetteer) -> Iterator[Answer]:
    """The first day that the lead names, where title and lead are about what was asked."""
    told = [
        passage for passage in passages(question, source, gazetteer) if passage.number <= 1 and passage.score >= _TOLD
    ]
    if not told:
        return
    for passage in passages(_anything_of(question), source, gazetteer):
        day = named_day(_anything_of(question), passage, whole=True)
        if day is not None:
            sure = max(one.score for one in told) - 0.15 - _LATER * passage.number
            yield Answer(day.said, passage.text, source.article, sure, day=as_date(day))
            return


def _anything_of(question: Question) -> Question:
    return Question(question.asks, (), frozenset(), (), question.text)


def _sure(passage: Passage, distance: float) -> float:
    return passage.score - _PER_WORD * distance - min(_LATER * passage.number, _LATER_MOST)
