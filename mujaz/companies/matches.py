"""Find listed names among the words of a text: the longest name at each place, attached prefixes aside.

Token-hash matching (research: arabic.md §3). It refuses to judge whether a name is meant: that is `context`.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mujaz.arabic.fold import as_spelled
from mujaz.arabic.stem import STOP_WORDS
from mujaz.companies.names import Name, Opening
from mujaz.companies.spelling import canonical, skeleton
from mujaz.companies.words import Words

# What may stand between two words of one name: spaces, dots, hyphens, never a comma or another line.
_APART = re.compile(r"[^\S\n]*[.\-‐‑–_'’+&:\u200c]?[^\S\n]*")
_new = tuple.__new__  # what Match(…) itself calls, without the call between: every name is made twice
_LONGEST_LETTER = 2
# «الشركة التي» is not heard as «شركة آلات», though a letter's name may be a word of grammar («إي»).
_GRAMMAR = frozenset(word for word in STOP_WORDS if len(word) > _LONGEST_LETTER)


class Match(NamedTuple):
    """A name at the words from `first` up to, without, `last`, with the prefix attached to its first word.

    `start` and `end` are its place in the text, in code points.
    """

    name: Name
    first: int
    last: int
    prefix: str
    start: int
    end: int
    heard: bool = False


def matches(words: Words) -> Iterator[Match]:
    """The longest name at each place of the text, left to right, none over another."""
    free = 0
    for place, openings in words.openings():
        if place >= free and (match := _longest(words, place, openings)):
            free = match.last
            yield match


def outlets(words: Words) -> Iterator[Match]:
    """The longest news outlet at each place of the text, left to right."""
    for place, signs in words.telling:
        if signs.credits and (match := _longest(words, place, signs.credits)):
            yield match


def whole(words: Words, first: int) -> Name | None:
    """The name that the words from `first` to the end spell."""
    signs = words.signs[first] if first < len(words) else None
    match = _longest(words, first, signs.opens) if signs else None
    return match.name if match and match.last == len(words) else None


def _longest(words: Words, place: int, openings: Sequence[Opening]) -> Match | None:
    start, first_end, _ = words.word(place)
    for opening in openings:
        end = _end(opening, words, place, first_end) if opening.rest else first_end
        if end and (not opening.spelled or as_spelled(words.text[start:first_end]).endswith(opening.spelled)):
            last = place + 1 + len(opening.rest)
            return _new(Match, (opening.name, place, last, opening.prefix, start, end, opening.heard))
    return None


def _end(opening: Opening, words: Words, place: int, end: int) -> int:
    """Where the name ends if its other words follow, with nothing but a space or a hyphen between; else 0."""
    same = _sounds_same if opening.heard else _same
    for listed in opening.rest:
        place += 1
        if place == len(words):
            return 0
        start, next_end, written = words.word(place)
        if not (same(listed, written) and _APART.fullmatch(words.text, end, start)):
            return 0
        end = next_end
    return end


def _same(listed: str, written: str) -> bool:
    """Whether the word is the listed one; a version listed as «5» stands for «5.1» too."""
    return listed == written or listed == canonical(written) or (listed.isdigit() and written.startswith(listed + "."))


def _sounds_same(listed: str, written: str) -> bool:
    return listed == skeleton(written) and written not in _GRAMMAR
