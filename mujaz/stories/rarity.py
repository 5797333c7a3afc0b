"""How rare a term is, learnt from the stream itself, with a prior for the words of the press.

Bounded: every HORIZON articles all counts are halved, and terms that were met once are forgotten.
"""

from collections.abc import Iterable, Mapping
from math import log, sqrt
from operator import itemgetter

from mujaz.stories.words import words

_HORIZON = 10_000  # articles
_ASSUMED = 1_000.0  # articles that count as seen before the first
_ASSUMED_COMMON = 50.0  # of them hold a common word
_ASSUMED_NAME = 5.0  # …name a company of the catalogue
_RARE = 0.5  # …a word that was never met
_TOO_COMMON = 0.25  # of all articles: such a term tells no story


class Rarity:
    """Inverse document frequencies of a stream of articles."""

    def __init__(self) -> None:
        self._articles = _ASSUMED
        self._seen = dict.fromkeys(words().common, _ASSUMED_COMMON)
        self._until_halving = _HORIZON

    def vector(self, terms: Mapping[str, float]) -> dict[str, float]:
        """The terms weighted by their rarity, the heaviest first, of length 1 as a vector; empty when none is rare."""
        seen, articles = self._seen, self._articles
        weights = {
            term: weight * log(articles / count)
            for term, weight in terms.items()
            if (count := seen.get(term, _RARE) + (_ASSUMED_NAME if ":" in term else 0.0)) <= _TOO_COMMON * articles
        }
        length = sqrt(sum([weight * weight for weight in weights.values()]))
        heaviest = sorted(weights.items(), key=itemgetter(1), reverse=True)
        return {term: weight / length for term, weight in heaviest}

    def learn(self, terms: Iterable[str]) -> None:
        """Count one article."""
        self._articles += 1.0
        seen = self._seen
        for term in terms:
            seen[term] = seen.get(term, _RARE) + 1.0
        self._until_halving -= 1
        if self._until_halving == 0:
            self._halve()

    def _halve(self) -> None:
        self._articles /= 2
        self._seen = {term: count / 2 for term, count in self._seen.items() if count > 2 * _RARE + 1}
        self._until_halving = _HORIZON
