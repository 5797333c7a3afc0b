"""Find the sentences of Arabic news text.

It refuses to rewrite: a sentence is a place in the text. Commas, colons and semicolons never end one,
and nothing ends one inside quotation marks or brackets.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from mujaz.arabic.abbreviations import abbreviates, joins
from mujaz.arabic.enclosures import Enclosure, enclosures
from mujaz.arabic.openings import may_open_with_a_noun, opens_a_sentence

_CLOSERS = "»›”“’\"')\\]"
# Pictures behind a full stop close the sentence; those that mark items of a list open the next one.
_PICTURE = (
    "[\U0001f31a-\U0001f3ff\U0001f400-\U0001f446\U0001f44a-\U0001f4a9\U0001f600-\U0001f64f\U0001f90c-\U0001f9ff"
    "\u2639-\u2665\u2728\u2764\ufe0f\u200d]"
)
_STOP = re.compile(rf"[.!?؟…۔]+(?:\s\.(?=\s|\Z))*[{_CLOSERS}]*(?:\[\d{{1,3}}\])*(?:\s?{_PICTURE}+(?=\s|\Z))?")
_MARK = re.compile(r"[.!?؟…۔]+")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_AND_OTHERS = re.compile(r"\s*(?:و?[إا]لخ|وغير)")
_BRAND = re.compile(r"\byahoo\Z", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]")
_TRAILING = ".,،؛:!?؟…»”\"')]"
_LOOKBACK = 200  # code points
_LOOKAHEAD = 80
_WORDS_BEFORE_ELLIPSIS = 3
_WORDS_AFTER_ELLIPSIS = 2


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, `text[start:end]` in code points."""

    start: int
    end: int


def sentences(text: str) -> list[Span]:
    """The sentences of the text in order, without surrounding white space; a line break always ends one.

    Rules: research, arabic.md §2.3. Linear in the length of the text.
    """
    return [*sentence_by_sentence(text)]


def sentence_by_sentence(text: str) -> Iterator[Span]:
    """As `sentences`, for who needs the first of them only: lines are cut when they are asked for."""
    offset = 0
    for line in text.split("\n"):
        for start, end in _pieces(line):
            yield Span(offset + start, offset + end)
        offset += len(line) + 1


def _pieces(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in chain(_ends(line), (len(line),)):
        piece = line[start:end]
        if bare := piece.strip():
            first = start + piece.index(bare[0])
            yield first, first + len(bare)
        start = end


def _ends(line: str) -> Iterator[int]:
    """The places behind the stops that end sentences; there is a word on both sides of each."""
    stops = list(_STOP.finditer(line))
    if not stops or stops[0].end() == len(line):
        return
    shields = _Shields(line)
    last_word = _last_word(line)
    begun = 0
    first_word = _next_word(line, 0)
    for stop in stops:
        if first_word < stop.start() and stop.end() <= last_word and _is_end(line, begun, stop, shields):
            begun = stop.end()
            first_word = _next_word(line, begun)
            yield begun


class _Shields:
    """What no sentence ends in: quotations, brackets, addresses."""

    def __init__(self, line: str) -> None:
        self._enclosed = enclosures(line)
        self._starts = [enclosure.start for enclosure in self._enclosed]
        self._addresses = [(m.start(), m.start() + len(m[0].rstrip(_TRAILING))) for m in _ADDRESS.finditer(line)]
        self._address_starts = [start for start, _ in self._addresses]

    def enclosure(self, place: int) -> Enclosure | None:
        """The outermost quotation or bracket around the place."""
        index = bisect_right(self._starts, place) - 1
        return self._enclosed[index] if index >= 0 and place < self._enclosed[index].end else None

    def is_address(self, place: int) -> bool:
        """Whether the place is inside a link."""
        index = bisect_right(self._address_starts, place) - 1
        return index >= 0 and place < self._addresses[index][1]


def _is_end(line: str, begun: int, stop: re.Match[str], shields: _Shields) -> bool:
    if shields.is_address(stop.start()):
        return False
    after = line[stop.end() : stop.end() + _LOOKAHEAD]
    mark = _MARK.match(stop[0])
    marks = mark[0] if mark else ""
    around = shields.enclosure(stop.start())
    if around:
        return (
            stop.end() >= around.end
            and not _MARK.match(after)
            and _ends_with_enclosure(line, begun, around, marks, after)
        )
    before = line[max(begun, stop.start() - _LOOKBACK) : stop.start()]
    if not after[0].isspace() and not stop[0][-1].isspace():
        return _is_letter_of_arabic(after[0]) and (stop[0] != "." or not joins(before, after))
    return _ends_in_the_open(before, marks, after)


def _ends_with_enclosure(line: str, begun: int, around: Enclosure, marks: str, after: str) -> bool:
    """«قال: «لن نبيع.» وأضاف …»: whether a stop just inside the closing mark ends the sentence around it."""
    if around.mark in "([":
        return not _WORD.search(line, begun, around.start)
    return opens_a_sentence(after) or (marks == "." and may_open_with_a_noun(after))


def _ends_in_the_open(before: str, marks: str, after: str) -> bool:
    if "؟" in marks or "?" in marks:
        return True
    if marks.startswith(("..", "…")):
        enough = len(before.split()) >= _WORDS_BEFORE_ELLIPSIS and len(after.split()) >= _WORDS_AFTER_ELLIPSIS
        return enough and not _AND_OTHERS.match(after)
    if marks.startswith("!"):
        return not _BRAND.search(before)
    return not abbreviates(before, after)


def _next_word(line: str, start: int) -> int:
    match = _WORD.search(line, start)
    return match.start() if match else len(line)


def _last_word(line: str) -> int:
    return next((place for place in range(len(line) - 1, -1, -1) if line[place].isalnum()), -1)


def _is_letter_of_arabic(character: str) -> bool:
    return "\u0621" <= character <= "\u064a"
