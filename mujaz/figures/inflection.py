"""The forms that an Arabic noun takes beside a number, by rule from its singular and its broken plurals.

It works on folded words and refuses to guess a broken plural: those are given.
"""

from collections.abc import Iterator

_PRONOUNS = ("ه", "ها", "هم", "نا")


def noun_forms(singular: str, *plurals: str) -> set[str]:
    """Every form of a folded noun (or noun phrase, whose first word is inflected) that may stand beside a number.

    Without plurals the noun takes the sound one: ات after ه, else ون/ين.
    """
    head, _, rest = singular.partition(" ")
    forms = {*_singular(head), *_dual(head), *_plural(head, [plural.split()[0] for plural in plurals])}
    if not rest:
        return forms
    return {f"{form} {rest}" for form in forms} | set(plurals) | {f"{head}ا {rest}ا"}


def _singular(word: str) -> Iterator[str]:
    yield word
    if not word.endswith("ه"):
        yield word + "ا"


def _dual(word: str) -> Iterator[str]:
    base = word[:-1] + "ت" if word.endswith("ه") else word
    yield from (base + ending for ending in ("ان", "ين"))


def _plural(word: str, broken: list[str]) -> Iterator[str]:
    if broken:
        yield from (plural + ending for plural in broken for ending in ("", "ا", *_PRONOUNS))
    elif word.endswith("ه"):
        yield from (word[:-1] + "ات" + ending for ending in ("", *_PRONOUNS))
    else:
        yield from (word + ending for ending in ("ون", "ين"))
        yield from (word + case + ending for case in ("و", "ي") for ending in ("", *_PRONOUNS))
