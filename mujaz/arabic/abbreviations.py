"""Tell the full stop of an abbreviation from the full stop of a sentence: «د.», «بي. بي. سي», «ق.م.», "Inc.".

It judges by the words on both sides; it refuses to look further than a line and to expand what is abbreviated.
"""

import re
from dataclasses import dataclass

from mujaz.arabic.fold import fold
from mujaz.arabic.openings import opens_a_sentence

_LOOKBACK = 60  # code points
_WORD = r"(?:[^\W_]|[\u0610-\u061a\u0640\u064b-\u065f\u0670])+"
_LAST_WORD = re.compile(rf"(?<!\w)({_WORD})(\s?)\Z")
_NEXT_WORD = re.compile(rf"[\s.]*({_WORD})(\.?)")
_NUMBER = re.compile(r"\d\s*\Z")
_LETTER_AND_STOP = re.compile(rf"({_WORD})\s*\.\s*\Z")
_CLAUSE = re.compile(r"\W*(?:[وف]\w{3}|ثم\b)")
_ORDINAL = re.compile(r"(?:اول|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر|اخير)ا\Z")
_TITLE = re.compile("[وفلبك][دما]\\Z")

_LATIN = frozenset(fold("mr mrs ms dr prof st vs no jr sr al approx vol fig pp eds cf gen gov sen rep").split())
_MONTHS = frozenset(("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"))
_FIRMS = frozenset(("inc", "corp", "co", "ltd", "llc", "plc"))
_LETTER_NAMES = frozenset(
    fold("إيه أيه آي إي بي سي دي إف جي إتش جيه كيه كي إل إم إن أو كيو آر إس تي يو في دبليو إكس واي زد زي آند").split()
)
# These letter names are also everyday words: they continue an abbreviation only with a full stop of their own.
_ALSO_WORDS = frozenset(fold("إن أو في أي كي").split())
# These are no words at all, so that one alone is somebody's initial.
_ONLY_LETTERS = frozenset(fold("إتش جيه كيه دبليو إف").split())
_PREFIXES = "وفبكل"


@dataclass(frozen=True, slots=True)
class _Stop:
    """What surrounds a full stop; words are folded."""

    earlier: str
    word: str
    spaced: bool
    following: str
    following_has_stop: bool
    after: str

    @property
    def opens(self) -> bool:
        return opens_a_sentence(self.after)


def abbreviates(before: str, after: str) -> bool:
    """Whether a full stop between these two parts of a line ends an abbreviation or a list mark, and no sentence.

    `before` begins where the sentence does.
    """
    stop = _stop(before, after)
    if not stop:
        return False
    if not _has_word(stop.earlier) and _is_list_mark(stop):
        return True
    if stop.word.isdigit():
        return False
    if len(stop.word) == 1:
        return _is_initial(stop)
    if _TITLE.match(stop.word):
        return not stop.opens
    return not stop.spaced and (_spells(stop) or _is_latin(stop))


def joins(before: str, after: str) -> bool:
    """Whether a full stop with a letter right behind it belongs to a word, as in «د.أحمد», «جي.بي.تي», «م.م.ح»."""
    stop = _stop(before, after)
    if not stop or stop.spaced:
        return False
    if stop.word.isdigit():
        return not _has_word(stop.earlier)
    if stop.following in _LETTER_NAMES and (_is_letter(stop.word) or stop.following_has_stop):
        return True
    return len(stop.word) == 1 or (len(stop.word) == 2 and not stop.word.isascii())


def _is_list_mark(stop: _Stop) -> bool:
    return not stop.spaced and (stop.word.isdigit() or len(stop.word) == 1 or bool(_ORDINAL.match(stop.word)))


def _stop(before: str, after: str) -> _Stop | None:
    near = before[-_LOOKBACK:]
    last, following = _LAST_WORD.search(near), _NEXT_WORD.match(after)
    if not last or not following:
        return None
    return _Stop(near[: last.start()], fold(last[1]), bool(last[2]), fold(following[1]), bool(following[2]), after)


def _has_word(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _is_initial(stop: _Stop) -> bool:
    if _NUMBER.search(stop.earlier) or _is_unit(stop.earlier):
        return not (stop.opens or _CLAUSE.match(fold(stop.after)))
    return not stop.opens


def _is_unit(earlier: str) -> bool:
    """«322 ق.», «100 ر.»: an abbreviation that a number stands before is a unit or an era."""
    letter = _LETTER_AND_STOP.search(earlier)
    return bool(letter and len(fold(letter[1])) == 1 and _NUMBER.search(earlier[: letter.start()]))


def _spells(stop: _Stop) -> bool:
    """Whether the word is the name of a letter in a spelled acronym, such as «بي.» in «بي. بي. سي»."""
    if not _is_letter(stop.word):
        return False
    if stop.following in _LETTER_NAMES and (stop.following not in _ALSO_WORDS or stop.following_has_stop):
        return True
    previous = _LETTER_AND_STOP.search(stop.earlier)
    in_a_run = bool(previous and _is_letter(fold(previous[1])))
    alone = stop.word in _ONLY_LETTERS and not _ends_with_letter_name(stop.earlier)
    return (in_a_run or alone) and not stop.opens


def _is_letter(word: str) -> bool:
    bare = word[1:] if word[:1] in _PREFIXES else word
    return len(word) == 1 or word in _LETTER_NAMES or (bare in _LETTER_NAMES and bare not in _ALSO_WORDS)


def _ends_with_letter_name(earlier: str) -> bool:
    words = earlier.split()
    return bool(words) and fold(words[-1]) in _LETTER_NAMES


def _is_latin(stop: _Stop) -> bool:
    word = stop.word.lstrip(_PREFIXES)
    if word in _MONTHS:
        return stop.following[:1].isdigit()
    if word in _FIRMS:
        return not (stop.after.lstrip()[:1].isupper() or stop.opens)
    return word in _LATIN
