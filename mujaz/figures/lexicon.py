"""The words by which Arabic news says how much, as tables ready to be looked up by folded word.

It reads the file shipped with the package and adds by rule what a rule can add: attached prefixes, the endings of
nouns, joined hundreds. It refuses to look at text.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any

from mujaz.arabic.fold import fold
from mujaz.figures.inflection import noun_forms

Phrase = tuple[str, ...]


class Part(Enum):
    """What a number word does in a number."""

    UNIT = "unit"
    ELEVEN = "eleven"
    TEN = "ten"
    HUNDRED = "hundred"
    SCALE = "scale"
    PLURAL = "plural"
    """«ملايين»: a scale after a number, and no number alone."""
    DUAL = "dual"
    ACCUSATIVE = "accusative"
    """«مليارا»: two of them before a noun («مليارا دولار»), one after a number («خمسة عشر مليارا»)."""
    CONSTRUCT = "construct"
    """«ملياري»: two of them, before a noun only."""
    FRACTION = "fraction"


@dataclass(frozen=True, slots=True)
class NumberWord:
    """A number word and what is attached before it («و», «ب», «ال», …)."""

    part: Part
    value: float
    prefix: str = ""

    @property
    def joined(self) -> bool:
        """Whether «و» alone is attached, so that the word goes on with a number begun before it."""
        return self.prefix == "و"

    @property
    def definite(self) -> bool:
        """Whether the article is attached."""
        return self.prefix.endswith(("ال", "لل"))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tables. Phrases map from their first word to (the other words, meaning), the longest first."""

    numbers: Mapping[str, NumberWord]
    nouns: Mapping[str, tuple[tuple[Phrase, str], ...]]
    signs: Mapping[str, str]
    nationalities: Mapping[str, Mapping[str, str]]
    currencies: frozenset[str]
    whole: frozenset[str]
    before: Mapping[str, tuple[tuple[Phrase, str], ...]]
    after: Mapping[str, tuple[tuple[Phrase, str], ...]]
    percent: Mapping[str, tuple[tuple[Phrase, str], ...]]
    sets: Mapping[str, frozenset[str]]

    def any_of(self, name: str, words: Iterable[str]) -> bool:
        """Whether one of the folded words is in the set of that name, as it is or with و ف ب ل ك or س attached."""
        return not self.sets[name].isdisjoint(words)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of the package, read once."""
    data = tomllib.loads(files("mujaz.figures").joinpath("figures.toml").read_text("utf-8"))
    currencies = {*data["currencies"], *(code for table in data["countries"].values() for code in table.values())}
    return Lexicon(
        numbers=dict(_numbers(data["numerals"])),
        nouns=_phrases(_nouns(data)),
        signs={code.lower(): code for code in currencies}
        | {sign: unit for unit, signs in data["signs"].items() for sign in signs},
        nationalities={
            unit: {form: code for noun, code in table.items() for form in noun_forms(fold(noun))}
            for unit, table in data["countries"].items()
        },
        currencies=frozenset(currencies),
        whole=frozenset(data["nouns"]),
        before=_phrases((phrase, mark) for mark, phrases in data["before"].items() for phrase in phrases),
        after=_phrases((phrase, mark) for mark, phrases in data["after"].items() for phrase in phrases),
        percent=_phrases((phrase, "percent") for phrase in data["percent"]["words"]),
        sets=_sets(data),
    )


def _numbers(table: Mapping[str, Any]) -> Iterator[tuple[str, NumberWord]]:
    never = set(map(fold, table["never"]))
    for word, part, value in _bare_numbers(table):
        for prefix in ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "ال", "وال", "بال", "وبال", "لل", "ولل"):
            if (form := prefix + word) not in never:
                yield form, NumberWord(part, value, prefix)


def _bare_numbers(table: Mapping[str, Any]) -> Iterator[tuple[str, Part, float]]:
    for value, words in enumerate(table["units"], start=1):
        yield from ((fold(word), Part.UNIT, value) for word in words)
    yield from ((fold(word), Part.ELEVEN, 1) for word in table["eleven"])
    for tens, word in enumerate(table["tens"], start=2):
        yield from ((fold(word) + ending, Part.TEN, 10 * tens) for ending in ("ون", "ين"))
    yield from _hundreds(table)
    for scale, words in table["scales"].items():
        yield from _scale_forms(int(scale), map(fold, words["one"]), map(fold, words["many"]))
    for value, words in table["fractions"].items():
        yield from ((fold(word), Part.FRACTION, float(value)) for word in words)


def _hundreds(table: Mapping[str, Any]) -> Iterator[tuple[str, Part, float]]:
    hundred = [fold(word) for word in table["hundred"]]
    yield from ((word, Part.HUNDRED, 100) for word in hundred)
    yield from ((fold(word), Part.HUNDRED, 200) for word in table["two_hundred"])
    for times, word in enumerate(table["hundreds"], start=3):
        for stem in (fold(word), fold(word) + "ي"):
            yield from ((stem + end, Part.HUNDRED, 100 * times) for end in hundred)


def _scale_forms(scale: int, one: Iterable[str], many: Iterable[str]) -> Iterator[tuple[str, Part, float]]:
    for word in one:
        yield word, Part.SCALE, scale
        yield from ((word + ending, Part.DUAL, scale) for ending in ("ان", "ين"))
        yield word + "ا", Part.ACCUSATIVE, scale
        yield word + "ي", Part.CONSTRUCT, scale
    yield from ((word + ending, Part.PLURAL, scale) for word in many for ending in ("", "ا"))


def _nouns(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for unit, entries in chain(data["nouns"].items(), data["measures"].items(), data["currencies"].items()):
        yield from ((form, unit) for entry in entries for form in noun_forms(*map(fold, entry.split("/"))))


def _phrases(entries: Iterable[tuple[str, str]]) -> dict[str, tuple[tuple[Phrase, str], ...]]:
    table: dict[str, dict[Phrase, str]] = {}
    for phrase, meaning in entries:
        first, *rest = fold(phrase).split()
        table.setdefault(first, {}).setdefault(tuple(rest), meaning)
    return {first: tuple(sorted(rests.items(), key=lambda item: -len(item[0]))) for first, rests in table.items()}


def _sets(data: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Sets of words by "table.key", with what may be attached before them; of the headline's units as they are."""
    tables = ("exceeding", "change", "calendar", "percent", "worth", "staff", "function", "ordinals")
    found = {
        f"{name}.{key}": frozenset(prefix + fold(word) for word in words for prefix in ("", *"وفبلكس"))
        for name in tables
        for key, words in data[name].items()
    }
    return found | {f"headline.{key}": frozenset(map(fold, words)) for key, words in data["headline"].items()}
