"""How close a word of a text is to a word that was asked for, and where in a text the asked words stand.

It compares spellings only; that «Meta» is «ميتا» it is told.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from mujaz.arabic.stem import bases, is_arabic, one_letter_name, skeletons, stem_variants
from mujaz.arabic.tokens import Token


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
        self._known: dict[str, Match | None] = {}
        for number, one in enumerate(sought):
            self._words.setdefault(one.folded, (number, Tier.FOLDED))
            _note(self._stems, stem_variants(one.folded), (number, Tier.STEMMED))
            _note(self._skeletons, skeletons(one.folded), (number, Tier.NEAR))
        for number, one in enumerate(sought):
            _note(self._stems, one.near, (number, Tier.NEAR))

    def in_title(self, text: str, tokens: Sequence[Token]) -> list[Place]:
        """The places of asked words in a title, in order, those with the same consonants too."""
        return self._places(text, tokens, self._loosely)

    def in_body(self, text: str, tokens: Sequence[Token]) -> list[Place]:
        """The places of asked words in a longer text, in order; each token is at most one of them."""
        return self._places(text, tokens, self._closely)

    def _places(self, text: str, tokens: Sequence[Token], match: Callable[[str], Match | None]) -> list[Place]:
        found = {i: found for i, token in enumerate(tokens) if (found := match(token.norm))}
        for i, named in self._named(tokens):
            if i not in found or named[1] < found[i][1]:
                found[i] = named
        return [self._place(text, tokens[i], *found[i]) for i in sorted(found)]

    def _place(self, text: str, token: Token, number: int, tier: Tier) -> Place:
        as_typed = tier is Tier.FOLDED and text[token.start : token.end] in self._typed
        return Place(token.start, token.end, number, Tier.EXACT if as_typed else tier)

    def _named(self, tokens: Sequence[Token]) -> Iterator[tuple[int, Match]]:
        for number, sought in enumerate(self._sought):
            for first, last in spelled(sought.names, [token.norm for token in tokens]) if sought.names else ():
                same_script = is_arabic(tokens[first].norm) == is_arabic(sought.folded)
                for i in range(first, last):
                    yield i, (number, Tier.NEAR if same_script else Tier.OTHER_SCRIPT)

    def _closely(self, norm: str) -> Match | None:
        if norm not in self._known:
            self._known[norm] = self._words.get(norm) or _first(self._stems, stem_variants(norm))
        return self._known[norm]

    def _loosely(self, norm: str) -> Match | None:
        return self._closely(norm) or _first(self._skeletons, skeletons(norm))


def holds_phrase(tokens: Sequence[Token], phrase: Sequence[str]) -> bool:
    """Whether the folded words stand in the text one after another; the first may carry another prefix."""
    first, rest = frozenset(bases(phrase[0])), list(phrase[1:])
    return any(
        token.norm.endswith(phrase[0][-1])
        and not first.isdisjoint(bases(token.norm))
        and [t.norm for t in tokens[i + 1 : i + len(phrase)]] == rest
        for i, token in enumerate(tokens)
    )


def spelled(names: Iterable[tuple[str, ...]], words: Sequence[str]) -> list[tuple[int, int]]:
    """Where folded words spell one of the names, as first word and word after the last; prefixes aside."""
    by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name in sorted(names, key=len, reverse=True):
        by_first[name[0]].append(name)
    found = []
    for place, word in enumerate(words):
        forms = [name for form in {word, *bases(word)} for name in by_first.get(one_letter_name(form), ())]
        for name in forms:
            if list(name[1:]) == [one_letter_name(w) for w in words[place + 1 : place + len(name)]]:
                found.append((place, place + len(name)))
                break
    return found


def _note(ways: dict[str, Match], forms: Iterable[str], match: Match) -> None:
    for form in forms:
        ways.setdefault(form, match)


def _first(ways: Mapping[str, Match], forms: Iterable[str]) -> Match | None:
    return next((ways[form] for form in forms if form in ways), None)
