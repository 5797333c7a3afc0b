"""The catalogue's ambiguities, made ready to be asked: folded words, stems of phrases.

It refuses to know any name: what tells a name from an everyday word is data (catalogue.toml, [[ambiguous]]).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from mujaz.arabic.fold import as_spelled
from mujaz.arabic.stem import stem
from mujaz.arabic.tokens import tokens
from mujaz.companies.catalogue import Ambiguity
from mujaz.companies.spelling import canonical

_WORDS_FOR = {"business": ("business", "tech", "ai"), "tech": ("tech", "ai"), "ai": ("ai",)}


Phrases = frozenset[str | tuple[str, str]]
"""Words, and pairs of words that must stand one after the other, each by its stem."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One ambiguity; its fields are those of `Ambiguity`, folded. `cues` are the phrases that speak for the name."""

    cue: str
    cues: Phrases
    others: Phrases
    against: Phrases
    beside: frozenset[str]
    touching: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    bare: frozenset[str]
    spelled: bool
    marks: frozenset[str]
    marked: bool
    kinds: frozenset[str]
    unless: frozenset[str]


class Rules:
    """Which rule, if any, a listed name has."""

    def __init__(self, ambiguities: Iterable[Ambiguity], cues: Mapping[str, tuple[str, ...]]) -> None:
        self._rules: dict[tuple[str, ...], Rule] = {}
        for ambiguity in ambiguities:
            rule = _rule(ambiguity, cues)
            self._rules |= {_key(name, ambiguity.spelled): rule for name in ambiguity.names}

    @property
    def stems(self) -> frozenset[str]:
        """The stems of all words that some rule asks for somewhere in the text."""
        asked = [phrases for rule in self._rules.values() for phrases in (rule.cues, rule.others, rule.against)]
        said = frozenset[str | tuple[str, str]]().union(*asked)
        return frozenset(word for one in said for word in ([one] if isinstance(one, str) else one))

    @property
    def neighbours(self) -> frozenset[str]:
        """All words that some rule asks for beside a name."""
        return frozenset(
            word
            for rule in self._rules.values()
            for listed in (rule.before, rule.after, rule.beside, rule.touching, rule.marks, rule.kinds)
            for word in listed
        )

    def of(self, name: str) -> Rule | None:
        """The rule of a name as it is listed; one for its very spelling before one for all."""
        return self._rules.get(_key(name, spelled=True)) or self._rules.get(_key(name, spelled=False))


def _rule(ambiguity: Ambiguity, cues: Mapping[str, tuple[str, ...]]) -> Rule:
    return Rule(
        cue=ambiguity.cue,
        cues=_phrases(phrase for kind in _WORDS_FOR.get(ambiguity.cue, ()) for phrase in cues.get(kind, ())),
        others=_phrases(ambiguity.others),
        against=_phrases(ambiguity.against),
        beside=_folded(ambiguity.beside),
        touching=_folded(ambiguity.touching),
        before=_folded(ambiguity.before),
        after=_folded(ambiguity.after),
        bare=frozenset(ambiguity.bare),
        spelled=ambiguity.spelled,
        marks=_folded(cues.get("marks", ())) if ambiguity.marked else frozenset(),
        marked=ambiguity.marked,
        kinds=_folded(cues.get("kinds", ())),
        unless=frozenset(ambiguity.unless),
    )


def _key(name: str, spelled: bool) -> tuple[str, ...]:
    return (as_spelled(name),) if spelled else ("", *(canonical(token.norm) for token in tokens(name)))


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(token.norm for word in words for token in tokens(word))


def _phrases(listed: Iterable[str]) -> Phrases:
    stems = [[stem(token.norm) for token in tokens(phrase)] for phrase in listed]
    return frozenset(said for phrase in stems for said in (phrase if len(phrase) == 1 else pairwise(phrase)))
