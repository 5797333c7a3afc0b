"""The article that Mujaz was conceived from, posted by an editor on the page, comes out right at every door."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from mujaz.arabic.quotes import guillemets
from playground.people import Person
from storage import articles
from tests.newsroom import Newsroom

pytest_plugins = ["tests.browser"]
pytestmark = pytest.mark.browser

RETELLING = Path(__file__).parent.parent / "data" / "meta_layoffs.txt"
GIVEN = os.environ.get("MUJAZ_TEST_ARTICLE")
ARTICLES = {path.stem: path.read_text(encoding="utf-8") for path in (RETELLING, *([Path(GIVEN)] if GIVEN else []))}

RECOGNISED = {"meta", "openai", "google", "anthropic", "google-deepmind"}
QUESTIONS = ("/company meta", "/company ميتا", "ميتا", "/company فيسبوك", "/company META")
MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
"""08:00 in Riyadh."""


@pytest.mark.parametrize("text", ARTICLES.values(), ids=ARTICLES)
async def test_a_pasted_article_reaches_both_readers_and_every_question_about_its_company(
    newsroom: Newsroom, page: Page, text: str
) -> None:
    sara, yusuf = await newsroom.reader("سارة"), await newsroom.reader("يوسف")

    await _open_as(page, newsroom, newsroom.layla)
    await _paste_in_two_pieces(page, newsroom, text)
    card = page.locator(".from-bot", has_text="مسودة").last
    await expect(card).to_contain_text("المصدر: أكسيوس")
    await expect(card).to_contain_text("600 موظف")
    await page.get_by_role("button", name="في الموجز القادم").click()
    await expect(page.get_by_role("log")).to_contain_text("وسيكون في الموجز القادم لكل قارئ")

    (article,) = await newsroom.mujaz.room.store.read(articles.latest, 10)
    assert set(article.companies) == RECOGNISED
    assert "600 موظف" in " ".join(article.summary)

    await newsroom.wait_until(MORNING)
    for reader in (sara, yusuf):
        digest = await reader.hears()
        assert "600 موظف" in digest.text

    await _open_as(page, newsroom, sara)
    for question in QUESTIONS:
        await _type(page, question)
        assert guillemets(article.title) in _unmarked((await sara.hears()).text), question


async def _open_as(page: Page, newsroom: Newsroom, person: Person) -> None:
    await page.goto(f"{newsroom.toy.url}/#{person.id}")
    await expect(page.locator(f"[data-person='{person.id}']")).to_have_attribute("aria-selected", "true")


async def _paste_in_two_pieces(page: Page, newsroom: Newsroom, text: str) -> None:
    await _type(page, "/post")
    await expect(page.get_by_role("log")).to_contain_text("ألصق نص الخبر")
    middle = text.index("\n\n", len(text) // 2)
    for piece in (text[:middle], text[middle:]):
        await _type(page, piece)
    await newsroom.pieces_arrived(2)


async def _type(page: Page, text: str) -> None:
    await page.get_by_label("نص الرسالة").fill(text)
    await page.keyboard.press("Enter")


def _unmarked(text: str) -> str:
    """The text without the marks that keep mixed lines in order."""
    return text.translate(dict.fromkeys(map(ord, "\u200f\u2068\u2069")))
