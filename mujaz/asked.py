"""A question to the archive: its words, and the companies, products and people that it names.

Joins the parsed query with the catalogue. Pure; refuses to judge what the archive holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from mujaz.arabic.query import Query, parse
from mujaz.arabic.tokens import tokens
from mujaz.article import Kind, Named
from mujaz.companies.catalogue import Company
from mujaz.companies.gazetteer import Gazetteer, Mention
from mujaz.companies.spelling import spellings


@dataclass(frozen=True, slots=True)
class AskedName:
    """Something that a question names: with which folded words, and every spelling of its names, in folded words."""

    named: Named
    words: frozenset[str]
    spellings: frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, ready for the archive. `only` are the things of which an answer must name one; empty: anything."""

    query: Query
    names: tuple[AskedName, ...] = ()
    only: tuple[Named, ...] = ()

    @property
    def without_period(self) -> "Asked | None":
        """The same question with its period read as words; None where it has no period."""
        return replace(self, query=self.query.whole) if self.query.whole else None


def ask(text: str, gazetteer: Gazetteer, now: datetime, zone: tzinfo) -> Asked:
    """Reads any text as a question. A company that nobody knows is a word like any other."""
    query = parse(text, now, zone)
    company = gazetteer.resolve(query.company) if query.company else None
    if query.company and company is None:
        query = parse(f"{query.company} {query.text}", now, zone)
    names = tuple(_names(query.text, gazetteer))
    return Asked(query, names, tuple(_all_of(company)) if company else ())


def _names(text: str, gazetteer: Gazetteer) -> Iterator[AskedName]:
    for mention in gazetteer.asked(text):
        words = frozenset(token.norm for token in tokens(text[mention.start : mention.end]))
        yield AskedName(Named(Kind(mention.kind), mention.id), words, _spellings(mention, gazetteer))


def _spellings(mention: Mention, gazetteer: Gazetteer) -> frozenset[tuple[str, ...]]:
    holders = (holder for holder in gazetteer.catalogue.holders() if holder.id == mention.id)
    names = ((name, holder.en) for holder in holders for name in (holder.en, holder.ar, *holder.aliases))
    return frozenset(form for name, english in names for form in spellings(name, english))


def _all_of(company: Company) -> Iterator[Named]:
    yield Named(Kind.COMPANY, company.id)
    for product in company.products:
        yield Named(Kind.PRODUCT, product.id)
