"""Quotations are set as Arabic newspapers set them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.arabic.quotes import guillemets


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('شركة "ميتا" تعلن', "شركة «ميتا» تعلن"),
        ("قال: “سنواصل العمل”.", "قال: «سنواصل العمل»."),
        ("قال: ”سنواصل العمل“.", "قال: «سنواصل العمل»."),
        ('"نور" و"سراج"', "«نور» و«سراج»"),
        ('نموذج "GPT-5" الجديد', 'نموذج "GPT-5" الجديد'),
        ('شاشة 27" جديدة', 'شاشة 27" جديدة'),
        ("«ميتا» تعلن", "«ميتا» تعلن"),
    ],
)
def test_quotations_of_arabic_stand_between_guillemets(typed: str, shown: str) -> None:
    assert guillemets(typed) == shown


@given(st.text(alphabet='"“”„«»اب a\n', max_size=60))
def test_only_quotation_marks_change(text: str) -> None:
    marks = str.maketrans(dict.fromkeys('"“”„«»', "'"))
    assert guillemets(text).translate(marks) == text.translate(marks)
