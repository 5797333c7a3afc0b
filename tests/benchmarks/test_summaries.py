"""The measure of summaries: ROUGE as the literature means it, and ours not behind the plain lead."""

import orjson
import pytest

from benchmarks.rouge import rouge
from benchmarks.summary import OURS, measure


def test_the_same_words_in_other_spelling_score_full_marks() -> None:
    score = rouge("أعلنت الشّركةُ نتائجها", ["اعلنت الشركه نتائجها"])
    assert (score.one, score.two, score.longest) == (1.0, 1.0, 1.0)


def test_the_score_is_the_mean_over_references() -> None:
    score = rouge("واحد اثنان ثلاثة", ["واحد اثنان ثلاثة", "خمسة ستة سبعة"])
    assert (score.one, score.two, score.longest) == (0.5, 0.5, 0.5)


def test_order_counts_for_pairs_and_for_the_longest_common_sequence() -> None:
    score = rouge("واحد اثنان ثلاثة", ["ثلاثة اثنان واحد"])
    assert score.one == 1.0
    assert score.two == 0.0
    assert score.longest == pytest.approx(1 / 3)


def test_without_a_reference_there_is_no_score() -> None:
    with pytest.raises(ValueError, match="no reference"):
        rouge("نص", [])


def test_our_summaries_are_not_behind_the_first_sentences() -> None:
    articles = [orjson.loads(line) for line in OURS.read_bytes().splitlines()]
    figures = measure(articles)
    for length in ("k1", "k2", "k3"):
        entry = figures[length]
        assert isinstance(entry, dict)
        assert entry["ratio_rouge2_to_lead"] >= 1.0
