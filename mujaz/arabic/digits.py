"""Writes the numbers of an Arabic text in one kind of digits: Western (14.3) or Arabic-Indic (١٤٫٣).

Works on text whose Latin runs are isolated (mujaz.arabic.bidi), and leaves every word that holds one as it is: names of
models («GPT-5», «Sora 2»), links, addresses. Loses and moves no letter; refuses to turn numbers into words.
"""

import re
from collections.abc import Callable

_WESTERN, _ARABIC, _PERSIAN = "0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"
_TO_ARABIC = str.maketrans(_WESTERN + _PERSIAN, _ARABIC * 2)
_TO_WESTERN = str.maketrans(_ARABIC + _PERSIAN + "٫٬", _WESTERN * 2 + ".,")

_FSI = "\u2068"
_WORD = re.compile("(?:\u2068[^\u2069\n]*\u2069?|[^\\s\u2068])+")
_NUMBER = re.compile(r"[0-9٠-٩۰-۹]+(?:[.,٫٬][0-9٠-٩۰-۹]+)*[%٪]?")
_DECIMAL = re.compile(r"([0-9٠-٩۰-۹])\.([0-9٠-٩۰-۹])")
_IN_THOUSANDS = re.compile(r"[0-9٠-٩۰-۹]{1,3}(?:,[0-9٠-٩۰-۹]{3})+(?:[.٫][0-9٠-٩۰-۹]+)?[%٪]?")
_ANY = re.compile(r"[0-9٠-٩۰-۹]")


def arabic_indic(text: str) -> str:
    """The text with its numbers in Arabic-Indic digits, their decimal and thousands marks, and their percent sign."""
    return _renumbered(text, _to_arabic)


def western(text: str) -> str:
    """The text with its numbers in Western digits, with a full stop for the decimals and commas for the thousands."""
    return _renumbered(text, _to_western)


def _renumbered(text: str, write: Callable[[re.Match[str]], str]) -> str:
    if not _ANY.search(text):
        return text
    return _WORD.sub(lambda word: word.group() if _FSI in word.group() else _NUMBER.sub(write, word.group()), text)


def _to_arabic(match: re.Match[str]) -> str:
    number = match.group()
    if _IN_THOUSANDS.fullmatch(number):
        number = number.replace(",", "٬")
    if number.count(".") == 1:  # with more it is a version or a date
        number = _DECIMAL.sub(r"\1٫\2", number)
    return number.replace("%", "٪").translate(_TO_ARABIC)


def _to_western(match: re.Match[str]) -> str:
    return match.group().replace("٪", "%").translate(_TO_WESTERN)
