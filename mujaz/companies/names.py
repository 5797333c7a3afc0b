"""Listed names by the words that they begin with, in every spelling that rules give.

It knows single words; it refuses to look at a text (that is `matches`) and to judge what is meant (`context`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from mujaz.arabic.fold import as_spelled, fold
from mujaz.companies.rules import Rule
from mujaz.companies.spelling import canonical, skeleton, skeletons, spellings

Kind = Literal["company", "product", "person", "outlet"]
Reading = tuple[str, str, str]
"""One way to read a folded word: the prefix attached, the rest, and the skeleton of the rest."""
_Form = tuple[str, ...]
_NONE: frozenset[str] = frozenset()
_SHORTEST_SURNAME = 3
_SHORTEST_HEARD = 4  # letters: «من» is not «مون»


@dataclass(frozen=True, slots=True)
class Name:
    """One listed name of something, and the rule it needs if it is also an everyday word.

    `surname` tells which word of a person's full name may stand for it alone: 0 the first, -1 the last.
    """

    kind: Kind
    id: str
    owner: str | None
    text: str
    rule: Rule | None = None
    surname: int | None = None


_Entry = tuple[_Form, Name]


@dataclass(frozen=True, slots=True)
class Opening:
    """A name that may begin with a word: `prefix` is attached to that word, `rest` are the words that must follow.

    If `heard`, the name is not spelled as listed and the rest are skeletons. `spelled` is the hamza and madda that its
    rule asks for, with all else of the name; empty if it asks for none.
    """

    name: Name
    prefix: str
    rest: _Form
    heard: bool
    spelled: str = ""


class NameIndex:
    """Listed names by the first word of each of their spellings."""

    def __init__(self, names: Iterable[tuple[Name, str]]) -> None:
        """Each name comes with its holder's English name, which tells the rules of spelling what it stands for."""
        exact: dict[str, dict[tuple[_Form, Name], None]] = defaultdict(dict)
        loose: dict[str, list[tuple[_Form, Name]]] = defaultdict(list)
        for name, english in names:
            for form in spellings(name.text, english):
                exact[form[0]][form, name] = None
            if name.rule is None and (bones := skeletons(name.text)):
                loose[bones[0]].append((bones, name))
        self._families = frozenset(
            skeleton(form[name.surname])
            for forms in exact.values()
            for form, name in forms
            if name.surname is not None and len(form) > 1
        )
        self._seconds = frozenset(
            form[1] for entries in (*exact.values(), *loose.values()) for form, _ in entries if len(form) > 1
        )
        self._exact = {word: sorted(forms, key=_longest_first) for word, forms in exact.items()}
        self._loose = {word: sorted(forms, key=_longest_first) for word, forms in loose.items()}
        self.sounds = frozenset(map(skeleton, {*exact, *self._seconds})) | {*loose, *self._families, *self._seconds}
        """The skeletons of all words with which a name may begin or go on: nothing is known of others."""

    def seconds(self, norm: str, sound: str) -> frozenset[str]:
        """Which second words of names the word may be: spelled, heard by its skeleton, or as a version («5.1», «5»)."""
        return self._seconds & {canonical(norm), sound, norm.partition(".")[0]} or _NONE

    def read(self, readings: Iterable[Reading]) -> tuple[tuple[Opening, ...], frozenset[str]]:
        """What may begin with a word that can be read so: spelled before heard, the longest first.

        And the skeletons of listed surnames that it may be, none of fewer than three letters.
        """
        found: list[Opening] = []
        families: set[str] = set()
        for prefix, rest, sound in readings:
            if forms := self._exact.get(canonical(rest)):
                found += _spelled(forms, prefix)
            if bones := self._loose.get(sound):
                found += _heard(bones, prefix, rest)
            if sound in self._families and len(rest) >= _SHORTEST_SURNAME:
                families.add(sound)
        return tuple(sorted(found, key=_likeliest_first)), frozenset(families)


def _spelled(forms: Sequence[_Entry], prefix: str) -> Iterator[Opening]:
    for form, name in forms:
        if name.rule is None or prefix not in name.rule.bare:
            spelled = as_spelled(name.text) if name.rule and name.rule.spelled else ""
            yield Opening(name, prefix, form[1:], heard=False, spelled=spelled)


def _heard(entries: Sequence[_Entry], prefix: str, rest: str) -> Iterator[Opening]:
    for bones, name in entries:
        if len(rest) >= _SHORTEST_HEARD or fold(name.text).startswith(rest):
            yield Opening(name, prefix, bones[1:], heard=True)


def _longest_first(entry: _Entry) -> tuple[int, int, bool]:
    form, name = entry
    return -len(form), -sum(map(len, form)), not (name.rule and name.rule.spelled)


def _likeliest_first(opening: Opening) -> tuple[bool, int, int]:
    return opening.heard, -len(opening.rest), len(opening.prefix)
