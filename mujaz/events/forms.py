"""The forms under which a word of a text is looked up: itself, without prefixes, endings, marks of person and tense.

One listed word is found in all its forms («سرح» in «ستسرّح» and «وسرحت»). It over-generates on purpose and refuses to
judge: «يراد» also gives «اراد», and it is the phrases that decide what counts.
"""

from collections.abc import Iterator
from functools import lru_cache

from mujaz.arabic.fold import fold

NUMBER = "#"
PERCENTAGE = "#%"
EXACT = "="

_PREFIXES = (
    *("وبال", "فبال", "وكال", "ولل", "فلل", "وال", "فال", "بال", "كال", "لل", "ال"),
    *("وب", "ول", "وك", "فب", "فل", "و", "ف", "ب", "ل", "ك"),
)
_ENDINGS = (
    *("تهما", "يهما", "هما", "كما", "يها", "يهم", "تها", "تهم", "تنا", "تين", "تان"),
    *("ته", "ها", "هم", "هن", "نا", "ات", "ان", "ون", "ين", "يه", "وا", "تا", "يا"),
    *("ه", "ي", "ت", "ا", "و"),
)
_PREFIXES_BY_FIRST = {letter: tuple(p for p in _PREFIXES if p[0] == letter) for letter in "وفبكلا"}
_ENDINGS_BY_LAST = {letter: tuple(e for e in _ENDINGS if e[-1] == letter) for letter in {e[-1] for e in _ENDINGS}}
_FEMININE = frozenset({"تهما", "تها", "تهم", "تنا", "تين", "تان", "ته", "ات"})  # of «صفقه»: «صفقتها», «صفقات»
_PAST = frozenset({"ت", "وا", "تا"})  # of «اشتري»: «اشترت», «اشتروا»
_PERSONS = ("سي", "ست", "سن", "سا", "ي", "ت", "ن")
_LEAST_LEFT = 3
_LEAST_BARE = 2


@lru_cache(maxsize=50_000)
def forms(word: str) -> frozenset[str]:
    """Every form of one folded word; exact ones (only prefixes taken off) are marked with «=»."""
    if word[:1].isdigit():
        return frozenset({NUMBER, EXACT + word})
    prefixes = _PREFIXES_BY_FIRST.get(word[:1], ())
    bare = [word, *[word[len(p) :] for p in prefixes if word.startswith(p) and len(word) - len(p) >= _LEAST_BARE]]
    stems = [*bare, *(verb for rest in bare for verb in _without_person(rest))]
    return frozenset(
        [*(EXACT + rest for rest in bare), *stems, *(form for rest in stems for form in _endings_off(rest))]
    )


def listed_form(word: str) -> str:
    """The one form under which a listed word is kept: folded, as it is listed."""
    return EXACT + fold(word[1:]) if word.startswith(EXACT) else fold(word)


def _endings_off(word: str) -> Iterator[str]:
    """The word without each ending that it may have, three letters or more of it left, two where ه or ي comes back."""
    for ending in _ENDINGS_BY_LAST.get(word[-1:], ()):
        if word.endswith(ending):
            rest = word[: -len(ending)]
            if len(rest) >= _LEAST_LEFT:
                yield rest
            if len(rest) >= _LEAST_BARE and ending in _FEMININE:
                yield rest + "ه"
            if len(rest) >= _LEAST_BARE and ending in _PAST:
                yield rest + "ي"


def _without_person(word: str) -> list[str]:
    """«تستحوذ» as «ستحوذ» and «استحوذ», «ستسرح» as «سرح» and «اسرح»; nothing for what is no such verb."""
    rests = [word[len(p) :] for p in _PERSONS if word.startswith(p) and len(word) - len(p) >= _LEAST_BARE]
    return [form for rest in rests for form in (rest, "ا" + rest)]
