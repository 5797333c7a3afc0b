"""A line of a text as words with what stands between them: what the readers of figures look at.

It knows no Arabic.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mujaz.arabic.tokens import Token, tokens

_BREAKS = frozenset('.,،؛;:!?؟…()[]{}"«»“”—–\n')
_BREAKS_BUT_QUOTES = _BREAKS - set('«»“”"')
_BEYOND = [""] * 8
Phrases = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


@dataclass(frozen=True, slots=True)
class Line:
    """`text` without line breaks, which begins `offset` code points into the article; `norms` are its folded words.

    `norms` ends in empty words, so that a look past either end of the line finds nothing.
    """

    text: str
    offset: int
    tokens: list[Token]
    norms: list[str]

    def gap(self, index: int) -> str:
        """What stands between the word before the index and the word at it."""
        start = self.tokens[index - 1].end if index > 0 else 0
        end = self.tokens[index].start if index < len(self.tokens) else len(self.text)
        return self.text[start:end]

    def adjacent(self, index: int) -> bool:
        """Whether only white space parts the word at the index from the one before it."""
        if not 0 < index < len(self.tokens):
            return False
        start, end = self.tokens[index - 1].end, self.tokens[index].start
        return start == end or self.text[start:end].isspace()

    def tail(self, index: int, most: int) -> list[str]:
        """Up to `most` words before the index, nearest first, none from beyond the end of a clause."""
        found: list[str] = []
        for at in range(index - 1, max(-1, index - 1 - most), -1):
            if (gap := self.gap(at + 1)) != " " and _BREAKS_BUT_QUOTES.intersection(gap):
                break
            found.append(self.norms[at])
        return found

    def head(self, index: int, most: int) -> list[str]:
        """Up to `most` words from the index on, none from beyond the end of a clause."""
        found: list[str] = []
        for at in range(index, min(len(self.tokens), index + most)):
            if (gap := self.gap(at)) != " " and _BREAKS.intersection(gap):
                break
            found.append(self.norms[at])
        return found

    def phrase(self, index: int, phrases: Phrases) -> tuple[str, int] | None:
        """The meaning of the longest phrase that begins at the index, and the index after it."""
        for rest, meaning in phrases.get(self.norms[index], ()):
            end = index + 1 + len(rest)
            if not rest:
                return meaning, end
            if self.norms[index + 1 : end] == list(rest) and all(map(self.adjacent, range(index + 1, end))):
                return meaning, end
        return None


def line(text: str, offset: int) -> Line:
    """The line, cut into words."""
    cut = tokens(text)
    return Line(text, offset, cut, [token.norm for token in cut] + _BEYOND)
