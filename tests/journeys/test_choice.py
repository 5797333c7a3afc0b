"""Issue 5, 2: a digest is finite and balanced, tells stories and not articles, and nothing that its reader was told."""

from datetime import UTC, datetime, timedelta

from mujaz.article import Article
from tests.handlers.scenes import CHIPS, META, MISTRAL, archived, tapped
from tests.handlers.test_corrections import public, retracted
from tests.journeys.walking import asked, walked
from tests.newsroom import Newsroom
from tests.pipeline.test_remembering import DEARER

MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
"""08:00 in Riyadh."""
CENTRE = (
    "بدأ العمال في لويزيانا بناء أكبر مركز بيانات لشركة «ميتا» على أرض زراعية.\n\n"
    "ويكلف المركز عشرة مليارات دولار، وتغذيه ثلاث محطات للغاز، ويحتج مزارعون على استهلاكه للمياه الجوفية."
)
RUMOUR = "تبيع شركة «أوبن إيه آي» مقرها في سان فرانسيسكو.\n\nويقدَّر ثمن المبنى بنحو 300 مليون دولار."


async def test_of_much_news_the_weightiest_stories_come_balanced_and_afterwards_only_what_is_new(
    newsroom: Newsroom,
) -> None:
    sara = await newsroom.reader("سارة")
    await walked(newsroom, sara, await asked(newsroom, sara, "/settings"), "عدد الأخبار", "3")
    await retracted(newsroom, await public(newsroom, RUMOUR))
    centre = await archived(newsroom, CENTRE, "مركز بيانات في لويزيانا", hours=3)
    glasses = await _reported(newsroom, META, "نظارة تترجم", "رويترز")
    assert centre.story != glasses.story
    await _reported(newsroom, f"{META}\n\nوتزن النظارة 50 غرامًا.", "نظارة ميتا تترجم", "الجزيرة")
    await _reported(newsroom, f"{META}\n\nوتعمل البطارية يومًا كاملًا.", "نظارة جديدة من ميتا", "العربية")
    await archived(newsroom, CHIPS, "مصنع في تايوان", hours=1)
    await archived(newsroom, MISTRAL, "مكتب في الدار البيضاء", hours=2)

    await newsroom.wait_until(MORNING)
    digest = await sara.hears()
    assert "في 3 أخبار" in digest.text
    assert "تناقلته 3 مصادر" in digest.text
    assert digest.text.index("النظارة") < digest.text.index("مصنع في تايوان")
    assert "لويزيانا" not in digest.text  # a second one of Meta, which sara does not follow
    assert "سان فرانسيسكو" not in digest.text
    await tapped(sara, digest, "1")
    card = await sara.hears()
    newsroom.clock.turn(seconds=5)
    assert "واسع الانتشار: تناقلته 3 مصادر" in (await tapped(sara, card, "لماذا وصلني هذا؟")).text
    await newsroom.all_delivered()

    await archived(newsroom, DEARER, "سعر نظارة ميتا يرتفع")
    await newsroom.wait_until(MORNING + timedelta(days=1))
    update = (await sara.hears()).text
    assert "في خبر واحد" in update
    assert "مستجدات: " in update
    assert ("599" in update, "499" in update) == (True, False)


async def _reported(newsroom: Newsroom, text: str, title: str, source: str) -> Article:
    """An article of an outlet, published just now."""
    now = newsroom.clock()
    return await newsroom.mujaz.room.intake.archive(
        title, text, source=source, url=None, reported_at=now, published_at=now
    )
