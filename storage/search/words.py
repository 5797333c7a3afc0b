"""The words of a question and the ways in which articles may hold each: as stems, near spellings, consonants, names.

Every way has its weight from how rare it is. Postings are read newest first and at most MOST of each, so that the
time of a search does not grow with the archive.
"""

import math
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mujaz.arabic.fuzzy import deletions, is_near
from mujaz.arabic.stem import skeletons, stem_variants
from mujaz.asked import Asked, AskedName
from storage.search.scope import Scope
from storage.search.terms import all_of, safe

MOST = 3000
"""Articles of one term that are looked at; an archive up to about that size is searched wholly."""
RARE = 5
"""A word that at most so many articles hold may be a slip: near spellings are looked for."""
MOST_TOGETHER = 50
MOST_NEAR = 2
NEAR, SKELETON = 0.6, 0.4
"""What a near spelling, and the same consonants, weigh beside the word itself."""


@dataclass(frozen=True, slots=True)
class Posting:
    """The newest articles that hold a term, and the term's inverse document frequency."""

    ids: Sequence[int]
    idf: float


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
    reader = _Reader(db, scope)
    names = [(name, posting) for name in asked.names if (posting := reader.mentions(name)).ids]
    return [reader.word(word, asked.query.wanted, names) for word in asked.query.wanted if safe(stem_variants(word))]


def together(db: sqlite3.Connection, words: Sequence[Word], scope: Scope) -> list[int]:
    """The newest texts that hold all words, where so many hold each that their postings were not read to the end."""
    common = [word for word in words if any(len(posting.ids) >= MOST for posting in word.bodies.values())]
    if len(words) < 2 or len(common) < len(words):
        return []
    rows = db.execute(
        """SELECT rowid FROM search_bodies WHERE search_bodies MATCH ? AND rowid BETWEEN ? AND ?
           ORDER BY rowid DESC LIMIT ?""",
        (all_of(word.bodies for word in words), scope.first, scope.last, MOST_TOGETHER),
    )
    return [article_id for (article_id,) in rows]


class _Reader:
    """Reads postings within a scope."""

    def __init__(self, db: sqlite3.Connection, scope: Scope) -> None:
        self._db = db
        self._scope = scope

    def word(self, folded: str, asked: Sequence[str], names: Sequence[tuple[AskedName, Posting]]) -> Word:
        named = [(name, posting) for name, posting in names if folded in name.words]
        stems = safe(stem_variants(folded)).split()
        titles, bodies = self._postings("titles", stems), self._postings("bodies", stems)
        seen = sum(len(posting.ids) for posting in (*titles.values(), *bodies.values()))
        near = [term for stem in stems for term in self._near(stem)][:MOST_NEAR] if seen <= RARE else []
        return Word(
            folded=folded,
            share=min((1 / math.sqrt(len(name.words.intersection(asked))) for name, _ in named), default=1.0),
            titles=titles,
            bodies=bodies,
            skeletons=self._postings("skeletons", safe(skeletons(folded)).split()),
            near_titles=self._postings("titles", near),
            near_bodies=self._postings("bodies", near),
            names=named,
        )

    def mentions(self, name: AskedName) -> Posting:
        """The articles that name something, in whatever spelling."""
        rows = self._db.execute(
            """SELECT article_id FROM mentions WHERE kind = ? AND entity = ? AND article_id BETWEEN ? AND ?
               ORDER BY reported_at DESC, article_id DESC LIMIT ?""",
            (name.named.kind, name.named.id, self._scope.first, self._scope.last, MOST),
        )
        return self._weighed(sorted((article_id for (article_id,) in rows), reverse=True))

    def _near(self, stem: str) -> list[str]:
        """The stems of titles one slip from this one, the commonest first."""
        rests = sorted(deletions(stem))
        rows = self._db.execute(
            f"""SELECT DISTINCT v.term, v.titles FROM search_deletions d JOIN search_vocabulary v ON v.term = d.term
                WHERE d.rest IN ({", ".join("?" * len(rests))}) ORDER BY v.titles DESC, v.term""",
            rests,
        )
        return [term for term, _ in rows if is_near(stem, term)]

    def _postings(self, table: str, terms: Iterable[str]) -> dict[str, Posting]:
        found = {}
        for term in terms:
            rows = self._db.execute(
                f"""SELECT rowid FROM search_{table} WHERE search_{table} MATCH ? AND rowid BETWEEN ? AND ?
                    ORDER BY rowid DESC LIMIT ?""",
                (f'"{term}"', self._scope.first, self._scope.last, MOST),
            ).fetchall()
            if rows:
                found[term] = self._weighed([row[0] for row in rows])
        return found

    def _weighed(self, ids: Sequence[int]) -> Posting:
        """Where not all were read, how many there are is judged by how densely the newest stand."""
        size = self._scope.size
        count = float(len(ids))
        if count >= MOST:
            count *= max(1.0, size / (self._scope.last - ids[-1] + 1))
        return Posting(ids, math.log(1 + (size - min(count, size) + 0.5) / (count + 0.5)))
