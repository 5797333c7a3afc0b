"""Find the sentences of Arabic news text.

It refuses to rewrite: a sentence is a place in the text. Commas, colons and semicolons never end one,
and nothing ends one inside quotation marks or brackets.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from mujaz.arabic.fold import fold

_LONGEST_QUOTE = 400
_CLOSERS = "»”’\"')\\]"
_STOP = re.compile(rf"[.!?؟…۔]+[{_CLOSERS}]*")
_ENCLOSED = re.compile(
    rf"«[^«»]{{0,{_LONGEST_QUOTE}}}»|[“„][^“”„]{{0,{_LONGEST_QUOTE}}}[”“]|\"[^\"]{{0,{_LONGEST_QUOTE}}}\""
    rf"|\([^()]{{0,{_LONGEST_QUOTE}}}\)|\[[^\[\]]{{0,{_LONGEST_QUOTE}}}\]"
)
_LAST_WORD = re.compile(r"[^\W_]+\Z")
_NEXT_WORD = re.compile(r"\s*([^\W_]+)(\.?)")
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "st", "vs", "no", "jr", "sr"})
_SUFFIXES = frozenset({"inc", "corp", "co", "ltd", "llc", "plc", "gov"})
_LETTER_NAMES = frozenset(
    map(
        fold,
        [
            "إيه",
            "أيه",
            "آي",
            "إي",
            "بي",
            "سي",
            "دي",
            "إف",
            "جي",
            "إتش",
            "جيه",
            "كيه",
            "كي",
            "إل",
            "إم",
            "إن",
            "أو",
            "كيو",
            "آر",
            "إس",
            "تي",
            "يو",
            "في",
            "دبليو",
            "إكس",
            "واي",
            "زد",
            "زي",
        ],
    )
)
# These letter names are also everyday words: they continue an abbreviation only with a full stop of their own.
_ALSO_WORDS = frozenset(map(fold, ("إن", "أو", "في", "أي", "كي")))
_ELLIPSIS_WORDS_BEFORE = 4
_ELLIPSIS_WORDS_AFTER = 2


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, `text[start:end]` in code points."""

    start: int
    end: int


def sentences(text: str) -> list[Span]:
    """The sentences of the text in order, without surrounding white space; a line break always ends one.

    Rules: research, arabic.md §2.3. Linear in the length of the text.
    """
    found: list[Span] = []
    offset = 0
    for line in text.split("\n"):
        found.extend(Span(offset + start, offset + end) for start, end in _trimmed(line, [*_ends(line), len(line)]))
        offset += len(line) + 1
    return found


def _trimmed(line: str, ends: list[int]) -> Iterator[tuple[int, int]]:
    start = 0
    for end in ends:
        piece = line[start:end]
        if bare := piece.strip():
            first = start + piece.index(bare[0])
            yield first, first + len(bare)
        start = end


def _ends(line: str) -> Iterator[int]:
    enclosed = [match.span() for match in _ENCLOSED.finditer(line)]
    starts = [start for start, _ in enclosed]
    begun = 0
    for stop in _STOP.finditer(line):
        around = bisect_right(starts, stop.start()) - 1
        if around >= 0 and stop.start() < enclosed[around][1]:
            continue
        if _is_end(line, begun, stop):
            begun = stop.end()
            yield begun


def _is_end(line: str, begun: int, stop: re.Match[str]) -> bool:
    before, after = line[max(begun, stop.start() - 200) : stop.start()], line[stop.end() : stop.end() + 80]
    word = _LAST_WORD.search(before[-40:])
    last = word[0] if word else ""
    if after and not after[0].isspace():
        return len(last) >= 3 and last.isalpha() and _is_arabic(after[0])
    mark = stop[0].rstrip(_CLOSERS)
    if mark.startswith(("..", "…")):
        return len(before.split()) >= _ELLIPSIS_WORDS_BEFORE and len(after.split()) >= _ELLIPSIS_WORDS_AFTER
    return mark != "." or not _abbreviates(before, last, after)


def _abbreviates(before: str, last: str, after: str) -> bool:
    following = _NEXT_WORD.match(after)
    if not last or not following:
        return False
    if last.isdigit():
        return before.strip() == last
    if len(last) == 1:
        return True
    return _spells(fold(last), following) or _is_latin_abbreviation(last.lower(), following[1])


def _spells(last: str, following: re.Match[str]) -> bool:
    word = fold(following[1])
    return last in _LETTER_NAMES and word in _LETTER_NAMES and (word not in _ALSO_WORDS or following[2] == ".")


def _is_latin_abbreviation(last: str, following: str) -> bool:
    return last in _TITLES or (last in _SUFFIXES and not following[0].isupper())


def _is_arabic(character: str) -> bool:
    return "\u0621" <= character <= "\u064a"
