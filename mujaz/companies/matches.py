"""Find listed names among the words of a text: the longest name at each place, attached prefixes aside.

Token-hash matching (research: arabic.md §3). It refuses to judge whether a name is meant: that is `context`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mujaz.arabic.fold import as_spelled
from mujaz.companies.names import Name, Opening
from mujaz.companies.spelling import canonical, skeleton
from mujaz.companies.words import Words

# What may stand between two words of one name: spaces, dots, hyphens, never a comma or another line.
_APART = re.compile(r"[^\S\n]*[.\-‐‑–_'’+&:\u200c]?[^\S\n]*")


class Match(NamedTuple):
    """A name at the words from `first` up to, without, `last`, with the prefix attached to its first word."""

    name: Name
    first: int
    last: int
    prefix: str
    heard: bool = False


def matches(words: Words) -> Iterator[Match]:
    """The longest name at each place of the text, left to right, none over another."""
    free = 0
    for place, openings in words.openings():
        if place >= free and (opening := _longest(words, place, openings)):
            free = place + 1 + len(opening.rest)
            yield Match(opening.name, place, free, opening.prefix, opening.heard)


def outlets(words: Words) -> Iterator[Match]:
    """The longest news outlet at each place of the text, left to right."""
    for place, signs in words.telling:
        if signs.credits and (opening := _longest(words, place, signs.credits)):
            yield Match(opening.name, place, place + 1 + len(opening.rest), opening.prefix, opening.heard)


def whole(words: Words, first: int) -> Name | None:
    """The name that the words from `first` to the end spell."""
    signs = words.signs(first) if first < len(words.all) else None
    opening = _longest(words, first, signs.opens) if signs else None
    return opening.name if opening and first + 1 + len(opening.rest) == len(words.all) else None


def _longest(words: Words, place: int, openings: Iterable[Opening]) -> Opening | None:
    for opening in openings:
        if _follows(opening, words, place):
            return opening
    return None


def _follows(opening: Opening, words: Words, place: int) -> bool:
    same = _sounds_same if opening.heard else _same
    for following, listed in enumerate(opening.rest, place + 1):
        if following == len(words.all) or not same(listed, words.all[following]):
            return False
    if opening.name.rule and opening.name.rule.spelled and not _is_spelled(opening, words, place):
        return False
    return not opening.rest or all(_APART.fullmatch(words.gap(place + i)) for i in range(len(opening.rest)))


def _is_spelled(opening: Opening, words: Words, place: int) -> bool:
    """Whether the word has the very hamza or madda of the name."""
    written = words.text[words.start(place) : words.end(place)]
    return as_spelled(written).endswith(as_spelled(opening.name.text))


def _same(listed: str, written: str) -> bool:
    """Whether the word is the listed one; a version listed as «5» stands for «5.1» too."""
    return listed == canonical(written) or (listed.isdigit() and written.startswith(listed + "."))


def _sounds_same(listed: str, written: str) -> bool:
    return listed == skeleton(written)
