"""Find what stands between quotation marks or brackets, nested or not, in one line of Arabic text.

Marks are told apart by where they stand as much as by their shape, since newsrooms type ” for “ and " for both.
It refuses to guess where a mark that never closes would have closed: such a mark encloses nothing.
"""

import re
from dataclasses import dataclass

LONGEST = 400
"""Code points beyond which a pair of marks is taken for two strays, or for a speech of several sentences."""

_MARKS = re.compile("[«»‹›()\\[\\]“”„‟\"'’‘]")
_PAIRS = {"«": "»", "‹": "›", "(": ")", "[": "]"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_EITHER_WAY = dict.fromkeys("“”„‟", "“") | {'"': '"'} | dict.fromkeys("'’‘", "'")
_BEFORE_OPENING = frozenset("([«‹“:،-–—/")
_AFTER_CLOSING = frozenset(")]»›”:،؛.,!?؟…-–—/")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """`line[start:end]`, in code points, with the marks themselves; `mark` is the opening one in its common shape."""

    start: int
    end: int
    mark: str


def enclosures(line: str) -> list[Enclosure]:
    """The outermost enclosures of the line in order, each at most `LONGEST` code points. Linear."""
    found: list[Enclosure] = []
    opened: list[tuple[str, int]] = []
    depth: dict[str, int] = {}
    for match in _MARKS.finditer(line):
        place = match.start()
        mark, opens = _role(line, place, depth)
        if opens:
            opened.append((mark, place))
            depth[mark] = depth.get(mark, 0) + 1
        elif depth.get(mark):
            start = _close(opened, depth, mark)
            _add(found, Enclosure(start, place + 1, mark))
    return found


def _role(line: str, place: int, depth: dict[str, int]) -> tuple[str, bool]:
    """The mark in its common shape, and whether it opens; a mark that does neither gets a shape that nothing opens."""
    mark = line[place]
    if mark in _PAIRS:
        return mark, True
    if mark in _CLOSING:
        return _CLOSING[mark], False
    shape = _EITHER_WAY[mark]
    before, after = line[place - 1 : place], line[place + 1 : place + 2]
    could_open = (not before or before.isspace() or before in _BEFORE_OPENING) and bool(after) and not after.isspace()
    could_close = bool(before) and not before.isspace() and (not after or after.isspace() or after in _AFTER_CLOSING)
    if could_open != could_close:
        return shape, could_open
    if shape == "'":
        return "", False
    return shape, mark in "“„" or (mark == '"' and not depth.get(shape))


def _close(opened: list[tuple[str, int]], depth: dict[str, int], mark: str) -> int:
    while True:
        last, start = opened.pop()
        depth[last] -= 1
        if last == mark:
            return start


def _add(found: list[Enclosure], new: Enclosure) -> None:
    if new.end - new.start - 2 > LONGEST:
        return
    while found and found[-1].start > new.start:
        found.pop()
    found.append(new)
