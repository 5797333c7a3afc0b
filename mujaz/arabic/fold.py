"""Fold Arabic and Latin spelling so that what a reader takes for the same word compares equal.

It refuses to interpret: no stemming, no stop words, no transliteration. Folded text is for comparing and
searching, never for showing; `strip_controls` is what cleans a text that will be stored and shown.
"""

import re
import unicodedata
from functools import lru_cache

from pyarabic import araby

# Harakat in running text are few, the letters below are many: these are replaced in one C call each, and
# everything else that is not plain ASCII, plain Arabic or common punctuation is folded code point by code point.
_COMMON = (
    (araby.ALEF_HAMZA_ABOVE, araby.ALEF),
    (araby.ALEF_HAMZA_BELOW, araby.ALEF),
    (araby.ALEF_MADDA, araby.ALEF),
    (araby.TEH_MARBUTA, araby.HEH),
    (araby.ALEF_MAKSURA, araby.YEH),
    (araby.WAW_HAMZA, araby.HAMZA),
    (araby.YEH_HAMZA, araby.HAMZA),
    (araby.TATWEEL, ""),
    *((mark, "") for mark in araby.TASHKEEL),
)
_USUAL = r"\n\t -~\u060c\u061b\u061f\u0621-\u063a\u0640-\u0652«»–—"
_PLAIN = re.compile(f"[{_USUAL}]*+")  # one class repeated is told six times as fast as the first that is not in it
_RARE = re.compile(f"[^{_USUAL}]+")
_WRITTEN_OTHERWISE = re.compile("[" + "".join(letter for letter, _ in _COMMON) + "]")
# Decomposed text (file names of some systems) writes the hamza apart; dropped as a mark it would be lost.
_DECOMPOSED = (
    (araby.WAW + araby.HAMZA_ABOVE, araby.WAW_HAMZA),
    (araby.YEH + araby.HAMZA_ABOVE, araby.YEH_HAMZA),
)
# Letters of Persian, Urdu, Kurdish and the Maghreb that Arabic newsrooms type for their Arabic neighbours.
_LETTERS = str.maketrans(
    dict(_COMMON)
    | dict.fromkeys("ٱٲٳٵ", araby.ALEF)
    | dict.fromkeys("یېێےۓۍٸ", araby.YEH)
    | dict.fromkeys("ھہۂۃەۀ", araby.HEH)
    | dict.fromkeys("کگڪڭݣ", araby.KAF)
    | dict.fromkeys("ڤڥ", araby.FEH)
    | {"پ": araby.BEH, "چ": araby.JEEM, "ژ": araby.ZAIN, "ڨ": araby.QAF, "ۋ": araby.WAW, "ٶ": araby.HAMZA}
    | {araby.PERCENT: "%", araby.DECIMAL: ".", araby.THOUSANDS: ",", "\u200c": " "}
    | {"ﷺ": " ", "ﷻ": " "}
)
_MARKS = re.compile(
    "[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff]"
)

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "(\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f)"  # the flags of England, Scotland and Wales
    "|[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_JOINER_RUNS = re.compile("([\u200c\u200d])[\u200c\u200d]+")
_LOOSE_JOINERS = re.compile(r"(?<!\S)\u200d|(?<!\w)\u200c|\u200c(?!\w)")


def fold(text: str) -> str:
    """The text with one spelling for what Arabic writes in several (research: arabic.md §1.4).

    Total over any `str` (lone surrogates and NUL included) and idempotent. Positions are not kept:
    `mujaz.arabic.tokens` keeps them.
    """
    if not _PLAIN.fullmatch(text):
        for decomposed, composed in _DECOMPOSED:
            text = text.replace(decomposed, composed)
        text = _RARE.sub(_fold_rare, text)
    if _WRITTEN_OTHERWISE.search(text):  # of single words every other has none
        for letter, folded in _COMMON:
            text = text.replace(letter, folded)
    return text.lower()


def as_spelled(text: str) -> str:
    """The text without harakat and tatweel but with hamza, madda, ى and ة as written, for names that hang on them."""
    return _MARKS.sub("", unicodedata.normalize("NFC", text)).replace(araby.TATWEEL, "")


def strip_controls(text: str) -> str:
    """An incoming text as it is stored: only `\\n` breaks lines, and nothing in it is invisible by design.

    Dropped: NUL and the other C0 and C1 controls (tab and newline stay), bidi controls, zero-width space, word
    joiner, byte order mark, soft hyphen, lone surrogates (no database can hold them). Kept, since a person would
    miss them: ZWNJ between two letters, ZWJ after a visible character (emoji families, «هـ» typed as heh + ZWJ),
    variation selectors, harakat, tatweel, spaces of every width.
    """
    text = _UNSEEN.sub(r"\1", _BREAKS.sub("\n", text))
    return _LOOSE_JOINERS.sub("", _JOINER_RUNS.sub(r"\1", text))


def _fold_rare(match: re.Match[str]) -> str:
    return "".join(map(_fold_character, match[0]))


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    character = character.translate(_LETTERS)
    if character.isspace() or _category(character) == "Cc":
        return " "
    if _category(character) == "Nd":
        return str(unicodedata.decimal(character))
    # Composed first: a presentation form of ئ taken apart would lose its hamza as a mark.
    composed = unicodedata.normalize("NFKC", character).translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", composed)
    kept = "".join(part for part in decomposed if not (_MARKS.match(part) or _category(part) == "Cf"))
    return unicodedata.normalize("NFKC", kept).casefold().translate(_LETTERS).strip()


def _category(character: str) -> str:
    return unicodedata.category(character) if character else ""
