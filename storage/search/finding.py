"""Answers a question from the index: candidates from postings, scored, checked and shown from the original text."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from mujaz.arabic.closeness import Finder, Place, Sought, Tier, holds_phrase
from mujaz.arabic.excerpt import Excerpt, excerpt
from mujaz.arabic.periods import Period
from mujaz.arabic.query import Query
from mujaz.arabic.tokens import spans, words, written
from mujaz.article import Article
from mujaz.asked import Asked
from storage import articles
from storage.search.ranking import Document, candidates, scores
from storage.search.scope import Scope, newest_of, scope_of
from storage.search.terms import Terms
from storage.search.words import Word, look_up, together


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that answers a question: the loosest tier that it took, and where its body says it.

    `complete` is whether every word asked for was found in it, `in_title` whether its title alone holds them all;
    `title` holds their places there.
    """

    article: Article
    tier: Tier
    complete: bool
    in_title: bool
    title: tuple[Place, ...]
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, the best first. `period` is the one it was limited to; None also where that held no answer."""

    hits: tuple[Hit, ...]
    period: Period | None


@dataclass(frozen=True, slots=True)
class _Texts:
    """What an article says."""

    id: int
    title: str
    body: str


def find(db: sqlite3.Connection, asked: Asked, most: int) -> Answer:
    """At most so many published articles.

    Where its period holds no article with all its words, the words that named the period are words like any other.
    """
    hits = tuple(_hits(db, asked, most))
    instead = asked.without_period
    if instead and not any(hit.complete for hit in hits):
        return Answer(tuple(_hits(db, instead, most)), None)
    return Answer(hits, asked.query.period)


def _hits(db: sqlite3.Connection, asked: Asked, most: int) -> list[Hit]:
    scope = scope_of(db, asked)
    sought = look_up(db, asked, scope)
    finder = Finder([_sought(word) for word in sought], written(asked.query.text))
    agreeing = (texts for texts in _texts(db, _ranked(db, asked, scope, sought)) if _agrees(asked.query, texts))
    return [_hit(db, texts, sought, finder) for texts in islice(agreeing, most)]


def _texts(db: sqlite3.Connection, ids: Iterable[int]) -> Iterator[_Texts]:
    for article_id in ids:
        title, body = db.execute("SELECT title, body FROM articles WHERE id = ?", (article_id,)).fetchone()
        yield _Texts(article_id, title, body)


def _ranked(db: sqlite3.Connection, asked: Asked, scope: Scope, sought: Sequence[Word]) -> Sequence[int]:
    """Ids of published articles, the best first; without words the newest of what the question is limited to."""
    if not sought:
        return newest_of(db, scope) if scope.ids is not None and not asked.query.wanted else ()
    held = together(db, sought, scope) if scope.ids is None else []
    documents = _documents(db, [*candidates(sought, scope.ids), *held])
    ranked = scores(documents, sought, scope.last)
    return sorted(ranked, key=lambda article_id: ranked[article_id], reverse=True)


def _documents(db: sqlite3.Connection, ids: Sequence[int]) -> list[Document]:
    rows = db.execute(
        f"""SELECT d.article_id, d.title, d.terms FROM search_documents d JOIN articles a ON a.id = d.article_id
            WHERE d.article_id IN ({", ".join("?" * len(ids))}) AND a.status = 'published'""",
        ids,
    )
    return [_document(*row) for row in rows]


def _document(article_id: int, title: str, blob: bytes) -> Document:
    terms = Terms.unpacked(blob)
    return Document(
        id=article_id,
        title=title.split(),
        stems=frozenset(terms.titles.split()),
        skeletons=frozenset(terms.skeletons.split()),
        body=f" {terms.bodies} ",
        length=terms.bodies.count(" ") + 1,
    )


def _agrees(query: Query, texts: _Texts) -> bool:
    """Whether a text holds every phrase and nothing that was excluded."""
    if not query.phrases and not query.excluded:
        return True
    fields = (words(texts.title), words(texts.body))
    return all(any(holds_phrase(field, phrase) for field in fields) for phrase in query.phrases) and not any(
        holds_phrase(field, phrase) for field in fields for phrase in query.excluded
    )


def _hit(db: sqlite3.Connection, texts: _Texts, sought: Sequence[Word], finder: Finder) -> Hit:
    article = articles.get(db, texts.id)
    assert article is not None, "its texts were just read in the same snapshot"
    words_of_body = spans(texts.body)
    title, body = finder.in_title(texts.title, spans(texts.title)), finder.in_body(texts.body, words_of_body)
    tiers = _tiers(texts.id, sought, [*title, *body])
    return Hit(
        article=article,
        tier=max(tiers.values(), default=Tier.EXACT),
        complete=len(tiers) == len(sought),
        in_title=len({place.word for place in title}) == len(sought),
        title=tuple(title),
        excerpt=excerpt(texts.body, words_of_body, body),
    )


def _tiers(article_id: int, sought: Sequence[Word], places: Sequence[Place]) -> dict[int, Tier]:
    """The closest tier by which each word was found; a name that the article spells otherwise was found too."""
    tiers: dict[int, Tier] = {}
    for place in places:
        tiers[place.word] = min(place.tier, tiers.get(place.word, place.tier))
    for number, word in enumerate(sought):
        if number not in tiers and any(article_id in posting.ids for _, posting in word.names):
            tiers[number] = Tier.OTHER_SCRIPT
    return tiers


def _sought(word: Word) -> Sought:
    names = (name.spellings for name, _ in word.names)
    return Sought(word.folded, frozenset((*word.near_titles, *word.near_bodies)), frozenset().union(*names))
