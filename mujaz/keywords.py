"""What a reader follows in words: «+must», «-not», «a phrase», and plain words of which one is enough.

Words are compared as the search compares them: folded, by their stems. Total: any text parses; what says nothing gives
no keywords. It knows no names and looks nothing up.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from mujaz.arabic.closeness import holds_phrase
from mujaz.arabic.stem import STOP_WORDS, stem_variants
from mujaz.arabic.tokens import words

MOST = 12
"""Words and phrases that count; what stands behind them is left out."""
TEXT_MOST = 200
"""Code points of keywords that are kept."""
_PIECE = re.compile(
    r"(?P<sign>(?<!\S)[+\-−])?(?:«(?P<quoted>[^«»]+)»|[\"“”„](?P<straight>[^\"“”„]+)[\"“”]|(?P<word>[^\s«»\"“”„]+))"
)


@dataclass(frozen=True, slots=True)
class Told:
    """The words of a text, folded, in order, and the stems by which they are found."""

    norms: list[str]
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Keywords:
    """Folded words and phrases. A text must hold every one of `must` and `phrases`, none of `without`, one of `any`."""

    must: tuple[str, ...] = ()
    without: tuple[tuple[str, ...], ...] = ()
    any: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    def match(self, told: Told) -> bool:
        """Whether a text is one of those that are followed."""
        return (
            all(_holds(told, word) for word in self.must)
            and (not self.any or any(_holds(told, word) for word in self.any))
            and all(holds_phrase(told.norms, phrase) for phrase in self.phrases)
            and not any(_holds_all(told, phrase) for phrase in self.without)
        )


def told(text: str) -> Told:
    """A text, ready to be matched against any keywords."""
    norms = words(text)
    return Told(norms, frozenset(stem for norm in norms for stem in stem_variants(norm)))


@lru_cache(maxsize=4096)
def parse(text: str) -> Keywords | None:
    """The keywords that a text asks for; None where nothing is left to look for."""
    must: list[str] = []
    plain: list[str] = []
    phrases: list[tuple[str, ...]] = []
    without: list[tuple[str, ...]] = []
    for piece in list(_PIECE.finditer(text[:TEXT_MOST]))[:MOST]:
        said = tuple(words(piece["quoted"] or piece["straight"] or piece["word"] or ""))
        telling = tuple(word for word in said if word not in STOP_WORDS)
        if not telling:
            continue
        if piece["sign"] in ("-", "−"):
            without.append(said)
        elif len(said) > 1 and piece["word"] is None:
            phrases.append(said)
        elif piece["sign"]:
            must += telling
        else:
            plain += telling
    if not (must or plain or phrases):
        return None
    return Keywords(_each_once(must), tuple(dict.fromkeys(without)), _each_once(plain), tuple(dict.fromkeys(phrases)))


def _each_once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def _holds(told: Told, word: str) -> bool:
    return word in told.norms or not told.stems.isdisjoint(stem_variants(word))


def _holds_all(told: Told, phrase: tuple[str, ...]) -> bool:
    return _holds(told, phrase[0]) if len(phrase) == 1 else holds_phrase(told.norms, phrase)
