"""Say an amount in Arabic as a newspaper prints it: «600 موظف», «11 موظفًا», «مليارا دولار», «14.3 مليار دولار».

Figures are written in Western digits, but one, two and none are said by the noun. It refuses to guess a plural: the
forms of a noun are given. Amounts from a million on keep two decimals.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from functools import lru_cache
from importlib.resources import files

from babel import Locale

_NUNATION = "ًا"
_MILLION = 10**6
_ROUND_THOUSANDS_FROM = 10_000
_CENT = Decimal("0.01")


class Case(Enum):
    """The grammatical case of the amount in its sentence."""

    NOMINATIVE = "nominative"
    ACCUSATIVE = "accusative"
    GENITIVE = "genitive"


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun: its singular, its plural after 3 to 10 («موظفين», «وظائف»), and an adjective in the singular.

    A `fixed` one («يورو») has no other forms.
    """

    one: str
    few: str
    adjective: str = ""
    fixed: bool = False

    @property
    def feminine(self) -> bool:
        """Whether it is feminine, by its ending."""
        return self.one.endswith("ة")


_SCALES = (
    (10**12, Noun("تريليون", "تريليونات")),
    (10**9, Noun("مليار", "مليارات")),
    (10**6, Noun("مليون", "ملايين")),
)
_THOUSAND = Noun("ألف", "آلاف")


def spell_count(value: float, noun: Noun, case: Case = Case.NOMINATIVE) -> str:
    """So many of the noun, in the form that Arabic grammar has for the number and the case.

    Raises ValueError for a negative value or one that is no number.
    """
    amount = Decimal(str(value))
    if not amount.is_finite() or amount < 0:
        raise ValueError(f"cannot count {value}")
    for size, scale in _SCALES:
        # 999,999,999 would be a thousand millions once rounded.
        if (amount / size * 1000).quantize(_CENT, ROUND_HALF_UP) >= 1000:
            rounded = (amount / size).quantize(_CENT, ROUND_HALF_UP)
            return f"{_scaled(rounded, scale, case)} {_singular(noun)}"
    if amount >= 1000 and amount % 1000 == 0:
        return f"{_scaled(amount / 1000, _THOUSAND, case)} {_singular(noun)}"
    return _counted(amount, noun, case)


def spell_money(value: float, currency: str, case: Case = Case.NOMINATIVE) -> str:
    """A sum in words, as `spell_count`; `currency` is an ISO 4217 code or a neutral id such as riyal.

    A currency without an Arabic name here is shown by its code.
    """
    return spell_count(value, _currencies().get(currency, Noun(currency, currency, fixed=True)), case)


@lru_cache(maxsize=1)
def _currencies() -> Mapping[str, Noun]:
    tables = tomllib.loads(files("mujaz.figures").joinpath("words.toml").read_text("utf-8"))
    return {code: Noun(**table) for code, table in tables.items()}


def _scaled(amount: Decimal, scale: Noun, case: Case) -> str:
    """The scale in the construct state, as it stands before a noun: «مليارا», «3 ملايين», «14.3 مليار»."""
    match _form(amount):
        case "one":
            return scale.one
        case "two":
            return scale.one + ("ا" if case is Case.NOMINATIVE else "ي")
        case "few":
            return f"{_digits(amount)} {scale.few}"
    return f"{_digits(amount)} {scale.one}"


def _counted(amount: Decimal, noun: Noun, case: Case) -> str:
    if noun.fixed:
        return f"{_digits(amount)} {noun.one}"
    match _form(amount):
        case "zero":
            none, form = ("لا", noun.few) if case is Case.NOMINATIVE else ("صفر", noun.one)
            return f"{none} {_with(form, _of_plural(noun) if form == noun.few else noun.adjective)}"
        case "one":
            return _one(noun, case)
        case "two":
            return _with(_dual(noun.one, case), _dual(noun.adjective, case))
        case "few":
            return f"{_digits(amount)} {_with(noun.few, _of_plural(noun))}"
        case "many":
            return f"{_digits(amount)} {_with(_nunated(noun.one), _nunated(noun.adjective))}"
    return f"{_digits(amount)} {_singular(noun)}"


def _form(amount: Decimal) -> str:
    """The plural form by CLDR's rule; a fraction takes "other"."""
    return str(Locale.parse("ar").plural_form(amount))


def _digits(amount: Decimal) -> str:
    if amount == amount.to_integral_value():
        return f"{int(amount):,}" if amount >= _ROUND_THOUSANDS_FROM else str(int(amount))
    return f"{amount.normalize():f}"


def _one(noun: Noun, case: Case) -> str:
    number = "واحدة" if noun.feminine else "واحد"
    parts = [part for part in (noun.one, noun.adjective, number) if part]
    return " ".join(map(_nunated, parts) if case is Case.ACCUSATIVE else parts)


def _singular(noun: Noun) -> str:
    return _with(noun.one, noun.adjective)


def _of_plural(noun: Noun) -> str:
    """The adjective of a plural of things: feminine singular, «3 ريالات سعودية»."""
    return noun.adjective + "ة" if noun.adjective and not noun.adjective.endswith("ة") else noun.adjective


def _dual(word: str, case: Case) -> str:
    if not word:
        return ""
    base = word[:-1] + "ت" if word.endswith("ة") else word
    return base + ("ان" if case is Case.NOMINATIVE else "ين")


def _nunated(word: str) -> str:
    return word if not word or word.endswith(("ة", "اء")) else word + _NUNATION


def _with(noun: str, adjective: str) -> str:
    return f"{noun} {adjective}" if adjective else noun
