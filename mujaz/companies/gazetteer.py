"""Recognise companies, products and people in Arabic and English text, and lead from any spelling to a company.

A product is not a mention of its owner (DESIGN §8), though `resolve` leads from it to its owner.
It refuses to guess: a name that is also an everyday word needs the cue that the catalogue asks for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from mujaz.arabic.fold import as_spelled, fold
from mujaz.arabic.tokens import Token, tokens
from mujaz.companies.catalogue import Ambiguity, Catalogue, Company, Outlet, Person, Product
from mujaz.companies.context import Context
from mujaz.companies.names import Kind, Match, Name, NameIndex
from mujaz.companies.outlets import Outlets
from mujaz.companies.spelling import canonical, prefixed, skeleton, spellings

_SHORTEST_SURNAME = 3
_NEAR = 0.72
_SHORTEST_SLIP = 3
_WHAT_A_COMPANY_IS_CALLED = frozenset(map(fold, ("شركة", "شركات", "منصة", "تطبيق", "نموذج", "مختبر", "موقع")))


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at `text[start:end]` (code points), an attached Arabic prefix included. Never of kind outlet."""

    kind: Kind
    id: str
    start: int
    end: int
    owner: str | None


class Gazetteer:
    """The names of one catalogue, ready to be found. Build it once; it holds no state of any text."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._companies = {company.id: company for company in catalogue.companies}
        rules = _Rules(catalogue.ambiguities)
        named = [(rules.applied(name), english) for name, english in _names(catalogue)]
        self._index = NameIndex(named)
        self._weak = frozenset(catalogue.cues.get("weak", ()))
        self._outlets = Outlets(catalogue.outlets)
        self._near = _spellings_of_companies(named)

    def find(self, text: str) -> list[Mention]:
        """The mentions in the order of the text, none over another; the longest name wins. Linear, total."""
        words = tokens(text)
        matches = self._accepted(text, words)
        matches = sorted([*matches, *_surnames(words, matches)], key=lambda match: match.first)
        return [_mention(match, words) for match in matches]

    def source(self, text: str) -> Outlet | None:
        """The first news outlet that the text credits, or None."""
        return self._outlets.source(text)

    def resolve(self, query: str) -> Company | None:
        """The company that the whole query names in any spelling, or whose product, person or old name it names."""
        words = tokens(query)
        first = 1 if len(words) > 1 and words[0].norm in _WHAT_A_COMPANY_IS_CALLED else 0
        match = self._index.at(query, words, first) if words else None
        whole = match is not None and match.last == len(words)
        return self._companies.get(match.name.owner or "") if match and whole else None

    def company(self, id_: str) -> Company | None:
        """The company with that id of the catalogue."""
        return self._companies.get(id_)

    def suggest(self, query: str, n: int = 3) -> list[Company]:
        """At most `n` companies with names near the query, the nearest first; empty if none is near."""
        wanted = _joined(query)
        if len(wanted) < _SHORTEST_SLIP:
            return []
        near: dict[str, float] = {}
        for spelling, id_ in self._near:
            matcher = SequenceMatcher(None, spelling, wanted, autojunk=False)
            if matcher.real_quick_ratio() >= _NEAR and matcher.quick_ratio() >= _NEAR:
                near[id_] = max(near.get(id_, 0.0), matcher.ratio())
        best = sorted((id_ for id_ in near if near[id_] >= _NEAR), key=lambda id_: -near[id_])
        return [self._companies[id_] for id_ in best[:n]]

    def _accepted(self, text: str, words: Sequence[Token]) -> list[Match]:
        """The matches that need no cue, and of the others those that the text supports.

        In two rounds, since a company with a cue may vouch for a product («آبل» for «سيري»).
        """
        context = Context(text, words, self.catalogue.cues)
        found = [match for match in self._index.matches(text, words) if not context.forbids(match)]
        accepted = [match for match in found if context.trusts(match)]
        for _ in range(2):
            names = {match.name.id for match in accepted if match.name.owner} - self._weak
            owners = {match.name.owner for match in accepted if match.name.owner}
            accepted = [match for match in found if context.supports(match, names, owners)]
        return accepted


class _Rules:
    """Which ambiguity, if any, a listed name has."""

    def __init__(self, ambiguities: Iterable[Ambiguity]) -> None:
        self._rules = {self._key(name, rule.spelled): rule for rule in ambiguities for name in rule.names}

    def applied(self, name: Name) -> Name:
        rule = self._rules.get(self._key(name.text, spelled=True)) or self._rules.get(
            self._key(name.text, spelled=False)
        )
        return Name(name.kind, name.id, name.owner, name.text, rule)

    @staticmethod
    def _key(name: str, spelled: bool) -> tuple[str, ...]:
        return (as_spelled(name),) if spelled else ("", *(canonical(token.norm) for token in tokens(name)))


def _names(catalogue: Catalogue) -> Iterator[tuple[Name, str]]:
    for company in catalogue.companies:
        yield from _names_of(company, "company", company.id)
        for product in company.products:
            yield from _names_of(product, "product", company.id)
        for person in company.people:
            yield from _names_of(person, "person", company.id)
    for product in catalogue.products:
        yield from _names_of(product, "product", None)
    for person in catalogue.people:
        yield from _names_of(person, "person", None)


def _names_of(holder: Company | Product | Person, kind: Kind, owner: str | None) -> Iterator[tuple[Name, str]]:
    for text in dict.fromkeys((holder.en, holder.ar, *holder.aliases)):
        yield Name(kind, holder.id, owner, text), holder.en


def _surnames(words: Sequence[Token], matches: Sequence[Match]) -> Iterator[Match]:
    """Surnames alone, of people whom the same text names in full."""
    people = {
        skeleton(words[m.last - 1].norm): m.name
        for m in reversed(matches)
        if m.name.kind == "person" and m.last - m.first > 1 and len(words[m.last - 1].norm) >= _SHORTEST_SURNAME
    }
    if not people:
        return
    taken = {place for match in matches for place in range(match.first, match.last)}
    for place, word in enumerate(words):
        if place not in taken:
            for prefix, rest in prefixed(word.norm):
                if len(rest) >= _SHORTEST_SURNAME and (name := people.get(skeleton(rest))):
                    yield Match(name, place, place + 1, prefix)
                    break


def _mention(match: Match, words: Sequence[Token]) -> Mention:
    name = match.name
    return Mention(name.kind, name.id, words[match.first].start, words[match.last - 1].end, name.owner)


def _spellings_of_companies(named: Iterable[tuple[Name, str]]) -> list[tuple[str, str]]:
    return sorted(
        {("".join(form), name.owner) for name, english in named if name.owner for form in spellings(name.text, english)}
    )


def _joined(text: str) -> str:
    return "".join(token.norm for token in tokens(text))
