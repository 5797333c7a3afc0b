"""Judge by the words around it, and by the whole text, whether an ambiguous name is meant.

The rules are data (`mujaz.companies.rules`); this file refuses to know any name.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import pairwise

from mujaz.companies.matches import Match
from mujaz.companies.rules import Phrases, Rule
from mujaz.companies.signs import Signs
from mujaz.companies.words import Words

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
        return not self._is_near(match, rule.beside) and not self._is_near(match, rule.touching, 1)

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
        if not doubted and match.name.kind == "product" and self._is_near(match, rule.kinds, 1):
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
        if not match.first:
            return True
        _, end, before = self._words.word(match.first - 1)
        if before in _NOUN_PREFIXES or "\n" in self._text[end : match.start]:
            return True
        if match.prefix or before in rule.before:
            return False
        return self._is_near(match, rule.marks, 1) or bool(_FEMININE.fullmatch(before))

    def _is_quoted(self, match: Match) -> bool:
        return self._text[max(0, match.start - 1) : match.start] in _QUOTING

    def _is_near(self, match: Match, listed: frozenset[str], most: int = _WORDS_BEFORE) -> bool:
        """Whether one of the listed words stands before it, at most so many words away."""
        return bool(listed) and _any_of(self._words.signs[max(match.first - most, 0) : match.first], listed)

    def _is_followed(self, match: Match, listed: frozenset[str]) -> bool:
        return bool(listed) and _any_of(self._words.signs[match.last : match.last + _WORDS_AFTER], listed)

    def _holds(self, phrases: Phrases) -> bool:
        return bool(phrases) and not phrases.isdisjoint(self._said)

    @cached_property
    def _said(self) -> Phrases:
        """Every word and every two words that some rule may ask for, by their stems."""
        cued = [(place, signs.cue) for place, signs in self._words.telling if signs.cue]
        pairs = [(cue, other) for (place, cue), (after, other) in pairwise(cued) if after == place + 1]
        return frozenset([*(cue for _, cue in cued), *pairs])


def _any_of(found: Sequence[Signs | None], listed: frozenset[str]) -> bool:
    return any(map(listed.intersection, [signs.near for signs in found if signs]))
