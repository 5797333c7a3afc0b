"""Judge by the words around it, and by the whole text, whether an ambiguous name is meant.

The rules are data (`mujaz.companies.rules`); this file refuses to know any name.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import chain, pairwise
from operator import attrgetter

from mujaz.companies.matches import Match
from mujaz.companies.rules import Phrases, Rule
from mujaz.companies.spelling import bare
from mujaz.companies.words import Place, Words

_WORDS_BEFORE = 3
_WORDS_AFTER = 2
_FATHATAN = "\u064b"
_NOUN_PREFIXES = frozenset({"ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك"})
# «قالت», «وأعلنت»; «تعتزم», «وستخفض». Of shorter words and of those with a pronoun («تجده») too many are no such verbs;
# «وحدات» is none either.
_FEMININE = re.compile(r"[وف]?س?(?:(?!ال|تح)[ء-ي]{3,}(?<!ا)ت|ت(?!ح)[ء-ي]{2,}[^هيا])")
_QUOTING = frozenset('«“”"„#')


class Context:
    """What one text says around and besides its names."""

    def __init__(self, words: Words) -> None:
        self._text = words.text
        self._words = words
        self._befores: dict[int, list[Place]] = {}  # most questions about a name are about what stands before it

    def forbids(self, match: Match, rule: Rule) -> bool:
        """Whether the neighbours say that something else is meant; the text may then mean it elsewhere too."""
        return (
            (self._is_near(match, rule.before) and not self._is_marked(match, rule))
            or self._is_followed(match, rule.after)
            or (_FATHATAN in self._text and _FATHATAN in self._text[match.start : match.end])
        )

    def speaks_against(self, rule: Rule) -> bool:
        """Whether the text speaks of what the name means elsewhere: of masks, of oracles."""
        return self._holds(rule.against)

    def lacks_company(self, match: Match, rule: Rule) -> bool:
        """Whether the name is one that is only meant beside certain words, and none of them is there."""
        if not rule.beside or self._is_quoted(match) or self._is_subject(match, rule):
            return False
        return not self._is_near(match, rule.beside) and not _any_of(self._before(match, 1), rule.touching)

    def trusts(self, match: Match, rule: Rule, *, doubted: bool) -> bool:
        """Whether the name stands for itself, whatever the rest of the text says.

        `doubted`: elsewhere in the text the word means something else.
        """
        return not doubted and (rule.cue == "none" or self._is_marked(match, rule))

    def supports(
        self, match: Match, rule: Rule, names: AbstractSet[str], owners: AbstractSet[str], *, doubted: bool
    ) -> bool:
        """Whether the text holds the cue that the rule asks for; where `doubted`, that is always the owner.

        `names` are the ids that vouch for any other name, `owners` the companies that the text speaks of.
        """
        if not doubted and match.name.kind == "product" and _any_of(self._before(match, 1), rule.kinds):
            return True
        if doubted or rule.cue == "owner":
            return match.name.owner in owners or (not doubted and self._holds(rule.others))
        return bool(names) or self._holds(rule.others) or self._holds(rule.cues)

    def _is_marked(self, match: Match, rule: Rule) -> bool:
        """Whether it stands as only names do, for names whose rule asks for that."""
        if not rule.marked:
            return False
        return match.prefix in _NOUN_PREFIXES or self._is_quoted(match) or self._is_subject(match, rule)

    def _is_subject(self, match: Match, rule: Rule) -> bool:
        """Whether it opens its line, or follows a «لـ», one of the marks, or a verb in the feminine as companies do."""
        run = self._run_before(match)
        if not run:
            return True
        _, end, before = run[-1]
        if before in _NOUN_PREFIXES or "\n" in self._text[end : match.start]:
            return True
        if match.prefix or before in rule.before:
            return False
        return _any_of([before], rule.marks) or bool(_FEMININE.fullmatch(before))

    def _is_quoted(self, match: Match) -> bool:
        return self._text[max(0, match.start - 1) : match.start] in _QUOTING

    def _is_near(self, match: Match, listed: frozenset[str]) -> bool:
        """Whether one of the listed words stands shortly before it."""
        return bool(listed) and _any_of(self._before(match, _WORDS_BEFORE), listed)

    def _is_followed(self, match: Match, listed: frozenset[str]) -> bool:
        return bool(listed) and _any_of(_norms(self._words.run(match.last, match.last + _WORDS_AFTER)), listed)

    def _before(self, match: Match, most: int) -> list[str]:
        return _norms(self._run_before(match)[-most:])

    def _run_before(self, match: Match) -> list[Place]:
        if match.first not in self._befores:
            self._befores[match.first] = self._words.run(match.first - _WORDS_BEFORE, match.first)
        return self._befores[match.first]

    def _holds(self, phrases: Phrases) -> bool:
        if not self._stems.isdisjoint(phrases.single):
            return True
        return any(self._stems.issuperset(pair) and pair in self._pairs for pair in phrases.double)

    @cached_property
    def _stems(self) -> set[str]:
        return {*map(attrgetter("cue"), filter(None, self._words.signs))}

    @cached_property
    def _pairs(self) -> set[tuple[str, str]]:
        return {(one.cue, other.cue) for one, other in pairwise(self._words.signs) if one and other}


def _norms(run: Sequence[Place]) -> list[str]:
    return [norm for _, _, norm in run]


def _any_of(found: Sequence[str], listed: frozenset[str]) -> bool:
    return bool(listed) and not listed.isdisjoint(chain.from_iterable(map(bare, found)))
