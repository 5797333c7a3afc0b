"""Tell what a sum or a percentage is of: a valuation, a market value, a stake; and what an unnamed sum is counted in.

It looks at the words around one number, and at the other figures for the currency.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mujaz.figures.lexicon import Lexicon
from mujaz.figures.line import Line
from mujaz.figures.quantity import Quantity

MONEY = "money"
"""The unit of a sum until `with_units_supplied` has found its currency."""
_PRESS_COUNTS_IN = "USD"
_NEAR, _FAR, _AFTER = 4, 6, 3
_THOUSAND, _LARGE = 10**3, 10**6
_OF_NO_SIZE = frozenset({"", "percent", "percent-stake"})
_KINDS = ("-valuation", "-market-cap")


def refined(line: Line, first: int, last: int, unit: str, words: Lexicon) -> str:
    """The unit, told more exactly by the words around the number at the words `first` to `last` (exclusive)."""
    if unit == "percent":
        return "percent-stake" if _is_stake(line, first, last, words) else unit
    if unit == "people":
        return "employees" if words.any_of("staff.before", line.tail(first, _FAR)) else unit
    if unit not in words.currencies and unit != MONEY:
        return unit
    before = line.tail(first, _FAR)
    if words.any_of("worth.market_cap", (*before, *line.head(last, _AFTER))):
        return unit + "-market-cap"
    return unit + "-valuation" if _is_valued(before, words) else unit


def speaks_of_money(line: Line, first: int, words: Lexicon) -> bool:
    """Whether the words before a number without noun make it a sum of money."""
    return words.any_of("worth.money", line.tail(first, _FAR))


def with_units_supplied(found: Sequence[Quantity], words: Lexicon) -> Iterator[Quantity]:
    """The quantities, where a large number without noun takes what the figures before it (or after) are counted in.

    In a text that names no currency a sum is counted in dollars, which the trade's press leaves out.
    """
    currency = next((base for one in found if (base := _base(one.unit)) in words.currencies), "")
    large: Quantity | None = None
    for one in found:
        base = _base(one.unit)
        if one.stated:
            currency = base if base in words.currencies else currency
            large = one if one.value >= _THOUSAND and base not in _OF_NO_SIZE else large
            yield one
        elif base == MONEY:
            yield replace(one, unit=one.unit.replace(MONEY, currency or _PRESS_COUNTS_IN))
        else:
            yield replace(one, unit=_of_its_like(one, large, currency))


def _is_valued(before: list[str], words: Lexicon) -> bool:
    if words.any_of("worth.valuation", before[:_NEAR]):
        return True
    worth = words.any_of("worth.worth", before) and words.any_of("worth.reaching", before)
    return worth and words.sets["worth.deals"].isdisjoint(before)


def _base(unit: str) -> str:
    for kind in _KINDS:
        unit = unit.removesuffix(kind)
    return unit


def _of_its_like(one: Quantity, large: Quantity | None, currency: str) -> str:
    if large is not None and (one.value < _LARGE or large.value >= _LARGE) and one.value >= _THOUSAND:
        return _base(large.unit)
    return currency if one.value >= _LARGE else one.unit


def _is_stake(line: Line, first: int, last: int, words: Lexicon) -> bool:
    before, after = line.tail(first, _NEAR), line.head(last, _AFTER)
    if words.any_of("percent.not_stake", (*before, *after)):
        return False
    return words.any_of("percent.stake_before", before) or words.any_of("percent.stake_after", after)
