"""Summaries: the article's own sentences, without the furniture around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.arabic.summary import LONGEST, LONGEST_LINE, LONGEST_LONG, cut_at_word, summaries, summarize

LEAD = "أعلنت شركة «نواة» الناشئة في عمّان أنها جمعت 40 مليون دولار لتطوير نماذج لغوية عربية."
DETAIL = "وستوظف الشركة خمسين مهندسا خلال العام المقبل وتفتح مكتبا ثانيا في تونس."
SOURCE = "ويرى محللون أن السوق لا تحتمل نموذجين عربيين كبيرين معا."
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
        "وكان يتحدث في مؤتمر بالعاصمة.",
        "حيث وظفت فريقا كاملا من منافستها.",
    ],
)
def test_no_sentence_opens_with_somebody_the_reader_has_not_met(opening: str) -> None:
    told = summarize("", f"{LEAD} {DETAIL} {SOURCE} {opening}\n{CONTEXT}", most=2)
    assert told[0] == LEAD
    assert opening not in told
    for text in (f"{LEAD} من يدري؟ {opening}", f"{LEAD} نعم. {opening}"):
        assert opening not in summarize("", text, most=2)


@pytest.mark.parametrize("opening", ["وأضافت أن الطلب يفوق التوقعات.", "كما أوضحت أن الخطة طويلة."])
def test_a_sentence_that_leans_back_may_follow_the_one_it_leans_on(opening: str) -> None:
    assert summarize("", f"{LEAD} {opening} {DETAIL}") == (LEAD, opening, DETAIL)


def test_a_speaker_who_is_named_may_open_a_sentence() -> None:
    named = "وقالت المديرة ريم الخطيب إن الفريق سيتضاعف قبل نهاية السنة."
    assert named in summarize("", f"{LEAD} {named}")


@pytest.mark.parametrize("name", ["«نواة»", '"نواة" (Nawat)', "“نواة”"])
def test_a_speaker_whose_name_is_quoted_may_lead(name: str) -> None:
    lead = f"قالت {name} إنها جمعت 40 مليون دولار لتطوير نماذج لغوية عربية."
    assert summarize("", f"{lead} {DETAIL}") == (lead, DETAIL)


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
        "إقرأ أيضاً: عشرة أخبار عن الروبوتات.",
        "شاهد | جولة في المصنع الجديد.",
        "مصدر الصورة Getty Images.",
        "التعليق على الصورة، موظفون في مقر الشركة.",
        "لمتابعة أحدث الأخبار انضموا إلى قناتنا.",
        "اشتركوا في نشرتنا الأسبوعية.",
        "آخر تحديث: 3 أكتوبر 2025.",
        "#تقنية #ذكاء_اصطناعي",
        "قبل 3 ساعات.",
        "كتب: سامي الراوي.",
    ],
)
def test_links_signatures_and_subheadings_are_no_news(furniture: str) -> None:
    assert summarize("", f"{furniture}\n{LEAD}\n{furniture}\n{DETAIL}") == (LEAD, DETAIL)


@pytest.mark.parametrize(
    "news",
    [
        "المزيد من الشركات تتجه إلى الرقائق الصغيرة هذا العام.",
        "حقوق النشر تشعل معركة جديدة بين الكتّاب والمبرمجين.",
        "انضم إلى الشركة باحثون من ثلاث جامعات عربية.",
        "اشترك في المشروع عشرون مهندسا من تونس والأردن.",
        "ملفات تعريف الارتباط ستختفي من المتصفح قريبا.",
        "شارك هذا الأسبوع في المؤتمر ألف خبير.",
        "اكتشف باحثون ثغرة في النموذج المفتوح.",
        "نشرت في 2023 دراسة أولى عن الموضوع نفسه.",
        "القاهرة والرياض تتفقان على شبكة واحدة.",
        "أُعلن في باريس عن مركز بيانات جديد.",
    ],
)
def test_news_that_begins_as_furniture_does_is_still_told(news: str) -> None:
    assert summarize("", f"{news} {DETAIL}") == (news, DETAIL)


@pytest.mark.parametrize(
    "dateline",
    [
        "دبي (رويترز) - ",
        "الرياض (واس) ",
        "عمّان، الأردن (CNN)-- ",
        "دبي، الإمارات العربية المتحدة (CNN)-- ",
        "القاهرة - رويترز: ",
        "باريس 5 نوفمبر (أ ف ب) - ",
        "الرياض 12 ربيع الأول 1446 هـ - واس: ",
        "لندن: «الشرق الأوسط» - ",
        "أبوظبي – منى السالم: ",
        "سان فرانسيسكو (العين الإخبارية) – ",
        "جدة / واس / ",
        "بيروت ـ رويترز ـ ",
        "نيويورك، 5 مارس - ",
    ],
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


def test_the_three_lengths_nest_in_each_other() -> None:
    more = "وتدرس الشركة طرح أسهمها في بورصة عمّان بعد سنتين إذا بلغت الربح. ويملك المؤسسان أكثر من نصف الأسهم حتى الآن."
    told = summaries("تمويل جديد", f"{LEAD} {DETAIL}\n{CONTEXT}\n{SOURCE} {more}")
    assert told.line == LEAD
    assert told.brief[0] == LEAD
    assert len(told.brief) == 3
    assert len(told.long) == 6
    assert set(told.brief) < set(told.long)


@pytest.mark.parametrize(
    "teaser",
    [
        "هل تتكلم الآلة لغتنا يومًا؟",
        "إليكم ما نعرفه حتى الآن عن الشركة.",
        "في هذا التقرير نستعرض قصة الشركة.",
        "وأضاف أنه سعيد.",
        "عاجل.",
    ],
)
def test_the_first_sentence_does_not_lead_when_it_tells_nothing(teaser: str) -> None:
    assert summaries("", f"{teaser} {LEAD}").line == LEAD


def test_an_article_may_begin_by_pointing_at_its_subject() -> None:
    pointing = "هو أول مهندس عربي يدير مختبرا بهذا الحجم في أوروبا."
    assert summaries("", f"{pointing} {DETAIL}").line == pointing


def test_a_longer_sentence_is_preferred_to_a_short_aside() -> None:
    assert summarize("", f"{LEAD} وهذا كل شيء. {CONTEXT}", most=2) == (LEAD, CONTEXT)


def test_paragraphs_without_full_stops_are_still_told() -> None:
    bare = [sentence.rstrip(".") for sentence in (LEAD, DETAIL, CONTEXT)]
    assert summarize("", "\n".join(bare)) == tuple(bare)


@given(
    st.text(st.characters(), max_size=2000) | st.text("اب لم نقو.؟\n«»،(:ترويز)-", max_size=900),
    st.text(st.characters(), max_size=40),
)
def test_every_length_is_made_of_the_articles_own_sentences(text: str, title: str) -> None:
    told = summaries(title, text)
    assert told.brief == summarize(title, text)
    assert bool(told.line) == bool(told.brief) == bool(told.long) == bool(text.strip())
    assert len(told.line) <= LONGEST_LINE
    assert len(told.brief) <= 3 and len(" ".join(told.brief)) <= LONGEST
    assert len(told.long) <= 6 and len(" ".join(told.long)) <= LONGEST_LONG
    for form in ((told.line,), told.brief, told.long):
        place = 0
        for sentence in form:
            if sentence:
                place = text.index(sentence.removesuffix("…"), place) + 1


@given(st.text(st.characters(), max_size=2000) | st.text("اب لم نقو.؟\n«»،(:ترويز)-", max_size=900), st.integers(1, 6))
def test_a_summary_is_made_of_the_articles_own_sentences_in_their_order(text: str, most: int) -> None:
    summary = summarize("", text, most)
    assert bool(summary) == bool(text.strip())
    assert len(summary) <= most
    assert len(" ".join(summary)) <= LONGEST
    place = 0
    for sentence in summary:
        place = text.index(sentence.removesuffix("…"), place) + 1
