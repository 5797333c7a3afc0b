"""An editor's day on the page: pasted in two pieces, retitled, published, corrected after delivery, and retracted."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import Locator, Page, expect

from tests.journeys.test_seed_article import RETELLING, _open_as, _paste_in_two_pieces, _type
from tests.newsroom import Newsroom

pytest_plugins = ["tests.browser"]
pytestmark = pytest.mark.browser

MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
TITLE = "ميتا تسرّح 600 موظف من مختبرها"
CORRECTED = (
    "قررت شركة «ميتا» تسريح 620 موظفًا من مختبر الذكاء الاصطناعي لديها.\n\n"
    "وقالت الشركة إن القرار يشمل 620 موظفًا في ثلاثة فرق، وإن فريقها الجديد لا يشمله."
)


async def test_an_editor_pastes_retitles_publishes_corrects_after_delivery_and_retracts_on_the_page(
    newsroom: Newsroom, page: Page
) -> None:
    sara = await newsroom.reader("سارة")
    await _open_as(page, newsroom, newsroom.layla)
    await _paste_in_two_pieces(page, newsroom, RETELLING.read_text(encoding="utf-8"))
    log = page.get_by_role("log")

    await _press(page, "غيّر العنوان")
    await expect(log).to_contain_text("اكتب العنوان الجديد")
    await _type(page, TITLE)
    await expect(log).to_contain_text("تغيّر العنوان")

    await _press(page, "انشر الآن")
    await expect(log).to_contain_text("يُنشر بعد 30 ثانية")
    newsroom.clock.turn(seconds=30)
    await newsroom.mujaz.tidy_desk()
    await expect(log).to_contain_text("وسيكون في الموجز القادم")
    await newsroom.wait_until(MORNING)
    digest = await sara.hears()
    assert TITLE in digest.text
    await newsroom.all_delivered()

    await _press(page, "صحّح", exact=True)
    await expect(log).to_contain_text("اكتب النص الجديد")
    while not newsroom.typing.empty():
        newsroom.typing.get_nowait()
    await _type(page, CORRECTED)
    await newsroom.pieces_arrived(1)
    await _press(page, "صحّح الخبر")
    await expect(log).to_contain_text("هذا إصداره رقم")
    await newsroom.wait_until(datetime(2025, 10, 27, 5, 10, tzinfo=UTC))
    await sara.sees(lambda message: message.message_id == digest.message_id and "620 موظفًا" in message.text)
    await newsroom.all_delivered()

    await _press(page, "اسحب الخبر")
    await expect(log).to_contain_text("لماذا يُسحب خبر")
    await _type(page, "نفته الشركة")
    await _press(page, "نعم، اسحبه")
    await expect(log).to_contain_text("سُحب الخبر: ")
    await newsroom.wait_until(datetime(2025, 10, 27, 5, 20, tzinfo=UTC))
    await sara.sees(lambda message: message.message_id == digest.message_id and "نفته الشركة" in message.text)


async def _press(page: Page, name: str, *, exact: bool = False) -> None:
    await _last(page, name, exact=exact).click()


def _last(page: Page, name: str, *, exact: bool) -> Locator:
    return page.get_by_role("button", name=name, exact=exact).last
