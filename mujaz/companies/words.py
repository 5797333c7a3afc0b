"""A text as words that know which names may begin with them, cut fast enough to search every article for every name.

A newspaper writes the same things over and over, so what stands between two spaces is cut and its words looked up once,
and what they tell is remembered; most tell nothing. The words themselves and their places are found when they are
asked for, for few are names. Words and places are those of `mujaz.arabic.tokens`. It refuses to
decide what is a mention.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, compress

from mujaz.arabic.fold import fold
from mujaz.arabic.remembered import Remembered
from mujaz.arabic.stem import ATTACHED, KEPT, stem
from mujaz.arabic.tokens import Token, tokens, written
from mujaz.companies.names import NameIndex, Opening
from mujaz.companies.rules import Rules
from mujaz.companies.spelling import PREFIXED, prefixed, skeleton

_FOLDED = re.compile("[\u0627\u0628\u062a-\u063a\u0641-\u0648\u064a]+")  # one word, of letters that folding leaves
_DULL = (None,)  # most pieces are one word that tells nothing: one tuple for all of them


Place = tuple[int, int, str]
"""Where a word begins and ends in the text, in code points, and the word, folded."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What a word tells about names.

    `opens` is what may begin with it, the likeliest first, `alone` those that it may be by itself; `wants` are the
    second words of names of several, `follows` which of those it may be, `met` what is left of `opens` before a word
    that follows so, as was found out when they met. `near` is it and what is left without a prefix, as far as some rule
    asks for them beside a name, `cue` its stem if some rule asks for it anywhere, else empty; `family` the skeletons of
    listed surnames that it may be, `credits` the news outlets that may begin with it.
    """

    opens: tuple[Opening, ...]
    alone: tuple[Opening, ...]
    wants: frozenset[str]
    follows: frozenset[str]
    met: dict[frozenset[str], Sequence[Opening]]
    near: frozenset[str]
    cue: str
    family: frozenset[str]
    credits: tuple[Opening, ...]


class Words:
    """The words of one text."""

    def __init__(self, text: str, cutter: "Cutter") -> None:
        self.text = text
        self._pieces = text.replace("\n", " ").split(" ")
        self._told = [*map(cutter.told.__getitem__, self._pieces)]
        self.signs = [*chain.from_iterable(self._told)]
        """What each word tells, None where it tells nothing."""
        self._tokens = cutter.tokens
        self._looked_at: dict[int, Sequence[Token]] = {}
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
                if after and not signs.wants.isdisjoint(after.follows):
                    found.append((place, _met(signs, after.follows)))
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
        if piece not in self._looked_at:  # a long piece, a text without spaces, is not remembered beyond this text
            self._looked_at[piece] = self._tokens[self._pieces[piece]]
        start, end, norm = self._looked_at[piece][place - firsts[piece]]
        return offset + start, offset + end, norm

    def start(self, place: int) -> int:
        """Where the word at that place begins in the text, in code points."""
        return self.word(place)[0]

    def end(self, place: int) -> int:
        """Where the word at that place ends in the text, in code points."""
        return self.word(place)[1]


class Cutter:
    """Pieces of text and what they tell, remembered, for the names of two indexes and the words that rules ask for."""

    def __init__(self, index: NameIndex, outlets: NameIndex, rules: Rules) -> None:
        self._index = index
        self._outlets = outlets
        self._cues = rules.stems
        self._near = rules.neighbours
        self._beginnings = frozenset(cue[:KEPT] for cue in self._cues)
        self._sounds = index.sounds | outlets.sounds | frozenset(map(skeleton, self._near))
        self._signs = Remembered(self._tell)
        self.told = Remembered(self._told)
        """The signs of each word of a piece of text."""
        self.tokens = Remembered(tokens)
        """By the piece of text: of the few that are looked at."""

    def cut(self, text: str) -> Words:
        """The words of the text. Linear in its length; total."""
        return Words(text, self)

    def _told(self, piece: str) -> tuple[Signs | None, ...]:
        norms = (piece,) if _FOLDED.fullmatch(piece) else [norm for word in written(piece) if (norm := fold(word))]
        told = tuple([self._signs[norm] if self._may_tell(norm) else None for norm in norms])
        return _DULL if told == _DULL else told

    def _may_tell(self, norm: str) -> bool:
        """Whether it is worth asking: of most words no index can know any reading, and no rule asks for their stem."""
        if (norm[:KEPT] in self._beginnings or norm[0] in ATTACHED) and stem(norm) in self._cues:
            return True
        if skeleton(norm) in self._sounds or "." in norm:  # a version is known by what stands before its dot
            return True
        return norm[0] in PREFIXED and any(skeleton(rest) in self._sounds for _, rest in prefixed(norm))

    def _tell(self, norm: str) -> Signs | None:
        readings = [(prefix, rest, skeleton(rest)) for prefix, rest in prefixed(norm)]
        opens, family = self._index.read(readings)
        credits, _ = self._outlets.read(readings)
        follows = self._index.seconds(norm, readings[0][2])
        near = self._near.intersection(rest for _, rest, _ in readings)
        cue = root if (root := stem(norm)) in self._cues else ""
        if not (opens or follows or near or cue or family or credits):
            return None
        return Signs(
            opens=opens,
            alone=tuple(opening for opening in opens if not opening.rest),
            wants=frozenset(opening.rest[0] for opening in opens if opening.rest),
            follows=follows,
            met={},
            near=near,
            cue=cue,
            family=family,
            credits=credits,
        )


def _met(signs: Signs, follows: frozenset[str]) -> Sequence[Opening]:
    if follows not in signs.met:
        signs.met[follows] = [o for o in signs.opens if not o.rest or o.rest[0] in follows]
    return signs.met[follows]
