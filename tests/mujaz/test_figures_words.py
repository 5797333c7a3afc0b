"""An amount is said with the agreement of a good newspaper, in all six forms and three cases."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.figures.quantities import quantities
from mujaz.figures.words import Case, Noun, spell_count, spell_money

EMPLOYEE = Noun("موظف", "موظفين")
COMPANY = Noun("شركة", "شركات")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "لا موظفين"),
        (1, "موظف واحد"),
        (2, "موظفان"),
        (3, "3 موظفين"),
        (10, "10 موظفين"),
        (11, "11 موظفًا"),
        (55, "55 موظفًا"),
        (99, "99 موظفًا"),
        (100, "100 موظف"),
        (101, "101 موظف"),
        (102, "102 موظف"),
        (103, "103 موظفين"),
        (111, "111 موظفًا"),
        (600, "600 موظف"),
        (1000, "ألف موظف"),
        (2000, "ألفا موظف"),
        (3000, "3 آلاف موظف"),
        (3500, "3500 موظف"),
        (12345, "12,345 موظفًا"),
        (14000, "14 ألف موظف"),
        (2 * 10**6, "مليونا موظف"),
        (1.5, "1.5 موظف"),
    ],
)
def test_a_masculine_noun_agrees_with_its_number(value: float, said: str) -> None:
    assert spell_count(value, EMPLOYEE) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "لا شركات"),
        (1, "شركة واحدة"),
        (2, "شركتان"),
        (3, "3 شركات"),
        (11, "11 شركة"),
        (100, "100 شركة"),
        (2000, "ألفا شركة"),
    ],
)
def test_a_feminine_noun_agrees_with_its_number(value: float, said: str) -> None:
    assert spell_count(value, COMPANY) == said


@pytest.mark.parametrize(
    ("value", "case", "said"),
    [
        (0, Case.GENITIVE, "صفر موظف"),
        (1, Case.ACCUSATIVE, "موظفًا واحدًا"),
        (1, Case.GENITIVE, "موظف واحد"),
        (2, Case.ACCUSATIVE, "موظفين"),
        (2, Case.GENITIVE, "موظفين"),
        (3, Case.ACCUSATIVE, "3 موظفين"),
        (11, Case.GENITIVE, "11 موظفًا"),
        (600, Case.GENITIVE, "600 موظف"),
        (2000, Case.GENITIVE, "ألفي موظف"),
    ],
)
def test_one_and_two_follow_the_case(value: float, case: Case, said: str) -> None:
    assert spell_count(value, EMPLOYEE, case) == said


@pytest.mark.parametrize(
    ("value", "currency", "said"),
    [
        (0, "USD", "لا دولارات"),
        (1, "USD", "دولار واحد"),
        (2, "USD", "دولاران"),
        (5, "USD", "5 دولارات"),
        (11, "USD", "11 دولارًا"),
        (600, "USD", "600 دولار"),
        (20_000, "USD", "20 ألف دولار"),
        (10**6, "USD", "مليون دولار"),
        (3 * 10**6, "USD", "3 ملايين دولار"),
        (11 * 10**6, "USD", "11 مليون دولار"),
        (2 * 10**9, "USD", "مليارا دولار"),
        (14.3e9, "USD", "14.3 مليار دولار"),
        (500 * 10**9, "USD", "500 مليار دولار"),
        (4 * 10**12, "USD", "4 تريليونات دولار"),
        (999_999_999, "USD", "مليار دولار"),
        (1_234_567_890, "USD", "1.23 مليار دولار"),
        (2, "SAR", "ريالان سعوديان"),
        (3, "SAR", "3 ريالات سعودية"),
        (15, "SAR", "15 ريالًا سعوديًا"),
        (5 * 10**6, "SAR", "5 ملايين ريال سعودي"),
        (2, "TRY", "ليرتان تركيتان"),
        (15, "TRY", "15 ليرة تركية"),
        (7, "EUR", "7 يورو"),
        (5 * 10**6, "dinar", "5 ملايين دينار"),
        (7, "XYZ", "7 XYZ"),
    ],
)
def test_money_is_said_in_words(value: float, currency: str, said: str) -> None:
    assert spell_money(value, currency) == said


def test_two_billion_after_a_preposition() -> None:
    assert spell_money(2 * 10**9, "USD", Case.GENITIVE) == "ملياري دولار"


@pytest.mark.parametrize("value", [-1, math.nan, math.inf])
def test_what_cannot_be_counted_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="cannot count"):
        spell_count(value, EMPLOYEE)


@given(st.integers(3, 99_999), st.sampled_from(list(Case)))
def test_what_is_said_is_read_back(value: int, case: Case) -> None:
    (one,) = quantities(f"أعلنت الشركة تسريح {spell_count(value, EMPLOYEE, case)} من فروعها")
    assert (one.value, one.unit) == (value, "employees")


@given(
    st.integers(1, 999),
    st.sampled_from([10**6, 10**9, 10**12]),
    st.sampled_from(["USD", "EUR", "SAR", "KWD", "GBP", "TRY"]),
)
def test_money_that_is_said_is_read_back(amount: int, scale: int, currency: str) -> None:
    (one,) = quantities(f"أنفقت {spell_money(amount * scale, currency)}.")
    assert (one.value, one.unit) == (amount * scale, currency)
