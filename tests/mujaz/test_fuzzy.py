"""A slip of the finger leads to the word that was meant."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mujaz.arabic.fuzzy import LEAST_LETTERS, MOST_LETTERS, deletions, is_near

LETTERS = "ابتدرسعلمنهوي"
WORDS = st.text(LETTERS, min_size=LEAST_LETTERS, max_size=9)


@pytest.mark.parametrize("slip", ["تطبقي", "تطبق", "تطبييق", "تطبيف", "طتبيق"])
def test_each_kind_of_slip_is_near(slip: str) -> None:
    assert is_near(slip, "تطبيق")
    assert deletions(slip) & deletions("تطبيق")


@pytest.mark.parametrize("other", ["تطبيق", "تطيقب", "تبيق" + "ات", "مطبخ", ""])
def test_the_word_itself_and_what_is_further_away_are_not(other: str) -> None:
    assert not is_near("تطبيق", other)


@given(WORDS, st.integers(0, 8), st.sampled_from(LETTERS))
def test_words_one_substitution_apart_share_a_deletion(word: str, place: int, letter: str) -> None:
    slip = word[: place % len(word)] + letter + word[place % len(word) + 1 :]
    assume(slip != word)
    assert is_near(word, slip)
    assert is_near(slip, word)
    assert deletions(word) & deletions(slip)


@given(st.text(LETTERS, max_size=6), st.text(LETTERS, max_size=6))
def test_nearness_is_mutual(one: str, other: str) -> None:
    assert is_near(one, other) == is_near(other, one)


@pytest.mark.parametrize("word", ["", "عام", "2025", "h20", "ا" * (MOST_LETTERS + 1)])
def test_what_is_too_short_too_long_or_no_word_has_no_near_spellings(word: str) -> None:
    assert deletions(word) == frozenset()
