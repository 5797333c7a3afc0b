"""Folding and cleaning: one spelling for what a reader takes for the same word."""

import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.arabic.fold import as_spelled, fold, strip_controls
from tests.mujaz.tricky import cases

any_text = st.text(st.characters(), max_size=200)
arabic_text = st.text("ابتةىئؤأإآءوي ًٌٍَُِّْـٰ\u0654\u200c\u200d\u200f٠۵ﻻﷲ.A«", max_size=60)


@pytest.mark.parametrize("case", cases("fold"), ids=lambda case: case["text"])
def test_one_word_has_one_folded_spelling(case: dict[str, Any]) -> None:
    assert fold(case["text"]) == case["folded"]


@given(any_text | arabic_text)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_code_points_of_every_block_fold_for_good() -> None:
    for code in (*range(0x3000), *range(0xD000, 0x10000), *range(0x10000, sys.maxunicode + 1, 7)):
        folded = fold(chr(code))
        assert fold(folded) == folded


def test_every_kind_of_digit_becomes_ascii() -> None:
    assert fold("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ ०१२ １２３ 𝟙𝟚") == "0123456789 0123456789 012 123 12"


def test_hamza_and_madda_stay_where_a_name_hangs_on_them() -> None:
    assert as_spelled("لـآبِلْ") == "لآبل"
    assert as_spelled("سيرى") != as_spelled("سيري")


@pytest.mark.parametrize(
    ("incoming", "stored"),
    [
        ("أ\r\nب\rج\u2028د", "أ\nب\nج\nد"),
        ("مي\x00تا\x07", "ميتا"),
        ("عمود\tعمود", "عمود\tعمود"),
        ("\u202eميتا\u202c \u2066OpenAI\u2069\u200f", "ميتا OpenAI"),
        ("شر\u200bكة\ufeff\xad", "شركة"),
        ("أوبن\u200cإيه", "أوبن\u200cإيه"),
        ("شركة\u200c \u200cميتا", "شركة ميتا"),
        ("أوبن\u200c\u200cإيه", "أوبن\u200cإيه"),
        ("1447 ه\u200d", "1447 ه\u200d"),
        ("👨\u200d👩\u200d👧 ❤\ufe0f", "👨\u200d👩\u200d👧 ❤\ufe0f"),
        (
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        ),
        ("خبر\U000e0041\U000e0042", "خبر"),
        ("م\ud800يتا", "ميتا"),
        ("مُحَمَّدٌ شركـــة", "مُحَمَّدٌ شركـــة"),
    ],
)
def test_a_stored_text_keeps_what_a_person_would_miss_and_nothing_invisible(incoming: str, stored: str) -> None:
    assert strip_controls(incoming) == stored


@given(any_text | arabic_text)
def test_a_cleaned_text_can_be_stored_and_is_clean(text: str) -> None:
    cleaned = strip_controls(text)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert "\r" not in cleaned
    assert strip_controls(cleaned) == cleaned
    assert fold(cleaned).split() == fold(strip_controls(cleaned)).split()


@pytest.mark.parametrize(("form", "letter"), [("ﺋ", "ئ"), ("ﺆ", "ؤ"), ("ﺌ", "ئ"), ("ﺄ", "أ"), ("ﻷ", "لأ"), ("ﺔ", "ة")])
def test_a_presentation_form_folds_like_its_letter(form: str, letter: str) -> None:
    assert fold(form) == fold(letter)
