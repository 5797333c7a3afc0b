"""A piece of a text around the words that were asked for, cut at words. It changes no letter and marks nothing up."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from mujaz.arabic.closeness import Place
from mujaz.arabic.sentences import Span

LONGEST = 160
"""Code points of an excerpt."""
_LEAD = 40


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text on one line; `hits` are the asked words in it, in code points of the piece.

    `opens` and `closes` tell whether the piece begins and ends where the text does.
    """

    text: str
    hits: tuple[Span, ...]
    opens: bool
    closes: bool


def excerpt(text: str, words: Sequence[tuple[int, int]], places: Sequence[Place]) -> Excerpt:
    """The piece that holds the most of the different asked words, the earliest of equals; else the beginning.

    `words` tells where the words of the text stand.
    """
    first = _best(places)
    start = _start(words, first.start) if first else 0
    end = _end(text, words, start)
    hits = tuple(Span(p.start - start, p.end - start) for p in places if start <= p.start and p.end <= end)
    piece = text[start:end].replace("\n", " ")
    return Excerpt(piece, hits, opens=start == 0, closes=end == len(text))


def _best(places: Sequence[Place]) -> Place | None:
    def different(first: Place) -> int:
        return len({p.word for p in places if first.start <= p.start and p.end <= first.start + LONGEST - _LEAD})

    return max(places, key=different, default=None)


def _start(words: Sequence[tuple[int, int]], first: int) -> int:
    """A word's beginning, at most _LEAD code points before the first hit; the text's where that is so near."""
    return 0 if first <= _LEAD else words[bisect_left(words, first - _LEAD, key=itemgetter(0))][0]


def _end(text: str, words: Sequence[tuple[int, int]], start: int) -> int:
    if len(text) - start <= LONGEST:
        return len(text)
    within = bisect_right(words, start + LONGEST, key=itemgetter(1))
    end = words[within - 1][1] if within else 0
    return end if end > start else start + LONGEST
