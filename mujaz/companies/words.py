"""A text as words that know which names may begin with them, cut fast enough to search every article for every name.

A newspaper writes the same things over and over, so what stands between two spaces, or at the end of a line, is cut and
its words looked up once, and what they tell is remembered; most tell nothing. The words themselves and their places are
found when they are asked for, for few are names. Words and places are those of `mujaz.arabic.tokens`. It refuses to
decide what is a mention.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, compress

from mujaz.arabic.fold import fold
from mujaz.arabic.remembered import Remembered
from mujaz.arabic.tokens import tokens, written
from mujaz.companies.names import Opening
from mujaz.companies.signs import Lexicon, Signs

_FOLDED = re.compile("[\u0627\u0628\u062a-\u063a\u0641-\u0648\u064a]+")  # one word, of letters that folding leaves
_DULL = (None,)  # most pieces are one word that tells nothing: one tuple for all of them


Place = tuple[int, int, str]
"""Where a word begins and ends in the text, in code points, and the word, folded."""


class Words:
    """The words of one text."""

    def __init__(self, text: str, cutter: "Cutter") -> None:
        self.text = text
        self._pieces = text.replace("\n", " ").split(" ")
        self._told = [*map(cutter.told.__getitem__, self._pieces)]
        self.signs = [*chain.from_iterable(self._told)]
        """What each word tells, None where it tells nothing."""
        self._tokens = cutter.tokens
        self._firsts: list[int] = []
        self._starts: list[int] = []

    def __len__(self) -> int:
        return len(self.signs)

    @property
    def telling(self) -> Iterator[tuple[int, Signs]]:
        """The places of the words that have signs, in their order, and their signs."""
        return zip(compress(range(len(self.signs)), self.signs), filter(None, self.signs), strict=False)

    @property
    def all(self) -> list[str]:
        """Every word, folded."""
        return [norm for piece in self._pieces for _, _, norm in self._tokens[piece]]

    def openings(self) -> list[tuple[int, Sequence[Opening]]]:
        """The places at which names may begin, and those of them whose second word, if any, the next word may be."""
        all_signs = [*self.signs, None]
        found: list[tuple[int, Sequence[Opening]]] = []
        for place, signs in self.telling:
            if signs.opens:
                after = all_signs[place + 1]
                if after and after.follows and not signs.wants.isdisjoint(after.follows):
                    found.append((place, signs.before(after.follows)))
                elif signs.alone:
                    found.append((place, signs.alone))
        return found

    def run(self, first: int, last: int) -> list[Place]:
        """The words from the first place up to, without, the last, those of them that there are."""
        return [*map(self.word, range(max(first, 0), min(last, len(self.signs))))]

    def word(self, place: int) -> Place:
        """The word at that place."""
        firsts = self._firsts
        if not firsts:  # a text that names nobody never asks
            firsts += accumulate(map(len, self._told), initial=0)
            self._starts += accumulate(map(len, self._pieces), initial=0)
        piece = bisect_right(firsts, place) - 1
        offset = self._starts[piece] + piece
        start, end, norm = self._tokens[self._pieces[piece]][place - firsts[piece]]
        return offset + start, offset + end, norm


class Cutter:
    """Pieces of text and what they tell, remembered."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._signs = Remembered(lexicon.signs)
        self.told = Remembered(self._told)
        """The signs of each word of a piece of text."""
        self.tokens = Remembered(tokens)
        """By the piece of text: of the few that are looked at."""

    def cut(self, text: str) -> Words:
        """The words of the text. Linear in its length; total."""
        return Words(text, self)

    def _told(self, piece: str) -> tuple[Signs | None, ...]:
        if _FOLDED.fullmatch(piece):
            return (self._signs[piece],) if self._lexicon.may_tell(piece) else _DULL
        norms = [norm for word in written(piece) if (norm := fold(word))]
        told = tuple([self._signs[norm] if self._lexicon.may_tell(norm) else None for norm in norms])
        return _DULL if told == _DULL else told
