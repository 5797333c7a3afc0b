"""/company: any spelling of a name, suggestions, following; and whatever else people type there."""

from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from tests.handlers.scenes import CHIPS, META, MISTRAL, archived, failures, labels, said_to, tapped
from tests.newsroom import Newsroom

SPELLINGS = [
    "meta", "META", "Meta ", "ميتا", "لميتا", "وميتا", "فيسبوك", "الفيسبوك", "Facebook", "facebook", "شركة ميتا",
    "مِيتَا", "ميـــتا", "«ميتا»", "ميتا؟", "واتساب", "Mark Zuckerberg",
]  # fmt: skip

HOSTILE = [
    "ا" * 4000,
    "ميتا " * 790,
    "word " * 790,
    "🙂🙂🙂",
    "👨‍👩‍👧‍👦 ميتا 🇸🇦",
    "<b>ميتا</b>",
    "<script>alert(1)</script>",
    "&lt;b&gt; & &amp; \"'",
    "</b></a><a href=\"http://example.com\">",
    "'; DROP TABLE articles; --",
    'title:"ميتا" OR NEAR(a b, 3) AND NOT *',
    'ميتا* ^ميتا {title body}: "',
    "\u202eatem\u202c",
    "\u2067ميتا\u2066 meta",
    "me\u200bta \ufeff\u200f",
    "meta\x00\x01\x07",
    "ﻣﻴﺘﺎ",
    "{name} %s {0}",
    "\\ \\\\ / //",
    "-1", "٠", "...",
]  # fmt: skip


async def test_a_company_is_found_in_any_spelling(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, "نظارة تترجم")
    for spelling in SPELLINGS:
        newsroom.clock.turn(seconds=1)
        sara.send(f"/company {spelling}")
        card = await sara.hears()
        assert card.text.startswith("ميتا"), spelling
        assert "نظارة تترجم" in card.text, spelling


async def test_the_card_tells_who_the_company_is(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, "نظارة تترجم")
    sara.send("/company meta")
    card = await sara.hears()
    for words in (
        "شركة تقنية كبرى، الولايات المتحدة",
        "أبرز الأسماء: ",
        "أبرز المنتجات: ",
        "في الأرشيف عنها: خبر واحد",
    ):
        assert words in card.text
    assert labels(card) == ["1", "أسبوعًا بعد أسبوع", "بالأرقام", "شارك المتابعة", "تابع الشركة"]


async def test_a_name_on_the_next_line_is_a_name_too(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/company\nميتا")
    assert (await sara.hears()).text.startswith("ميتا")


async def test_a_company_without_news_is_still_known(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/company ميسترال")
    assert "لا أخبار عنها في الأرشيف بعد." in (await sara.hears()).text


async def test_without_a_name_mujaz_asks_for_one(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/company")
    assert (await sara.hears()).text.startswith("اكتب اسم الشركة بعد الأمر")


async def test_a_name_with_a_slip_gets_suggestions_that_work(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, MISTRAL, "مكتب في الدار البيضاء")
    sara.send("/company Mistrall")
    near = await sara.hears()
    assert "لا أعرف شركة اسمها" in near.text
    assert "هل تقصد" in near.text
    await tapped(sara, near, "company:mistral")
    card = await sara.hears()
    assert card.text.startswith("ميسترال")
    assert "مكتب في الدار البيضاء" in card.text


async def test_a_name_that_resembles_none_is_said_to_be_unknown(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/company زقزوق")
    answer = await sara.hears()
    assert answer.text.startswith("لا أعرف شركة اسمها «زقزوق»")
    assert labels(answer) == []


async def test_what_is_followed_comes_first_in_the_digest_until_it_is_unfollowed(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/company ميتا")
    card = await sara.hears()
    assert "تتابع الآن ميتا" in (await tapped(sara, card, "تابع الشركة")).text
    card = await sara.sees(lambda message: "ألغِ المتابعة" in labels(message))
    await archived(newsroom, META, "نظارة تترجم", hours=3)
    await archived(newsroom, CHIPS, "مصنع في تايوان", hours=1)
    await newsroom.wait_until(datetime(2025, 10, 27, 5, 0, tzinfo=UTC))
    digest = (await sara.hears()).text
    assert digest.index("نظارة تترجم") < digest.index("مصنع في تايوان")

    assert "لم تعد تتابع ميتا" in (await tapped(sara, card, "ألغِ المتابعة")).text
    await sara.sees(lambda message: "تابع الشركة" in labels(message))
    court = "رفعت ولاية أميركية دعوى على «ميتا» بسبب بيانات المراهقين.\n\nوتطلب الولاية من المحكمة غرامة كبيرة."
    laboratory = "افتتح باحثون في دمشق مختبرًا للترجمة الآلية.\n\nويعمل فيه عشرون لغويًا على نصوص قديمة."
    await archived(newsroom, court, "دعوى جديدة", hours=-1)
    await archived(newsroom, laboratory, "مختبر للترجمة", hours=-2)
    await newsroom.wait_until(datetime(2025, 10, 28, 5, 0, tzinfo=UTC))
    digest = (await sara.hears()).text
    assert digest.index("مختبر للترجمة") < digest.index("دعوى جديدة")


async def test_two_quick_taps_on_follow_follow_once_and_are_both_answered(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/company ميتا")
    card = await sara.hears()
    queries = [sara.tap(card, "تابع الشركة"), sara.tap(card, "تابع الشركة")]
    for query in queries:
        assert "تتابع الآن ميتا" in (await sara.answered(query)).text
    await sara.sees(lambda message: "ألغِ المتابعة" in labels(message))


@pytest.mark.parametrize("command", ["/company ", "/search ", ""])
async def test_whatever_is_typed_is_answered_and_never_breaks_markup(newsroom: Newsroom, command: str) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, "نظارة تترجم")
    with capture_logs() as logged:
        for text in HOSTILE:
            newsroom.clock.turn(seconds=1)
            before = len(said_to(sara))
            sara.send(command + text)
            await sara.hears()
            assert len(said_to(sara)) == before + 1, text
    assert failures(logged) == []
    assert not any("عذرًا" in text for text in said_to(sara))


async def test_an_english_reader_who_types_direction_controls_gets_a_straight_answer(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/settings")
    card = await sara.hears()
    await tapped(sara, card, "اللغة")
    await tapped(sara, await sara.sees(lambda message: "English" in labels(message)), "English")
    sara.send("/search \u2067zzzq\u2067")
    answer = await sara.hears()
    assert "“zzzq”" in answer.text
