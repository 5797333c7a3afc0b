"""Tell what a sentence reports from what it says by the way: «رغم الأرباح», «بعد أيام من الإقالة», «وكانت قد».

It looks at marking words and punctuation only; it refuses to parse.
"""

from collections.abc import Sequence

from mujaz.arabic.fold import fold
from mujaz.arabic.tokens import Token

_OPENS = frozenset(
    map(
        fold,
        (
            *(
                "رغم",
                "برغم",
                "بعد",
                "وبعد",
                "عقب",
                "إثر",
                "قبل",
                "وقبل",
                "وسط",
                "بسبب",
                "بفضل",
                "منذ",
                "ومنذ",
                "ظل",
                "حين",
            ),
            *("بينما", "فيما", "وفيما", "وكان", "وكانت", "وكانوا", "وسبق", "مثل", "وبينما"),
        ),
    )
)
_CLOSES = frozenset(".،؛:؟!…,;?\n")


def by_the_way(text: str, words: Sequence[Token]) -> list[bool]:
    """For each word of the sentence, whether it stands between a marking word and the next punctuation."""
    marks, inside, end = [], False, 0
    for word in words:
        if inside and not _CLOSES.isdisjoint(text[end : word.start]):
            inside = False
        inside = inside or word.norm in _OPENS
        marks.append(inside)
        end = word.end
    return marks
