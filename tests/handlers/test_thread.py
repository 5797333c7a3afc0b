"""/story: one story from its beginning, by its number, by words, from its card, and through a link for anybody."""

from structlog.testing import capture_logs

from mujaz.article import Article
from playground.people import Person
from storage import reports, subscribers
from tests.handlers.scenes import CHIPS, all_heard, archived, failures, labels, tapped
from tests.newsroom import Newsroom

AXIOS = (
    "أبلغت شركة «ميتا» 600 موظف في مختبر الذكاء الاصطناعي بأن وظائفهم ستُلغى.\n\n"
    "وقالت المذكرة التي كتبها ألكسندر وانغ إن الفريق الأصغر يتخذ القرارات أسرع."
)
REUTERS = (
    "سرّحت شركة «ميتا» 700 موظف من مختبر الذكاء الاصطناعي في مذكرة كتبها ألكسندر وانغ.\n\n"
    "وقال وانغ إن الفريق الأصغر يتخذ القرارات أسرع، وإن وظائف أخرى في ميتا تنتظر المسرَّحين."
)


async def told_twice(newsroom: Newsroom) -> Article:
    """A story of two outlets that count differently; the article that opened it."""
    opening = None
    for hours, title, text, source in (
        (5, "ميتا تلغي 600 وظيفة في مختبر الذكاء الاصطناعي", AXIOS, "أكسيوس"),
        (3, "ميتا تسرّح 700 موظف من مختبر الذكاء الاصطناعي", REUTERS, "رويترز"),
    ):
        moment = newsroom.clock()
        article = await newsroom.mujaz.room.intake.archive(
            title, text, source=source, url=None, reported_at=moment, published_at=moment
        )
        newsroom.clock.turn(hours=hours)
        opening = opening or article
    assert opening is not None and opening.story == article.story
    return opening


async def test_a_story_is_told_with_who_was_first_and_where_outlets_disagree(newsroom: Newsroom) -> None:
    article = await told_twice(newsroom)
    sara = newsroom.toy.person("سارة")
    sara.send(f"/story {article.story}")
    answer = await sara.hears()
    assert "تختلف المصادر" in answer.text and "600" in answer.text and "700" in answer.text
    assert answer.text.index("أول من نشر: أكسيوس") < answer.text.index("ثم: رويترز")
    assert f"?start=s_{article.story}" in answer.text


async def test_a_story_is_found_by_any_digits_by_its_link_and_by_words(newsroom: Newsroom) -> None:
    article = await told_twice(newsroom)
    await archived(newsroom, CHIPS, "مصنع رقائق جديد في تايوان")
    sara = newsroom.toy.person("سارة")
    arabic = str(article.story).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for asked in (
        arabic,
        f"#{article.story}",
        f"s_{article.story}",
        "مذكرة وانغ",
        f"https://t.me/x?start=s_{article.story}",
    ):
        newsroom.clock.turn(seconds=9)
        sara.send(f"/story {asked}")
        assert "أول من نشر: أكسيوس" in (await sara.hears()).text, asked


async def test_the_link_of_a_story_opens_it_for_who_never_pressed_start_and_subscribes_nobody(
    newsroom: Newsroom,
) -> None:
    article = await told_twice(newsroom)
    stranger = newsroom.toy.person("غريب")
    stranger.send(f"/start s_{article.story}")
    assert "أول من نشر: أكسيوس" in (await stranger.hears()).text
    assert await newsroom.mujaz.room.store.read(subscribers.get, stranger.id) is None
    stranger.send("/start s_999999")
    assert "لا أعرف قصة" in (await stranger.hears()).text


async def test_every_card_leads_to_the_whole_story_and_back(newsroom: Newsroom) -> None:
    await told_twice(newsroom)
    sara = await newsroom.reader("سارة")
    sara.send("/digest")
    await tapped(sara, await sara.hears(), "1")
    card = await sara.hears()
    newsroom.clock.turn(seconds=9)
    await tapped(sara, card, "القصة كاملة")
    whole = await sara.hears()
    assert "أول من نشر: أكسيوس" in whole.text
    newsroom.clock.turn(seconds=9)
    await tapped(sara, whole, "بطاقة الخبر")
    assert "القصة كاملة" in labels(await sara.hears())


async def test_an_error_that_a_reader_reports_is_kept_and_lands_at_the_editors_desk(newsroom: Newsroom) -> None:
    article = await told_twice(newsroom)
    newsroom.layla.send("/start")
    await newsroom.layla.hears()
    sara = newsroom.toy.person("سارة")
    sara.send(f"/story {article.story}")
    whole = await sara.hears()
    newsroom.clock.turn(seconds=9)
    await tapped(sara, whole, "أبلغ عن خطأ")
    assert (await sara.hears()).text.startswith("ما الخطأ في هذا الخبر؟")
    newsroom.clock.turn(seconds=9)
    sara.send("العدد 600 <لا> 700")
    assert (await sara.hears()).text.startswith("وصل بلاغك")
    card = await newsroom.layla.hears()
    assert "العدد 600" in card.text and "ميتا تسرّح 700 موظف" in card.text
    await all_heard(newsroom)
    assert await newsroom.mujaz.room.store.read(reports.untold) == []
    newsroom.clock.turn(seconds=9)
    sara.send("ميتا")
    assert "Meta" in (await sara.hears()).text  # what comes next is a question again


async def test_a_report_can_be_called_off(newsroom: Newsroom) -> None:
    article = await told_twice(newsroom)
    sara = newsroom.toy.person("سارة")
    sara.send(f"/story {article.story}")
    await tapped(sara, await sara.hears(), "أبلغ عن خطأ")
    asked = await sara.hears()
    newsroom.clock.turn(seconds=9)
    await tapped(sara, asked, "لا خطأ فيه")
    await sara.sees(lambda message: message.text.startswith("حسنًا"))
    newsroom.clock.turn(seconds=9)
    sara.send("ميتا")
    assert "Meta" in (await sara.hears()).text


async def test_whatever_follows_the_command_is_answered(newsroom: Newsroom) -> None:
    sara = newsroom.toy.person("سارة")
    with capture_logs() as logged:
        await ask_anything(newsroom, sara)
    assert failures(logged) == []


async def ask_anything(newsroom: Newsroom, sara: Person) -> None:
    for said in ("", "س" * 4000, "<b>x</b>", "NEAR(a, 5) AND *", "'; DROP TABLE articles; --", "😀", "-0", "9" * 40):
        newsroom.clock.turn(seconds=9)
        sara.send(f"/story {said}"[:4096])
        assert (await sara.hears()).text
