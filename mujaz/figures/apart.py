"""Tell numbers that measure nothing: dates, years, clock times, names of models, versions, phone numbers, ordinals.

It looks at the number and its neighbours only.
"""

from mujaz.figures.bounds import bound
from mujaz.figures.lexicon import Lexicon
from mujaz.figures.line import Line
from mujaz.figures.measure import Measure
from mujaz.figures.numerals import Numeral

_JOINTS = frozenset("-‐‑_./:+#@\\")
_DASHES = frozenset("-‐‑")
_FIRST_YEAR, _LAST_YEAR = 1800, 2150
_NEVER_A_YEAR_IN_PROSE = 2000
_TEN = 10
_DAMMA = "\u064f"
_LONGEST_WITHOUT_UNIT = 8
_ARTICLES = frozenset({"ب", "ل", "و", "ال", "لل", "ك", "وب", "ول", "بال", "وال", "ف", "ولل", "وبال", "ه"})


def stands_apart(line: Line, number: Numeral, measured: Measure | None, words: Lexicon) -> bool:
    """Whether the number is no quantity. `measured` is what stands beside it, if anything does."""
    if line.norms[number.last] in words.sets["ordinals.parts"]:
        return True
    if not number.written:
        return _is_word_apart(number, measured) or _is_ordinal(line, number, words)
    return (
        _is_part_of_a_code(line, number, measured)
        or _is_date(line, number, measured, words)
        or _is_clock(line, number, words)
        or (number.scale == 1 and _is_name(line, number, measured, words))
    )


def is_like_a_year(number: Numeral) -> bool:
    """Whether the number is written as a year is: four digits of the last or the next centuries."""
    return number.scale == 1 and len(number.written) == 4 and _FIRST_YEAR <= number.value <= _LAST_YEAR


def is_year(line: Line, number: Numeral, measured: Measure | None, words: Lexicon) -> bool:
    """Whether the number is a year: by its size and by the words around it."""
    if not is_like_a_year(number):
        return False
    before = line.norms[number.first - 1]
    if before in words.sets["calendar.year_before"] or before in words.sets["calendar.months"]:
        return True
    if measured is None:
        return not _is_approximate(line, number, words)
    in_time = before in words.sets["calendar.time_before"]
    return bool(measured.counted) and in_time and number.value != _NEVER_A_YEAR_IN_PROSE


def _is_approximate(line: Line, number: Numeral, words: Lexicon) -> bool:
    return bound(line, number, number.last, words) not in ("=", "≤")


def _is_word_apart(number: Numeral, measured: Measure | None) -> bool:
    if measured is None or not measured.unit:
        return number.definite or number.value <= 2
    return number.value == 1 and measured.unit != "percent"


def _is_ordinal(line: Line, number: Numeral, words: Lexicon) -> bool:
    """«الثامنة عشرة», «العاشرة»; and «عُشر», a tenth, by its damma."""
    before, token = line.norms[number.first - 1], line.tokens[number.first]
    ordinal = number.value == _TEN and before.removeprefix("ال") in words.sets["ordinals.ones"]
    return ordinal or (number.scale == 1 and _DAMMA in line.text[token.start + 1 : token.start + 2])


def _is_part_of_a_code(line: Line, number: Numeral, measured: Measure | None) -> bool:
    """«GPT-4», «910D», «3-D», «v2.1», «+20 100 555», «03», «@2024»."""
    before, gap, after = line.norms[number.first - 1], line.gap(number.first), line.gap(number.last)
    if number.sign and measured is None:
        return True
    if number.written.startswith("0") and number.written[1:2].isdigit():
        return True
    joined = gap[-1:] in _JOINTS and not gap[:-1].strip() and not _is_dash_between_numbers(line, number.first)
    if gap and joined and before:
        return gap[-1] != "+" and (len(gap) == 1 or gap[-1] in "#@")
    if not gap and before and before not in _ARTICLES and not _is_arabic(before):
        return True
    if len(after) == 1 and after in _JOINTS and number.last < len(line.tokens):
        return not _is_dash_between_numbers(line, number.last)
    return _is_long_code(line, number, measured)


def _is_dash_between_numbers(line: Line, index: int) -> bool:
    """A range of two numbers; three or more joined ones are a date or a phone number."""
    digits = [line.norms[at][:1].isdigit() for at in (index - 1, index)]
    joined = line.gap(index) in _DASHES
    longer = any(line.gap(at) in _JOINTS and line.norms[at][:1].isdigit() for at in (index - 1, index + 1))
    return all(digits) and joined and not longer


def _is_long_code(line: Line, number: Numeral, measured: Measure | None) -> bool:
    digits = sum(character.isdigit() for character in number.written)
    plus = "+" in line.gap(number.first)[-1:] and digits > 1 and measured is None
    return plus or (measured is None and digits > _LONGEST_WITHOUT_UNIT and "," not in number.written)


def _is_date(line: Line, number: Numeral, measured: Measure | None, words: Lexicon) -> bool:
    months = words.sets["calendar.months"]
    day = number.scale == 1 and number.value <= 31 and (measured is None or not measured.counted)
    if day and (line.norms[number.last] in months or line.norms[number.first - 1] in months):
        return measured is None or measured.unit != "percent"
    return is_year(line, number, measured, words)


def _is_clock(line: Line, number: Numeral, words: Lexicon) -> bool:
    if number.scale != 1:
        return False
    before, after = line.norms[number.first - 1], line.norms[number.last]
    return before in words.sets["calendar.clock_before"] or after in words.sets["calendar.clock_after"]


def _is_name(line: Line, number: Numeral, measured: Measure | None, words: Lexicon) -> bool:
    before = line.norms[number.first - 1]
    if before == "رقم":
        return True
    if measured is not None and (measured.unit or not line.adjacent(number.first)):
        return False
    return line.adjacent(number.first) and (_is_latin(before) or before in words.sets["calendar.ordinal_before"])


def _is_arabic(word: str) -> bool:
    return "\u0620" <= word[:1] <= "\u06d3"


def _is_latin(word: str) -> bool:
    return word[:1].isalpha() and not _is_arabic(word)
