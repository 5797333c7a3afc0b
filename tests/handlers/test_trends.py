"""/trends: who is spoken of more and who less, as a picture and in words, of a time and of a kind of news."""

from datetime import timedelta

import pytest

from tests.handlers.scenes import META, MISTRAL, labels, tapped
from tests.newsroom import Newsroom

LAYOFFS = "أعلنت شركة «ميتا» تسريح 600 موظف من مختبرها.\n\nوقالت الشركة إن التسريح يبدأ اليوم، ويشمل فرق البحث."


async def news_of_two_weeks(newsroom: Newsroom) -> None:
    """Meta and Mistral this week; OpenAI in four outlets in the week before and never since."""
    await told(newsroom, META, "نظارة تترجم", "أكسيوس", 2)
    await told(newsroom, LAYOFFS, "ميتا تسرّح 600 موظف", "رويترز", 1)
    await told(newsroom, MISTRAL, "مكتب في الدار البيضاء", "الشرق", 3)
    for number, outlet in enumerate(("أكسيوس", "رويترز", "الشرق", "العربية")):
        text = f"افتتحت شركة «أوبن إيه آي» فرعًا لها في الرباط.\n\nونقل ذلك المراسل رقم {number + 2} في المنطقة."
        await told(newsroom, text, "فرع في الرباط", outlet, 8 + number / 10)


async def told(newsroom: Newsroom, text: str, title: str, outlet: str, days: float) -> None:
    """What an outlet published some days ago."""
    moment = newsroom.clock() - timedelta(days=days)
    await newsroom.mujaz.room.intake.archive(
        title, text, source=outlet, url=None, reported_at=moment, published_at=moment
    )


async def test_the_picture_tells_who_rises_and_who_is_no_longer_heard_of(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await news_of_two_weeks(newsroom)
    sara.send("/trends")
    shown = await sara.hears()
    assert shown.photo is not None
    assert shown.text == (
        "الشركات الأكثر ذكرًا في أسبوع\nمن 20 أكتوبر 2025 إلى 26 أكتوبر 2025\n\n"
        "ميتا: خبران، جديدة\nميسترال إيه آي: خبر واحد، جديدة\n"
        "أوبن إيه آي: لا أخبار، متراجعة (4 في الأسبوع السابق)"
    )


@pytest.mark.parametrize("typed", ["/trends layoffs", "/trends تسريح", "الاتجاهات تسريح"])
async def test_one_kind_of_news_is_asked_for_in_either_language(newsroom: Newsroom, typed: str) -> None:
    sara = await newsroom.reader("سارة")
    await news_of_two_weeks(newsroom)
    sara.send(typed)
    shown = await sara.hears()
    assert shown.text.startswith("الأكثر ذكرًا في أسبوع: تسريح موظفين\n")
    assert "ميتا: خبر واحد" in shown.text
    assert "ميسترال" not in shown.text


@pytest.mark.parametrize("typed", ["/trends month", "/trends شهر", "/trends 30", "/trends ٣٠ يومًا"])
async def test_the_month_is_asked_for_in_any_way(newsroom: Newsroom, typed: str) -> None:
    sara = await newsroom.reader("سارة")
    await news_of_two_weeks(newsroom)
    sara.send(typed)
    assert "أوبن إيه آي: 4 أخبار" in (await sara.hears()).text


async def test_a_button_leads_from_the_week_to_the_month_of_the_same_kind(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await news_of_two_weeks(newsroom)
    sara.send("/trends layoffs")
    shown = await sara.hears()
    assert labels(shown) == ["في شهر"]
    await tapped(sara, shown, "في شهر")
    assert (await sara.hears()).text.startswith("الأكثر ذكرًا في شهر: تسريح موظفين\n")


async def test_a_chat_that_takes_no_pictures_gets_the_words_and_the_button(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await news_of_two_weeks(newsroom)
    newsroom.toy.fail("sendPhoto", status=400, description="Bad Request: not enough rights to send photos to the chat")
    sara.send("/trends")
    told = await sara.hears()
    assert told.photo is None
    assert told.text.startswith("الشركات الأكثر ذكرًا")
    assert labels(told) == ["في شهر"]


async def test_what_is_not_understood_and_what_is_empty_is_said(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    for typed, answer in (
        ("/trends زهور", "لم أفهم «زهور»"),
        ("/trends", "لم تُذكر شركة في أخبار الأيام السبعة الأخيرة"),
        ("/trends تسريح", "لا شركات في أخبار الأيام السبعة الأخيرة من هذا النوع: تسريح موظفين"),
    ):
        sara.send(typed)
        assert answer in (await sara.hears()).text
