"""Figures are read as a person reads them: the table of expressions, and what holds for any text whatever."""

import re
import time
import tomllib
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.arabic.sentences import sentences
from mujaz.figures.quantities import quantities

_TABLES: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("figures.toml").read_text("utf-8"))
_RIGHT = [case for name, table in _TABLES.items() if name != "missed" for case in table.items()]
_ALL = [case for table in _TABLES.values() for case in table.items()]
_SIZES = {"": 1, "k": 10**3, "m": 10**6, "bn": 10**9, "tn": 10**12}
_EXPECTED = re.compile(r"([≈><≥≤]?)([\d.]+?)(k|m|bn|tn|)(?:\.\.([\d.]+?)(k|m|bn|tn|))? (\S+)")
_PIECES = (
    *'٠١٢٣456۷۸۹.,٫٬،%٪-–/:+$€«»"() \n\r\u00a0\u2028\u200fًـ',
    *(" مليار", " مليون", "ألف", "ملياري", "ملايين", " ونصف", "مئة", " و", "بين ", " إلى ", " دولار", " موظف", " من "),
    *(
        "أكثر من ",
        "لا يقل عن ",
        "بـ",
        "الـ",
        "عام ",
        "يونيو ",
        "GPT",
        "ستة",
        "عشر",
        " وعشرين",
        "في المئة",
        "ريال سعودي",
    ),
)
_NEWS = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)

Figure = tuple[str, float, float | None, str]


def expected(written: str) -> list[Figure]:
    return [_figure(part) for part in written.split(" | ") if part]


def _figure(part: str) -> Figure:
    match = _EXPECTED.fullmatch(part)
    assert match, part
    bound, low, size, high, high_size, unit = match.groups()
    upper = _value(high, high_size) if high else None
    return (bound or "=", _value(low, size), upper, "" if unit == "thing" else unit)


def _value(digits: str, size: str) -> float:
    return round(float(digits) * _SIZES[size], 6)


def _read(text: str) -> list[Figure]:
    return [(one.bound, one.value, one.until, one.unit) for one in quantities(text)]


@pytest.mark.parametrize(("text", "figures"), _RIGHT, ids=[text for text, _ in _RIGHT])
def test_an_expression_is_read_as_a_person_reads_it(text: str, figures: str) -> None:
    assert _read(text) == expected(figures)


def test_of_all_expressions_nearly_all_are_found_and_nearly_nothing_else() -> None:
    wanted = Counter((text, figure) for text, figures in _ALL for figure in expected(figures))
    found = Counter((text, figure) for text, _ in _ALL for figure in _read(text))
    right = (wanted & found).total()
    assert len(_ALL) >= 250
    assert right / found.total() >= 0.99
    assert right / wanted.total() >= 0.97


def test_a_figure_can_be_shown_where_it_stood() -> None:
    text = "أعلنت ميتا قرارها.\nستسرح الشركة نحو ٦٠٠ موظفٍ من مختبرها. وضخت 14.3 مليار دولار في «سكيل إيه آي»."
    staff, money = quantities(text)
    assert text[staff.start : staff.end] == "٦٠٠ موظفٍ"
    assert text[money.start : money.end] == "14.3 مليار دولار"
    assert text[staff.sentence.start : staff.sentence.end] == "ستسرح الشركة نحو ٦٠٠ موظفٍ من مختبرها."
    assert text[money.sentence.start : money.sentence.end].startswith("وضخت")


def test_a_range_spans_both_ends() -> None:
    text = "تنفق ما بين 70 و72 مليار دولار هذا العام"
    (one,) = quantities(text)
    assert text[one.start : one.end] == "70 و72 مليار دولار"


def test_what_is_counted_is_kept_as_written() -> None:
    assert [one.counted for one in quantities("انتقل 55 خبيرًا و3 من الباحثين إلى 4 شركات")] == [
        "خبيرًا",
        "الباحثين",
        "شركات",
    ]


def test_a_unit_that_the_text_supplies_is_marked_as_supplied() -> None:
    stated, supplied = quantities("جمعت 40 مليار يورو بعد جولة سابقة بـ30 مليارا")
    assert (stated.unit, stated.stated) == ("EUR", True)
    assert (supplied.unit, supplied.stated) == ("EUR", False)


def test_the_pound_of_no_country_stays_without_one() -> None:
    assert [one.unit for one in quantities("دفعت 5 ملايين جنيه، ثم 5 ملايين جنيه مصري")] == ["pound", "EGP"]


def test_whole_values_are_whole() -> None:
    (one,) = quantities("بـ110.7 مليون دولار")
    assert one.value == 110_700_000
    assert isinstance(one.value, int)


@given(st.text() | _NEWS)
def test_any_text_is_read_and_every_figure_lies_in_its_sentence(text: str) -> None:
    spans = {(span.start, span.end) for span in sentences(text)}
    for one in quantities(text):
        assert (one.sentence.start, one.sentence.end) in spans
        assert one.sentence.start <= one.start < one.end <= one.sentence.end
        assert one.value >= 0
        assert one.until is None or one.until > one.value


@given(_NEWS)
def test_figures_come_in_order_and_do_not_overlap(text: str) -> None:
    found = quantities(text)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    "piece", ["9", "ألف ", "مليون و", "بين 1 و", "1-", "5 مليارات دولار، ", "عدد ", "%", "مئة وعشرون "]
)
def test_reading_takes_time_in_proportion_to_length(piece: str) -> None:
    def seconds(times: int) -> float:
        begun = time.process_time()
        quantities(piece * times)
        return time.process_time() - begun

    seconds(100)
    short = min(seconds(2_000) for _ in range(3))
    assert seconds(20_000) < 40 * short + 0.5
