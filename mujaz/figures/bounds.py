"""Read how exact a number is meant: «نحو» ≈, «أكثر من» >, «لا يقل عن» ≥, «أقل من» <, «لا يتجاوز» ≤.

It looks before and after one number, never past the end of a clause.
"""

from mujaz.figures.lexicon import Lexicon
from mujaz.figures.line import Line
from mujaz.figures.numerals import Numeral

_LONGEST_PHRASE = 5
_VERB_REACH = 4
_PREFIXES = frozenset({"ب", "ل", "و", "ال", "لل", "ك", "وب", "ول", "بال", "وال", "ف"})


def bound(line: Line, number: Numeral, last: int, words: Lexicon) -> str:
    """One of = ≈ > ≥ < ≤ for the number, whose unit ends before the word `last`."""
    attached = line.norms[number.first - 1] in _PREFIXES and not line.gap(number.first)
    first = number.first - 1 if attached else number.first
    if line.gap(number.last).startswith("+"):
        return "≥"
    return _before(line, first, words) or _after(line, last, words) or _by_verb(line, first, words) or "="


def _before(line: Line, first: int, words: Lexicon) -> str:
    if line.gap(first)[-1:] in ("~", "≈") and line.gap(first):
        return "≈"
    for begin in range(max(0, first - _LONGEST_PHRASE), first):
        word = line.norms[begin]
        entries = words.before.get(word) or (words.before.get(word[1:]) if word[:1] in "وبلفك" else None)
        for rest, mark in entries or ():
            if line.norms[begin + 1 : first] == list(rest) and all(map(line.adjacent, range(begin + 1, first + 1))):
                return mark
    return ""


def _after(line: Line, last: int, words: Lexicon) -> str:
    found = line.phrase(last, words.after) if line.adjacent(last) else None
    return found[0] if found else ""


def _by_verb(line: Line, first: int, words: Lexicon) -> str:
    """A verb of exceeding whose subject or object stands before the number: «تجاوزت قيمتها 4 تريليونات»."""
    near = line.tail(first, _VERB_REACH)
    for place, word in enumerate(near):
        if word[:1].isdigit():
            return ""
        if word in words.sets["exceeding.verbs"]:
            negated = line.norms[first - 2 - place] in words.sets["exceeding.negations"]
            return "≤" if negated else ">"
    return ""
