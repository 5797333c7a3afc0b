"""How close a word of a text is to a word that was asked for, and where in a text the asked words stand.

It compares spellings only; that «Meta» is «ميتا» it is told.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from mujaz.arabic.fold import fold
from mujaz.arabic.stem import bases, is_arabic, one_letter_name, skeletons, stem_variants


class Tier(IntEnum):
    """By what a word was found; the closest first."""

    EXACT = 1
    FOLDED = 2
    STEMMED = 3
    NEAR = 4
    OTHER_SCRIPT = 5


@dataclass(frozen=True, slots=True)
class Sought:
    """A folded word that was asked for, stems near its own, and the names of what it names, in folded words."""

    folded: str
    near: frozenset[str] = frozenset()
    names: frozenset[tuple[str, ...]] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """`text[start:end]` holds the asked word of that number (its place in the question), found by the tier."""

    start: int
    end: int
    word: int
    tier: Tier


Match = tuple[int, Tier]
"""The number of an asked word and how close a word of a text is to it."""


class Finder:
    """Finds the words of one question in texts. `typed` are the words as they were typed, for the closest tier."""

    def __init__(self, sought: Sequence[Sought], typed: Iterable[str]) -> None:
        self._sought = sought
        self._typed = frozenset(typed)
        self._words: dict[str, Match] = {}
        self._stems: dict[str, Match] = {}
        self._skeletons: dict[str, Match] = {}
        self._names = [(number, Spellings(one.names)) for number, one in enumerate(sought) if one.names]
        for number, one in enumerate(sought):
            self._words.setdefault(one.folded, (number, Tier.FOLDED))
            _note(self._stems, stem_variants(one.folded), (number, Tier.STEMMED))
            _note(self._skeletons, skeletons(one.folded), (number, Tier.NEAR))
        for number, one in enumerate(sought):
            _note(self._stems, one.near, (number, Tier.NEAR))
        openings = (opening for _, names in self._names for opening in names.openings)
        self._parts = _any_of({*self._words, *self._stems, *openings})

    def in_title(self, text: str, spans: Sequence[tuple[int, int]]) -> list[Place]:
        """The places of asked words in a title, in order, those with the same consonants too.

        `spans` tells where its words stand (mujaz.arabic.tokens).
        """
        words = _folded(text, spans).split("\n")
        return self._places(text, spans, words, range(len(spans)), self._loosely)

    def in_body(self, text: str, spans: Sequence[tuple[int, int]]) -> list[Place]:
        """The places of asked words in a longer text, in order; each word of it is at most one of them."""
        lines = _folded(text, spans)
        return self._places(text, spans, lines.split("\n"), self._worth_a_look(lines), self._closely)

    def _worth_a_look(self, lines: str) -> Iterator[int]:
        """The numbers of the words that hold what was asked for: a stem is a part of every form of its word."""
        number = passed = 0
        for part in self._parts.finditer(lines):
            number += lines.count("\n", passed, part.start())
            passed = part.start()
            yield number

    def _places(
        self,
        text: str,
        spans: Sequence[tuple[int, int]],
        words: Sequence[str],
        numbers: Iterable[int],
        match: Callable[[str], Match | None],
    ) -> list[Place]:
        numbers = dict.fromkeys(numbers)
        found = {i: matched for i in numbers if (matched := match(words[i]))}
        for i, named in self._named(words, numbers):
            if i not in found or named[1] < found[i][1]:
                found[i] = named
        return [self._place(text, spans[i], *found[i]) for i in sorted(found)]

    def _place(self, text: str, span: tuple[int, int], number: int, tier: Tier) -> Place:
        as_typed = tier is Tier.FOLDED and text[slice(*span)] in self._typed
        return Place(*span, number, Tier.EXACT if as_typed else tier)

    def _named(self, words: Sequence[str], openings: Iterable[int]) -> Iterator[tuple[int, Match]]:
        for number, names in self._names:
            for first in openings:
                same_script = is_arabic(words[first]) == is_arabic(self._sought[number].folded)
                for i in range(names.length_at(words, first)):
                    yield first + i, (number, Tier.NEAR if same_script else Tier.OTHER_SCRIPT)

    def _closely(self, norm: str) -> Match | None:
        return self._words.get(norm) or _first(self._stems, stem_variants(norm))

    def _loosely(self, norm: str) -> Match | None:
        return self._closely(norm) or _first(self._skeletons, skeletons(norm))


class Spellings:
    """The spellings of a name, as folded words, to be found among the folded words of texts; prefixes aside."""

    def __init__(self, names: Iterable[tuple[str, ...]]) -> None:
        self._by_first: dict[str, list[list[str]]] = defaultdict(list)
        for name in sorted(names, key=len, reverse=True):
            self._by_first[name[0]].append(list(name))
        self.openings = self._by_first.keys()
        """Their first words."""

    def length_at(self, words: Sequence[str], place: int) -> int:
        """How many words from that place on spell the name; 0 where they do not."""
        word = words[place]
        for form in dict.fromkeys((word, *bases(word))):
            for name in self._by_first.get(one_letter_name(form), ()):
                if name[1:] == [one_letter_name(w) for w in words[place + 1 : place + len(name)]]:
                    return len(name)
        return 0

    def are_in(self, words: Sequence[str]) -> bool:
        """Whether the words hold one of them."""
        return any(self.length_at(words, place) for place in range(len(words)))


def holds_phrase(words: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether the folded words stand in a text's one after another; the first may carry another prefix."""
    first, rest = frozenset(bases(phrase[0])), list(phrase[1:])
    return any(
        word.endswith(phrase[0][-1]) and words[i + 1 : i + len(phrase)] == rest and not first.isdisjoint(bases(word))
        for i, word in enumerate(words)
    )


def _note(ways: dict[str, Match], forms: Iterable[str], match: Match) -> None:
    for form in forms:
        ways.setdefault(form, match)


def _folded(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The words of a text, folded, one a line."""
    return fold("\n".join([text[start:end] for start, end in spans]))


def _any_of(parts: Iterable[str]) -> re.Pattern[str]:
    told = [re.escape(part) for part in sorted(parts, key=len, reverse=True) if part]
    return re.compile("|".join(told) or r"(?!)")


def _first(ways: Mapping[str, Match], forms: Iterable[str]) -> Match | None:
    return next((ways[form] for form in forms if form in ways), None)
