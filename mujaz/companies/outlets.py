"""Name the news outlet that an article credits: «وفقًا لرويترز», «تقرير نشرته وكالة Axios».

An outlet is the source only beside a word that credits it; one that is merely talked about is none.
"""

from collections.abc import Iterable

from mujaz.arabic.fold import fold
from mujaz.companies.catalogue import Outlet
from mujaz.companies.matches import Match, outlets
from mujaz.companies.names import Name, NameIndex
from mujaz.companies.spelling import bare
from mujaz.companies.words import Place, Words

_WORDS_BEFORE = 5
_WORDS_AFTER = 1
_KINDS = frozenset(
    map(fold, ("وكالة", "صحيفة", "جريدة", "قناة", "شبكة", "موقع", "مجلة", "منصة", "تلفزيون", "لوكالة", "إذاعة"))
)
_CREDITS = frozenset(
    map(
        fold,
        (
            *("أفاد", "أفادت", "ذكر", "ذكرت", "نقل", "نقلت", "نقلته", "نقلا", "وفق", "وفقا", "بحسب", "حسب", "حسبما"),
            *("قال", "قالت", "كشف", "كشفت", "نشر", "نشرت", "نشرته", "نشره", "نشرتها", "أورد", "أوردت", "أوردته"),
            *("أخبر", "أخبرت", "أبلغ", "أبلغت", "صرح", "صرحت", "تقرير", "تقارير", "مقابلة", "حديث", "المصدر", "بيان"),
        ),
    )
)
_CLOSERS = "»”\"') "


class Outlets:
    """The outlets of a catalogue, ready to be found."""

    def __init__(self, listed: Iterable[Outlet]) -> None:
        """`index` holds their names, for whoever cuts the texts."""
        self._outlets = {outlet.id: outlet for outlet in listed}
        self.index = NameIndex(
            (Name("outlet", outlet.id, None, text), outlet.en)
            for outlet in self._outlets.values()
            for text in (outlet.en, outlet.ar, *outlet.aliases)
        )

    def source(self, words: Words) -> Outlet | None:
        """The first outlet that the text of these words credits, or None."""
        for match in outlets(words):
            outlet = self._outlets[match.name.id]
            if _of_its_kind(words, match) or (not outlet.everyday and _credited(words, match)):
                return outlet
        return None


def _of_its_kind(words: Words, match: Match) -> bool:
    return _any_of(words.run(match.first - 1, match.first + 1), _KINDS)


def _credited(words: Words, match: Match) -> bool:
    before = words.run(match.first - _WORDS_BEFORE, match.first)
    after = words.run(match.last, match.last + _WORDS_AFTER)
    return _any_of(before, _CREDITS) or _any_of(after, _CREDITS) or _set_apart(words, match)


def _any_of(found: Iterable[Place], wanted: frozenset[str]) -> bool:
    return any(not wanted.isdisjoint(bare(norm)) for _, _, norm in found)


def _set_apart(words: Words, match: Match) -> bool:
    """Whether the name stands alone in brackets, or before a colon at the beginning of its line."""
    text, start, end = words.text, match.start, match.end
    following = text[end : end + 3].lstrip(_CLOSERS)
    opens_line = not text[max(0, start - 200) : start].rpartition("\n")[2].strip("«“\"' ")
    return (text[start - 1 : start] == "(" and text[end : end + 1] == ")") or (opens_line and following[:1] == ":")
