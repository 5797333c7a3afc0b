"""Cuts what somebody typed about times and days into words with a meaning. What it does not know it says so (UNKNOWN).

It refuses to combine them: that is for the readers of times, days, pauses and quiet hours beside it.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeVar

from babel import Locale

from mujaz.arabic.fold import fold, strip_controls
from mujaz.places.atlas import ARAB_COUNTRIES

MOST_TYPED = 200
"""Code points that are looked at: nobody needs more to tell times."""

_MOST_DIGITS = 4
_PIECE = re.compile(r"\d+|o'clock|[^\W\d_]+|\S")
_DOTTED = re.compile(r"\b([ap])\.\s?m\b\.?")  # «a.m.»
_ABBREVIATED = re.compile(r"(?<=[صم])\.|[\s.!?؟]+$")  # «٧ م.», and what ends a sentence
_LENGTHS = ("wide", "abbreviated")

_Read = TypeVar("_Read")


class Kind(Enum):
    """What a word is about; what its `value` is stands behind each."""

    NUMBER = auto()  # int
    DIGITS = auto()  # int, typed in digits
    HOUR = auto()  # int, 1–12
    PART = auto()  # str: a part of the day
    MOMENT = auto()  # int: minutes from midnight
    FRACTION = auto()  # int: minutes
    DAYS = auto()  # str: every, working, weekend
    WEEKDAY = auto()  # int: Monday is 0
    MONTH = auto()  # int, 1–12
    HIJRI = auto()  # int, 1–12: a month of the Hijri calendar
    ERA = auto()  # str: hijri, gregorian
    UNIT = auto()  # str: minute, day, week, month
    TWO = auto()  # str: the unit
    LATER = auto()  # int: days from today
    NOTHING = auto()  # 0
    LINK = auto()  # str: and, less, from, to, each, colon, slash, o_clock, around, same
    UNKNOWN = auto()  # str: as typed


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a few that mean one thing; `typed` is folded."""

    kind: Kind
    value: int | str
    typed: str

    @property
    def number(self) -> int:
        """The value of a kind whose values are numbers."""
        if not isinstance(self.value, int):
            raise TypeError(f"{self.kind} has no number")
        return self.value


class Lexicon:
    """The words that are known."""

    def __init__(self, meanings: Mapping[tuple[str, ...], tuple[Kind, int | str]]) -> None:
        """`meanings` by folded pieces."""
        self._meanings = meanings
        self._longest = max(map(len, meanings))
        self._openings = frozenset(pieces[0] for pieces in meanings)

    def read(self, typed: str) -> "Words":
        """The words of what was typed, as far as it is looked at. Total."""
        text = _ABBREVIATED.sub("", _DOTTED.sub(r"\1m", fold(strip_controls(typed[:MOST_TYPED]))))
        return Words([*self._words([*self._parted(_PIECE.findall(text))])])

    def _parted(self, pieces: Iterable[str]) -> Iterator[str]:
        """The pieces, «و» cut from what is known without it: «والنصف»."""
        for piece in pieces:
            if piece.startswith("و") and piece not in self._openings and piece[1:] in self._openings:
                yield "و"
                yield piece[1:]
            else:
                yield piece

    def _words(self, pieces: Sequence[str]) -> Iterator[Word]:
        place = 0
        while place < len(pieces):
            length, kind, value = self._at(pieces[place : place + self._longest])
            yield Word(kind, value, " ".join(pieces[place : place + length]))
            place += length

    def _at(self, pieces: Sequence[str]) -> tuple[int, Kind, int | str]:
        for length in range(len(pieces), 0, -1):
            if meaning := self._meanings.get(tuple(pieces[:length])):
                return length, *meaning
        if pieces[0].isdecimal() and len(pieces[0]) <= _MOST_DIGITS:
            return 1, Kind.DIGITS, int(pieces[0])
        return 1, Kind.UNKNOWN, pieces[0]


class Words:
    """The words of one text and how far they were read. Fillers («الساعة») are passed over."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = [word for word in words if (word.kind, word.value) != (Kind.LINK, "around")]
        self._place = 0

    def __len__(self) -> int:
        """How many are left."""
        return len(self._words) - self._place

    def peek(self, ahead: int = 0) -> Word | None:
        """The word that comes next, or one further ahead."""
        place = self._place + ahead
        return self._words[place] if place < len(self._words) else None

    def take(self, kind: Kind, *values: int | str) -> Word | None:
        """The next word if it is of that kind, and one of the values where some are given; it is read then."""
        word = self.peek()
        if word is None or word.kind is not kind or (values and word.value not in values):
            return None
        self._place += 1
        return word

    def attempt(self, read: Callable[["Words"], _Read | None]) -> _Read | None:
        """What the reader makes of the next words; where that is None they are left unread."""
        place = self._place
        found = read(self)
        if found is None:
            self._place = place
        return found


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The words of the package and CLDR's names of months and weekdays."""
    tables = tomllib.loads(files("mujaz.schedule").joinpath("words.toml").read_text("utf-8"))
    return Lexicon(dict(_calendar()) | dict(_listed(tables)))


def _listed(tables: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[tuple[tuple[str, ...], tuple[Kind, Any]]]:
    for table, entries in tables.items():
        for value, names in entries.items():
            for name in names:
                yield _pieces(name), (Kind[table.upper()], int(value) if value.isdecimal() else value)


def _calendar() -> Iterator[tuple[tuple[str, ...], tuple[Kind, int]]]:
    """Months as each Arab country names them («يناير», «كانون الثاني», «جانفي»), and weekdays."""
    for locale in (Locale("en"), Locale("ar"), *(Locale("ar", country) for country in ARAB_COUNTRIES)):
        for length in _LENGTHS:
            for number, name in locale.months["format"][length].items():
                yield _pieces(name), (Kind.MONTH, number)
        for length in _LENGTHS:
            for number, name in locale.days["format"][length].items():
                yield _pieces(name), (Kind.WEEKDAY, number)


def _pieces(name: str) -> tuple[str, ...]:
    return tuple(_PIECE.findall(fold(name)))
