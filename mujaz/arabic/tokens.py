"""Cut text into words with their places in the original text.

Everything that searches or matches uses these tokens, so that a word found can be shown where it stood.
It refuses to drop stop words or to take prefixes off: that is for `stem` and for the gazetteer.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from mujaz.arabic.fold import fold

# Inside a word: marks and tatweel, which also end one, and invisible characters. ZWNJ is absent, so it separates.
_MARKS = (
    "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff"
    "\ufe70-\ufe7f"
)
_INVISIBLE = "\xad\u061c\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_INSIDE = _MARKS + _INVISIBLE
_ARABIC = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u0750-\u077f\u08a0-\u08c7"
    "\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdf9\ufe80-\ufefc"
)
_LETTER = rf"[^\W\d_{_ARABIC}{_INSIDE}]"
# A Latin name of three letters or more and its number are two tokens however they are joined («GPT5», «GPT-5»,
# «Qwen3», «Core42»); shorter ones are one code («H20», «G42», «o4», «a16z»). A number keeps its
# separators and its unit.
_WORD = re.compile(
    rf"[{_ARABIC}](?:[{_ARABIC}{_INSIDE}]*[{_ARABIC}])?[{_MARKS}]*"
    rf"|{_LETTER}{{1,2}}\d(?:\d|{_LETTER})*"
    rf"|{_LETTER}(?:(?:{_LETTER}|[{_INSIDE}])*{_LETTER})?"
    rf"|\d+(?:[.,\u066b\u066c]\d+)*{_LETTER}*"
)


class Token(NamedTuple):  # a text has thousands: a frozen dataclass takes three times as long to make
    """A word of a text: `text[start:end]` in code points, and its folded form, never empty."""

    start: int
    end: int
    norm: str


def tokens(text: str) -> list[Token]:
    """The words of the text in order. Punctuation, emoji and underscores separate and are left out."""
    new = tuple.__new__  # what Token(…) itself calls: without the call between, cutting takes a fifth less
    return [new(Token, (m.start(), m.end(), norm)) for m in _WORD.finditer(text) if (norm := folded(m[0]))]


def words(text: str) -> list[str]:
    """The folded words of the text in order: its tokens without their places, in a third of the time."""
    return [norm for word in _WORD.findall(text) if (norm := folded(word))]


def written(text: str) -> list[str]:
    """The words of the text in order as they are written, for those who keep what they found out about a word."""
    return _WORD.findall(text)


def spans(text: str) -> list[tuple[int, int]]:
    """Where the words of the text stand, in order: those of `written`."""
    return [match.span() for match in _WORD.finditer(text)]


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """A word as it is written, folded; empty where nothing of it is to be compared."""
    return fold(word)
