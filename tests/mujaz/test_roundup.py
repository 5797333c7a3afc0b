"""The round-up of a week or a month: the right stories in the right order, as letters that Telegram takes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mujaz.article import Article, Figure, Status
from mujaz.digest.roundup import NUMBERS, STORIES, Number, compose, round_up
from mujaz.digest.split import measure
from mujaz.letter import Letter
from mujaz.period import Period, Span, period_until
from mujaz.stories.story import Label
from mujaz.texts.catalogue import Voice, voice
from playground.html import parse
from playground.limits import message_text

ARABIC, ENGLISH = (voice(language, ZoneInfo("Asia/Riyadh")) for language in ("ar", "en"))
NOW = datetime(2025, 10, 26, 18, 0, tzinfo=UTC)
WEEK, MONTH = (period_until(span, NOW, ARABIC.zone) for span in Span)
PIECES = ("<b>", "&amp;", "\0", "\u202e", "\ud800", "😀", "ميتا", "OpenAI ", "كلمة ", "\n", "{title}", "«قال»", ".")
TEXTS = st.builds(
    lambda parts, times: "".join(parts) * times, st.lists(st.sampled_from(PIECES), max_size=6), st.sampled_from((1, 90))
)


def figure(said: str, counted: str = "موظف") -> Figure:
    return Figure(600, None, "employees", counted, "=", said, f"وكان العدد {said}.")


def article(number: int, story: int | None = None, **given: object) -> Article:
    fields: dict[str, object] = {
        "title": f"عنوان {number}",
        "summary": (),
        "line": f"سطر الخبر {number}.",
        "source": "أكسيوس",
        "url": None,
        "reported_at": NOW - timedelta(hours=number),
        "published_at": NOW - timedelta(hours=number),
        "status": Status.PUBLISHED,
        "version": 1,
        "companies": (),
        "label": Label.OPENING,
    }
    return Article(id=number, story=number if story is None else story, **(fields | given))  # type: ignore[arg-type]  # the fields are those of an article


@st.composite
def archives(draw: st.DrawFn) -> list[Article]:
    """Up to forty articles of up to twenty stories, each with its number at the beginning of its title."""
    return [
        article(
            number,
            draw(st.integers(1, 20)),
            title=f"‹{number}› {draw(TEXTS)}",
            line=draw(TEXTS),
            source=draw(st.none() | TEXTS),
            url=draw(st.none() | TEXTS.map(lambda path: "https://news.example/" + path)),
            label=draw(st.none() | st.sampled_from(Label)),
            status=draw(st.sampled_from((Status.PUBLISHED, Status.PUBLISHED, Status.RETRACTED, Status.DRAFT))),
            figures=tuple(figure(draw(TEXTS)) for _ in range(draw(st.integers(0, 3)))),
        )
        for number in range(1, draw(st.integers(0, 40)) + 1)
    ]


def leads(articles: Sequence[Article]) -> list[int]:
    return [told.lead.id for told in round_up(articles, WEEK).stories]


def text(letters: Sequence[Letter]) -> str:
    return "\n\n".join(parse(letter.html)[0] for letter in letters)


def told(articles: Sequence[Article], tongue: Voice = ARABIC) -> str:
    return text(compose(round_up(articles, WEEK), tongue))


# ---------------------------------------------------------------- which stories


def test_the_story_that_most_outlets_told_comes_first_and_then_the_newest() -> None:
    wide = [article(number, 9, source=f"مصدر {number}") for number in (9, 10, 11)]
    assert leads([article(2), article(1), *wide]) == [9, 1, 2]


def test_a_story_that_went_on_weighs_more_than_one_that_was_repeated() -> None:
    repeated = [article(1), article(2, 1, label=Label.SAME), article(3, 1, label=Label.COPY)]
    went_on = [article(21), article(20, 21, label=Label.FOLLOW_UP)]
    assert leads([*repeated, *went_on]) == [20, 1]


def test_a_story_is_told_by_its_newest_article_that_brought_something() -> None:
    assert leads([article(9), article(5, 9, label=Label.FOLLOW_UP), article(2, 9, label=Label.COPY)]) == [5]
    assert leads([article(9, label=Label.SAME), article(8, 9, label=Label.COPY)]) == [8]


def test_what_an_editor_marked_as_breaking_comes_before_its_equals() -> None:
    assert leads([article(1), article(2, breaking=True)]) == [2, 1]


def test_nothing_that_was_retracted_or_is_a_draft_is_told() -> None:
    assert leads([article(1, status=Status.RETRACTED), article(2, status=Status.DRAFT), article(3)]) == [3]
    assert compose(round_up([article(1, status=Status.RETRACTED)], WEEK), ARABIC) == []


def test_a_week_has_eight_stories_at_most_and_a_month_twelve() -> None:
    many = [article(number) for number in range(1, 30)]
    assert (len(round_up(many, WEEK).stories), len(round_up(many, MONTH).stories)) == (8, 12)


def test_an_article_that_has_no_story_is_one_of_its_own() -> None:
    assert leads([replace(article(number), story=None, label=None) for number in (1, 2)]) == [1, 2]


# ---------------------------------------------------------------- figures


def test_the_figures_are_what_titles_and_lines_do_not_say_each_with_its_title() -> None:
    first = article(1, title="ميتا تسرّح 600 موظف", figures=(figure("600 موظف"), figure("3000 موظف")))
    second = article(2, line="استثمرت 14.3 مليار دولار.", figures=(figure("14.3 مليار دولار"),))
    third = article(3, figures=(figure("7", counted=""), figure("7 مكاتب"), figure("9 مكاتب")))
    assert told([first, second, third]).endswith("بالأرقام\n3000 موظف: ميتا تسرّح 600 موظف\n7 مكاتب: عنوان 3")


def test_figures_may_be_of_stories_for_which_there_was_no_room() -> None:
    many = [article(number) for number in range(1, 20)]
    last = article(40, line="استثمرت 14.3 مليار دولار.", figures=(figure("14.3 مليار دولار"),))
    assert round_up([*many, last], WEEK).numbers == (Number("14.3 مليار دولار", "عنوان 40"),)


# ---------------------------------------------------------------- letters


def test_a_week_is_told_with_its_dates_its_stories_and_who_told_them() -> None:
    wide = [article(3), article(4, 3, source="رويترز", label=Label.SAME)]
    went_on = [article(6), article(5, 6, label=Label.FOLLOW_UP), article(7, 6, label=Label.COPY, source="رويترز")]
    assert told([article(1), *wide, *went_on]) == (
        "موجز الأسبوع، من 20 أكتوبر 2025 إلى 26 أكتوبر 2025\n\n"
        "عنوان 5\nسطر الخبر 5.\nنشره مصدران، وفيه تطور واحد\n\n"
        "عنوان 3\nسطر الخبر 3.\nنشره مصدران\n\n"
        "عنوان 1\nسطر الخبر 1.\nالمصدر: أكسيوس"
    )


def test_a_week_is_told_in_english_too() -> None:
    wide = [article(3), article(4, 3, source="رويترز", label=Label.SAME)]
    assert told(wide, ENGLISH).startswith("The week in brief, 20 October 2025 to 26 October 2025\n\n")
    assert told(wide, ENGLISH).endswith("Published by 2 outlets")


@pytest.mark.parametrize("line", ["عنوان 1", "عنوان 1.", "عُنوان 1"])
def test_a_line_that_says_what_the_title_says_is_not_said_twice(line: str) -> None:
    assert told([article(1, line=line)]).count("وان 1") == 1


def test_an_article_that_an_older_mujaz_stored_is_told_by_its_summary() -> None:
    assert "جملته الأولى." in told([article(1, line="", summary=("جملته الأولى.", "والثانية."))])


@given(archives(), st.sampled_from((WEEK, MONTH)), st.sampled_from((ARABIC, ENGLISH)))
@settings(deadline=None, max_examples=50)
def test_whatever_the_articles_a_roundup_is_what_telegram_takes_and_tells_each_story_once(
    articles: list[Article], period: Period, tongue: Voice
) -> None:
    roundup = round_up(articles, period)
    letters = compose(roundup, tongue)
    for letter in letters:
        message_text(letter.html, "HTML", None)
        assert measure(letter.html).fits
    html = "".join(letter.html for letter in letters)
    assert all(f"‹{told.lead.id}›" in html for told in roundup.stories)
    stories = {told.lead.story for told in roundup.stories}
    assert len(stories) == len(roundup.stories) <= STORIES[period.span]
    assert len(roundup.numbers) <= NUMBERS[period.span]
