"""Words compared as a reader compares them: «استثمرت», «استثمار» and «تستثمر» are one, and so is what means the same.

Loose on purpose: whoever uses it asks that several words of a question meet in one place. Knows no names.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

from mujaz.arabic.stem import STOP_WORDS, is_arabic, stem_variants
from mujaz.arabic.tokens import words

_WEAK = re.compile("[اويءه]")
_PREFIXES = ("سي", "ست", "ي", "ت", "م")
_ENDINGS = ("ت", "وا", "ن", "تا")
_LEAST = 3


@lru_cache(maxsize=1)
def data() -> Mapping[str, Mapping[str, list[str]]]:
    """What questions.toml holds."""
    return tomllib.loads(files("mujaz.questions").joinpath("questions.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=50_000)
def keys(word: str) -> frozenset[str]:
    """What a folded word shares with its inflections; empty for one that carries no news."""
    if word in STOP_WORDS:
        return frozenset()
    if not is_arabic(word):
        return frozenset({word, word.removesuffix("s"), word.removesuffix("ed"), word.removesuffix("ing")})
    found = set()
    for variant in (word, *stem_variants(word)):
        for bare in _trimmed(variant):
            bones = _WEAK.sub("", bare)
            if len(bones) >= _LEAST:
                found.add(bones)
            elif len(bare) >= _LEAST:
                found.add(bare)
    return frozenset(found)


def meaning(word: str) -> frozenset[str]:
    """The keys of a folded word and of the words that say the same."""
    own = keys(word)
    return own.union(*(group for group in _alike() if own & group))


@lru_cache(maxsize=64)
def keys_of(phrases: tuple[str, ...]) -> frozenset[str]:
    """The keys of all words of some phrases."""
    return frozenset().union(*(keys(word) for phrase in phrases for word in words(phrase)))


@lru_cache(maxsize=1)
def _alike() -> tuple[frozenset[str], ...]:
    return tuple(keys_of(tuple(group)) for group in data()["alike"].values())


def _trimmed(word: str) -> Iterable[str]:
    ends = {word, *(word.removesuffix(ending) for ending in _ENDINGS)}
    for bare in ends:
        yield bare
        yield from (bare.removeprefix(prefix) for prefix in _PREFIXES if len(bare) - len(prefix) >= _LEAST)
