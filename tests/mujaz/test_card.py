"""A story's card and its buttons, and why a reader got it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mujaz.digest.card import card, why
from mujaz.digest.choose import Taste
from mujaz.digest.form import Form
from mujaz.digest.item import Item, Reason, Why, alone, item
from mujaz.events.classify import OTHER
from mujaz.letter import Letter
from mujaz.stories.story import Label, News
from mujaz.subscriber import Length
from mujaz.texts.catalogue import Voice, voice
from playground.html import parse
from playground.limits import message_text
from tests.mujaz.news import LONG_TEXTS, RIYADH, TEXTS, article, figure, voices

ARABIC, ENGLISH = (voice(language, RIYADH) for language in ("ar", "en"))
NAMES = {"meta": "ميتا", "openai": "OpenAI"}
BRIEF, FULL = Form(Length.BRIEF, names=NAMES), Form(Length.FULL, names=NAMES)
LAYOFFS = article(
    event="layoffs",
    summary=("سرّحت ميتا 600 موظف.",),
    long=("سرّحت ميتا 600 موظف.", "ولم تعلّق الشركة."),
    figures=(figure("600 موظف"), figure("مرتين", counted="")),
)


def buttons(letter: Letter, tongue: Voice = ARABIC) -> list[tuple[str, str]]:
    """Labels and data in the order in which they are read."""
    rows = [row[::-1] if tongue.right_to_left else row for row in letter.keyboard]
    return [(button.label, button.data) for row in rows for button in row]


def test_a_card_tells_the_story_in_brief_with_its_figures_source_and_date() -> None:
    assert parse(card(alone(LAYOFFS), BRIEF, ARABIC, Taste()).html)[0] == (
        "ميتا تسرّح موظفين\nسرّحت ميتا 600 موظف.\nالأرقام: 600 موظف\nالمصدر: أكسيوس\nتاريخ الخبر: 26 أكتوبر 2025"
    )


def test_its_details_are_the_long_summary() -> None:
    at_length = card(alone(LAYOFFS), FULL, ARABIC, Taste())
    assert "سرّحت ميتا 600 موظف. ولم تعلّق الشركة." in parse(at_length.html)[0]
    assert [data for _, data in buttons(at_length)] == [
        "save:101:full",
        "follow:meta:101:full",
        "less:layoffs:101:full",
        "thread:101",
        "why:101:full",
    ]


def test_a_card_offers_what_makes_sense_for_the_reader() -> None:
    assert buttons(card(alone(LAYOFFS), BRIEF, ARABIC, Taste())) == [
        ("تفاصيل", "more:101"),
        ("احفظ", "save:101"),
        ("تابع ميتا", "follow:meta:101"),
        ("قلّل من هذا النوع", "less:layoffs:101"),
        ("القصة كاملة", "thread:101"),
        ("لماذا وصلني هذا؟", "why:101"),
    ]
    knowing = Taste(frozenset({"meta"}), frozenset({"layoffs"}))
    assert buttons(card(alone(LAYOFFS), BRIEF, ENGLISH, knowing, saved=True), ENGLISH) == [
        ("Details", "more:101"),
        ("Remove from saved", "unsave:101"),
        ("Unfollow ميتا", "unfollow:meta:101"),
        ("This kind as before", "unless:layoffs:101"),
        ("The whole story", "thread:101"),
        ("Why did I get this?", "why:101"),
    ]
    plain = article(companies=(), event=OTHER, long=("سرّحت ميتا 600 موظف.",))
    shown = buttons(card(alone(plain), BRIEF, ARABIC, Taste()))
    assert [data for _, data in shown] == ["save:101", "thread:101", "why:101"]


def because(why_: Why, company: str | None = None, *, wanted_less: bool = False) -> Item:
    return item([LAYOFFS], LAYOFFS, Reason(why_, company, wanted_less))


@pytest.mark.parametrize(
    ("story", "sentences"),
    [
        (because(Why.FOLLOWED, "meta"), ["وصلك هذا الخبر لأنك تتابع ميتا."]),
        (because(Why.FOLLOWED, "openai"), ["وصلك هذا الخبر لأنك تتابع \u200f\u2068OpenAI\u2069."]),
        (because(Why.BREAKING), ["وصلك هذا الخبر لأن المحررين عدّوه خبرًا عاجلًا."]),
        (because(Why.RECENT), ["وصلك هذا الخبر لأنه من أحدث ما نُشر."]),
        (
            because(Why.RECENT, wanted_less=True),
            ["وصلك هذا الخبر لأنه من أحدث ما نُشر.", "وقد طلبت تقليل هذا النوع (تسريح موظفين)، لكن الموجز اتسع له."],
        ),
    ],
)
def test_why_a_story_came_is_told_in_words(story: Item, sentences: list[str]) -> None:
    assert why(story, BRIEF, ARABIC).splitlines() == sentences


def test_why_an_update_came_names_its_sources_and_that_it_is_one() -> None:
    articles = [
        article(n, story=7, label=Label.FOLLOW_UP, source=f"صحيفة {n}", added=News(figures=(9.0,))) for n in range(2, 6)
    ]
    story = item(articles, articles[-1], Reason(Why.WIDELY), since=1)
    assert why(story, BRIEF, ARABIC).splitlines() == [
        "وصلك هذا الخبر لأنه واسع الانتشار: تناقلته 4 مصادر.",
        "وفيه جديد على ما وصلك من قبل.",
    ]


@settings(max_examples=50)
@given(LONG_TEXTS, TEXTS, st.sampled_from((BRIEF, FULL)), voices())
def test_any_story_makes_a_card_that_telegram_takes(text: str, more: str, form: Form, tongue: Voice) -> None:
    story = article(
        title=text, summary=(text,), long=(text, more), source=text, figures=(figure(text),) * 3, companies=("x" * 30,)
    )
    letter = card(alone(replace(story, story=10**12)), form, tongue, Taste())
    shown, _ = message_text(letter.html, "HTML", None)
    assert 0 < len(shown) <= 4096
    for label, data in buttons(letter, tongue):
        assert 0 < len(label) <= 60
        assert 1 <= len(data.encode()) <= 64
