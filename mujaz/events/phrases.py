"""Phrases that speak for an event, and where they stand in a sentence.

A phrase is listed as words («جولة تمويل»), with «…» where others may stand between («رفع … دعوى») and @names of word
classes. It refuses to weigh: it only says what was found.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mujaz.events.forms import listed_form

_GAP = "…"
_CLASS = "@"
_WIDEST_GAP = 5  # words that may stand at a «…»


@dataclass(frozen=True, slots=True)
class Step:
    """The next word of a phrase: any of these forms, at most `gap` words after the one before."""

    forms: frozenset[str]
    gap: int


Phrase = tuple[Step, ...]


def parse(listed: str, classes: Mapping[str, frozenset[str]]) -> Phrase:
    """A phrase as it is listed. Raises `KeyError` for a class that is not there."""
    steps, gap = [], 0
    for word in listed.split():
        if word == _GAP:
            gap = _WIDEST_GAP
        else:
            steps.append(Step(forms_of(word, classes), gap))
            gap = 0
    return tuple(steps)


def forms_of(word: str, classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The forms of a listed word, or of every word of the class that it names."""
    return classes[word[1:]] if word.startswith(_CLASS) else frozenset({listed_form(word)})


def found_at(phrase: Phrase, words: Sequence[frozenset[str]], place: int) -> tuple[int, ...]:
    """The places of the phrase's words if its first stands at `place` and the nearest of each follows, else none."""
    places = [place]
    for step in phrase[1:]:
        place = next(_after(step, words, place), -1)
        if place < 0:
            return ()
        places.append(place)
    return tuple(places)


def _after(step: Step, words: Sequence[frozenset[str]], place: int) -> Iterator[int]:
    return (
        following
        for following in range(place + 1, min(place + 2 + step.gap, len(words)))
        if not step.forms.isdisjoint(words[following])
    )
