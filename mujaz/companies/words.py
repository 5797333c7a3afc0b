"""A text as words that know which names may begin with them, cut fast enough to search every article for every name.

A newspaper writes the same things over and over, so what stands between two spaces is cut, and a word looked up, once
and then remembered. Only strings are kept of them: tuples that the garbage collector need not follow. Places are found
when they are asked for, for few words are names. Words and places are those of `mujaz.arabic.tokens`. It refuses to
decide what is a mention.
"""

from bisect import bisect_right
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, chain
from typing import NamedTuple

from mujaz.arabic.remembered import Remembered
from mujaz.arabic.stem import stem
from mujaz.arabic.tokens import tokens
from mujaz.arabic.tokens import words as norms
from mujaz.companies.names import NameIndex, Opening
from mujaz.companies.spelling import prefixed, skeleton

_NONE: frozenset[str] = frozenset()


class Signs(NamedTuple):
    """What a word tells about names.

    `opens` is what may begin with it, the likeliest first, `alone` those that it may be by itself; `wants` are the
    second words of names of several, `follows` which of those it may be. `cue` is its stem if some rule asks for it,
    else empty; `family` the skeletons of listed surnames that it may be, `credits` the news outlets that may begin
    with it.
    """

    opens: tuple[Opening, ...]
    alone: tuple[Opening, ...]
    wants: frozenset[str]
    follows: frozenset[str]
    cue: str
    family: frozenset[str]
    credits: tuple[Opening, ...]


class Words:
    """The words of one text, folded, in `all` in their order; `telling` the places and signs of those that have any."""

    def __init__(self, text: str, pieces: list[str], cut: list[tuple[str, ...]], cutter: "Cutter") -> None:
        self.text = text
        self.all = [*chain.from_iterable(cut)]
        self._signs = [*map(cutter.signs.__getitem__, self.all)]
        self.telling = [(place, signs) for place, signs in enumerate(self._signs) if signs]
        self._cut, self._pieces, self._tokens = cut, pieces, cutter.tokens
        self._spans: dict[int, tuple[int, int]] = {}
        self._firsts: list[int] = []
        self._starts: list[int] = []

    def openings(self) -> list[tuple[int, Sequence[Opening]]]:
        """The places at which names may begin, and those of them whose second word, if any, the next word may be."""
        following = [*self._signs[1:], None]
        found: list[tuple[int, Sequence[Opening]]] = []
        for place, signs in self.telling:
            if signs.opens:
                after = following[place]
                if after and not signs.wants.isdisjoint(after.follows):
                    found.append((place, [o for o in signs.opens if not o.rest or o.rest[0] in after.follows]))
                elif signs.alone:
                    found.append((place, signs.alone))
        return found

    def signs(self, place: int) -> Signs | None:
        """The signs of the word at that place."""
        return self._signs[place]

    def start(self, place: int) -> int:
        """Where the word at that place begins in the text, in code points."""
        return self._span(place)[0]

    def end(self, place: int) -> int:
        """Where the word at that place ends in the text, in code points."""
        return self._span(place)[1]

    def gap(self, place: int) -> str:
        """What stands between the word at that place and the next."""
        return self.text[self._span(place)[1] : self._span(place + 1)[0]]

    def _span(self, place: int) -> tuple[int, int]:
        if place in self._spans:  # whether a name is meant asks for one word several times
            return self._spans[place]
        if not self._firsts:
            self._firsts = [*accumulate(map(len, self._cut), initial=0)]
            self._starts = [*accumulate(map(len, self._pieces), initial=0)]
        piece = bisect_right(self._firsts, place) - 1
        offset = self._starts[piece] + piece
        start, end, _ = self._tokens[self._pieces[piece]][place - self._firsts[piece]]
        self._spans[place] = span = offset + start, offset + end
        return span


class Cutter:
    """Pieces of text and their words, remembered, for the names of two indexes and the cues of their rules."""

    def __init__(self, index: NameIndex, outlets: NameIndex, cues: AbstractSet[str]) -> None:
        """`cues` are the stems that rules ask for."""
        self._index = index
        self._outlets = outlets
        self._cues = cues
        self._sounds = index.sounds | outlets.sounds
        self._norms = Remembered(lambda piece: tuple(norms(piece)))
        self.signs = Remembered(self._tell)
        """By the folded word."""
        self.tokens = Remembered(tokens)
        """By the piece of text: of the few that hold names."""

    def cut(self, text: str) -> Words:
        """The words of the text. Linear in its length; total."""
        pieces = text.split(" ")
        return Words(text, pieces, [*map(self._norms.__getitem__, pieces)], self)

    def _tell(self, norm: str) -> Signs | None:
        sounds = self._sounds
        # Of most words no index can know any reading, and then none is asked.
        readings = [(p, rest, sound) for p, rest in prefixed(norm) if (sound := skeleton(rest)) in sounds]
        cue = root if (root := stem(norm)) in self._cues else ""
        if not (cue or readings or "." in norm):  # a version is known by what stands before its dot
            return None
        opens, family = self._index.read(readings)
        credits, _ = self._outlets.read(readings)
        follows = self._index.seconds(norm)
        return _signs(opens, follows, cue, family, credits) if opens or follows or cue or family or credits else None


def _signs(
    opens: tuple[Opening, ...], follows: frozenset[str], cue: str, family: frozenset[str], credits: tuple[Opening, ...]
) -> Signs:
    return Signs(
        opens=opens,
        alone=tuple(opening for opening in opens if not opening.rest),
        wants=frozenset(opening.rest[0] for opening in opens if opening.rest),
        follows=follows,
        cue=cue,
        family=family,
        credits=credits,
    )
