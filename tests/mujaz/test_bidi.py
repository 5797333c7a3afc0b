"""Mixed lines read in order: Latin names stay whole, their versions stay with them, Arabic stays around them."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from playwright.async_api import Page

from mujaz.arabic.bidi import CONTROLS, rtl

pytest_plugins = ["tests.browser"]

MIXED = st.text(
    st.one_of(
        st.sampled_from("ابتميو،؟«»() .-:&/%+0123456789\n"),
        st.sampled_from("AMetaGPTé"),
        st.sampled_from(sorted(CONTROLS)),
        st.characters(),
    )
)

# What is isolated stands in [ ], a RIGHT-TO-LEFT MARK is ^.
LINES = [
    ("أطلقت OpenAI نموذجًا", "أطلقت [OpenAI] نموذجًا"),
    ("أعلنت Google DeepMind النتائج", "أعلنت [Google DeepMind] النتائج"),
    ("أطلقت نموذج Sora 2 اليوم", "أطلقت نموذج [Sora 2] اليوم"),
    ("نموذج GPT-5 (mini) أرخص", "نموذج [GPT-5 (mini)] أرخص"),
    ("كُتب بلغة C++ كله", "كُتب بلغة [C++] كله"),
    ("نموذج Llama 3.1 مفتوح", "نموذج [Llama 3.1] مفتوح"),
    ("سرّحت Meta 600 موظف", "سرّحت [Meta] 600 موظف"),
    ("جمعت OpenAI 10 مليارات دولار", "جمعت [OpenAI] 10 مليارات دولار"),
    ("عيّنت Mistral 12 باحثًا", "عيّنت [Mistral] 12 باحثًا"),
    ("اشترت Nvidia 4 شركات", "اشترت [Nvidia] 4 شركات"),
    ("خسر سهم AMD 5% أمس", "خسر سهم [AMD] 5% أمس"),
    ("هبط سهم Intel 2.5 في المئة", "هبط سهم [Intel] 2.5 في المئة"),
    ("في 2025 نمت AT&T كثيرًا", "في 2025 نمت [AT&T] كثيرًا"),
    ("بين Hugging Face – Nvidia اتفاق", "بين [Hugging Face – Nvidia] اتفاق"),
    ("المنافسون (OpenAI وجوجل) كثر", "المنافسون ([OpenAI] وجوجل) كثر"),
    ("المنافسون (جوجل وOpenAI) كثر", "المنافسون (جوجل و[OpenAI]) كثر"),
    ("شركة ميتا (Meta) كبيرة", "شركة ميتا [(Meta)] كبيرة"),
    ("تتعاون وAnthropic بـOpenAI", "تتعاون و[Anthropic] بـ[OpenAI]"),
    ("OpenAI تطلق نموذجًا", "^[OpenAI] تطلق نموذجًا"),
    ("«OpenAI» تطلق نموذجًا", "^«[OpenAI]» تطلق نموذجًا"),
    ("ميتا\nMeta", "ميتا\n^[Meta]"),
    ("بلغت 600 موظف", "بلغت 600 موظف"),
    ("", ""),
]


def shown(text: str) -> str:
    return text.replace("\u2068", "[").replace("\u2069", "]").replace("\u200f", "^")


def visible(text: str) -> str:
    return "".join(char for char in text if char not in CONTROLS)


@pytest.mark.parametrize(("line", "marked"), LINES)
def test_latin_names_stand_by_themselves_with_their_versions_and_nothing_else(line: str, marked: str) -> None:
    assert shown(rtl(line)) == marked


def test_direction_marks_that_came_with_the_text_are_dropped() -> None:
    assert rtl("خبر \u202eمقلوب\u202c عن \u2066ميتا\u2069\u200e") == "خبر مقلوب عن ميتا"


@given(MIXED)
@example("(A) (B")
@example("A 1 2 ١ A")
def test_no_visible_character_is_lost_or_moved(text: str) -> None:
    assert visible(rtl(text)) == visible(text)


@given(MIXED)
def test_a_line_that_is_in_order_stays_as_it_is(text: str) -> None:
    assert rtl(rtl(text)) == rtl(text)


@given(MIXED)
def test_no_isolate_reaches_beyond_its_line_or_holds_arabic(text: str) -> None:
    for line in rtl(text).split("\n"):
        opened = line.split("\u2068")
        assert "\u2069" not in opened[0]
        for piece in opened[1:]:
            inside, closed, outside = piece.partition("\u2069")
            assert closed
            assert "\u2069" not in outside
            assert not {unicodedata.bidirectional(char) for char in inside} & {"R", "AL"}


@given(MIXED)
def test_no_line_with_letters_opens_left_to_right(text: str) -> None:
    for line in rtl(text).split("\n"):
        directions = [unicodedata.bidirectional(char) for char in line]
        strong = [direction for direction in directions if direction in ("L", "R", "AL")]
        assert not strong or strong[0] != "L"


# Words in the order in which an Arab reader meets them, from the right; a name's own words run from the left.
READ_FROM_THE_RIGHT = [
    ("أطلقت OpenAI نموذج Sora أمس", ["أطلقت", "OpenAI", "نموذج", "Sora", "أمس"]),
    ("OpenAI تطلق نموذجًا", ["OpenAI", "تطلق", "نموذجًا"]),
    ("سرّحت Meta 600 موظف", ["سرّحت", "Meta", "600", "موظف"]),
    ("Meta 600 موظف", ["Meta", "600", "موظف"]),
    ("نموذج Llama 3.1 مفتوح", ["نموذج", "3.1", "Llama", "مفتوح"]),
    ("قالت Google DeepMind وAnthropic نعم", ["قالت", "DeepMind", "Google", "Anthropic", "نعم"]),
    ("Nvidia وAMD وIntel", ["Nvidia", "AMD", "Intel"]),
]

_PLACES = """([line, words]) => {
    document.body.innerHTML = '<p style="unicode-bidi: plaintext; white-space: nowrap; font-size: 20px"></p>';
    const paragraph = document.querySelector("p");
    paragraph.textContent = line;
    return words.map((word) => {
        const range = document.createRange();
        const start = line.indexOf(word);
        range.setStart(paragraph.firstChild, start);
        range.setEnd(paragraph.firstChild, start + word.length);
        const box = range.getBoundingClientRect();
        return box.left + box.width / 2;
    });
}"""


@pytest.mark.browser
async def test_a_browser_shows_mixed_lines_in_reading_order(page: Page) -> None:
    for line, words in READ_FROM_THE_RIGHT:
        places = await page.evaluate(_PLACES, [rtl(line), words])
        assert places == sorted(places, reverse=True), line
