"""A reader's digest: the right articles in the right order, as letters that Telegram takes."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from mujaz.article import Article, Status
from mujaz.digest.choose import choose
from mujaz.digest.compose import compose, compose_alert
from mujaz.digest.render import LINK_MOST, clip, item, line
from mujaz.digest.split import measure, measured, pack
from mujaz.letter import Letter
from mujaz.texts.catalogue import Voice, voice
from playground.html import parse
from playground.limits import message_text

ARABIC, ENGLISH = (voice(language, ZoneInfo("Asia/Riyadh")) for language in ("ar", "en"))
SINCE = datetime(2025, 10, 26, 5, 0, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=1)
NOON = SINCE + timedelta(hours=7)

HOSTILE = (
    "<b>", "</b>", "&", "&amp;", "&#0;", '"', "'", "<a href=\"x\">", "\0", "\u202e", "\u2066", "\ud800", "{title}",
    "%s", "😀", "ميتا", "OpenAI", "كلمة ", "Llama 3.1 ", "\n", "é", "ـ", "a ب ",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(HOSTILE), max_size=8).map("".join)
LONG_TEXTS = st.builds(lambda text, times: text * times, TEXTS, st.sampled_from((1, 1, 1, 30, 400)))
LINKS = st.one_of(st.none(), LONG_TEXTS.map(lambda path: "https://news.example/" + path), TEXTS)


def article(number: int = 1, **given: object) -> Article:
    fields: dict[str, object] = {
        "title": "ميتا تسرّح موظفين",
        "summary": ("سرّحت ميتا 600 موظف.",),
        "source": "أكسيوس",
        "url": None,
        "reported_at": NOON,
        "published_at": NOON,
        "status": Status.PUBLISHED,
        "version": 1,
        "companies": ("meta",),
    }
    return Article(id=number, **(fields | given))  # type: ignore[arg-type]  # the fields are those of an article


@st.composite
def editions(draw: st.DrawFn) -> list[Article]:
    """Up to eighty articles, each with a number of its own at the beginning of its title."""
    return [
        article(
            number,
            title=f"‹{number}› {draw(LONG_TEXTS)}",
            summary=tuple(draw(st.lists(LONG_TEXTS, max_size=3))),
            source=draw(st.none() | LONG_TEXTS),
            url=draw(LINKS),
        )
        for number in range(1, draw(st.integers(0, 80)) + 1)
    ]


def numbers(letters: Sequence[Letter]) -> list[int]:
    return [int(found) for letter in letters for found in re.findall("‹([0-9]+)›", letter.html)]


def link_bytes(letter: Letter) -> int:
    return sum(len(entity.url or "") for entity in parse(letter.html)[1])


# ---------------------------------------------------------------- which articles


def chosen(articles: Sequence[Article], **given: object) -> list[int]:
    return [found.id for found in choose(articles, SINCE, UNTIL, **given)]  # type: ignore[arg-type]  # passed on


def test_a_digest_holds_what_was_published_after_the_last_one_and_up_to_now() -> None:
    second = timedelta(seconds=1)
    moments = [SINCE - second, SINCE, SINCE + second, UNTIL, UNTIL + second]
    assert chosen([article(n, published_at=moment, reported_at=moment) for n, moment in enumerate(moments)]) == [3, 2]


def test_what_is_not_published_is_in_no_digest() -> None:
    assert chosen([article(published_at=None, status=Status.DRAFT)]) == []


def test_what_the_reader_was_sent_by_itself_does_not_come_again() -> None:
    assert chosen([article(1), article(2)], already_sent={1}) == [2]


def test_followed_companies_come_first_then_the_newest() -> None:
    hours = [timedelta(hours=hour) for hour in range(4)]
    articles = [
        article(1, reported_at=NOON + hours[3], companies=("openai",)),
        article(2, reported_at=NOON + hours[1], companies=("meta", "google")),
        article(3, reported_at=NOON + hours[2], companies=("google",)),
        article(4, reported_at=NOON + hours[0], companies=()),
    ]
    assert chosen(articles, follows={"google"}) == [3, 2, 1, 4]
    assert chosen(articles) == [1, 3, 2, 4]


@given(st.lists(st.timedeltas(timedelta(days=-1), timedelta(days=2)), max_size=20))
def test_two_digests_in_a_row_hold_everything_once(offsets: list[timedelta]) -> None:
    articles = [article(n, published_at=SINCE + offset) for n, offset in enumerate(offsets)]
    early, middle, late = SINCE - timedelta(days=2), UNTIL, UNTIL + timedelta(days=2)
    both = choose(articles, early, middle) + choose(articles, middle, late)
    assert sorted(found.id for found in both) == list(range(len(articles)))


# ---------------------------------------------------------------- one article


def test_an_article_shows_its_title_its_summary_and_its_source() -> None:
    text, entities = parse(item(article(), ARABIC))
    assert text == "ميتا تسرّح موظفين\nسرّحت ميتا 600 موظف.\nالمصدر: أكسيوس"
    assert [entity.type for entity in entities] == ["bold"]


def test_an_article_without_a_source_or_a_summary_has_no_line_for_it() -> None:
    assert parse(item(article(source=None, summary=()), ARABIC))[0] == "ميتا تسرّح موظفين"
    assert parse(line(article(source=None), ARABIC))[0] == "ميتا تسرّح موظفين\n26 أكتوبر 2025"


def test_the_title_leads_to_the_original() -> None:
    _, entities = parse(item(article(url='https://news.example/?a=1&b="2"'), ARABIC))
    assert [entity.url for entity in entities if entity.type == "text_link"] == ['https://news.example/?a=1&b="2"']


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x.example/", "https://x.example/\0", "", "x.example"])
def test_an_address_that_is_no_web_page_is_not_linked(url: str) -> None:
    assert "href" not in item(article(url=url), ARABIC)


def test_a_link_too_long_for_telegram_is_left_out_and_the_article_still_comes() -> None:
    fits = "https://news.example/".ljust(LINK_MOST, "x")
    assert "href" in item(article(url=fits), ARABIC)
    assert "href" not in item(article(url=fits + "x"), ARABIC)
    assert "href" not in item(article(url=fits[:-1] + "ب"), ARABIC)


def test_markup_in_a_title_is_shown_and_does_nothing() -> None:
    text, entities = parse(item(article(title='<b>R&D</b> "x" \u202eabc\0', source=None, summary=()), ENGLISH))
    assert text == '<b>R&D</b> "x" abc'
    assert [entity.type for entity in entities] == ["bold"]


@given(st.text(), st.integers(1, 40))
def test_a_clipped_text_is_short_and_a_beginning_of_the_whole(text: str, most: int) -> None:
    short = clip(text, most)
    assert len(short) <= most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


# ---------------------------------------------------------------- letters


@settings(max_examples=50)
@given(editions(), st.sampled_from((ARABIC, ENGLISH)))
def test_every_letter_is_one_that_telegram_takes_and_no_article_is_lost_or_doubled(
    articles: list[Article], tongue: Voice
) -> None:
    letters = compose(articles, tongue, UNTIL)
    assert numbers(letters) == [found.id for found in articles]
    for letter in letters:
        text, _ = message_text(letter.html, "HTML", None)
        assert 0 < len(text) <= 4096
        assert len(parse(letter.html)[1]) <= 100
        assert link_bytes(letter) <= 9_000


@settings(max_examples=30)
@given(editions().filter(bool), st.sampled_from((ARABIC, ENGLISH)))
def test_an_alert_is_one_letter_with_its_article(articles: list[Article], tongue: Voice) -> None:
    letter = compose_alert(articles[0], tongue)
    message_text(letter.html, "HTML", None)
    assert numbers([letter]) == [1]


def test_nothing_new_is_no_letter() -> None:
    assert compose([], ARABIC, UNTIL) == []


def test_the_digest_names_its_day_where_the_reader_lives_and_counts_its_news() -> None:
    letters = compose([article(1), article(2)], ARABIC, datetime(2025, 10, 26, 22, 0, tzinfo=UTC))
    assert parse(letters[0].html)[0].splitlines()[0] == "موجز الاثنين 27 أكتوبر 2025 في خبرين"


def test_a_long_digest_says_which_part_it_is() -> None:
    letters = compose([article(n, summary=("كلمة " * 150,)) for n in range(1, 11)], ARABIC, UNTIL)
    openings = [parse(letter.html)[0].splitlines()[0] for letter in letters]
    assert openings[0].startswith("موجز الاثنين")
    assert openings[1:] == [f"تتمة الموجز (الجزء {n} من {len(letters)})" for n in range(2, len(letters) + 1)]


def test_many_short_articles_stay_within_a_hundred_formatted_places() -> None:
    letters = compose([article(n, title=f"‹{n}›", summary=()) for n in range(1, 121)], ARABIC, UNTIL)
    assert [len(parse(letter.html)[1]) <= 100 for letter in letters] == [True, True]
    assert numbers(letters) == list(range(1, 121))


@given(st.lists(TEXTS.map(Markup.escape), max_size=30), st.sampled_from(("\n", "\n\n")))
def test_packing_uses_no_message_more_than_the_order_of_blocks_needs(blocks: list[Markup], separator: str) -> None:
    messages = pack(map(measured, blocks), separator)
    assert separator.join(messages) == separator.join(blocks)
    for message, after in pairwise(messages):
        assert not (measure(message + separator) + measure(after.split(separator)[0])).fits


def test_a_block_that_fits_into_no_message_is_refused_loudly() -> None:
    with pytest.raises(ValueError, match="fits into no message"):
        pack([measured(Markup("ب" * 4097))])


@given(LONG_TEXTS)
def test_a_text_is_measured_as_telegram_counts_it(text: str) -> None:
    html = Markup("<b>{}</b>").format(ARABIC.text(text))
    parsed, entities = parse(html)
    assert (measure(html).length, measure(html).entities) == (len(parsed), 1)
    assert len(entities) <= 1
