"""Summaries: the article's own sentences, without the furniture around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.arabic.summary import LONGEST, cut_at_word, summarize

LEAD = "أعلنت شركة «نواة» الناشئة في عمّان أنها جمعت 40 مليون دولار لتطوير نماذج لغوية عربية."
DETAIL = "وستوظف الشركة خمسين مهندسا خلال العام المقبل وتفتح مكتبا ثانيا في تونس."
CONTEXT = "ويأتي التمويل بعد عامين من إطلاق أول نموذج لها، وقد حمّله أكثر من مليون مطوّر حول العالم."
PICKED_UP = "وأضافت أن الطلب يفوق التوقعات."


def test_the_first_sentence_leads_and_the_order_is_the_articles() -> None:
    assert summarize("تمويل جديد", f"{LEAD} {DETAIL}\n{CONTEXT}") == (LEAD, DETAIL, CONTEXT)


def test_at_most_so_many_sentences_as_asked() -> None:
    text = f"{LEAD} {DETAIL}\n{CONTEXT}"
    assert summarize("", text, most=1) == (LEAD,)
    assert len(summarize("", text, most=2)) == 2
    assert summarize("", text, most=0) == ()


@pytest.mark.parametrize(
    "opening",
    [
        PICKED_UP,
        "وقال إنه سيواصل العمل على المشروع.",
        "وتابع: «سنفعل ذلك قريبا».",
        "وهو ما يراه الخبراء خطوة مهمة.",
        "لكنها لم تذكر موعد الإطلاق.",
        "كما أوضحت أن الخطة طويلة.",
    ],
)
def test_no_sentence_opens_with_somebody_the_reader_has_not_met(opening: str) -> None:
    assert summarize("", f"{LEAD} {opening} {DETAIL}") == (LEAD, DETAIL)


def test_a_speaker_who_is_named_may_open_a_sentence() -> None:
    named = "وقالت المديرة ريم الخطيب إن الفريق سيتضاعف قبل نهاية السنة."
    assert named in summarize("", f"{LEAD} {named}")


def test_a_text_with_nothing_better_keeps_the_sentence_that_leans_back() -> None:
    assert summarize("", PICKED_UP) == (PICKED_UP,)


def test_the_title_is_not_told_again() -> None:
    title = "«نواة» تجمع 40 مليون دولار"
    assert summarize(title, f"«نواة» تجمع 40 مليون دولار.\n{LEAD}") == (LEAD,)


@pytest.mark.parametrize(
    "furniture",
    [
        "اقرأ أيضا: عشرة أخبار عن الروبوتات.",
        "شاهد أيضًا | حوار مع مهندسة.",
        "https://example.com/news/1",
        "تابعونا على منصاتنا.",
        "جميع الحقوق محفوظة.",
        "المصدر: وكالات.",
        "لماذا يهم الأمر العالم العربي",
        "(إعداد سلمى حداد للنشرة العربية - تحرير أحمد ندى)",
    ],
)
def test_links_signatures_and_subheadings_are_no_news(furniture: str) -> None:
    assert summarize("", f"{furniture}\n{LEAD}\n{furniture}\n{DETAIL}") == (LEAD, DETAIL)


@pytest.mark.parametrize(
    "dateline",
    ["دبي (رويترز) - ", "الرياض (واس) ", "عمّان، الأردن (CNN)-- ", "القاهرة - رويترز: ", "باريس 5 نوفمبر (أ ف ب) - "],
)
def test_a_dateline_is_left_out(dateline: str) -> None:
    assert summarize("", dateline + LEAD) == (LEAD,)


def test_the_same_thing_is_not_said_twice() -> None:
    again = "وأعلنت شركة «نواة» الناشئة أنها جمعت 40 مليون دولار لتطوير نماذج لغوية."
    assert summarize("", f"{LEAD} {again} {DETAIL}") == (LEAD, DETAIL)


def test_a_first_sentence_too_long_is_cut_at_a_word() -> None:
    (only,) = summarize("", "كلمة طويلة " * 200 + ".")
    assert len(only) <= LONGEST
    assert only.endswith(("كلمة…", "طويلة…"))


def test_a_headline_alone_is_its_own_summary() -> None:
    assert summarize("", "ميتا تعيد ترتيب مختبرها") == ("ميتا تعيد ترتيب مختبرها",)


@pytest.mark.parametrize("text", ["", " \n ", "\n\n"])
def test_a_blank_text_has_no_summary(text: str) -> None:
    assert summarize("عنوان", text) == ()


def test_a_single_word_longer_than_the_limit_is_cut_too() -> None:
    assert cut_at_word("ا" * 20, 10) == "ا" * 9 + "…"
    assert cut_at_word("واحد اثنان", 10) == "واحد اثنان"


@given(st.text(st.characters(), max_size=2000) | st.text("اب لم نقو.؟\n«»،(:ترويز)-", max_size=900), st.integers(1, 6))
def test_a_summary_is_made_of_the_articles_own_sentences_in_their_order(text: str, most: int) -> None:
    summary = summarize("", text, most)
    assert bool(summary) == bool(text.strip())
    assert len(summary) <= most
    assert len(" ".join(summary)) <= LONGEST
    place = 0
    for sentence in summary:
        place = text.index(sentence.removesuffix("…"), place) + 1
