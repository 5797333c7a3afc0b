"""ROUGE-1, ROUGE-2 and ROUGE-L for Arabic: F1 over folded words, the mean over several references.

Refuses to stem and to drop stop words. (The common `rouge_score` package keeps only Latin letters and digits, so that
any two Arabic texts without them compare as equal.)
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from mujaz.arabic.tokens import tokens


@dataclass(frozen=True, slots=True)
class Rouge:
    """Three F1 values between 0 and 1."""

    one: float
    two: float
    longest: float


def rouge(summary: str, references: Sequence[str]) -> Rouge:
    """How much of the references the summary tells, and how little else. ValueError without a reference."""
    if not references:
        raise ValueError("no reference")
    told = _words(summary)
    each = [_against(told, _words(reference)) for reference in references]
    return mean(each)


def mean(scores: Sequence[Rouge]) -> Rouge:
    """The mean of each value."""
    return Rouge(fmean(s.one for s in scores), fmean(s.two for s in scores), fmean(s.longest for s in scores))


def _against(told: list[str], wanted: list[str]) -> Rouge:
    common = _longest_common(told, wanted)
    return Rouge(_overlap(told, wanted, 1), _overlap(told, wanted, 2), _f1(common, len(told), len(wanted)))


def _words(text: str) -> list[str]:
    return [token.norm for token in tokens(text)]


def _overlap(told: list[str], wanted: list[str], size: int) -> float:
    one, other = _grams(told, size), _grams(wanted, size)
    return _f1((one & other).total(), one.total(), other.total())


def _grams(words: list[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(words[start:] for start in range(size)), strict=False))


def _f1(common: int, told: int, wanted: int) -> float:
    return 2 * common / (told + wanted) if told + wanted else 0.0


def _longest_common(one: list[str], other: list[str]) -> int:
    row = [0] * (len(other) + 1)
    for word in one:
        diagonal = 0
        for place, candidate in enumerate(other, start=1):
            above = row[place]
            row[place] = diagonal + 1 if word == candidate else max(above, row[place - 1])
            diagonal = above
    return row[-1]
