"""How well an article answers: titles and bodies scored apart, words in the title as they were typed rewarded.

Pure: it sees terms and numbers only. Source of the weights: research, arabic.md §1.3–1.4.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import nlargest
from operator import itemgetter

from mujaz.arabic.closeness import Spellings
from mujaz.arabic.stem import bases
from storage.search.words import NEAR, SKELETON, Ways, Word

CANDIDATES = 50
"""Articles that are scored word by word, of all that hold any word."""
TITLE, BODY, NAMED = 12.0, 2.0, 4.0
AS_TYPED, BUT_FOR_A_PREFIX = 8.0, 5.0
SATURATION, LENGTH = 1.2, 0.75
"""Okapi BM25's k1 and b."""
USUAL_TITLE = 9
"""Words of a title, for the same."""
RECENCY = 0.5
"""What the newest article gains over the oldest: it decides between equals."""


@dataclass(frozen=True, slots=True)
class Document:
    """What of an article is scored: the folded words of its title, their stems and skeletons; its body's stems.

    `body` has each stem between spaces; `length` counts them.
    """

    id: int
    title: Sequence[str]
    stems: AbstractSet[str]
    skeletons: AbstractSet[str]
    body: str
    length: int


def candidates(words: Sequence[Word], ids: AbstractSet[int] | None) -> list[int]:
    """The articles most worth a closer look, from postings alone."""
    totals: dict[int, float] = {}
    for word in words:
        by_sound = (word.skeletons, TITLE * SKELETON)
        _add(totals, _strengths(by_sound, (word.near_titles, TITLE * NEAR), (word.titles, TITLE)))
        _add(totals, _strengths(*(({name.named.id: posting}, NAMED) for name, posting in word.names)))
    bodies = [((word.near_bodies, BODY * NEAR), (word.bodies, BODY)) for word in words]
    totals = _within(totals, ids)
    # Where enough titles are worth more than any body can be, what only bodies hold is not even put together.
    enough = _least_of_best(totals) > sum(map(_most, bodies))
    for ways in bodies:
        _add(totals, _strengths(*ways, among=totals.keys() if enough else None))
    totals = _within(totals, ids)
    least = _least_of_best(totals)
    worth = [article_id for article_id, total in totals.items() if total >= least]
    return sorted(worth, key=totals.__getitem__, reverse=True)[:CANDIDATES]


def scores(documents: Sequence[Document], words: Sequence[Word], newest: int) -> dict[int, float]:
    """The score of each document."""
    usual = sum(document.length for document in documents) / max(len(documents), 1)
    scorers = [_Scorer(word) for word in words]
    return {
        document.id: _score(document, scorers, usual) + RECENCY * document.id / max(newest, 1) for document in documents
    }


def _score(document: Document, scorers: Sequence["_Scorer"], usual: float) -> float:
    """The marks for all words, times the part of what was asked that the article holds."""
    total = sum(one.worth for one in scorers) or 1.0
    marks = covered = 0.0
    for one in scorers:
        if mark := one.mark(document, usual):
            belief = one.belief(document)
            marks += mark * belief
            covered += one.worth * belief
    return marks * covered / total


class _Scorer:
    """Scores one word of a question."""

    def __init__(self, word: Word) -> None:
        self._word = word
        self._bases = frozenset(bases(word.folded))
        self._named = [(Spellings(name.spellings), frozenset(posting.ids), posting.idf) for name, posting in word.names]
        ways = (word.titles, word.bodies, word.near_bodies)
        idfs = [*(posting.idf for way in ways for posting in way.values()), *(idf for *_, idf in self._named)]
        self.worth = word.share * min(idfs, default=0.0)

    def mark(self, document: Document, usual: float) -> float:
        """What the word adds to the document's score."""
        title, body = self._in_title(document), self._in_body(document, usual)
        for spellings, ids, idf in self._named:
            if document.id in ids:
                if spellings.are_in(document.title):
                    title = max(title, TITLE * idf + BUT_FOR_A_PREFIX)
                body = max(body, idf)
        length = 1 - LENGTH + LENGTH * len(document.title) / USUAL_TITLE
        return self._word.share * (title * _saturated(1, length) + BODY * body)

    def belief(self, document: Document) -> float:
        """An article that holds a word of a name and does not speak of what it names is half believed."""
        return 0.5 if self._named and not any(document.id in ids for _, ids, _ in self._named) else 1.0

    def _in_title(self, document: Document) -> float:
        if itself := _rarest(self._word.titles, document.stems):
            return TITLE * itself + self._as_typed(document)
        near = NEAR * _rarest(self._word.near_titles, document.stems)
        return TITLE * max(near, SKELETON * _rarest(self._word.skeletons, document.skeletons))

    def _as_typed(self, document: Document) -> float:
        if self._word.folded in document.title:
            return AS_TYPED
        close = any(not self._bases.isdisjoint(bases(word)) for word in document.title)
        return BUT_FOR_A_PREFIX if close else 0.0

    def _in_body(self, document: Document, usual: float) -> float:
        length = 1 - LENGTH + LENGTH * document.length / max(usual, 1.0)
        best = 0.0
        for ways, weight in ((self._word.bodies, 1.0), (self._word.near_bodies, NEAR)):
            for term, posting in ways.items():
                count = document.body.count(f" {term} ")
                best = max(best, weight * posting.idf * _saturated(count, length))
        return best


def _strengths(*ways: tuple[Ways, float], among: AbstractSet[int] | None = None) -> dict[int, float]:
    """What each article gets for its best way; of no other articles than those that are given."""
    weighed = [(weight * posting.idf, posting.ids) for way, weight in ways for posting in way.values()]
    best: dict[int, float] = {}
    for strength, ids in sorted(weighed, key=itemgetter(0)):
        best.update(dict.fromkeys(ids if among is None else among & set(ids), strength))  # the strongest comes last
    return best


def _most(ways: Iterable[tuple[Ways, float]]) -> float:
    return max((weight * posting.idf for way, weight in ways for posting in way.values()), default=0.0)


def _within(totals: dict[int, float], ids: AbstractSet[int] | None) -> dict[int, float]:
    return totals if ids is None else {article_id: totals[article_id] for article_id in totals if article_id in ids}


def _least_of_best(totals: Mapping[int, float]) -> float:
    """The least total by which an article is a candidate."""
    return nlargest(CANDIDATES, totals.values())[-1] if len(totals) >= CANDIDATES else 0.0


def _add(totals: dict[int, float], strengths: Mapping[int, float]) -> None:
    """Few articles are in both; all else is one copy in C."""
    sums = {both: totals[both] + strengths[both] for both in totals.keys() & strengths.keys()}
    totals.update(strengths)
    totals.update(sums)


def _rarest(ways: Ways, terms: AbstractSet[str]) -> float:
    best = 0.0
    for term, posting in ways.items():
        if term in terms and posting.idf > best:
            best = posting.idf
    return best


def _saturated(count: int, length: float) -> float:
    return count * (SATURATION + 1) / (count + SATURATION * length)
