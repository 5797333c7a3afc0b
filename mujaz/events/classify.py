"""Tell which event an article reports, and the words that decided it.

Rules made by hand, kept as data in events.toml; nothing is fitted and nothing is learnt. The title weighs more than
the lead, the lead more than what follows. It refuses to guess: where little speaks for any event, it is «other».
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from typing import Any

from mujaz.arabic.sentences import sentence_by_sentence
from mujaz.arabic.tokens import Token, tokens
from mujaz.events.clauses import by_the_way
from mujaz.events.forms import NUMBER, PERCENTAGE, forms, listed_form
from mujaz.events.phrases import Phrase, found_at, parse

OTHER = "other"
_POINTS = {"strong": 3, "fair": 2, "weak": 1, "against": -3}
_TITLE, _LEAD, _REST = 4, 2, 1  # what a point is worth there
_MOST_IN_ONE_PLACE = 12  # points that one event may gather in the title, in the lead, in the rest
_LEAST = 6  # one strong phrase after the lead
_TOLD = 2  # times what is said by the way
_READ = 5  # sentences: an article tells in them what happened
_LONGEST_SENTENCE = 60  # words that are looked at
_MOST_REMEMBERED = 50_000  # words


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, as one of the kinds of events.toml; `because` holds the deciding words as they are written."""

    kind: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Cue:
    rank: int
    kind: str
    phrase: Phrase
    points: int


@dataclass(frozen=True, slots=True)
class _Hit:
    cue: _Cue
    places: tuple[int, ...]


class _Lexicon:
    """The cues of events.toml by the forms of their first words; `kinds` in the order that breaks ties."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        classes = {name: frozenset(map(listed_form, words)) for name, words in data["classes"].items()}
        self.kinds = tuple(event["kind"] for event in data["event"])
        self._starting: dict[str, list[_Cue]] = defaultdict(list)
        for cue in _cues(data["event"], classes):
            for form in cue.phrase[0].forms:
                self._starting[form].append(cue)

        self._beginning = lru_cache(maxsize=_MOST_REMEMBERED)(self._begun_by)

    def hits(self, words: Sequence[frozenset[str]]) -> Iterator[_Hit]:
        for place, word in enumerate(words):
            for cue in self._beginning(word):
                if places := found_at(cue.phrase, words, place):
                    yield _Hit(cue, places)

    def _begun_by(self, word: frozenset[str]) -> tuple[_Cue, ...]:
        return tuple({cue.rank: cue for form in word for cue in self._starting.get(form, ())}.values())


def event_of(title: str, text: str) -> Event:
    """The event that title and text report. Total; linear in the length of the text.

    Ties go to the kind that stands first in events.toml.
    """
    lexicon = _lexicon()
    worth: dict[str, int] = defaultdict(int)
    because: dict[str, list[str]] = defaultdict(list)
    for weight, parts in _zones(title, text):
        for kind, (points, words) in _gathered(lexicon, parts).items():
            worth[kind] += weight * min(points, _MOST_IN_ONE_PLACE)
            because[kind] += words
    best = max(lexicon.kinds, key=lambda kind: worth[kind])
    return Event(best, tuple(dict.fromkeys(because[best]))) if worth[best] >= _LEAST else Event(OTHER, ())


def kinds() -> Sequence[str]:
    """Every kind of event, in the order that breaks ties."""
    return _lexicon().kinds


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    return _Lexicon(tomllib.loads(files("mujaz.events").joinpath("events.toml").read_text("utf-8")))


def _cues(events: Iterable[Mapping[str, Any]], classes: Mapping[str, frozenset[str]]) -> Iterator[_Cue]:
    listed = (
        (event["kind"], phrase, points)
        for event in events
        for strength, points in _POINTS.items()
        for phrase in event.get(strength, ())
    )
    for rank, (kind, phrase, points) in enumerate(listed):
        yield _Cue(rank, kind, parse(phrase, classes), points)


def _zones(title: str, text: str) -> Iterator[tuple[int, list[str]]]:
    body = [text[span.start : span.end] for span in islice(sentence_by_sentence(text), _READ)]
    yield _TITLE, [title]
    yield _LEAD, body[:1]
    yield _REST, body[1:]


def _gathered(lexicon: _Lexicon, parts: Iterable[str]) -> dict[str, tuple[int, list[str]]]:
    """Points and deciding words of each kind in one zone; no phrase counts twice there."""
    points: dict[str, int] = defaultdict(int)
    because: dict[str, list[str]] = defaultdict(list)
    counted: set[tuple[str, Phrase]] = set()
    for part in parts:
        words = tokens(part)[:_LONGEST_SENTENCE]
        aside = by_the_way(part, words)
        for hit in _best(lexicon.hits([_forms(part, word) for word in words])):
            said = (hit.cue.kind, hit.cue.phrase)
            if said not in counted:
                counted.add(said)
                points[hit.cue.kind] += hit.cue.points * (1 if aside[hit.places[0]] else _TOLD)
                because[hit.cue.kind] += _written(part, words, hit)
    return {kind: (points[kind], because[kind]) for kind in points}


def _forms(text: str, word: Token) -> frozenset[str]:
    found = forms(word.norm)
    percent = NUMBER in found and text[word.end : word.end + 2].strip()[:1] in ("%", "٪")
    return found | {PERCENTAGE} if percent else found


def _best(hits: Iterable[_Hit]) -> list[_Hit]:
    """Of phrases of one kind over the same word, only that which says most."""
    taken: set[tuple[str, bool, int]] = set()
    kept = []
    for hit in sorted(hits, key=lambda hit: (-abs(hit.cue.points), -len(hit.places), hit.places, hit.cue.rank)):
        places = {(hit.cue.kind, hit.cue.points < 0, place) for place in hit.places}
        if taken.isdisjoint(places):
            taken |= places
            kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.places, hit.cue.rank))


def _written(text: str, words: Sequence[Token], hit: _Hit) -> list[str]:
    if hit.cue.points < 0:
        return []
    return [" ".join(text[words[place].start : words[place].end] for place in hit.places)]
