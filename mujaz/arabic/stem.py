"""A light stem for the first form of search: one attached prefix and one ending come off.

It refuses to look for roots and to touch Latin words or numbers: names must survive («فيسبوك» stays itself).
"""

from functools import lru_cache

_PREFIXES = ("وبال", "فبال", "وكال", "ولل", "فلل", "وال", "فال", "بال", "كال", "لل", "ال")
_SUFFIXES = (
    *("تهما", "اتها", "اتهم", "اتنا"),
    *("هما", "كما", "تها", "تهم", "تنا"),
    *("ته", "ها", "هم", "هن", "كم", "نا", "ات", "ان", "ون", "ين", "يه", "وا"),
    *("ه", "ي"),
)
_LEAST_LEFT = 3


@lru_cache(maxsize=50_000)
def stem(token: str) -> str:
    """The stem of one folded token, at least three letters (research: arabic.md §1.4, its single form)."""
    if not "ء" <= token[:1] <= "ي":
        return token
    return _without_suffix(_without_prefix(token))


def _without_prefix(word: str) -> str:
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _LEAST_LEFT:
            return word[len(prefix) :]
    return word[1:] if word.startswith("و") and len(word) > _LEAST_LEFT else word


def _without_suffix(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _LEAST_LEFT:
            return word[: -len(suffix)]
    return word
