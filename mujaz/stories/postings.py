"""Find the remembered articles that are most like another, at a bounded price."""

from array import array
from collections.abc import Mapping
from math import fsum

from mujaz.stories.memory import Told

POSTINGS = 64
"""The newest articles that are found under a term."""
TOUCHED = 320
"""The postings looked at for one article; those of its rarest terms come first."""
_CANDIDATES = 8
_LEAST_SHARE = 0.06  # far below the likeness that any story asks for


class Postings:
    """Articles under their heaviest terms, the newest last.

    A posting is an article's number in an array: to follow 800 references through a cold memory would take longer
    than all else together.
    """

    def __init__(self) -> None:
        self._told: dict[int, Told] = {}
        self._under: dict[str, array[int]] = {}

    def add(self, told: Told) -> None:
        """Let the article be found."""
        self._told[told.article] = told
        for term in told.posted():
            under = self._under.setdefault(term, array("q"))
            under.append(told.article)
            if len(under) > POSTINGS:
                del under[0]

    def drop_oldest(self, told: Told) -> None:
        """Let the oldest of the articles be found no more. Newer ones may have pushed it out already."""
        del self._told[told.article]
        for term in told.posted():
            under = self._under.get(term)
            if under and under[0] == told.article:
                del under[0]
                if not under:
                    del self._under[term]

    def likenesses(self, vector: Mapping[str, float]) -> list[tuple[Told, float]]:
        """The cosines with the articles that share the most of the vector, whose heaviest terms come first."""
        shares = self._shares(vector)
        likely = [article for article, share in shares.items() if share >= _LEAST_SHARE]
        if len(likely) > _CANDIDATES:
            likely = sorted(likely, key=shares.__getitem__, reverse=True)[:_CANDIDATES]
        return [(told, _cosine(vector, told.vector)) for told in map(self._told.__getitem__, likely)]

    def longest(self) -> int:
        """The entries under the term with the most of them."""
        return max(map(len, self._under.values()), default=0)

    def _shares(self, vector: Mapping[str, float]) -> dict[int, float]:
        """What each article shares of the vector: the likeness, were the terms as heavy in it.

        Most articles share one term only: whole postings are taken in, in C, and only what is met again is added up.
        """
        shares: dict[int, float] = {}
        left = TOUCHED
        for term, weight in vector.items():
            under = self._under.get(term)
            if under:
                found = dict.fromkeys(under[-left:], weight * weight)
                for article in shares.keys() & found.keys():
                    found[article] += shares[article]
                shares |= found
                left -= len(under)
                if left <= 0:
                    break
        return shares


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    # Their common terms are found in one step in C; fsum makes the sum independent of the order of that set.
    return fsum([one[term] * other[term] for term in one.keys() & other.keys()])
