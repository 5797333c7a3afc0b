"""Rules for how one name is spelled in Arabic news, so that the catalogue lists only what no rule finds.

It works on folded tokens; it refuses to know any name.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from mujaz.arabic.tokens import tokens

PREFIXES = (
    *("وبال", "فبال", "وكال", "ولل", "فلل", "وو"),
    *("وال", "فال", "بال", "كال", "لل", "ال", "وب", "ول", "وك", "فب", "فل", "فك"),
    *("و", "ف", "ب", "ل", "ك"),
)
_PREFIXES_BY_LETTER = {first: tuple(p for p in PREFIXES if p[0] == first) for first in "وفبلكا"}
PREFIXED = frozenset(_PREFIXES_BY_LETTER)
"""The letters with which a prefix may begin."""
# «إيه», «أيه» and «إي» spell the letters A, E and I in every mixture; «كيه» is K as «كي» is.
_LETTERS = {"ايه": "اي", "كيه": "كي", "جيه": "جي"}
_HARD_G = "جغقك"
_HEARD = {"غ": "ج", "ق": "ج"}
_BONES = _HEARD | dict.fromkeys("اويء", "")
_SPOKEN_HARD = re.compile(r"g(?![eiy])", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z]{2})(?=[A-Z])")
# Names of letters are never joined: «دال إي» would be found in «الدالاي».
_SHORTEST_JOINED = 3
_SHORTEST_LATIN = 5
_SHORTEST_SKELETON = 5  # letters of a name of one word
_SHORTEST_SKELETONS = 6  # letters of a longer name


def canonical(word: str) -> str:
    """A folded word with one spelling for the names of letters («إيه» and «إي»)."""
    return _LETTERS.get(word, word)


def is_arabic(word: str) -> bool:
    return "ء" <= word[:1] <= "ي"


def prefixed(word: str) -> list[tuple[str, str]]:
    """Every way to read the folded word as a prefix and a rest of two letters or more; the whole word first."""
    prefixes = _PREFIXES_BY_LETTER.get(word[:1], ())
    return [
        ("", word),
        *[(p, word[len(p) :]) for p in prefixes if word.startswith(p) and len(word) - len(p) > 1],
    ]


@lru_cache(maxsize=50_000)
def bare(word: str) -> frozenset[str]:
    """The folded word, and what is left of it when a prefix is taken off."""
    return frozenset(rest for _, rest in prefixed(word))


def spellings(name: str, english: str) -> frozenset[tuple[str, ...]]:
    """The folded words of every spelling of the name that rules give; `english` tells what its letters stand for."""
    forms = {_words(name), _words(_CAMEL.sub(" ", name))}
    if _SPOKEN_HARD.search(english):
        forms |= {_with_hard_g(form, letter) for form in forms for letter in _HARD_G}
    forms |= {joined for form in forms for joined in _joined(form)}
    forms |= {("لل" + form[0][2:], *form[1:]) for form in forms if form[0].startswith("ال") and len(form[0]) > 4}
    return frozenset(forms)


def skeleton(word: str) -> str:
    """A folded word without its long vowels and doublings, ج for غ and ق: what spellings of a foreign name share.

    Its first letter stays, vowel or not.
    """
    heard = _LETTERS.get(word, word).removesuffix("ه")
    bones = last = _HEARD.get(heard[:1], heard[:1])
    # Of so short a string a loop takes half the time of an expression, or of replacing letter by letter.
    for letter in heard[1:]:
        bone = _BONES.get(letter, letter)
        if bone and bone != last:
            bones += bone
            last = bone
    return bones


def skeletons(name: str) -> tuple[str, ...]:
    """The skeletons of an Arabic name's words; empty if they are too short to stand for it alone."""
    found = tuple(skeleton(word) for word in _words(name) if is_arabic(word))
    least = _SHORTEST_SKELETON if len(found) == 1 else _SHORTEST_SKELETONS
    native = name.startswith("ال") or len(found) < len(_words(name))
    return () if native or sum(map(len, found)) < least else found


def _words(name: str) -> tuple[str, ...]:
    return tuple(canonical(token.norm) for token in tokens(name))


def _with_hard_g(form: tuple[str, ...], letter: str) -> tuple[str, ...]:
    return tuple(re.sub("[جغ]", letter, word) for word in form)


def _joined(form: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The form as fewer words: «سوفت بنك» as «سوفتبنك», each two neighbours, and all of them."""
    for i in range(len(form) - 1):
        if _may_join(form[i : i + 2]):
            yield (*form[:i], form[i] + form[i + 1], *form[i + 2 :])
    if len(form) > 2 and _may_join(form):
        yield ("".join(form),)


def _may_join(words: tuple[str, ...]) -> bool:
    arabic = [is_arabic(word) for word in words]
    if all(arabic):
        return all(len(word) >= _SHORTEST_JOINED for word in words)
    return not any(arabic) and sum(map(len, words)) >= _SHORTEST_LATIN
