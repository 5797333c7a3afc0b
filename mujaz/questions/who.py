"""Who and which: the person, company or thing that a passage names where a question asks.

People of the catalogue are known by any of their names; others by how the press introduces them («بريت أدكوك، مؤسس …»).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from mujaz.arabic.stem import bases
from mujaz.arabic.tokens import Token, words
from mujaz.companies.catalogue import Catalogue
from mujaz.companies.gazetteer import Mention
from mujaz.questions.passages import Passage
from mujaz.questions.question import Question
from mujaz.questions.terms import data, keys

_QUOTED = re.compile(r"«([^«»]{2,40})»|“([^“”]{2,40})”")
_TOO_FAR, _CALLED_NEAR, _UNCALLED, _LEFT_OUT = 12, 3, 10, 6
"""Words: beyond which nothing is meant, within which a title is somebody's, and what it costs that none is said."""
_VERBAL = "يتأ"
_NAME_WORDS = (2, 3)
_COMMA = re.compile(r"\s*[،,]")


class Called(NamedTuple):
    """Somebody or something as the passage calls it, so many words away from what is asked. `id`: the catalogue's."""

    said: str
    id: str | None
    distance: float


def person(question: Question, passage: Passage, catalogue: Catalogue) -> Called | None:
    """Who did what is asked, or who is to the company what is asked."""
    if question.role is not None:
        return _in_role(question.role, question, passage, catalogue)
    known = [_called(m, passage, passage.places) for m in _known(question, passage)]
    return _nearest([*known, *_introduced(passage, passage.places, touching=False)])


def thing(question: Question, passage: Passage) -> Called | None:
    """Which company, or under which name; of «the company» the one that the title names."""
    places = passage.places or passage.names_at
    asked = question.companies | set(question.names)
    spans = [m for m in passage.mentions if m.kind == "company"]
    named_in_question = [m for m in passage.mentions if m.id in asked]
    quoted = [
        Called(match[1] or match[2], None, _distance(passage, places, match.start(), match.end()))
        for match in _QUOTED.finditer(passage.text)
        if not any(match.start() < m.end and m.start < match.end() for m in (*spans, *named_in_question))
    ]
    if question.for_name:
        products = [m for m in passage.mentions if m.kind == "product" and m.id not in asked]
        return _nearest(quoted + [_called(m, passage, places) for m in products])
    others = [_called(m, passage, places) for m in spans if m.id not in asked]
    named = [*others, *(one for one in quoted if not _asked(question, one))]
    titled = [id_ for id_ in passage.about if id_ not in asked]
    if not named and len(titled) == 1:
        return Called("", titled[0], _LEFT_OUT)
    return _nearest(named)


def beside(called: Called, passage: Passage, asked: frozenset[str]) -> tuple[str, ...]:
    """The ids of the companies that the passage names in one breath with one of them («سامسونغ وهاينكس»)."""
    found = [m for m in passage.mentions if m.kind == "company" and m.id not in asked]
    at = next((index for index, m in enumerate(found) if m.id == called.id), None)
    if at is None:
        return (called.id,) if called.id else ()
    first = last = at
    while first > 0 and _joined(passage, found[first - 1], found[first]):
        first -= 1
    while last + 1 < len(found) and _joined(passage, found[last], found[last + 1]):
        last += 1
    return tuple(dict.fromkeys(m.id for m in found[first : last + 1]))


def maker(question: Question, passage: Passage, owners: Mapping[str, str]) -> Called | None:
    """The company whose product was asked for, where the passage names it; `owners` are companies by product."""
    makers = {owners[name] for name in question.names if name in owners}
    places = passage.places or passage.names_at
    return _nearest([_called(m, passage, places) for m in passage.mentions if m.kind == "company" and m.id in makers])


def _in_role(role: str, question: Question, passage: Passage, catalogue: Catalogue) -> Called | None:
    """Somebody who is this to the company by the catalogue, or whom the passage calls so beside its name."""
    titles = frozenset(word for title in data()["titles"][role] for word in words(title))
    places = tuple(index for index, word in enumerate(passage.words) if titles & {word.norm, *bases(word.norm)})
    own = {p.id: p.role for company in catalogue.companies if company.id in question.companies for p in company.people}
    theirs = {p.id for company in catalogue.companies if company.id not in question.companies for p in company.people}
    fits = []
    for mention in _known(question, passage):
        if own.get(mention.id) == role:
            fits.append(_called(mention, passage, places)._replace(distance=0 if places else _UNCALLED))
        elif places and mention.id not in theirs and _speaks_of_asked(question, passage, places):
            fits.append(_called(mention, passage, places))
    if places and _speaks_of_asked(question, passage, places):
        fits += [one for one in _introduced(passage, places, touching=True) if one.distance <= _CALLED_NEAR]
    return _nearest(fits)


def _known(question: Question, passage: Passage) -> list[Mention]:
    return [m for m in passage.mentions if m.kind == "person" and m.id not in question.names]


def _speaks_of_asked(question: Question, passage: Passage, places: Sequence[int]) -> bool:
    """Whether a role is one in the company that was asked for: its name follows, or the article is about it."""
    for mention in passage.mentions:
        at = next((index for index, word in enumerate(passage.words) if word.end > mention.start), 0)
        if mention.id in question.companies and any(0 < at - place <= _CALLED_NEAR for place in places):
            return True
    return passage.about[:1] != () and passage.about[0] in question.companies


def _introduced(passage: Passage, places: Sequence[int], *, touching: bool) -> Iterator[Called]:
    """Names that nobody knows: two or three words right behind one of the places, or before it and a comma."""
    words, text = passage.words, passage.text
    for place in places:
        for length in _NAME_WORDS:
            last = place + length
            for behind in (place, place - 1) if touching else ():  # «، مؤسس», «، الرئيس التنفيذي»
                start = behind - length
                if start < 0 or not _COMMA.match(text[words[behind - 1].end : words[behind].start]):
                    continue
                if _is_name(words[start:behind], text):
                    yield _of_words(passage, start, behind - 1, places)
            if last < len(words) and _is_name(words[place + 1 : last + 1], text):
                ends = last + 1 == len(words) or text[words[last].end : words[last + 1].start] != " "
                if ends or touching:
                    yield _of_words(passage, place + 1, last, places)


def _of_words(passage: Passage, first: int, last: int, places: Sequence[int]) -> Called:
    start, end = passage.words[first].start, passage.words[last].end
    return Called(passage.text[start:end], None, _distance(passage, places, start, end))


def _is_name(words: tuple[Token, ...], text: str) -> bool:
    """Whether words may be somebody's name: no article, no everyday word, nothing but spaces between them."""
    if any(w.norm.startswith(("ال", "لل", "بال", "و")) or len(w.norm) < 2 or not keys(w.norm) for w in words):
        return False
    if any(word.norm[0] in _VERBAL and len(word.norm) > 3 for word in words[:1]):
        return False
    return all(text[one.end : other.start] == " " for one, other in pairwise(words))


def _joined(passage: Passage, one: Mention, other: Mention) -> bool:
    between = passage.text[one.end : other.start]
    follows = passage.text[other.start : other.start + 1] == "و" or " و" in between or "،" in between
    return follows and len(between.split()) <= 2


def _called(mention: Mention, passage: Passage, places: Sequence[int]) -> Called:
    said = passage.text[mention.start : mention.end]
    return Called(said, mention.id, _distance(passage, places, mention.start, mention.end))


def _distance(passage: Passage, places: Sequence[int], start: int, end: int) -> float:
    inside = [index for index, word in enumerate(passage.words) if start <= word.start < end]
    if not inside or not places:
        return float(_TOO_FAR)
    return float(min(abs(index - place) for index in inside for place in places))


def _asked(question: Question, one: Called) -> bool:
    own = {key for term in question.terms for key in term.keys}
    return any(keys(word) & own for word in words(one.said))


def _nearest(found: Sequence[Called]) -> Called | None:
    best = min(found, key=lambda one: one.distance, default=None)
    return None if best is None or best.distance > _TOO_FAR else best
