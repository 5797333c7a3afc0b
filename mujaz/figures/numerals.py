"""Read a number as it is written in Arabic news, in digits of any script or in words, and give its value.

It refuses to say what is counted, and whether the number is a quantity at all: a year is a number here.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from mujaz.arabic.fold import fold
from mujaz.figures.lexicon import Lexicon, NumberWord, Part
from mujaz.figures.line import Line

_LONGEST = 15
_LITERAL = re.compile(r"(\d[\d.,]*)([^\W\d_]*)")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?")
_ONE_DOT = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_COMMA = re.compile(r"\d+,\d+")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+")
_ONE = "واحد"  # which is also «وأحد» of «وأحد عشر»
_THREE, _THREE_QUARTERS = 3, 0.75
_HUNDRED = 100
_THOUSAND = 1000
_MULTIPLIERS = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "b": 10**9, "bn": 10**9, "tn": 10**12, "t": 10**12}
_SCALES = (Part.SCALE, Part.PLURAL, Part.ACCUSATIVE)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at the words `first` to `last` (exclusive) of a line.

    `scale` is the scale word it ends in (1 without one); `written` is the literal in digits, empty for words;
    `sign` what is joined to the literal («gw» of «1.9GW»); `definite` when «ال» is attached.
    """

    value: Decimal
    first: int
    last: int
    scale: int
    written: str
    sign: str = ""
    definite: bool = False


@dataclass(frozen=True, slots=True)
class _Term:
    value: Decimal
    end: int
    scale: int
    lowest: Decimal
    written: str = ""
    sign: str = ""


def in_thousands(number: Numeral) -> Numeral:
    """«3.500» read as 3500, for what comes whole."""
    return replace(number, value=number.value * _THOUSAND) if _ONE_DOT.fullmatch(number.written) else number


def can_hold_a_number(text: str, words: Lexicon) -> bool:
    """Whether there is a digit or a number word in the text: a fast first look."""
    return _DIGIT.search(text) is not None or not words.numbers.keys().isdisjoint(_WORD.findall(fold(text)))


def starts(line: Line, words: Lexicon) -> list[int]:
    """The words at which a number may begin. Folded digits sort before every letter."""
    return [at for at, norm in enumerate(line.norms) if norm in words.numbers or "0" <= norm < ":"]


def numeral(line: Line, index: int, words: Lexicon) -> Numeral | None:
    """The number that begins at the word, as long as it goes; None when none does."""
    first = _term(line, index, words)
    if first is None:
        return None
    value, end, lowest, scale = first.value, first.end, first.lowest, first.scale
    while more := _added(line, end, words, lowest):
        value, end, lowest, scale = value + more.value, more.end, more.lowest, max(more.scale, 1)
    word = words.numbers.get(line.norms[index])
    definite = word.definite if word else line.norms[index - 1].endswith(("ال", "لل")) and not line.gap(index)
    return Numeral(value, index, end, max(scale, first.scale), first.written, first.sign, definite)


def _added(line: Line, index: int, words: Lexicon, lowest: Decimal) -> _Term | None:
    """What «و» adds to a number whose last term is worth `lowest` a piece: «مليون و300 ألف», «ثلاثة ملايين ونصف»."""
    if lowest < _THOUSAND or not line.adjacent(index):
        return None
    word = words.numbers.get(line.norms[index])
    if word is not None and word.part is Part.FRACTION and word.joined:
        return _half_more(line, index, word, words, lowest)
    if word is not None and word.joined:
        term = _term(line, index, words)
    elif line.norms[index] == "و" and not line.gap(index + 1).strip("ـ \u00a0") and index + 1 < len(line.tokens):
        term = _term(line, index + 1, words)
    else:
        return None
    fits = term is not None and term.value < lowest and (term.scale > 1 or lowest == _THOUSAND)
    return term if fits else None


def _half_more(line: Line, index: int, word: NumberWord, words: Lexicon, lowest: Decimal) -> _Term:
    following = words.numbers.get(line.norms[index + 1])
    repeated = following is not None and following.part is Part.SCALE and following.value == lowest
    if following is not None and following.part is Part.SCALE and following.value < lowest:
        term = Decimal(str(word.value)) * int(following.value)
        return _Term(term, index + 2, int(following.value), Decimal(1))
    return _Term(Decimal(str(word.value)) * lowest, index + 1 + repeated, int(lowest), Decimal(1))


def _term(line: Line, index: int, words: Lexicon) -> _Term | None:
    """A number below a thousand or in digits, with the scales after it; or a scale of its own."""
    word = words.numbers.get(line.norms[index])
    if word is None:
        return _scaled(line, _literal(line, index), words)
    if word.part is Part.PLURAL:
        return None
    if word.part is Part.SCALE:
        return _scaled(
            line, _Term(Decimal(int(word.value)), index + 1, int(word.value), Decimal(int(word.value))), words
        )
    if word.part in (Part.DUAL, Part.ACCUSATIVE, Part.CONSTRUCT):
        return _twofold(line, index, word, words)
    if word.part is Part.FRACTION:
        return _part_of_scale(line, index, word, words)
    quarters = words.numbers.get(line.norms[index + 1]) if word.value == _THREE else None
    if quarters is not None and quarters.value == _THREE_QUARTERS:
        return _part_of_scale(line, index + 1, quarters, words)
    return _scaled(line, _below_thousand(line, index, words), words)


def _twofold(line: Line, index: int, word: NumberWord, words: Lexicon) -> _Term | None:
    """«ملياران» is two; «ملياري» is two before a noun; «مليارا» is two before a noun, else one."""
    scale = int(word.value)
    noun = line.adjacent(index + 1) and line.phrase(index + 1, words.nouns) is not None
    if word.part is Part.CONSTRUCT and not noun:
        return None
    token = line.tokens[index]
    nunated = "ً" in line.text[token.start : token.end]
    times = 1 if word.part is Part.ACCUSATIVE and (nunated or not noun) else 2
    return _Term(Decimal(times * scale), index + 1, scale, Decimal(scale))


def _part_of_scale(line: Line, index: int, word: NumberWord, words: Lexicon) -> _Term | None:
    following = words.numbers.get(line.norms[index + 1]) if line.adjacent(index + 1) else None
    if following is None or following.part is not Part.SCALE or following.prefix not in ("", "ال"):
        return None
    scale = int(following.value)
    return _Term(Decimal(str(word.value)) * scale, index + 2, scale, Decimal(1))


def _scaled(line: Line, term: _Term | None, words: Lexicon) -> _Term | None:
    """The term with the scale words after it: «15 مليار», «ثلاثة آلاف مليار»."""
    while term is not None:
        word = words.numbers.get(line.norms[term.end])
        if word is None or word.prefix or word.part not in _SCALES or word.value < term.scale:
            break
        if not line.adjacent(term.end):
            break
        scale = int(word.value)
        term = _Term(term.value * scale, term.end + 1, term.scale * scale, Decimal(scale), term.written, term.sign)
    return term if term is not None and term.value < 10**18 else None


def _below_thousand(line: Line, index: int, words: Lexicon) -> _Term | None:
    """«مئة وخمسة وعشرون», «ست مئة», «أحد عشر»."""
    word = words.numbers[line.norms[index]]
    if word.part is Part.HUNDRED:
        return _with_tens(line, Decimal(int(word.value)), index + 1, words)
    following = words.numbers.get(line.norms[index + 1]) if line.adjacent(index + 1) else None
    split = following is not None and following.part is Part.HUNDRED and following.value == _HUNDRED
    if split and following is not None and word.part is Part.UNIT and 3 <= word.value <= 9 and not following.prefix:
        return _with_tens(line, Decimal(int(word.value) * _HUNDRED), index + 2, words)
    return _below_hundred(line, index, words)


def _with_tens(line: Line, hundreds: Decimal, index: int, words: Lexicon) -> _Term:
    word = words.numbers.get(line.norms[index]) if line.adjacent(index) else None
    if word is not None and word.joined and word.part in (Part.UNIT, Part.TEN, Part.ELEVEN):
        tens = _below_hundred(line, index, words)
        if tens is not None:
            return _Term(hundreds + tens.value, tens.end, 1, Decimal(1))
    return _Term(hundreds, index, 1, Decimal(1))


def _below_hundred(line: Line, index: int, words: Lexicon) -> _Term | None:
    word = words.numbers[line.norms[index]]
    following = words.numbers.get(line.norms[index + 1]) if line.adjacent(index + 1) else None
    value, end = int(word.value), index + 1
    if word.part in (Part.UNIT, Part.ELEVEN) and following is not None and value < 10:
        teen = following.part is Part.UNIT and following.value == 10 and not following.prefix
        if teen or (following.part is Part.TEN and following.joined):
            return _Term(Decimal(value + int(following.value)), index + 2, 1, Decimal(1))
    if word.part is Part.ELEVEN and line.norms[index] != _ONE:
        return None
    return _Term(Decimal(value), end, 1, Decimal(1))


def _literal(line: Line, index: int) -> _Term | None:
    """A number in digits, with what an Arabic comma or a space parted: «6،5», «10 000»."""
    match = _LITERAL.fullmatch(line.norms[index])
    if match is None:
        return None
    written, end = match[1].rstrip(".,"), index + 1
    while not match[2] and (joint := _joint(line, end)):
        written, end = written + joint + line.norms[end], end + 1
    value = _value(written)
    if value is None:
        return None
    times = _MULTIPLIERS.get(match[2], 1)
    return _Term(value * times, end, times, Decimal(times), written, match[2])


def _joint(line: Line, index: int) -> str:
    """How a group of digits continues the number before it: "," or nothing, and "" for not at all."""
    norm = line.norms[index]
    if not norm.isdigit() or index >= len(line.tokens):
        return ""
    gap = line.gap(index)
    if gap == "،" and len(norm) <= 3:
        return ","
    spaced = gap in ("\u00a0", "\u202f", "\u2009") or (gap == " " and norm == "000")
    return "," if spaced and len(norm) == 3 else ""


def _value(written: str) -> Decimal | None:
    if written.isdecimal() and len(written) <= _LONGEST:
        return Decimal(written)
    if len(written) > _LONGEST or not written.isascii():
        return None
    if _THOUSANDS.fullmatch(written) and not written.startswith("0"):
        return Decimal(written.replace(",", ""))
    if _DOTTED.fullmatch(written):
        return Decimal(written.replace(".", "").replace(",", "."))
    if _COMMA.fullmatch(written):
        return Decimal(written.replace(",", "."))
    return Decimal(written) if _PLAIN.fullmatch(written) else None
