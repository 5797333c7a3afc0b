"""Sentences: cut where a reader would pause for good, and only there."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.arabic.sentences import sentences
from tests.mujaz.tricky import cases


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


def readers_cases(part: str) -> list[str]:
    """Texts with «‖» where a reader sees a sentence end."""
    groups: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text("utf-8"))[part]
    return [case for group in groups.values() for case in group]


@pytest.mark.parametrize("part", ["developed", "untouched", "untouched_later", "untouched_last"])
def test_a_reader_would_cut_97_of_100_texts_as_we_do(part: str) -> None:
    cases_of_part = readers_cases(part)
    wrong = [
        case for case in cases_of_part if cut(case.replace("‖", "")) != [piece.strip() for piece in case.split("‖")]
    ]
    assert len(wrong) <= 0.03 * len(cases_of_part), wrong


@pytest.mark.parametrize("case", cases("sentences"), ids=lambda case: case["text"])
def test_a_text_is_cut_at_the_ends_of_its_sentences(case: dict[str, Any]) -> None:
    assert cut(case["text"]) == case["cut"]


def test_a_quotation_that_never_closes_does_not_swallow_the_rest() -> None:
    text = "قال: «بداية بلا نهاية. " + "ثم مضى يوم آخر طويل. " * 40
    assert len(cut(text)) > 30


@given(st.text(st.characters(), max_size=300) | st.text("اب .!؟…«»“”\"'()[]\n1aد🎉ً", max_size=120))
def test_sentences_cover_the_text_in_order_without_overlap(text: str) -> None:
    end = 0
    for span in sentences(text):
        assert not text[end : span.start].strip()
        piece = text[span.start : span.end]
        assert piece == piece.strip() != ""
        assert "\n" not in piece
        end = span.end
    assert not text[end:].strip()
