"""What people type into the search is understood; whatever it is, it is no error."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.arabic.query import MOST_WORDS, Query, parse

NOW = datetime(2025, 10, 27, 22, 30, tzinfo=UTC)
RIYADH = ZoneInfo("Asia/Riyadh")
"""Where it is Tuesday 28 October already."""


def asked(text: str) -> Query:
    return parse(text, NOW, RIYADH)


def days(text: str) -> tuple[date | None, date | None]:
    """The first day of the period and the day after its last, where the reader lives."""
    period = asked(text).period
    assert period is not None
    since, until = (moment and moment.astimezone(RIYADH) for moment in (period.since, period.until))
    assert all(moment is None or (moment.hour, moment.minute) == (0, 0) for moment in (since, until))
    return since and since.date(), until and until.date()


def test_words_are_folded_and_stop_words_left_out() -> None:
    assert asked("تسريحُ الموظّفين في ميتا").words == ("تسريح", "الموظفين", "ميتا")


@pytest.mark.parametrize("text", ["«الذكاء الفائق» ميتا", '"الذكاء الفائق" ميتا', "“الذكاء الفائق” ميتا"])
def test_quotation_marks_make_a_phrase(text: str) -> None:
    query = asked(text)
    assert query.phrases == (("الذكاء", "الفاءق"),)
    assert query.words == ("ميتا",)
    assert set(query.wanted) == {"ميتا", "الذكاء", "الفاءق"}


def test_a_minus_before_a_word_excludes_it() -> None:
    query = asked('رقائق -إنفيديا -"وادي السيليكون"')
    assert query.words == ("رقاءق",)
    assert set(query.excluded) == {("انفيديا",), ("وادي", "السيليكون")}


def test_a_hyphen_inside_a_word_and_a_lone_minus_exclude_nothing() -> None:
    assert asked("GPT-5 - نموذج").excluded == ()
    assert asked("GPT-5 - نموذج").words == ("gpt", "5", "نموذج")


@pytest.mark.parametrize("text", ["شركة:ميتا رقائق", "رقائق company:ميتا", "رقائق Company:«ميتا»"])
def test_a_company_is_named_after_a_colon(text: str) -> None:
    assert asked(text).company == "ميتا"
    assert asked(text).words == ("رقاءق",)


def test_a_company_name_of_two_words_stands_in_quotation_marks() -> None:
    assert asked('شركة:"scale ai"').company == "scale ai"


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("ميتا اليوم", date(2025, 10, 28), date(2025, 10, 29)),
        ("أمس", date(2025, 10, 27), date(2025, 10, 28)),
        ("هذا الأسبوع", date(2025, 10, 26), date(2025, 11, 2)),
        ("خلال الأسبوع الماضي", date(2025, 10, 19), date(2025, 10, 26)),
        ("هذا الشهر", date(2025, 10, 1), date(2025, 11, 1)),
        ("الشهر الماضي", date(2025, 9, 1), date(2025, 10, 1)),
        ("هذا العام", date(2025, 1, 1), date(2026, 1, 1)),
        ("العام الماضي", date(2024, 1, 1), date(2025, 1, 1)),
        ("أكتوبر 2025", date(2025, 10, 1), date(2025, 11, 1)),
        ("في ديسمبر ٢٠٢٤", date(2024, 12, 1), date(2025, 1, 1)),
        ("تشرين الأول 2025", date(2025, 10, 1), date(2025, 11, 1)),
        ("october 2025", date(2025, 10, 1), date(2025, 11, 1)),
        ("2025-10-05", date(2025, 10, 5), date(2025, 10, 6)),
        ("منذ 2024-05-01", date(2024, 5, 1), None),
        ("منذ مارس 2024", date(2024, 3, 1), None),
        ("بعد 2024", date(2025, 1, 1), None),
        ("قبل أغسطس 2024", None, date(2024, 8, 1)),
        ("حتى 2024-02-29", None, date(2024, 3, 1)),
    ],
)
def test_stretches_of_time_are_understood_where_the_reader_lives(
    text: str, since: date | None, until: date | None
) -> None:
    assert days(f"رقائق {text}") == (since, until)
    assert "رقاءق" in asked(f"رقائق {text}").words


@pytest.mark.parametrize("text", ["2025-02-30", "مايو", "ميزانية 2025", "لليوم", "أخبار-اليوم", "منذ سنوات"])
def test_what_names_no_stretch_of_time_is_words(text: str) -> None:
    assert asked(text).period is None


def test_the_same_question_is_kept_with_its_period_as_words() -> None:
    whole = asked("مباراة اليوم").whole
    assert whole is not None
    assert whole.words == ("مباراه", "اليوم")
    assert whole.period is None


def test_a_question_of_any_length_has_a_bounded_number_of_words() -> None:
    assert len(asked(" ".join(f"كلمة{chr(1576 + i % 30)}{i}" for i in range(500))).wanted) == MOST_WORDS


@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from(['"', "«", "»", "-", "شركة:", "منذ ", "2025", "-13-", "ميتا ", ":"])).map("".join),
    )
)
def test_any_string_is_a_question(text: str) -> None:
    assert all(asked(text).wanted)
