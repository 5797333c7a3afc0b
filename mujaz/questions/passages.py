"""Sentences of articles, weighed by how much of a question they hold.

What a sentence leaves to what stands before it («الشركة») is looked for in the title and lead, and counts less.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from mujaz.arabic.sentences import sentences
from mujaz.arabic.tokens import Token, tokens
from mujaz.companies.gazetteer import Gazetteer, Mention
from mujaz.questions.question import Question, Term
from mujaz.questions.terms import keys

NAME_WEIGHS = 2.0
_HERE, _ALIKE, _TITLE, _LEAD, _ELSEWHERE = 1.0, 0.85, 0.65, 0.55, 0.25
LEAST = 0.62
"""What a sentence must hold of a question, of 1."""
_LEAST_OF_A_ROLE = 0.5
_BREAKS = re.compile(r"[،؛;:,()]| بعد | بينما | مقابل | حين | التي | الذي ")
_BREAK_COSTS = 4.0
_BESIDE = 0.08
"""What it adds that a name stands right behind a word of the question, as the two do in «قيمة ميركور»."""


@dataclass(frozen=True, slots=True)
class Source:
    """An article that may hold the answer. `at` is when the news is from (UTC)."""

    article: int
    title: str
    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an article, 0 the title, with its words, the names in it, and where words of the question stand.

    `score` says how much of the question is held here or around it, at most 1; `places` are numbers of words by term.
    """

    source: Source
    number: int
    text: str
    words: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    score: float
    places: tuple[int, ...]
    names_at: tuple[int, ...]
    about: tuple[str, ...]
    """The companies that the title names; where it names none, the first of the text."""


def passages(question: Question, source: Source, gazetteer: Gazetteer) -> Iterator[Passage]:
    """The sentences of an article that hold enough of a question, in order."""
    whole = f"{source.title}\n{source.body}"
    mentions = gazetteer.find(whole)
    spans = sentences(whole)
    cut = [tokens(whole[span.start : span.end]) for span in spans]
    held = [[keys(token.norm) for token in words] for words in cut]
    companies = [m for m in mentions if m.kind == "company"]
    titled = [m.id for m in companies if m.start < len(source.title)] or [m.id for m in companies[:1]]
    least = LEAST if question.role is None else _LEAST_OF_A_ROLE
    named = [{m.id for m in mentions if span.start <= m.start < span.end} for span in spans]
    known = [_where(term, held) for term in question.terms]
    if not all(any(name in ids for ids in named) for name in question.names):
        return
    for number, span in enumerate(spans):
        here = [m for m in mentions if span.start <= m.start < span.end]
        score, places = _score(question, number, known, named)
        if score < least:
            continue
        inside = [m._replace(start=m.start - span.start, end=m.end - span.start) for m in here]
        asked = [m.start for m in inside if m.id in question.names]
        names_at = tuple(index for index, token in enumerate(cut[number]) if token.start in asked)
        if beside := [place for place in places if place + 1 in names_at]:
            score += _BESIDE
            places = beside
        yield Passage(
            source, number, whole[span.start : span.end], tuple(cut[number]), tuple(inside), score, tuple(places),
            names_at,
            tuple(dict.fromkeys(titled)),
        )  # fmt: skip


def apart(passage: Passage, one: int, other: int) -> float:
    """How far two words of a passage are from each other: words, and more for each break between clauses."""
    first, last = sorted((one, other))
    between = passage.text[passage.words[first].end : passage.words[last].start] if first < last else ""
    return last - first + _BREAK_COSTS * len(_BREAKS.findall(between))


Known = dict[int, tuple[float, list[int]]]
"""Of a term: by the number of a sentence how well it is met there, and the words at which."""


def _where(term: Term, held: Sequence[Sequence[frozenset[str]]]) -> Known:
    found: Known = {}
    for number, sentence in enumerate(held):
        for index, word in enumerate(sentence):
            met = _HERE if word & term.keys else _ALIKE if word & term.means else 0.0
            if met:
                best, places = found.get(number, (0.0, []))
                found[number] = max(met, best), [*places, index]
    return found


def _score(
    question: Question, number: int, known: Sequence[Known], named: Sequence[set[str]]
) -> tuple[float, list[int]]:
    total = held = 0.0
    places: list[int] = []
    for met in known:
        total += 1
        if number in met:
            held += met[number][0]
            places += met[number][1]
        elif met:
            held += _around(min(met)) * max(value for value, _ in met.values())
    for name in question.names:
        total += NAME_WEIGHS
        where = [at for at, ids in enumerate(named) if name in ids]
        held += NAME_WEIGHS * (_HERE if number in where else _around(where[0]))
    if known and not places and number:
        held *= 0.7
    return (held / total if total else 1.0), places


def _around(nearest: int) -> float:
    """What it is worth that something stands in another sentence of the article."""
    return (_TITLE, _LEAD)[nearest] if nearest < 2 else _ELSEWHERE
