"""Find listed names among the tokens of a text: the longest name at each place, attached prefixes aside.

Token-hash matching (research: arabic.md §3). It refuses to judge whether a name is meant: that is `context`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from mujaz.arabic.fold import as_spelled
from mujaz.arabic.tokens import Token
from mujaz.companies.catalogue import Ambiguity
from mujaz.companies.spelling import canonical, prefixed, skeleton, skeletons, spellings

Kind = Literal["company", "product", "person", "outlet"]
# What may stand between two words of one name: spaces, dots, hyphens, never a comma or another line.
_APART = re.compile(r"[^\S\n]*[.\-‐‑–_'’+&:\u200c]?[^\S\n]*")


@dataclass(frozen=True, slots=True)
class Name:
    """One listed name of something, and the rule it needs if it is also an everyday word."""

    kind: Kind
    id: str
    owner: str | None
    text: str
    rule: Ambiguity | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A name at `tokens[first:last]` of a text, with the prefix attached to its first token."""

    name: Name
    first: int
    last: int
    prefix: str


class NameIndex:
    """Listed names by the first word of each of their spellings."""

    def __init__(self, names: Iterable[tuple[Name, str]]) -> None:
        """Each name comes with its holder's English name, which tells the rules of spelling what it stands for."""
        exact: dict[str, dict[tuple[tuple[str, ...], Name], None]] = defaultdict(dict)
        loose: dict[str, list[tuple[tuple[str, ...], Name]]] = defaultdict(list)
        for name, english in names:
            for form in spellings(name.text, english):
                exact[form[0]][form, name] = None
            if name.rule is None and (bones := skeletons(name.text)):
                loose[bones[0]].append((bones, name))
        self._exact = {word: sorted(forms, key=_longest_first) for word, forms in exact.items()}
        self._loose = {word: sorted(forms, key=_longest_first) for word, forms in loose.items()}

    def matches(self, text: str, tokens: Sequence[Token]) -> Iterator[Match]:
        """The longest name at each place of the text, left to right, none over another."""
        place = 0
        while place < len(tokens):
            match = self.at(text, tokens, place)
            if match:
                yield match
            place = match.last if match else place + 1

    def at(self, text: str, tokens: Sequence[Token], place: int) -> Match | None:
        """The longest name that begins with this token."""
        readings = list(prefixed(tokens[place].norm))
        found = self._spelled_at(text, tokens, place, readings) or self._heard_at(text, tokens, place, readings)
        return max(found, key=lambda match: (match.last, -len(match.prefix)), default=None)

    def _spelled_at(
        self, text: str, tokens: Sequence[Token], place: int, readings: Sequence[tuple[str, str]]
    ) -> list[Match]:
        found = []
        for prefix, rest in readings:
            for form, name in self._exact.get(canonical(rest), ()):
                if _follow(text, tokens, place, form) and _may_stand(name, prefix, text, tokens[place]):
                    found.append(Match(name, place, place + len(form), prefix))
                    break
        return found

    def _heard_at(
        self, text: str, tokens: Sequence[Token], place: int, readings: Sequence[tuple[str, str]]
    ) -> list[Match]:
        found = []
        for prefix, rest in readings:
            for bones, name in self._loose.get(skeleton(rest), ()):
                written = tokens[place : place + len(bones)]
                if tuple(skeleton(token.norm) for token in written[1:]) == bones[1:] and _adjoin(text, written):
                    found.append(Match(name, place, place + len(bones), prefix))
                    break
        return found


def _longest_first(entry: tuple[tuple[str, ...], Name]) -> tuple[int, int, bool]:
    form, name = entry
    return -len(form), -sum(map(len, form)), not (name.rule and name.rule.spelled)


def _follow(text: str, tokens: Sequence[Token], place: int, form: tuple[str, ...]) -> bool:
    """Whether the words of the form after its first stand after this place."""
    if len(form) == 1:
        return True
    written = tokens[place : place + len(form)]
    if len(written) < len(form):
        return False
    same = all(_same(word, token.norm) for word, token in zip(form[1:], written[1:], strict=True))
    return same and _adjoin(text, written)


def _same(listed: str, written: str) -> bool:
    """Whether the word is the listed one; a version listed as «5» stands for «5.1» too."""
    return listed == canonical(written) or (listed.isdigit() and written.startswith(listed + "."))


def _adjoin(text: str, tokens: Sequence[Token]) -> bool:
    gaps = (text[one.end : other.start] for one, other in pairwise(tokens))
    return all(_APART.fullmatch(gap) for gap in gaps)


def _may_stand(name: Name, prefix: str, text: str, word: Token) -> bool:
    """Whether the name may carry this prefix and is spelled as it must be."""
    rule = name.rule
    if rule is None:
        return True
    written = as_spelled(text[word.start : word.end]) if rule.spelled else ""
    return prefix not in rule.bare and (not rule.spelled or written.endswith(as_spelled(name.text)))
