"""Somebody asks in the browser: a company, its stories, one of them whole, follows, a question, and «@bot» inline."""

import pytest
from playwright.async_api import Page, expect

from storage import keywords, subscribers
from tests.handlers.scenes import META, archived
from tests.newsroom import Newsroom
from tests.playground.visiting import visit

pytest_plugins = ["tests.browser"]
pytestmark = pytest.mark.browser


async def types(page: Page, newsroom: Newsroom, text: str) -> None:
    newsroom.clock.turn(seconds=9)
    await page.locator("#input").fill(text)
    await page.keyboard.press("Enter")


async def last_says(page: Page, text: str) -> None:
    await expect(page.locator(".from-bot").last).to_contain_text(text)


async def test_from_a_company_to_its_story_to_following_it_to_sharing_it_inline(page: Page, newsroom: Newsroom) -> None:
    await archived(newsroom, META, "ميتا تكشف عن نظارة مترجمة", hours=2)
    sara = await newsroom.reader("سارة")
    await visit(page, newsroom.toy, sara)
    await types(page, newsroom, "ميتا")
    await last_says(page, "ميتا تكشف عن نظارة مترجمة")
    await types(page, newsroom, "كم سعر نظارة ميتا؟")
    await last_says(page, "499 دولارًا")
    newsroom.clock.turn(seconds=9)
    await page.locator(".from-bot").last.get_by_role("button", name="القصة كاملة").click()
    await last_says(page, "رابط دائم لهذه القصة")
    await types(page, newsroom, "/following ميتا")
    await last_says(page, "تتابع الآن: ميتا")
    await types(page, newsroom, "/following +نظارة")
    await last_says(page, "+نظارة")
    reader = await newsroom.mujaz.room.store.read(subscribers.get, sara.id)
    assert reader is not None and reader.follows == {"meta"}
    assert [line.said for line in await newsroom.mujaz.room.store.read(keywords.of_reader, sara.id)] == ["+نظارة"]
    await page.locator("#input").fill("@playground_toy_bot نظارة")
    await page.locator("#offers").get_by_role("option").first.click()
    await expect(page.locator(".from-person").last).to_contain_text("ميتا تكشف عن نظارة مترجمة")
    await expect(page.locator("#input")).to_have_value("")
