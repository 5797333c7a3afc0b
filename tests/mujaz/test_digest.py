"""A reader's digest as letters: what each story shows in each length, in messages that Telegram takes."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from mujaz.article import Article
from mujaz.digest.choose import Choice, Taste, choose
from mujaz.digest.compose import compose, compose_alert
from mujaz.digest.form import Form
from mujaz.digest.item import Item, alone
from mujaz.digest.memory import NOTHING_TOLD, Memory, Met, remember
from mujaz.digest.ranking import rank
from mujaz.digest.render import LINK_MOST, clip, line
from mujaz.digest.rendered import Rendered
from mujaz.digest.split import measure, measured, pack
from mujaz.digest.telling import told
from mujaz.letter import Letter
from mujaz.stories.story import Label, News
from mujaz.subscriber import Digits, Length
from mujaz.texts.catalogue import Voice, voice
from playground.html import parse
from playground.limits import message_text
from tests.mujaz.news import (
    COMPANIES,
    LONG_TEXTS,
    RIYADH,
    SINCE,
    TEXTS,
    UNTIL,
    article,
    figure,
    newsrooms,
    voices,
)

ARABIC, ENGLISH = (voice(language, RIYADH) for language in ("ar", "en"))
IN_ARABIC_DIGITS = voice("ar", RIYADH, Digits.ARABIC)
LINE, BRIEF, FULL = (Form(length) for length in Length)
FORMS = st.builds(
    Form,
    st.sampled_from(Length),
    st.sampled_from((timedelta(0), timedelta(minutes=11), timedelta(hours=2, minutes=3))),
    st.just({"meta": "ميتا", "openai": "OpenAI"}),
)
LAYOFFS = article(
    title="ميتا تسرّح موظفين",
    line="سرّحت ميتا موظفين في مختبرها.",
    summary=("سرّحت ميتا 600 موظف.", "وأبقت على فريقها الجديد."),
    long=("سرّحت ميتا 600 موظف.", "وأُبلغ الموظفون صباحًا.", "وأبقت على فريقها الجديد.", "ولم تعلّق الشركة."),
)


def chosen(articles: Sequence[Article], memory: Memory = NOTHING_TOLD, most: int = 12) -> Choice:
    return choose(rank(articles, SINCE, UNTIL), Taste(most=most), memory)


def letters_of(articles: Sequence[Article], form: Form = BRIEF, tongue: Voice = ARABIC) -> list[Letter]:
    return compose(chosen(articles), form, tongue, UNTIL)


def shown(html: Markup) -> str:
    return parse(html)[0]


def text_of(letters: Sequence[Letter]) -> str:
    return "\n\n".join(shown(letter.html) for letter in letters)


def numbers(letters: Sequence[Letter]) -> list[int]:
    return [int(found) for letter in letters for found in re.findall(r"‹(\d+)›", letter.html)]


def link_bytes(letter: Letter) -> int:
    return sum(len(entity.url or "") for entity in parse(letter.html)[1])


# ---------------------------------------------------------------- one story


def item_of(*articles: Article, since: int = 0) -> Item:
    memory = remember(NOTHING_TOLD, [Met(7, since)] if since else [])
    (item,) = chosen(articles, memory).items
    return item


def test_in_a_line_a_story_is_its_headline_and_one_line() -> None:
    assert shown(told(alone(LAYOFFS), LINE, ARABIC)) == "ميتا تسرّح موظفين\nسرّحت ميتا موظفين في مختبرها. (أكسيوس)"


def test_in_brief_a_story_is_its_headline_its_summary_and_its_source() -> None:
    text, entities = parse(told(alone(LAYOFFS), BRIEF, ARABIC))
    assert text == "ميتا تسرّح موظفين\nسرّحت ميتا 600 موظف. وأبقت على فريقها الجديد.\nالمصدر: أكسيوس"
    assert [entity.type for entity in entities] == ["bold"]


def test_in_full_the_rest_of_the_long_summary_is_folded_below_the_brief_one() -> None:
    text, entities = parse(told(alone(LAYOFFS), FULL, ARABIC))
    assert text == (
        "ميتا تسرّح موظفين\nسرّحت ميتا 600 موظف. وأبقت على فريقها الجديد.\n"
        "وأُبلغ الموظفون صباحًا. ولم تعلّق الشركة.\nالمصدر: أكسيوس"
    )
    (quote,) = [entity for entity in entities if entity.type == "expandable_blockquote"]
    assert text[quote.offset : quote.offset + quote.length] == "وأُبلغ الموظفون صباحًا. ولم تعلّق الشركة."


def test_where_there_is_no_more_to_tell_nothing_is_folded() -> None:
    short = article(summary=LAYOFFS.summary, long=LAYOFFS.summary)
    assert told(alone(short), FULL, ARABIC) == told(alone(short), BRIEF, ARABIC)


@pytest.mark.parametrize("form", [LINE, BRIEF, FULL], ids=list(Length))
def test_a_post_of_one_sentence_is_not_said_twice(form: Form) -> None:
    said = article(title="سرّحت ميتا 600 موظف", summary=("سرّحت ميتا ٦٠٠ موظف.",), line="سرّحت ميتا 600 موظف.")
    assert shown(told(alone(said), form, ARABIC)) == "سرّحت ميتا 600 موظف\nالمصدر: أكسيوس"
    assert shown(told(alone(article(source=None, summary=())), form, ARABIC)) == "ميتا تسرّح موظفين"


def test_how_many_sources_report_it_and_which() -> None:
    def credit(*outlets: str | None, form: Form = BRIEF) -> str:
        articles = [
            article(n, story=7, label=Label.SAME, source=outlet, line="سرّحت ميتا 600.")
            for n, outlet in enumerate(outlets, 1)
        ]
        return shown(told(item_of(*articles), form, ARABIC)).splitlines()[-1]

    assert credit("رويترز", "رويترز") == "المصدر: رويترز"
    assert credit("رويترز", None, "Axios") == "تناقله مصدران: رويترز، \u2068Axios\u2069"
    assert credit("أ", "ب", "ج", "د") == "تناقلته 4 مصادر: أ، ب، ج، د"
    assert credit("أ", "ب", "ج", "د", "هـ") == "تناقلته 5 مصادر، منها: أ، ب، ج، د"
    assert credit(*map(str, range(11))) == "تناقله 11 مصدرًا، منها: 0، 1، 2، 3"
    assert credit("أ", "ب", form=LINE) == "سرّحت ميتا 600. (مصدران)"
    assert credit("أ", "ب", "ج", form=LINE) == "سرّحت ميتا 600. (3 مصادر)"


def test_an_update_says_so_in_words_and_what_is_new() -> None:
    first = article(1, story=7, figures=(figure("600 موظف", 600),))
    second = article(
        2,
        story=7,
        title="ميتا تسرّح 900",
        label=Label.FOLLOW_UP,
        figures=(figure("نحو 900 موظف", 900), figure("600 موظف", 600), figure("ثلاثة", 3, counted="")),
        added=News(figures=(900.0, 3.0), names=("Yann LeCun", "unknown"), event="lawsuit"),
    )
    form = Form(names={"Yann LeCun": "يان لوكون"})
    lines = shown(told(item_of(first, second, since=1), form, ARABIC, 3)).splitlines()
    assert lines[:2] == ["3. مستجدات: ميتا تسرّح 900", "الجديد: دعاوى قضائية، نحو 900 موظف، يان لوكون"]
    assert shown(told(item_of(first, second), form, ARABIC)).splitlines()[0] == "ميتا تسرّح 900"


def test_a_line_of_a_list_has_title_date_and_source() -> None:
    assert shown(line(article(), ARABIC)) == "ميتا تسرّح موظفين\n26 أكتوبر 2025، أكسيوس"
    assert shown(line(article(source=None), ARABIC)) == "ميتا تسرّح موظفين\n26 أكتوبر 2025"


def test_the_title_leads_to_the_original() -> None:
    _, entities = parse(told(alone(article(url='https://news.example/?a=1&b="2"')), BRIEF, ARABIC))
    assert [entity.url for entity in entities if entity.type == "text_link"] == ['https://news.example/?a=1&b="2"']


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x.example/", "https://x.example/\0", "", "x.example"])
def test_an_address_that_is_no_web_page_is_not_linked(url: str) -> None:
    assert "href" not in told(alone(article(url=url)), BRIEF, ARABIC)


def test_a_link_too_long_for_telegram_is_left_out_and_the_article_still_comes() -> None:
    fits = "https://news.example/".ljust(LINK_MOST, "x")
    assert "href" in line(article(url=fits), ARABIC)
    assert "href" not in line(article(url=fits + "x"), ARABIC)
    assert "href" not in line(article(url=fits[:-1] + "ب"), ARABIC)


def test_markup_in_a_title_is_shown_and_does_nothing() -> None:
    hostile = article(title='<b>R&D</b> "x" \u202eabc\0', source=None, summary=())
    text, entities = parse(told(alone(hostile), BRIEF, ENGLISH))
    assert text == '<b>R&D</b> "x" abc'
    assert [entity.type for entity in entities] == ["bold"]


@given(st.text(), st.integers(1, 40))
def test_a_clipped_text_is_short_and_a_beginning_of_the_whole(text: str, most: int) -> None:
    short = clip(text, most)
    assert len(short) <= most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


# ---------------------------------------------------------------- the whole digest


@settings(max_examples=60)
@given(newsrooms(TEXTS, most=8), FORMS, voices(), st.sampled_from((3, 5, 8, 12)))
def test_every_letter_is_one_that_telegram_takes_and_every_story_comes_once(
    articles: list[Article], form: Form, tongue: Voice, most: int
) -> None:
    choice = choose(rank(articles, SINCE, UNTIL), Taste(frozenset(COMPANIES[:1]), most=most))
    letters = compose(choice, form, tongue, UNTIL)
    assert [story for letter in letters for story in letter.stories] == [item.story for item in choice.items]
    for letter in letters:
        taken_by_telegram(letter)
    if letters:
        buttons = [button for row in letters[-1].keyboard for button in (row[::-1] if tongue.right_to_left else row)]
        assert [button.data for button in buttons] == [f"story:{item.story}" for item in choice.items]
        assert all(letter.keyboard == () for letter in letters[:-1])
        assert all(len(row) <= 8 for row in letters[-1].keyboard)


def taken_by_telegram(letter: Letter) -> None:
    text, _ = message_text(letter.html, "HTML", None)
    assert 0 < len(text) <= 4096
    assert len(parse(letter.html)[1]) <= 100
    assert link_bytes(letter) <= 9_000
    assert all(1 <= len(button.data.encode()) <= 64 for row in letter.keyboard for button in row)


@settings(max_examples=40)
@given(
    st.lists(st.lists(LONG_TEXTS, min_size=4, max_size=4), min_size=1, max_size=12), st.sampled_from(Length), voices()
)
def test_however_long_the_articles_are_no_letter_is_too_long(
    texts: list[list[str]], length: Length, tongue: Voice
) -> None:
    articles = [
        article(
            number,
            title=f"‹{number}› {title}",
            summary=(text,) * 3,
            long=(text, more, more + text),
            line=more,
            source=source or None,
            url="https://news.example/" + more,
            companies=(),
            figures=(figure(more),),
        )
        for number, (title, text, more, source) in enumerate(texts, 1)
    ]
    choice = chosen(articles)
    letters = compose(choice, Form(length), tongue, UNTIL)
    for letter in letters:
        taken_by_telegram(letter)
    told_numbers = list(dict.fromkeys(numbers(letters)))
    assert told_numbers == [item.lead.id for item in choice.items]


@given(newsrooms(TEXTS, most=6), newsrooms(TEXTS, most=6), FORMS, voices())
@settings(max_examples=30)
def test_what_was_rendered_for_others_changes_no_word(
    articles: list[Article], others: list[Article], form: Form, tongue: Voice
) -> None:
    rendered, ranking = Rendered(), rank(articles, SINCE, UNTIL)
    tastes = [Taste(frozenset({company}), most=most) for company, most in (("meta", 12), ("google", 3), ("tii", 5))]
    memory = remember(NOTHING_TOLD, [Met(story, 2) for story in range(1, 9)])
    for taste in tastes:
        for told_before in (NOTHING_TOLD, memory):
            choice = choose(ranking, taste, told_before)
            shared = compose(choice, form, tongue, UNTIL, rendered)
            assert shared == compose(choice, form, tongue, UNTIL)


@settings(max_examples=30)
@given(LONG_TEXTS, LONG_TEXTS, voices())
def test_an_alert_is_one_letter_with_its_article(title: str, text: str, tongue: Voice) -> None:
    letter = compose_alert(article(title=f"‹1› {title}", summary=(text,)), tongue)
    taken_by_telegram(letter)
    assert (numbers([letter]), letter.stories) == ([1], (101,))


def test_nothing_new_is_no_letter() -> None:
    assert letters_of([]) == []


def test_the_digest_names_its_day_where_the_reader_lives_and_counts_its_news() -> None:
    choice = chosen([article(1), article(2)])
    letters = compose(choice, BRIEF, ARABIC, datetime(2025, 10, 26, 22, 0, tzinfo=UTC))
    assert shown(letters[0].html).splitlines()[0] == "موجز الاثنين 27 أكتوبر 2025 في خبرين"


def test_a_digest_that_is_late_says_by_how_much() -> None:
    (letter,) = letters_of([article()], Form(late=timedelta(hours=1, minutes=58)))
    assert "تأخر هذا الموجز عن موعده مدة ساعة واحدة و58 دقيقة." in shown(letter.html)
    assert "تأخر" not in text_of(letters_of([article()]))


def test_stories_are_numbered_and_the_numbers_are_buttons_from_the_right() -> None:
    articles = [article(n, companies=(), title=f"خبر من المدينة {n}") for n in (1, 2, 3)]
    (letter,) = letters_of(articles, tongue=IN_ARABIC_DIGITS)
    assert re.findall(r"(?m)^(.)\. خبر من المدينة (.)$", shown(letter.html)) == [("١", "٣"), ("٢", "٢"), ("٣", "١")]
    (row,) = letter.keyboard
    assert [(button.label, button.data) for button in row] == [
        ("٣", "story:101"),
        ("٢", "story:102"),
        ("١", "story:103"),
    ]
    (letter,) = letters_of(articles, tongue=ENGLISH)
    assert [button.label for button in letter.keyboard[0]] == ["1", "2", "3"]


def test_twelve_buttons_stand_in_two_rows_of_six() -> None:
    letters = letters_of([article(n, companies=()) for n in range(1, 13)], LINE)
    assert [[button.label for button in row] for row in letters[-1].keyboard] == [
        ["6", "5", "4", "3", "2", "1"],
        ["12", "11", "10", "9", "8", "7"],
    ]


def test_the_figures_of_the_day_stand_below_each_with_its_story() -> None:
    articles = [
        article(1, companies=(), title="صفقة رقائق", figures=(figure("14.3 مليار دولار"),)),
        article(2, companies=(), title="تسريح 600 موظف", figures=(figure("600 موظف"), figure("50 GW"))),
        article(3, companies=(), title="سباق", figures=(figure("سبعة", counted=""),)),
        article(4, companies=(), title="مكاتب", figures=(figure("ثلاث مدن"),)),
        article(5, companies=(), title="علماء", figures=(figure("80 باحثًا"),)),
    ]
    text = text_of(letters_of(articles, tongue=IN_ARABIC_DIGITS))
    assert text.split("\n\n")[-1].splitlines() == [
        "بالأرقام", "٨٠ باحثًا: علماء", "ثلاث مدن: مكاتب", "\u200f٥٠ \u2068GW\u2069: تسريح ٦٠٠ موظف"
    ]  # fmt: skip
    assert "بالأرقام" not in text_of(letters_of(articles, LINE))
    assert "بالأرقام" not in text_of(letters_of(articles[:1]))


def test_of_an_update_only_a_new_figure_is_a_figure_of_the_day() -> None:
    new = article(
        2,
        story=7,
        title="ميتا تزيد التسريح",
        companies=(),
        label=Label.FOLLOW_UP,
        figures=(figure("600 موظف", 600), figure("900 موظف", 900)),
        added=News(figures=(900.0,)),
    )
    other = article(3, companies=(), title="صفقة", figures=(figure("14.3 مليار دولار"),))
    choice = chosen([article(1, story=7), new, other], remember(NOTHING_TOLD, [Met(7, 1)]))
    assert "900 موظف: ميتا تزيد التسريح" in text_of(compose(choice, BRIEF, ARABIC, UNTIL))


@pytest.mark.parametrize("form", [LINE, BRIEF, FULL], ids=list(Length))
def test_digits_are_of_one_kind_but_in_names_and_links(form: Form) -> None:
    mixed = article(
        title="تطلق OpenAI نموذج GPT-5 بعد 30 يومًا",
        line="بسعر ٢٠ دولارًا و5.5%، بحسب https://news.example/2025",
        summary=("بسعر ٢٠ دولارًا و5.5%.", "وهو أسرع من Llama 4."),
        long=("بسعر ٢٠ دولارًا و5.5%.", "وفي 2026 يصل إلى ١٬٢٠٠ مدينة."),
        url="https://news.example/25",
    )
    western, arabic = (text_of(letters_of([mixed], form, tongue)) for tongue in (ARABIC, IN_ARABIC_DIGITS))
    assert not set(western) & set("٠١٢٣٤٥٦٧٨٩٫٬")
    outside = re.sub("\u2068[^\u2069]*\u2069\\S*", "", arabic)
    assert not set(outside) & set("0123456789")
    assert "\u2068GPT-5\u2069" in arabic


def test_a_long_digest_says_which_part_it_is() -> None:
    letters = letters_of([article(n, summary=("كلمة " * 150,), companies=()) for n in range(1, 11)])
    openings = [shown(letter.html).splitlines()[0] for letter in letters]
    assert openings[0].startswith("موجز الاثنين")
    assert openings[1:] == [f"تتمة الموجز (الجزء {n} من {len(letters)})" for n in range(2, len(letters) + 1)]


# ---------------------------------------------------------------- packing


@given(st.lists(TEXTS.map(Markup.escape), max_size=30), st.sampled_from(("\n", "\n\n")))
def test_packing_uses_no_message_more_than_the_order_of_blocks_needs(blocks: list[Markup], separator: str) -> None:
    messages = pack(map(measured, blocks), separator)
    assert separator.join(messages) == separator.join(blocks)
    for message, after in pairwise(messages):
        assert not (measure(message + separator) + measure(after.split(separator)[0])).fits


def test_many_short_blocks_stay_within_a_hundred_formatted_places() -> None:
    messages = pack([measured(Markup("<b>{}</b>").format(n)) for n in range(150)])
    assert [len(parse(message)[1]) for message in messages] == [100, 50]


def test_a_block_that_fits_into_no_message_is_refused_loudly() -> None:
    with pytest.raises(ValueError, match="fits into no message"):
        pack([measured(Markup("ب" * 4097))])


@given(LONG_TEXTS)
def test_a_text_is_measured_as_telegram_counts_it(text: str) -> None:
    html = Markup("<b>{}</b>").format(ARABIC.text(text))
    parsed, entities = parse(html)
    assert (measure(html).length, measure(html).entities) == (len(parsed), 1)
    assert len(entities) <= 1
