"""Light stems of folded words: attached prefixes and endings come off, and a skeleton joins broken plurals.

The same functions serve indexing and asking. They refuse to look for roots and to touch Latin words or numbers:
names must survive («فيسبوك» stays itself). Source of the rules: research, arabic.md §1.4.
"""

import re
from functools import lru_cache

_ARTICLES = ("وبال", "فبال", "وكال", "ولل", "فلل", "وال", "فال", "بال", "كال", "لل", "ال")
_SUFFIXES = (
    *("تهما", "اتها", "اتهم", "اتنا"),
    *("هما", "كما", "تها", "تهم", "تنا"),
    *("ته", "ها", "هم", "هن", "كم", "نا", "ات", "ان", "ون", "ين", "يه", "وا"),
    *("ه", "ي"),
)
_ARTICLES_BY_FIRST = {letter: tuple(a for a in _ARTICLES if a[0] == letter) for letter in "وفبكلا"}
_SUFFIXES_BY_LAST = {letter: tuple(s for s in _SUFFIXES if s[-1] == letter) for letter in "امنتهي"}
_LEAST_LEFT = 3
ATTACHED = frozenset(_ARTICLES_BY_FIRST)
"""The letters with which what a stem lacks may begin: of a token that begins otherwise it keeps the beginning."""
KEPT = _LEAST_LEFT
"""So many letters of it."""
# These may be a preposition or the first letter of the word: «بفيسبوك», «بنك».
_MAYBE_ATTACHED = "بلكف"
# Names of letters as newspapers write them: «إيه», «أيه» and «إي» for A, E and I.
_LETTER_NAMES = {"ايه": "اي", "كيه": "كي", "جيه": "جي"}
_WEAK = re.compile("[اويءه]")
_LEAST_SKELETON = 2
_HEARD = str.maketrans("غقطص", "ججتس")
_HEARD_ALIKE = re.compile("[جغقطتصس]")
_HEARD_MARK = "g"

STOP_WORDS = frozenset({
    "في", "من", "الي", "علي", "عن", "مع", "هو", "هي", "هم", "هذا", "هذه", "ذلك", "تلك", "التي", "الذي", "الذين",
    "ان", "او", "ام", "ثم", "لكن", "بل", "قد", "لقد", "كان", "كانت", "يكون", "تكون", "ما", "لا", "لم", "لن",
    "كما", "كل", "بعد", "قبل", "حتي", "اذا", "بين", "منذ", "عند", "عندما", "حيث", "ايضا", "غير", "به", "بها",
    "له", "لها", "لهم", "فيه", "فيها", "منه", "منها", "عليه", "عليها", "وهو", "وهي", "وفي", "ومن", "وان", "وقد",
    "ولا", "ولم", "فان", "انه", "انها", "بان", "وكان", "هناك", "هنا", "نحو", "لدي", "خلال", "ضد", "نحن", "انا",
    "اي", "و", "the", "a", "an", "of", "in", "on", "at", "to", "for", "and", "or", "is", "are", "by", "with",
    "from", "as",
})  # fmt: skip
"""Folded words that carry no news; neither indexed nor asked for."""


@lru_cache(maxsize=50_000)
def stem(token: str) -> str:
    """The stem of one folded token, at least three letters."""
    return _without_suffix(without_prefix(token)) if is_arabic(token) else token


@lru_cache(maxsize=50_000)
def stem_variants(token: str) -> tuple[str, ...]:
    """The stems by which a folded token is found, the plain one first; none for a stop word.

    A word that may carry ب ل ك ف has a second one without it, so that «بفيسبوك» meets «فيسبوك» and stays itself.
    """
    if token in STOP_WORDS:
        return ()
    if not is_arabic(token):
        return (token,)
    forms = bases(token)
    first, last = _without_ending(forms[0]), _without_ending(forms[-1])
    return (first,) if first == last else (first, last)


def bases(token: str) -> tuple[str, ...]:
    """A folded token without its attached prefix, its ending kept; two where the prefix may be a letter of the word."""
    if not is_arabic(token):
        return (token,)
    bare = without_prefix(token)
    stripped = len(token) - len(bare)
    if stripped <= 1 and bare[0] in _MAYBE_ATTACHED and len(bare) > _LEAST_LEFT:
        return bare, bare[1:]
    return (bare,)


def skeletons(token: str) -> tuple[str, ...]:
    """What a folded token shares with its broken plural, and with other spellings of a foreign name.

    The consonants of its stem («هواتف» and «هاتف»), and the same with letters that spell one foreign sound made one
    («غوغل», «جوجل», «قوقل»); none for a word with fewer than two consonants, a Latin word or a stop word.
    """
    if not is_arabic(token):
        return ()
    found: dict[str, None] = {}
    for variant in stem_variants(token):
        bones = _WEAK.sub("", variant)
        if len(bones) >= _LEAST_SKELETON:
            found[bones] = None
            if _HEARD_ALIKE.search(bones):
                found[_HEARD_MARK + bones.translate(_HEARD)] = None
    return tuple(found)


def one_letter_name(token: str) -> str:
    """The folded token, or for the name of a letter its one spelling: «إيه» is «إي»."""
    return _LETTER_NAMES.get(token, token)


def without_prefix(word: str) -> str:
    """The folded Arabic word without its article and what is attached to it, or without a leading و."""
    for prefix in _ARTICLES_BY_FIRST.get(word[:1], ()):
        if word.startswith(prefix) and len(word) - len(prefix) >= _LEAST_LEFT:
            return word[len(prefix) :]
    return word[1:] if word.startswith("و") and len(word) > _LEAST_LEFT else word


def _without_ending(form: str) -> str:
    return _closed(_without_suffix(one_letter_name(form)))


def _without_suffix(word: str) -> str:
    for suffix in _SUFFIXES_BY_LAST.get(word[-1:], ()):
        if word.endswith(suffix) and len(word) - len(suffix) >= _LEAST_LEFT:
            return word[: -len(suffix)]
    return word


def _closed(word: str) -> str:
    """What an ending leaves may end in ه or ي still: «تقنية» loses «ية», «تقنياتها» loses «اتها»."""
    return word[:-1] if word.endswith(("ه", "ي")) and len(word) > _LEAST_LEFT else word


def is_arabic(token: str) -> bool:
    """Whether a folded token begins with an Arabic letter."""
    return "ء" <= token[:1] <= "ي"
