"""Readings: what an editor's pasted article becomes, whatever was pasted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.companies.catalogue import load
from mujaz.companies.gazetteer import Gazetteer
from mujaz.reading import LONGEST_MADE_TITLE, read

GAZETTEER = Gazetteer(load())

ARTICLE = """أفاد تقرير نشرته وكالة Axios، أن شركة "ميتا" تعتزم الاستغناء عن نحو 600 موظف في مختبرها للذكاء الاصطناعي.

وأكدت الخبر مذكرة داخلية كتبها ألكسندر وانج، الذي يقود هذا المختبر في ميتا.

بداية فصل جديد لـ ميتا

وشرح وانج في مذكرته أن الفرق الأصغر تقرر أسرع، وأن الحوار بين قلة من الناس يكفي.

ويريد مارك زوكربيرج، رئيس لـ ميتا منذ تأسيسها، أن تنفق الشركة أقل وأن تنجز أكثر.

وفي الصيف ضمت الشركة أكثر من خمسين باحثا جاؤوا من شركات مثل OpenAI وجوجل وAnthropic.

وما زال السباق مفتوحا بين مختبر الذكاء الاصطناعي الخاص بميتا من جهة وOpenAI وAnthropic وGoogle DeepMind من جهة أخرى."""


def test_the_article_mujaz_was_made_for_comes_out_right() -> None:
    reading = read(ARTICLE, GAZETTEER)
    assert reading.companies == ("meta", "openai", "google", "anthropic", "google-deepmind")
    assert {m.id for m in reading.mentions if m.kind == "person"} == {"Alexandr Wang", "Mark Zuckerberg"}
    assert reading.source is not None
    assert (reading.source.id, reading.source.ar) == ("axios", "أكسيوس")
    assert "600 موظف" in " ".join(reading.summary)
    assert "بداية فصل جديد" not in " ".join(reading.summary)
    assert reading.title == 'شركة "ميتا" تعتزم الاستغناء عن نحو 600 موظف في مختبرها للذكاء الاصطناعي'
    assert len(reading.title) <= LONGEST_MADE_TITLE


def test_every_mention_can_be_shown_where_it_stands() -> None:
    reading = read(f"خطة جديدة في ميتا\n{ARTICLE}", GAZETTEER)
    first = reading.mentions[0]
    assert reading.text[first.start : first.end] == "ميتا"
    assert reading.text.startswith("خطة جديدة في ميتا\n")


@pytest.mark.parametrize(
    "text", ["خطة في ميتا\nتسرّح ميتا 600 موظف.", "تسرّح ميتا 600 موظف.", "ميتا تسرّح 600 موظف\nخبر."]
)
def test_every_figure_can_be_shown_where_it_stands(text: str) -> None:
    reading = read(text, GAZETTEER)
    (jobs,) = reading.figures
    assert reading.text[jobs.start : jobs.end] == "600 موظف"
    sentence = reading.text[jobs.sentence.start : jobs.sentence.end]
    assert sentence in text
    assert "600 موظف" in sentence


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("ميتا تقلص مختبرها\nأعلنت ميتا اليوم خطة جديدة.", "ميتا تقلص مختبرها"),
        ("«ميتا تقلص مختبرها»\nأعلنت ميتا اليوم خطة جديدة.", "ميتا تقلص مختبرها"),
        ("\u202b\u200fميتا تقلص\u202c مختبرها\nأعلنت ميتا.", "ميتا تقلص مختبرها"),
        ("«ميتا» تشكر «غوغل»\nأعلنت ميتا.", "«ميتا» تشكر «غوغل»"),
        ("هل تنجح ميتا؟\nأعلنت ميتا اليوم خطة جديدة.", "هل تنجح ميتا؟"),
        ("أعلنت ميتا اليوم خطة.\nوستبدأ غدا.", "أعلنت ميتا اليوم خطة"),
        ("خبر واحد بلا نقطة", "خبر واحد بلا نقطة"),
        ("", ""),
        (" \n\x00 ", ""),
    ],
)
def test_the_title_is_the_line_that_looks_like_one(text: str, title: str) -> None:
    assert read(text, GAZETTEER).title == title


def test_a_title_that_is_given_holds_and_is_not_repeated_in_the_body() -> None:
    reading = read("ميتا تقلّص مختبرها\nأعلنت ميتا اليوم خطة جديدة.", GAZETTEER, title="ميتا تقلص مختبرها")
    assert reading.title == "ميتا تقلص مختبرها"
    assert reading.body == "أعلنت ميتا اليوم خطة جديدة."
    assert read("أعلنت الشركة خطة جديدة.", GAZETTEER, title="ميتا تتوسع").companies == ("meta",)


@pytest.mark.parametrize(
    "same",
    [
        "أعلنت   شركة «ميتا»\n\nخطة جديدة.",
        'أَعْلَنَتْ شَرِكَةُ "ميتا" خطة جديدة.',
        "أعلنت شركـــة ميتا، خطة جديدة",
        "اعلنت شركه ميتا خطه جديده!",
        "أعلنت ﺷﺮﻛﺔ ﻣﻴﺘﺎ خطة جديدة.",
        "\u200fأعلنت شركة ميتا\u200b خطة جديدة.\r\n",
    ],
)
def test_the_same_text_dressed_otherwise_has_the_same_fingerprint(same: str) -> None:
    title = "عنوان"
    assert read(same, GAZETTEER, title).fingerprint == read("أعلنت شركة ميتا خطة جديدة.", GAZETTEER, title).fingerprint


def test_another_text_or_another_figure_has_another_fingerprint() -> None:
    texts = ["سرحت 600 موظف.", "سرحت 60 موظفا.", "🤖", "🎉", ""]
    assert len({read(text, GAZETTEER).fingerprint for text in texts}) == len(texts)


def test_a_post_of_only_emoji_has_a_reading() -> None:
    reading = read("🤖🤖🤖", GAZETTEER)
    assert (reading.summary, reading.companies, reading.source) == (("🤖🤖🤖",), (), None)


def test_markup_in_a_post_is_text_like_any_other() -> None:
    assert read("<b>ميتا & غوغل</b> شركة\nنص.", GAZETTEER).title == "<b>ميتا & غوغل</b> شركة"


@given(st.text(st.characters(), max_size=600), st.none() | st.text(st.characters(), max_size=60))
def test_reading_never_raises_and_keeps_its_promises(text: str, title: str | None) -> None:
    reading = read(text, GAZETTEER, title)
    assert set(reading.companies) == {m.id for m in reading.mentions if m.kind == "company"}
    assert all(0 <= m.start < m.end <= len(reading.text) for m in reading.mentions)
    assert all(sentence.removesuffix("…") in reading.body for sentence in reading.summary)
    assert "\n" not in reading.title
    reading.text.encode("utf-8")


@pytest.mark.parametrize(
    "unit", ["«", "(", '"', ".", "ا.", "و", "ـ", "َ", "\u200f", "\u200c", "\n", "a-1 ", "ميتا ", "قال: «ميتا. "]
)
def test_long_runs_of_one_thing_are_read_in_linear_time(unit: str) -> None:
    reading = read(unit * (50_000 // len(unit)), GAZETTEER)
    assert len(reading.fingerprint) == 32
