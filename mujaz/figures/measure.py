"""Say what a number measures: the unit, sign or noun that stands beside it, or what the words around it make plain.

It refuses to guess the country of a riyal, and gives a noun that it does not know no unit.
"""

from dataclasses import dataclass

from mujaz.figures.lexicon import Lexicon
from mujaz.figures.line import Line
from mujaz.figures.numerals import Numeral

_CURRENCY_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₩": "KRW", "₽": "RUB", "₪": "ILS", "﷼": "riyal"}
_SIGNS = _CURRENCY_SIGNS | {"₺": "TRY", "₹": "INR"} | dict.fromkeys("%٪﹪％", "percent")
_HUNDRED, _THOUSAND = 100, 1000
_NUMBER_OF = frozenset({"عدد"})
_THEIR_NUMBER = frozenset({"عددهم"})
_LOOK_BACK = 5
_CLOSERS = frozenset({"+", "»", "”", '"'})


@dataclass(frozen=True, slots=True)
class Measure:
    """`unit` (empty for an unknown noun), `counted` as written, the word after it, the place of number and measure.

    `stated` is False when the text leaves the measure out.
    """

    unit: str
    counted: str
    last: int
    start: int
    end: int
    stated: bool = True


def measure(line: Line, number: Numeral, taken: int, words: Lexicon) -> Measure | None:
    """What stands directly beside the number: a percentage, a currency or unit sign, a known noun.

    What stands before the place `taken` in the line measures another number.
    """
    return _sign(line, number, taken, words) or _noun(line, number, words) or _percent_spelled(line, number, words)


def unknown_noun(line: Line, number: Numeral, words: Lexicon) -> Measure | None:
    """A word after the number that grammar makes its noun: «11 طنبورا», «سبعة أقواس»; unit empty."""
    word = line.norms[number.last]
    if not line.adjacent(number.last) or len(word) < 3 or not "ء" <= word[0] <= "ي":
        return None
    if _is_complete(line, number):
        return None
    other = word.startswith("ال") or word in words.sets["function.words"] or word in words.numbers
    if other or not _agrees(word, number):
        return None
    token = line.tokens[number.last]
    return Measure("", line.text[token.start : token.end], number.last + 1, line.tokens[number.first].start, token.end)


def _is_complete(line: Line, number: Numeral) -> bool:
    """«أربعة عشر ألفا», «16 ألفا»: what a number counts, being said before, does not follow it."""
    return number.scale > 1 and number.last - number.first > 1 and line.norms[number.last - 1].endswith("ا")


def told_before(line: Line, number: Numeral, words: Lexicon) -> str:
    """The unit of a number without noun that the words before it tell: «بلغ عدد المستخدمين 800 مليون»; else ""."""
    before = line.tail(number.first, _LOOK_BACK)
    if words.any_of("staff.before", before) and number.scale <= _THOUSAND:
        return "employees"
    for word, earlier in zip(before, (*before[1:], ""), strict=False):
        unit = _unit_of(_bare(word), words)
        if unit == "employees" and number.scale > _THOUSAND:
            continue
        if unit and (earlier in _NUMBER_OF or (unit in words.sets["headline.people"] and _is_definite(word))):
            return unit
    return "people" if _THEIR_NUMBER.intersection(before) else ""


def _is_definite(word: str) -> bool:
    return word != _bare(word) or word.endswith(("ه", "ها"))


def _agrees(word: str, number: Numeral) -> bool:
    whole = number.value == number.value.to_integral_value()
    if number.scale > 1 or number.value >= _HUNDRED:
        return not word.endswith(("ا", "ون", "ين", "ات")) and word[0] not in "يتبلوفسن"
    if not whole or number.value <= 2:
        return False
    if number.value > 10:
        return word.endswith(("ا", "ه"))
    return word.endswith(("ات", "ين", "ون"))


def _percent_spelled(line: Line, number: Numeral, words: Lexicon) -> Measure | None:
    spelled = line.phrase(number.last, words.percent) if line.adjacent(number.last) else None
    if spelled is None:
        return None
    start, end = line.tokens[number.first].start, line.tokens[spelled[1] - 1].end
    return Measure("percent", "", spelled[1], start, end)


def _sign(line: Line, number: Numeral, taken: int, words: Lexicon) -> Measure | None:
    """A sign of a percentage or a currency between the number and its neighbours: «5.5 %», «%15», «$600», «600$»."""
    start, end = line.tokens[number.first].start, line.tokens[number.last - 1].end
    after, before = line.gap(number.last), line.gap(number.first)
    if unit := _SIGNS.get(after.lstrip()[:1]):
        return Measure(unit, "", number.last, start, end + len(after) - len(after.lstrip()) + 1)
    sign = start - 1 - len(before) + len(before.rstrip())
    unit = _SIGNS.get(before.rstrip()[-1:])
    if unit and sign >= taken and not (unit == "percent" and before[-1:].isspace()):
        return Measure(unit, "", number.last, sign, end)
    return _unit_sign(line, number, taken, words)


def _unit_sign(line: Line, number: Numeral, taken: int, words: Lexicon) -> Measure | None:
    """«1.9GW», «200 MW», «600 USD», «USD 600»."""
    start, end = line.tokens[number.first].start, line.tokens[number.last - 1].end
    if number.sign:
        unit = words.signs.get(number.sign)
        return Measure(unit, "", number.last, start, end) if unit else None
    unit = words.signs.get(line.norms[number.last])
    if unit and line.adjacent(number.last):
        return Measure(unit, "", number.last + 1, start, line.tokens[number.last].end)
    unit = words.signs.get(line.norms[number.first - 1])
    if unit in words.currencies and line.adjacent(number.first):
        sign = line.tokens[number.first - 1].start
        return Measure(unit, "", number.last, sign, end) if sign >= taken else None
    return None


def _noun(line: Line, number: Numeral, words: Lexicon) -> Measure | None:
    at = number.last
    if not line.adjacent(at) and line.gap(at).strip() not in _CLOSERS:
        return None
    if line.norms[at] == "من" and line.adjacent(at + 1):
        at += 1
        found = _group(line, at, number.scale, words)
    else:
        found = line.phrase(at, words.nouns)
    if found is None:
        return None
    unit, last = _of_country(line, *found, words)
    first, end = line.tokens[at].start, line.tokens[last - 1].end
    return Measure(unit, line.text[first:end], last, line.tokens[number.first].start, end)


def _group(line: Line, index: int, scale: int, words: Lexicon) -> tuple[str, int] | None:
    """«600 من موظفيها», «512 من رقائق إنفيديا»: a noun after «من».

    Of millions and more only people, firms, countries or money: «3.2 مليار من برنامج» are not so many programmes.
    """
    unit = _unit_of(_bare(line.norms[index]), words)
    grouped = unit in words.currencies or unit in words.sets["headline.people"] or unit in ("companies", "countries")
    few = bool(unit) and scale == 1 and unit not in words.sets["headline.time"]
    return (unit, index + 1) if grouped or few else None


def _of_country(line: Line, unit: str, last: int, words: Lexicon) -> tuple[str, int]:
    codes = words.nationalities.get(unit)
    if codes is None or not line.adjacent(last):
        return unit, last
    code = codes.get(_bare(line.norms[last]))
    if code is None:
        return unit, last
    two_words = line.norms[last] in ("هونغ", "هونج")
    return code, min(last + 1 + two_words, len(line.tokens))


def _unit_of(word: str, words: Lexicon) -> str:
    return next((unit for rest, unit in words.nouns.get(word, ()) if not rest), "")


def _bare(word: str) -> str:
    """A word without its article: «الموظفين», «للموظفين», «بالموظفين»."""
    for article in ("ال", "لل", "بال", "وال"):
        if word.startswith(article):
            return word[len(article) :]
    return word
