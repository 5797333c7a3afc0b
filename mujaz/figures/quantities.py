"""Find the quantities of an Arabic text: value, unit, what is counted, how exact, in which sentence.

Dates, years, clock times, names of models, versions, phone numbers and ordinals are no quantities, and neither are
«آلاف» and «ملايين» without a number. It refuses to choose among them: that is `headline`'s.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from mujaz.arabic.sentences import Span, sentences
from mujaz.figures.apart import stands_apart
from mujaz.figures.bounds import bound
from mujaz.figures.lexicon import Lexicon, lexicon
from mujaz.figures.line import Line, line
from mujaz.figures.measure import Measure, measure, told_before, unknown_noun
from mujaz.figures.numerals import Numeral, can_hold_a_number, in_thousands, numeral, starts
from mujaz.figures.quantity import Quantity
from mujaz.figures.ranges import Link, link, scaled
from mujaz.figures.worth import MONEY, refined, speaks_of_money, with_units_supplied

_LARGE = 10**6
_SURELY_MONEY = 10**9
_A_FEW = 10
Side = tuple[Numeral, Measure | None]


@dataclass(frozen=True, slots=True)
class _Extent:
    """One quantity to be: its number, what measures it, the end of its range, and its words and places in the line."""

    number: Numeral
    measure: Measure | None
    until: Decimal | None
    last: int
    start: int
    end: int


def quantities(text: str) -> list[Quantity]:
    """The quantities of the text in order. Total over any `str`; linear in its length."""
    words = lexicon()
    found: list[Quantity] = []
    offset = 0
    for row in text.split("\n"):
        if can_hold_a_number(row, words):
            for place in sentences(row):
                found.extend(_of_sentence(row[place.start : place.end], offset + place.start, words))
        offset += len(row) + 1
    return list(with_units_supplied(found, words))


def _of_sentence(text: str, offset: int, words: Lexicon) -> Iterator[Quantity]:
    if can_hold_a_number(text, words):
        sentence = line(text, offset)
        for extent in _extents(sentence, list(_sides(sentence, words)), words):
            if (one := _quantity(sentence, extent, words)) is not None:
                yield one


def _sides(line: Line, words: Lexicon) -> Iterator[Side]:
    """The numbers of the line with what stands beside them; «في المئة» belongs to the number before it."""
    read = taken = 0
    for index in starts(line, words):
        if index >= read and (number := numeral(line, index, words)) is not None:
            beside = measure(line, number, taken, words)
            whole = beside is not None and beside.unit in words.whole and number.scale == 1
            yield in_thousands(number) if whole else number, beside
            read = max(number.last, beside.last if beside else 0)
            taken = beside.end if beside else line.tokens[number.last - 1].end


def _extents(line: Line, sides: list[Side], words: Lexicon) -> Iterator[_Extent]:
    index = 0
    while index < len(sides):
        following = sides[index + 1] if index + 1 < len(sides) else None
        joined = link(line, sides[index], following, words) if following else None
        if following and joined is Link.RANGE:
            yield _range(line, sides[index], following)
            index += 1
        elif following and joined is Link.SHARED:
            yield _sharing(line, sides[index][0], following)
        else:
            yield _alone(line, sides[index])
        index += 1


def _range(line: Line, one: Side, two: Side) -> _Extent:
    end = _alone(line, two)
    start = one[1].start if one[1] else line.tokens[one[0].first].start
    return _Extent(scaled(one[0], two[0]), two[1], two[0].value, end.last, start, end.end)


def _sharing(line: Line, number: Numeral, following: Side) -> _Extent:
    start, end = line.tokens[number.first].start, line.tokens[number.last - 1].end
    return _Extent(scaled(number, following[0]), following[1], None, number.last, start, end)


def _alone(line: Line, side: Side) -> _Extent:
    number, beside = side
    start, end = line.tokens[number.first].start, line.tokens[number.last - 1].end
    if beside is None:
        return _Extent(number, None, None, number.last, start, end)
    return _Extent(number, beside, None, beside.last, beside.start, beside.end)


def _quantity(line: Line, extent: _Extent, words: Lexicon) -> Quantity | None:
    number, beside = extent.number, extent.measure
    if stands_apart(line, number, beside, words):
        return None
    exactness = bound(line, number, extent.last, words)
    what = beside or _from_around(line, number, exactness, words)
    if what is None:
        return None
    return Quantity(
        value=_plain(number.value),
        unit=refined(line, number.first, extent.last, what.unit, words),
        counted=what.counted,
        bound=exactness,
        until=None if extent.until is None else _plain(extent.until),
        start=extent.start + line.offset,
        end=(extent.end if beside else what.end) + line.offset,
        sentence=Span(line.offset, line.offset + len(line.text)),
        stated=what.stated,
    )


def _from_around(line: Line, number: Numeral, exactness: str, words: Lexicon) -> Measure | None:
    """What a number without a known noun counts; None when it is too bare to be a figure."""
    start, end = line.tokens[number.first].start, line.tokens[number.last - 1].end
    noun = unknown_noun(line, number, words)
    if noun and number.scale < _SURELY_MONEY:
        return noun
    if told := told_before(line, number, words):
        return Measure(told, "", number.last, start, end)
    if number.scale >= _LARGE:
        unit = MONEY if number.scale >= _SURELY_MONEY or speaks_of_money(line, number.first, words) else ""
        return Measure(unit, "", number.last, start, end, stated=False)
    if (
        number.scale > 1
        or "," in number.written
        or (number.value > _A_FEW and (exactness != "=" or not number.written))
    ):
        return Measure("", "", number.last, start, end, stated=False)
    return None


def _plain(value: Decimal) -> float:
    return int(value) if value == value.to_integral_value() else float(value)
