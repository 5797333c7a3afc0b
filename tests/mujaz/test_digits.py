"""Numbers in the digits that a reader chose, and nothing else changed: names, models, links stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.arabic.bidi import rtl
from mujaz.arabic.digits import arabic_indic, western

BOTH_WAYS = [
    ("سرّحت ميتا 600 موظف", "سرّحت ميتا ٦٠٠ موظف"),
    ("استثمرت 14.3 مليار دولار", "استثمرت ١٤٫٣ مليار دولار"),
    ("بلغ عددهم 1,200 في 2025", "بلغ عددهم ١٬٢٠٠ في ٢٠٢٥"),
    ("هبط السهم 2.5% أمس", "هبط السهم ٢٫٥٪ أمس"),
    ("بين 10 و15 مليارًا", "بين ١٠ و١٥ مليارًا"),
    ("الساعة 08:30 مساءً", "الساعة ٠٨:٣٠ مساءً"),
    ("(12) «7» 5.", "(١٢) «٧» ٥."),
    ("في 27/10/2025، ثم 27.10.2025", "في ٢٧/١٠/٢٠٢٥، ثم ٢٧.١٠.٢٠٢٥"),
    ("الأرقام 1,2,3", "الأرقام ١,٢,٣"),
    ("سنة 1447هـ", "سنة ١٤٤٧هـ"),
]
LEFT_ALONE = [
    "أطلقت GPT-5 وSora 2 وLlama 3.1",
    "رقائق H100 وشبكات 5G ونموذج o3",
    "في https://news.example/2025/10/?id=25&n=7 الخبر",
    "راسلونا على desk24@news.example",
    "حساب @mujaz_24 ووسم #gpt4",
]
MIXED = st.text(st.one_of(st.sampled_from("0123456789٠١٢٣٤٥۵.,٫٬%٪:/ ابم()«»AGPT-5\n\u2068\u2069"), st.characters()))
WORTH = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬٪", "01234567890123456789.,%")


@pytest.mark.parametrize(("in_western", "in_arabic"), BOTH_WAYS)
def test_numbers_are_written_in_the_digits_that_were_chosen(in_western: str, in_arabic: str) -> None:
    assert arabic_indic(in_western) == arabic_indic(in_arabic) == in_arabic
    assert western(in_arabic) == western(in_western) == in_western


def test_persian_digits_become_what_was_chosen() -> None:
    assert (western("۱۴٫۳"), arabic_indic("۱۴٫۳")) == ("14.3", "١٤٫٣")


@pytest.mark.parametrize("line", LEFT_ALONE)
def test_names_of_models_links_and_addresses_keep_their_digits(line: str) -> None:
    assert arabic_indic(rtl(line)) == rtl(line)


def test_a_number_beside_a_name_is_no_part_of_it() -> None:
    assert arabic_indic(rtl("سرّحت Meta 600 موظف")) == rtl("سرّحت Meta ٦٠٠ موظف")


@given(MIXED)
def test_no_character_is_lost_or_moved_and_every_number_keeps_its_worth(text: str) -> None:
    for write in (arabic_indic, western):
        assert len(write(text)) == len(text)
        assert write(text).translate(WORTH) == text.translate(WORTH)
        assert write(write(text)) == write(text)


def test_long_text_without_spaces_takes_no_longer_than_its_length() -> None:
    assert arabic_indic("ا5" * 100_000) == "ا٥" * 100_000
