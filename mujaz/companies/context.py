"""Judge by the words around it, and by the whole text, whether an ambiguous name is meant.

The rules are data (the catalogue's [[ambiguous]] tables); this file refuses to know any name.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from mujaz.arabic.stem import stem
from mujaz.arabic.tokens import Token, tokens
from mujaz.companies.names import Match
from mujaz.companies.spelling import prefixed

_WORDS_BEFORE = 3
_WORDS_AFTER = 2
_FATHATAN = "\u064b"
_NOUN_PREFIXES = frozenset({"ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك"})
_WORDS_FOR = {"business": ("business", "ai"), "ai": ("ai",), "name": ()}
_OPENING = frozenset('«“”"„#')


class Context:
    """What one text says around and besides its names."""

    def __init__(self, text: str, words: Sequence[Token], cues: Mapping[str, tuple[str, ...]]) -> None:
        self._text = text
        self._words = words
        self._cues = cues
        self._stems = {stem(word.norm) for word in words}

    def forbids(self, match: Match) -> bool:
        """Whether the neighbours speak against the name, so that no other word of the text can save it."""
        rule = match.name.rule
        if rule is None:
            return False
        before = self._words[max(0, match.first - _WORDS_BEFORE) : match.first]
        after = self._words[match.last : match.last + _WORDS_AFTER]
        return (
            _any_of(before, rule.before)
            or _any_of(after, rule.after)
            or bool(rule.beside and not _any_of(before, rule.beside))
            or _FATHATAN in self._text[self._words[match.first].start : self._words[match.last - 1].end]
        )

    def trusts(self, match: Match) -> bool:
        """Whether the name stands for itself, whatever the rest of the text says."""
        rule = match.name.rule
        return rule is None or rule.cue == "none" or (rule.marked and self._is_marked(match))

    def supports(self, match: Match, names: AbstractSet[str], owners: AbstractSet[str]) -> bool:
        """Whether the name stands for itself or the text holds the cue that its rule asks for.

        `names` are the ids that vouch for any other name, `owners` the companies that the text speaks of.
        """
        rule = match.name.rule
        if rule is None or self.trusts(match) or self._holds(rule.others):
            return True
        if rule.cue == "owner":
            return match.name.owner is not None and match.name.owner in owners
        return bool(names) or any(self._holds(self._cues[cue]) for cue in _WORDS_FOR[rule.cue])

    def _is_marked(self, match: Match) -> bool:
        """Whether the name is attached to ب ل ك, follows one that stands apart, or an opening quotation mark or #."""
        start = self._words[match.first].start
        detached = self._words[match.first - 1].norm if match.first else ""
        return (
            match.prefix in _NOUN_PREFIXES
            or self._text[max(0, start - 1) : start] in _OPENING
            or detached in _NOUN_PREFIXES
        )

    def _holds(self, words: tuple[str, ...]) -> bool:
        return any(cue <= self._stems for cue in _stems_of(words))


@lru_cache(maxsize=256)
def _stems_of(words: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(stem(token.norm) for token in tokens(word)) for word in words)


@lru_cache(maxsize=512)
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(token.norm for word in words for token in tokens(word))


def _any_of(found: Sequence[Token], listed: tuple[str, ...]) -> bool:
    wanted = _folded(listed)
    return any(word in wanted for token in found for _, word in prefixed(token.norm))
