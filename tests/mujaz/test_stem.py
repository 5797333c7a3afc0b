"""A word is found in the forms that it takes in a text, and names stay themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.arabic.fold import fold
from mujaz.arabic.stem import STOP_WORDS, bases, skeletons, stem, stem_variants
from mujaz.arabic.tokens import tokens


def meet(one: str, other: str) -> bool:
    return not set(stem_variants(fold(one))).isdisjoint(stem_variants(fold(other)))


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("للشركة", "الشركات"), ("شركتها", "الشركات"), ("فيسبوك", "بفيسبوك"), ("بفيسبوك", "لفيسبوك"), ("ميتا", "وبميتا"),
        ("الرقائق", "ورقائقها"), ("التقنية", "تقنيات"), ("مهندس", "المهندسين"), ("أيه", "إيه"), ("موظفي", "الموظفون"),
    ],
)  # fmt: skip
def test_forms_of_one_word_meet(asked: str, written: str) -> None:
    assert meet(asked, written)


@pytest.mark.parametrize(("asked", "written"), [("قبل", "أبل"), ("فيسبوك", "سبوك"), ("كتاب", "مكتبة"), ("هاتف", "هدف")])
def test_different_words_stay_apart(asked: str, written: str) -> None:
    assert not meet(asked, written)


@pytest.mark.parametrize("name", ["فيسبوك", "بنك", "كلود", "لاما", "OpenAI", "GPT", "600"])
def test_a_name_stays_among_its_own_variants(name: str) -> None:
    assert fold(name) in stem_variants(fold(name))


@pytest.mark.parametrize(
    ("one", "many"),
    [("هاتف", "هواتف"), ("نموذج", "النماذج"), ("رقاقة", "رقائق"), ("سهم", "الأسهم"), ("تقرير", "تقارير")],
)  # fmt: skip
def test_a_broken_plural_has_the_consonants_of_its_singular(one: str, many: str) -> None:
    assert set(skeletons(fold(one))) & set(skeletons(fold(many)))


@pytest.mark.parametrize(
    ("one", "other"), [("غوغل", "جوجل"), ("غوغل", "قوقل"), ("زوكربيرغ", "زكربيرج"), ("إسطنبول", "استنبول")]
)
def test_spellings_of_a_foreign_name_sound_alike(one: str, other: str) -> None:
    assert set(skeletons(fold(one))) & set(skeletons(fold(other)))


def test_stop_words_are_neither_indexed_nor_asked_for() -> None:
    assert [fold(word) for word in STOP_WORDS] == list(STOP_WORDS)
    assert not any(stem_variants(word) or skeletons(word) for word in STOP_WORDS)


@given(st.text(max_size=60))
def test_any_text_has_short_stems_without_spaces(text: str) -> None:
    for token in tokens(text):
        forms = (stem(token.norm), *stem_variants(token.norm), *bases(token.norm), *skeletons(token.norm))
        assert all(0 < len(form) <= len(token.norm) + 1 and not form.isspace() for form in forms)
