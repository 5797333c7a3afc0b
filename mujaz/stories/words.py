"""The word lists of `words.toml`, in the form in which they are met in articles."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain

from mujaz.arabic.remembered import Remembered
from mujaz.arabic.stem import stem
from mujaz.arabic.tokens import words as norms

_ATTACHED = ("", "و", "ب", "ل", "ال", "وال", "بال", "لل", "ولل")


@dataclass(frozen=True, slots=True)
class Words:
    """Stems that say little; stems that say which way a market went; the market that a stem means.

    `dailies` are stems of reports that come every day; a currency after one of `scales` is a sum. `places` leads from
    folded words, not from stems: «لبنان» has the stem of milk, «إيران» that of air.
    """

    function: frozenset[str]
    common: frozenset[str]
    directions: Mapping[str, int]
    instruments: Mapping[str, str]
    dailies: Mapping[str, str]
    scales: frozenset[str]
    places: Mapping[str, str]


@cache
def words() -> Words:
    """The lists as they are shipped."""
    lists = tomllib.loads(resources.files("mujaz.stories").joinpath("words.toml").read_text("utf-8"))
    directions = ((lists["rises"], 1), (lists["falls"], -1), (lists["steady"], 0))
    return Words(
        function=frozenset(stems(lists["function"])),
        common=frozenset(stems(lists["common"])),
        directions={stem: sign for text, sign in directions for stem in stems(text)},
        instruments={stem: market for market, text in lists["instruments"].items() for stem in stems(text)},
        dailies={stem: daily for daily, text in lists["dailies"].items() for stem in stems(text)},
        scales=frozenset(stems(lists["scales"])),
        places={form: place for place, text in lists["places"].items() for form in _forms(text)},
    )


def stems(text: str) -> list[str]:
    """The stems of a text in order."""
    return [*chain.from_iterable(map(_STEMS.__getitem__, text.split()))]


_STEMS = Remembered(lambda piece: tuple(map(stem, norms(piece))))  # no word of `arabic.tokens` holds a space


def _forms(text: str) -> list[str]:
    """With what is attached before, and the plural of a people: «الهولنديون»."""
    named = norms(text)
    peoples = [word + ending for word in named if word.endswith("ي") for ending in ("ون", "ين")]
    return [attached + word for word in (*named, *peoples) for attached in _ATTACHED]
