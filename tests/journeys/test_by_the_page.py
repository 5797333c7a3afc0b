"""Issue 5 in a browser: from /start over settings, digest, details and following to an alert and its correction."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import Locator, Page, expect

from tests.handlers.scenes import META, broken
from tests.handlers.test_corrections import corrected, public
from tests.newsroom import Newsroom
from tests.pipeline.test_correcting import went_out
from tests.pipeline.test_remembering import DEARER

pytest_plugins = ["tests.browser"]
pytestmark = pytest.mark.browser

GLASSES = (
    f"{META}\n\n"
    "وتعمل النظارة ثماني ساعات من غير شحن، وتفهم ست لغات منها العربية.\n\n"
    "ولا يحتاج المستخدم إلى هاتف، فالترجمة تجري في النظارة نفسها.\n\n"
    "وجرّبها في الصيف خمسون صحفيًا في برلين والقاهرة، وقالوا إنها تتأخر ثانية عن الكلام."
)
NINE = datetime(2025, 10, 27, 6, 0, tzinfo=UTC)
"""09:00 in Riyadh."""


async def test_a_reader_lives_with_mujaz_on_the_page_from_the_first_word_to_a_correction(
    newsroom: Newsroom, page: Page
) -> None:
    sara = newsroom.toy.person("سارة")
    await page.goto(f"{newsroom.toy.url}/#{sara.id}")
    await expect(page.locator(f"[data-person='{sara.id}']")).to_have_attribute("aria-selected", "true")

    await _type(page, "/start")
    await _tap(newsroom, page, "09:00")
    await expect(_last(page, "حُفظ الوقت")).to_contain_text("09:00")

    await _type(page, "/settings")
    await _tap(newsroom, page, "الأخبار العاجلة")
    await _tap(newsroom, page, "أخبار ما أتابعه فقط")
    await expect(page.get_by_role("button", name="✓ أخبار ما أتابعه فقط")).to_be_visible()
    await _tap(newsroom, page, "رجوع")
    await expect(page.get_by_role("log")).to_contain_text("أخبار ما أتابعه فقط، 3 في اليوم على الأكثر")

    card = await public(newsroom, GLASSES)
    await newsroom.wait_until(NINE)
    await expect(_last(page, "موجز الاثنين 27 أكتوبر 2025")).to_contain_text("499 دولارًا")
    await newsroom.all_delivered()
    await _tap(newsroom, page, "1")
    await _tap(newsroom, page, "تفاصيل")
    await expect(_last(page, "خمسون صحفيًا")).to_be_visible()
    await _tap(newsroom, page, "تابع ميتا")
    await expect(page.get_by_role("button", name="ألغِ متابعة ميتا")).to_be_visible()

    newsroom.clock.turn(hours=1)
    await broken(newsroom, await newsroom.draft_of(DEARER))
    alert = _last(page, "599 دولارًا")
    await expect(alert).to_contain_text("خبر عاجل")
    await expect(alert).to_contain_text("موجز الاثنين 27 أكتوبر 2025")  # what it answers
    await newsroom.all_delivered()

    await corrected(newsroom, card, GLASSES.replace("الربيع", "الصيف"))
    await went_out(newsroom)
    digest = page.locator(".from-bot", has_text="موجز الاثنين 27 أكتوبر 2025").first
    await expect(digest).to_contain_text("تصحيح: ")
    await expect(digest).to_contain_text("الصيف")
    await expect(digest).to_contain_text("معدّلة")


def _last(page: Page, words: str) -> Locator:
    return page.locator(".from-bot", has_text=words).last


async def _tap(newsroom: Newsroom, page: Page, button: str) -> None:
    newsroom.clock.turn(seconds=5)  # nobody taps faster than that for long
    await page.get_by_role("button", name=button, exact=True).last.click()


async def _type(page: Page, text: str) -> None:
    await page.get_by_label("نص الرسالة").fill(text)
    await page.keyboard.press("Enter")
