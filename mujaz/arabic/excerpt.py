"""A piece of a text around the words that were asked for, cut at words. It changes no letter and marks nothing up."""

from collections.abc import Sequence
from dataclasses import dataclass

from mujaz.arabic.closeness import Place
from mujaz.arabic.sentences import Span
from mujaz.arabic.tokens import Token

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


def excerpt(text: str, tokens: Sequence[Token], places: Sequence[Place]) -> Excerpt:
    """The piece that holds the most of the different asked words, the earliest of equals; else the beginning."""
    first = _best(places)
    start = _start(tokens, first.start) if first else 0
    end = _end(text, tokens, start)
    hits = tuple(Span(p.start - start, p.end - start) for p in places if start <= p.start and p.end <= end)
    piece = text[start:end].replace("\n", " ")
    return Excerpt(piece, hits, opens=start == 0, closes=end == len(text))


def _best(places: Sequence[Place]) -> Place | None:
    def different(first: Place) -> int:
        return len({p.word for p in places if first.start <= p.start and p.end <= first.start + LONGEST - _LEAD})

    return max(places, key=different, default=None)


def _start(tokens: Sequence[Token], first: int) -> int:
    """A word's beginning, at most _LEAD code points before the first hit; the text's where that is so near."""
    return 0 if first <= _LEAD else min(token.start for token in tokens if token.start >= first - _LEAD)


def _end(text: str, tokens: Sequence[Token], start: int) -> int:
    if len(text) - start <= LONGEST:
        return len(text)
    ends = [token.end for token in tokens if start < token.end <= start + LONGEST]
    return ends[-1] if ends else start + LONGEST
