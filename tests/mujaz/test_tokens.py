"""Words and light stems: the same words however they are written, each with its place."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.arabic.fold import fold
from mujaz.arabic.stem import stem
from mujaz.arabic.tokens import tokens
from tests.mujaz.tricky import cases

any_text = st.text(st.characters(), max_size=200)


@pytest.mark.parametrize("case", cases("tokens"), ids=lambda case: case["text"])
def test_a_text_is_cut_into_its_words(case: dict[str, Any]) -> None:
    assert [token.norm for token in tokens(case["text"])] == case["words"]


@given(any_text | st.text("اأبوي َُـ\u0654\u200c\u200fab12.-ﻻ«", max_size=60))
def test_every_word_has_its_place_in_the_original_text(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert token.norm == fold(text[token.start : token.end]) != ""
        end = token.end


@pytest.mark.parametrize("case", cases("stem"), ids=lambda case: case["word"])
def test_a_search_finds_the_word_in_its_other_forms(case: dict[str, Any]) -> None:
    wanted = stem(fold(case["word"]))
    assert [stem(fold(form)) for form in case["same_as"]] == [wanted] * len(case["same_as"])


@pytest.mark.parametrize("word", ["", "و", "ال", "gpt", "14.3", "وال", "هم"])
def test_short_words_latin_words_and_numbers_are_their_own_stems(word: str) -> None:
    assert stem(word) == word


@given(any_text)
def test_a_stem_is_never_longer_than_the_word_nor_empty(text: str) -> None:
    for token in tokens(text):
        assert 0 < len(stem(token.norm)) <= len(token.norm)
