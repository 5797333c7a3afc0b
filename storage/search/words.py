"""The words of a question and the ways in which articles may hold each: as stems, near spellings, consonants, names.

Every way has its weight from how rare it is. Postings are read newest first and at most MOST of each, so that the
time of a search does not grow with the archive.
"""

import math
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from mujaz.arabic.fuzzy import deletions, is_near
from mujaz.arabic.stem import skeletons, stem_variants
from mujaz.asked import Asked, AskedName
from storage.search.scope import Scope, ids_of
from storage.search.terms import all_of, safe

MOST = 3000
"""Articles of one term that are looked at; an archive up to about that size is searched wholly."""
MOST_OF_MANY = 15_000
"""The same for all words of a question together: of more than five words fewer each, down to a third of MOST."""
LARGE = 100_000
"""Articles beyond which less is read of what weighs little."""
MOST_OF_LARGE = {"bodies": 2000, "skeletons": 1500}
MOST_BACK = 500_000
"""How far back is looked for texts that hold several common words together."""
RARE = 5
"""A word that at most so many articles hold may be a slip: near spellings are looked for."""
MOST_TOGETHER = 50
MOST_NEAR = 2
MOST_COMPARED = 24
"""Near spellings of which the commonest are taken."""
NEAR, SKELETON = 0.6, 0.4
"""What a near spelling, and the same consonants, weigh beside the word itself."""


@dataclass(frozen=True, slots=True)
class Posting:
    """The newest articles that hold a term, whether these are all, and the term's inverse document frequency."""

    ids: Sequence[int]
    whole: bool
    idf: float


_HOLDING = """SELECT rowid AS id FROM search_{0} WHERE search_{0} MATCH ? AND rowid BETWEEN ? AND ?
              ORDER BY rowid DESC LIMIT ?"""
Ways = Mapping[str, Posting]


@dataclass(frozen=True, slots=True)
class Word:
    """One folded word of a question, with the postings of its terms by the way in which they stand for it.

    `share` is what it weighs: the words of one name weigh together little more than one word.
    """

    folded: str
    share: float
    titles: Ways
    bodies: Ways
    skeletons: Ways
    near_titles: Ways
    near_bodies: Ways
    names: Sequence[tuple[AskedName, Posting]]


def look_up(db: sqlite3.Connection, asked: Asked, scope: Scope) -> list[Word]:
    """The words of a question and where the archive holds them; stop words are left out."""
    reader = _Reader(db, scope, min(MOST, max(MOST // 3, MOST_OF_MANY // max(len(asked.query.wanted), 1))))
    names = [(name, posting) for name in asked.names if (posting := reader.mentions(name)).ids]
    return [reader.word(word, asked.query.wanted, names) for word in asked.query.wanted if safe(stem_variants(word))]


def together(db: sqlite3.Connection, words: Sequence[Word], scope: Scope) -> list[int]:
    """The newest texts that hold all words, where so many hold each that their postings were not read to the end."""
    common = [word for word in words if not all(posting.whole for posting in word.bodies.values())]
    if len(words) < 2 or len(common) < len(words):
        return []
    first = max(scope.first, scope.last - MOST_BACK)
    return ids_of(
        db, _HOLDING.format("bodies"), (all_of(word.bodies for word in words), first, scope.last, MOST_TOGETHER)
    )


class _Reader:
    """Reads postings within a scope."""

    def __init__(self, db: sqlite3.Connection, scope: Scope, most: int) -> None:
        self._db = db
        self._scope = scope
        self._most = most

    def word(self, folded: str, asked: Sequence[str], names: Sequence[tuple[AskedName, Posting]]) -> Word:
        named = [(name, posting) for name, posting in names if folded in name.words]
        stems = safe(stem_variants(folded)).split()
        titles, bodies = self._postings("titles", stems), self._postings("bodies", stems)
        seen = sum(len(posting.ids) for posting in (*titles.values(), *bodies.values()))
        near = self._near(stems) if seen <= RARE else {}
        return Word(
            folded=folded,
            share=min((1 / math.sqrt(len(name.words.intersection(asked))) for name, _ in named), default=1.0),
            titles=titles,
            bodies=bodies,
            skeletons=self._postings("skeletons", safe(skeletons(folded)).split()),
            near_titles=near,
            near_bodies=self._postings("bodies", near),
            names=named,
        )

    def mentions(self, name: AskedName) -> Posting:
        """The articles that name something, in whatever spelling."""
        ids = ids_of(
            self._db,
            """SELECT article_id AS id FROM mentions WHERE kind = ? AND entity = ? AND article_id BETWEEN ? AND ?
               ORDER BY reported_at DESC, article_id DESC LIMIT ?""",
            (name.named.kind, name.named.id, self._scope.first, self._scope.last, self._most),
        )
        return self._weighed(sorted(ids, reverse=True), self._most)

    def _near(self, stems: Iterable[str]) -> Ways:
        """The titles that hold the commonest of the stems one slip from these."""
        near: dict[str, Posting] = {}
        for stem in stems:
            found = self._postings("titles", self._one_slip_from(stem)[:MOST_COMPARED])
            near |= {term: found[term] for term in sorted(found, key=lambda term: -len(found[term].ids))}
        return dict(islice(near.items(), MOST_NEAR))

    def _one_slip_from(self, stem: str) -> list[str]:
        rests = sorted(deletions(stem))
        rows = self._db.execute(
            f"SELECT DISTINCT term FROM search_deletions WHERE rest IN ({', '.join('?' * len(rests))}) ORDER BY term",
            rests,
        )
        return [term for (term,) in rows if is_near(stem, term)]

    def _postings(self, table: str, terms: Iterable[str]) -> dict[str, Posting]:
        most = min(self._most, MOST_OF_LARGE.get(table, MOST)) if self._scope.size > LARGE else self._most
        found = {}
        for term in terms:
            ids = ids_of(self._db, _HOLDING.format(table), (f'"{term}"', self._scope.first, self._scope.last, most))
            if ids:
                found[term] = self._weighed(ids, most)
        return found

    def _weighed(self, ids: Sequence[int], most: int) -> Posting:
        """Where not all were read, how many there are is judged by how densely the newest stand."""
        size = self._scope.size
        count = float(len(ids))
        whole = count < most
        if not whole:
            count *= max(1.0, size / (self._scope.last - ids[-1] + 1))
        return Posting(ids, whole, math.log(1 + (size - min(count, size) + 0.5) / (count + 0.5)))
