"""Events: what happened, told from headline and lead, with the words that decided it."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.arabic.fold import fold
from mujaz.events.classify import Event, event_of
from mujaz.events.forms import forms, listed_form

HEADLINES: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("events.toml").read_text("utf-8"))
KINDS = set(HEADLINES)
LEAST_RIGHT = 0.95


def kind_of(line: str) -> str:
    title, _, lead = line.partition(" | ")
    return event_of(title, lead).kind


def test_the_table_knows_every_event_and_enough_headlines() -> None:
    assert len(KINDS) == 13
    assert sum(map(len, HEADLINES.values())) >= 200


def test_nearly_every_headline_is_filed_under_what_happened() -> None:
    wrong = [
        (kind, kind_of(line), line) for kind, lines in HEADLINES.items() for line in lines if kind_of(line) != kind
    ]
    assert len(wrong) <= (1 - LEAST_RIGHT) * sum(map(len, HEADLINES.values())), wrong


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_event_is_missed_as_a_rule(kind: str) -> None:
    right = [line for line in HEADLINES[kind] if kind_of(line) == kind]
    assert len(right) >= 0.8 * len(HEADLINES[kind])


def test_the_reader_is_told_which_words_decided() -> None:
    event = event_of("ميتا تسرّح 600 موظف", "أبلغت الشركة العاملين بالقرار.")
    assert event == Event("layoffs", ("تسرّح",))


def test_the_title_outweighs_the_lead_and_the_lead_the_rest() -> None:
    assert event_of("آبل تستحوذ على شركة ناشئة", "أطلقت الشركة تطبيقًا.").kind == "acquisition"
    assert event_of("خبر من آبل", "تستحوذ آبل على شركة ناشئة. أطلقت الشركة تطبيقًا العام الماضي.").kind == "acquisition"


def test_what_is_said_by_the_way_does_not_decide() -> None:
    assert event_of("آبل تطلق هاتفًا رغم تراجع أرباحها", "").kind == "launch"


def test_a_text_that_tells_no_event_is_other_without_reasons() -> None:
    assert event_of("", "") == Event("other", ())
    assert event_of("صباح الخير", "كيف حالكم؟") == Event("other", ())


def test_of_equal_claims_the_plainer_deed_wins() -> None:
    assert event_of("استحواذ وإطلاق", "").kind == event_of("إطلاق واستحواذ", "").kind == "acquisition"


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        ("سرح", ["سيسرّح", "وسرحت", "تسرحهم"]),
        ("استحوذ", ["تستحوذ", "فاستحوذت"]),
        ("اشترى", ["اشترت", "تشتري", "ستشتري"]),
        ("صفقة", ["للصفقات", "وصفقتها", "بالصفقة", "صفقتين"]),
        ("موظف", ["موظفيها", "الموظفون", "وموظفو"]),
    ],
)
def test_one_entry_finds_every_form_of_its_word(listed: str, written: list[str]) -> None:
    assert all(listed_form(listed) in forms(fold(word)) for word in written)


@pytest.mark.parametrize("word", ["دعوة", "الدعوات"])
def test_an_exact_entry_does_not_find_its_neighbours(word: str) -> None:
    assert listed_form("=دعوى") not in forms(fold(word))
    assert listed_form("=دعوى") in forms(fold("والدعوى"))


@given(st.text(st.characters(), max_size=80), st.text(st.characters(), max_size=400))
def test_any_text_has_an_event_and_its_reasons_stand_in_it(title: str, text: str) -> None:
    event = event_of(title, text)
    assert event.kind in KINDS
    assert all(word in title or word in text for reason in event.because for word in reason.split(" "))


@pytest.mark.parametrize("unit", ["رفع ", "دعوى ", "شراء حصة في ", "التي ", ".", "«", "5% "])
def test_long_runs_of_one_thing_are_read_in_linear_time(unit: str) -> None:
    text = unit * (50_000 // len(unit))
    assert event_of(text, text).kind in KINDS
