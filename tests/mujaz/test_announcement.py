"""An announcement reaches its readers as it was written, and its price and duration are told beforehand."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.announcement import lasts, letter, price, stars
from mujaz.errors import AnnouncementTooLong, EmptyAnnouncement
from playground.html import parse

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), min_size=1, max_size=300)


@given(WORDS)
def test_readers_read_what_the_admin_wrote_and_no_mark_of_it_becomes_formatting(text: str) -> None:
    try:
        html = letter(text).html
    except EmptyAnnouncement:
        assert not any(char.isalnum() for char in text)
        return
    shown, entities = parse(html)
    assert entities == []
    plain = "".join(char for char in shown if char not in "\u200f\u2068\u2069")
    quotes = str.maketrans("«»“”„", '"""""')
    assert plain.translate(quotes) == text.strip().translate(quotes)


def test_an_announcement_fills_one_message_and_no_more() -> None:
    assert len(letter("ا" * 4096).html) == 4096
    with pytest.raises(AnnouncementTooLong) as refused:
        letter("ا" * 4097)
    assert refused.value.values == {"most": 4096}


def test_what_is_escaped_counts_as_it_is_read() -> None:
    assert parse(letter("ا" + "<" * 4095).html)[0].count("<") == 4095


@pytest.mark.parametrize("text", ["", "   ", "\n", "…", "🙂"])
def test_nothing_to_read_is_no_announcement(text: str) -> None:
    with pytest.raises(EmptyAnnouncement):
        letter(text)


@pytest.mark.parametrize(
    ("messages", "a_second", "seconds"), [(0, 30, 0), (1, 30, 1), (30, 30, 1), (31, 30, 2), (335_000, 30, 11_167)]
)
def test_so_many_messages_take_so_long(messages: int, a_second: int, seconds: int) -> None:
    assert lasts(messages, a_second) == timedelta(seconds=seconds)


def test_the_paid_rate_costs_a_star_for_ten_messages() -> None:
    assert [price(n) for n in (0, 1, 10, 335_000)] == [0, Decimal("0.1"), 1, 33_500]


def test_stars_are_told_with_no_more_digits_than_they_have() -> None:
    assert [stars(price(n)) for n in (0, 1, 10, 11, 335_000)] == ["0", "0.1", "1", "1.1", "33500"]
