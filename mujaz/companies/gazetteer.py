"""Recognise companies, products and people in Arabic and English text, and lead from any spelling to a company.

A product is not a mention of its owner (DESIGN §8), though `resolve` leads from it to its owner.
It refuses to guess: a name that is also an everyday word needs the cue that the catalogue asks for.
"""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from mujaz.arabic.fold import fold
from mujaz.arabic.tokens import tokens
from mujaz.companies.catalogue import Catalogue, Company, Outlet, Person, Product
from mujaz.companies.context import Context
from mujaz.companies.matches import Match, matches, whole
from mujaz.companies.names import Kind, Name, NameIndex
from mujaz.companies.outlets import Outlets
from mujaz.companies.rules import Rule, Rules
from mujaz.companies.signs import Lexicon
from mujaz.companies.spelling import spellings
from mujaz.companies.surnames import surnames
from mujaz.companies.words import Cutter, Words

_NEAR = 0.72
_SHORTEST_SLIP = 3
_KINDS: dict[type[Company | Product | Person], Kind] = {Company: "company", Product: "product", Person: "person"}
_WHAT_A_COMPANY_IS_CALLED = frozenset(map(fold, ("شركة", "شركات", "منصة", "تطبيق", "نموذج", "مختبر", "موقع")))


class Reason(StrEnum):
    """Why a name was taken for one."""

    NAME = "name"
    """It is spelled as listed and means nothing else."""
    SOUND = "sound"
    """It differs from a listed name only in its vowels."""
    MARKED = "marked"
    """It also means something else, but stands as only a name does: «لـ ميتا», «شركة ميتا»."""
    CONTEXT = "context"
    """It also means something else, but other words or names of the text speak for it."""
    SURNAME = "surname"
    """The text names the person in full as well."""


class Mention(NamedTuple):
    """A name at `text[start:end]` (code points), an attached Arabic prefix included. Never of kind outlet."""

    kind: Kind
    id: str
    start: int
    end: int
    owner: str | None
    reason: Reason = Reason.NAME


class Gazetteer:
    """The names of one catalogue, ready to be found. Build it once; of texts it remembers only how words are cut."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._companies = {company.id: company for company in catalogue.companies}
        rules = Rules(catalogue.ambiguities, catalogue.cues)
        named = list(_named(catalogue, rules))
        self._weak = frozenset(_vouch_for_nothing(catalogue))
        self._outlets = Outlets(catalogue.outlets)
        self._cutter = Cutter(Lexicon(NameIndex(named), self._outlets.index, rules))
        self._named = named

    @cached_property
    def _near(self) -> list[tuple[str, str]]:
        """What only who misspells a name pays for."""
        return _spellings_of_companies(self._named)

    def find(self, text: str) -> list[Mention]:
        """The mentions in the order of the text, none over another; the longest name wins. Linear, total."""
        words = self._cutter.cut(text)
        accepted = self._accepted(words)
        alone = surnames(words, [match for match, _ in accepted])
        found = [_mention(match, reason) for match, reason in accepted]
        found += [_mention(match, Reason.SURNAME) for match in alone]
        return sorted(found, key=attrgetter("start"))

    def asked(self, question: str) -> list[Mention]:
        """What a question to a newsroom may mean: no cue is asked for, only what speaks against a name counts."""
        words = self._cutter.cut(question)
        context = Context(words)
        meant = (m for m in matches(words) if m.name.rule is None or not context.forbids(m, m.name.rule))
        return [_mention(match, Reason.NAME) for match in meant]

    def source(self, text: str) -> Outlet | None:
        """The first news outlet that the text credits, or None."""
        return self._outlets.source(self._cutter.cut(text))

    def resolve(self, query: str) -> Company | None:
        """The company that the whole query names in any spelling, or whose product, person or old name it names."""
        words = self._cutter.cut(query)
        first = 1 if len(words.all) > 1 and words.all[0] in _WHAT_A_COMPANY_IS_CALLED else 0
        name = whole(words, first)
        return self._companies.get(name.owner or "") if name else None

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

    def _accepted(self, words: Words) -> list[tuple[Match, Reason]]:
        """The matches that need no cue, then those of the others that the text supports."""
        context = Context(words)
        sure, ruled = [], []
        for match in matches(words):
            if match.name.rule is None:
                sure.append((match, Reason.SOUND if match.heard else Reason.NAME))
            else:
                ruled.append((match, match.name.rule, context.forbids(match, match.name.rule)))
        doubted = {rule for _, rule, forbidden in ruled if forbidden or context.speaks_against(rule)}
        unsure = []
        for match, rule, forbidden in ruled:
            if forbidden or context.lacks_company(match, rule):
                continue
            if context.trusts(match, rule, doubted=rule in doubted):
                sure.append((match, Reason.MARKED))
            else:
                unsure.append((match, rule))
        supported = self._supported(context, sure, unsure, doubted) if unsure else []
        return _not_ruled_out([*sure, *((match, Reason.CONTEXT) for match in supported)])

    def _supported(
        self,
        context: Context,
        sure: list[tuple[Match, Reason]],
        unsure: list[tuple[Match, Rule]],
        doubted: set[Rule],
    ) -> list[Match]:
        """In two rounds, since a company with a cue may vouch for a product («آبل» for «سيري»).

        Two models that are also other things vouch for each other: «كلود» beside «جيميني» is no person.
        """
        models = [m for m, rule in unsure if rule.cue == "ai" and not rule.marked and rule not in doubted]
        together = models if len({m.name.owner for m in models}) > 1 else []
        supported: list[Match] = []
        for _ in range(2):
            spoken_of = {m.name.id: m.name.owner for m in (*(match for match, _ in sure), *supported) if m.name.owner}
            names, owners = spoken_of.keys() - self._weak, {*spoken_of.values()}
            supported = [
                match
                for match, rule in unsure
                if match in together or context.supports(match, rule, names, owners, doubted=rule in doubted)
            ]
            if len(supported) in {0, len(unsure)}:  # the second round would find the same
                break
        return supported


def _not_ruled_out(found: list[tuple[Match, Reason]]) -> list[tuple[Match, Reason]]:
    """Without names that another name of the text rules out: «غروك» where Groq is spoken of."""
    ids = {match.name.id for match, _ in found}
    return [(m, reason) for m, reason in found if m.name.rule is None or m.name.rule.unless.isdisjoint(ids)]


def _named(catalogue: Catalogue, rules: Rules) -> Iterator[tuple[Name, str]]:
    """Every listed name, with its holder's English name."""
    for company in catalogue.companies:
        for holder in company.holders():
            yield from _names_of(holder, company.id, rules)
    others: tuple[Product | Person, ...] = (*catalogue.products, *catalogue.people)
    for other in others:
        yield from _names_of(other, None, rules)


def _names_of(holder: Company | Product | Person, owner: str | None, rules: Rules) -> Iterator[tuple[Name, str]]:
    for text in dict.fromkeys((holder.en, holder.ar, *holder.aliases)):
        yield Name(_KINDS[type(holder)], holder.id, owner, text, rules.of(text), _surname(holder, text)), holder.en


def _surname(holder: Company | Product | Person, name: str) -> int | None:
    if not isinstance(holder, Person) or "بن" in name.split():
        return None
    return 0 if holder.family_first else -1


def _vouch_for_nothing(catalogue: Catalogue) -> Iterator[str]:
    """Names that any text may hold, by the ids and activities that the catalogue calls weak."""
    weak = set(catalogue.cues.get("weak", ()))
    for company in catalogue.companies:
        if company.activity in weak or company.id in weak:
            yield from (holder.id for holder in company.holders())
    yield from weak


def _mention(match: Match, reason: Reason) -> Mention:
    name = match.name
    # what Mention(…) itself calls, without the call between
    return tuple.__new__(Mention, (name.kind, name.id, match.start, match.end, name.owner, reason))


def _spellings_of_companies(named: Iterable[tuple[Name, str]]) -> list[tuple[str, str]]:
    return sorted(
        {("".join(form), name.owner) for name, english in named if name.owner for form in spellings(name.text, english)}
    )


def _joined(text: str) -> str:
    return "".join(token.norm for token in tokens(text))
