"""A text as words that know which names may begin with them, cut fast enough to search every article for every name.

A newspaper writes the same things over and over, so what stands between two spaces is cut and looked up once and then
remembered. Words and places are those of `mujaz.arabic.tokens`. It refuses to decide what is a mention.
"""

from bisect import bisect_right
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from itertools import accumulate, chain
from operator import attrgetter
from typing import NamedTuple

from mujaz.arabic.remembered import MOST, Remembered
from mujaz.arabic.stem import stem
from mujaz.arabic.tokens import tokens
from mujaz.companies.names import NameIndex, Opening, Reading
from mujaz.companies.spelling import prefixed, skeleton

_NONE: frozenset[str] = frozenset()


class Signs(NamedTuple):
    """What a word tells about names.

    `opens` is what may begin with it, the likeliest first, `alone` what it may be by itself; `wants` are the second
    words of names of several. `cue` is its stem if some rule asks for it, else empty; `family` the skeletons of listed
    surnames that it may be, `credits` the news outlets that may begin with it.
    """

    opens: tuple[Opening, ...]
    alone: Opening | None
    wants: frozenset[str]
    cue: str
    family: frozenset[str]
    credits: tuple[Opening, ...]


class Word(NamedTuple):
    """A word, folded, at `piece[start:end]` of the piece of text between two spaces.

    `signs` is None and `follows`, which second words of names it may be, is empty for most.
    """

    norm: str
    start: int
    end: int
    signs: Signs | None
    follows: frozenset[str]


_SIGNS = attrgetter("signs")


class Words:
    """The words of one text in their order, in `all`, and their places in it; `telling` those that have signs."""

    def __init__(self, text: str, pieces: list[str], cut: list[tuple[Word, ...]]) -> None:
        self.text = text
        self.all = [*chain.from_iterable(cut)]
        self.telling = [(place, signs) for place, signs in enumerate(map(_SIGNS, self.all)) if signs]
        self._cut, self._pieces = cut, pieces

    def openings(self) -> list[tuple[int, Signs, bool]]:
        """The words that a name may begin with, their places, and whether the next word fits a name of several."""
        words, last = self.all, len(self.all) - 1
        return [
            (place, signs, fits)
            for place, signs in self.telling
            if signs.opens
            and ((fits := place < last and not signs.wants.isdisjoint(words[place + 1].follows)) or signs.alone)
        ]

    def start(self, place: int) -> int:
        """Where the word at that place begins in the text, in code points."""
        return self._piece(place) + self.all[place].start

    def end(self, place: int) -> int:
        """Where the word at that place ends in the text, in code points."""
        return self._piece(place) + self.all[place].end

    def gap(self, place: int) -> str:
        """What stands between the word at that place and the next."""
        return self.text[self.end(place) : self.start(place + 1)]

    def _piece(self, place: int) -> int:
        """Where the piece of the word at that place begins in the text."""
        piece = bisect_right(self._firsts, place) - 1
        return self._starts[piece] + piece

    @cached_property
    def _firsts(self) -> list[int]:
        return [*accumulate(map(len, self._cut), initial=0)]

    @cached_property
    def _starts(self) -> list[int]:
        return [*accumulate(map(len, self._pieces), initial=0)]


class Cutter:
    """Pieces of text and their words, remembered, for the names of two indexes and the cues of their rules."""

    def __init__(self, index: NameIndex, outlets: NameIndex, cues: AbstractSet[str]) -> None:
        """`cues` are the stems that rules ask for."""
        self._index = index
        self._outlets = outlets
        self._cues = cues
        self._sounds = index.sounds | outlets.sounds
        self._words = Remembered(self._cut_piece)
        self._told = lru_cache(maxsize=MOST)(self._tell)

    def cut(self, text: str) -> Words:
        """The words of the text. Linear in its length; total."""
        pieces = text.split(" ")
        return Words(text, pieces, [*map(self._words.__getitem__, pieces)])

    def _cut_piece(self, piece: str) -> tuple[Word, ...]:
        told = self._told
        return tuple([Word(norm, start, end, *told(norm, piece[start:end])) for start, end, norm in tokens(piece)])

    def _tell(self, norm: str, written: str) -> tuple[Signs | None, frozenset[str]]:
        sounds = self._sounds
        # Of most words no index can know any reading, and then none is asked.
        readings = [(p, rest, sound) for p, rest in prefixed(norm) if (sound := skeleton(rest)) in sounds]
        versioned = "." in norm  # known by what stands before the dot
        follows = self._index.seconds(norm) if readings or versioned else _NONE
        return self._signs(norm, written, readings), follows

    def _signs(self, norm: str, written: str, readings: Sequence[Reading]) -> Signs | None:
        cue = root if (root := stem(norm)) in self._cues else ""
        if not (cue or readings):
            return None
        opens, family = self._index.read(readings, written)
        outlets, _ = self._outlets.read(readings, written)
        if not (opens or cue or family or outlets):
            return None
        alone = next((opening for opening in opens if not opening.rest), None)
        wants = frozenset(opening.rest[0] for opening in opens if opening.rest)
        return Signs(opens, alone, wants, cue, family, outlets)
