"""What an editor sends instead of typing: links, files, channels' posts and pictures with captions become drafts."""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import SUNDAY_EVENING
from tests.handlers.scenes import (
    CHIPS,
    META,
    all_heard,
    how_many_articles,
    labels,
    open_desk,
    published_now,
    said_to,
)
from tests.mujaz.test_documents import pdf, word
from tests.mujaz.test_pages import FIRST, TITLE, page
from tests.newsroom import Newsroom
from tests.playground.conftest import PNG
from tests.websites import Website, open_website


@pytest.fixture
async def site() -> AsyncIterator[Website]:
    async with open_website() as opened:
        yield opened


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    """A newsroom that opens links to this machine, since the website of the tests is here."""
    async with open_desk(tmp_path) as desk, desk.opened(private_links=True) as opened:
        yield opened


async def card_of(newsroom: Newsroom) -> str:
    await all_heard(newsroom)
    await newsroom.mujaz.tidy_desk()
    shown = await newsroom.layla.sees(lambda message: message.text.startswith("مسودة"))
    return shown.text


async def test_a_link_alone_becomes_a_draft_with_its_title_source_and_link(newsroom: Newsroom, site: Website) -> None:
    link = site.put("/news/1", gzip.compress(page()), "text/html; charset=utf-8", Content_Encoding="gzip")
    newsroom.layla.send(link)
    card = await card_of(newsroom)
    for words in (TITLE, "المصدر: موقع الأخبار", link, "الشركات: ميتا"):
        assert words in card
    assert "@" in site.asked[0].headers["User-Agent"]


async def test_what_a_link_tells_is_published_with_it(newsroom: Newsroom, site: Website) -> None:
    newsroom.layla.send(site.put("/news/1", page()))
    await card_of(newsroom)
    card = newsroom.layla.messages[-1]
    await published_now(newsroom, card)
    stored = await newsroom.mujaz.room.store.read(_article)
    assert stored == (TITLE, "موقع الأخبار", site.url + "/news/1", int(SUNDAY_EVENING.timestamp()), "published")


def _article(db: object) -> object:
    return db.execute("SELECT title, source, url, reported_at, status FROM articles").fetchone()  # type: ignore[attr-defined]


async def test_a_link_may_follow_the_command(newsroom: Newsroom, site: Website) -> None:
    newsroom.layla.send("/post " + site.put("/news/1", page()))
    assert TITLE in await card_of(newsroom)


async def test_a_link_that_cannot_be_read_is_not_lost_and_waits_for_its_text(newsroom: Newsroom, site: Website) -> None:
    link = f"{site.url}/gone"
    newsroom.layla.send(link)
    told = (await newsroom.layla.hears()).text
    assert "لم تعد هذه الصفحة موجودة" in told
    assert link in told
    newsroom.layla.send(META)
    await all_heard(newsroom)
    newsroom.clock.turn(seconds=3)
    card = await card_of(newsroom)
    assert "نظارة" in card
    assert link in card


async def test_a_link_into_the_network_is_refused_in_words(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk, desk.opened() as newsroom, open_website() as site:
        newsroom.layla.send(site.put("/", page()))
        assert "شبكة خاصة" in (await newsroom.layla.hears()).text
        assert site.asked == []


async def test_a_link_in_a_paste_that_has_begun_is_part_of_it(newsroom: Newsroom, site: Website) -> None:
    newsroom.layla.send("/post")
    newsroom.layla.send(META)
    newsroom.layla.send(site.put("/news/1", page()))
    await all_heard(newsroom)
    newsroom.clock.turn(seconds=3)
    assert "نظارة" in await card_of(newsroom)
    assert site.asked == []


async def test_a_readers_link_is_a_question_and_nothing_is_fetched(newsroom: Newsroom, site: Website) -> None:
    sara = await newsroom.reader("سارة")
    sara.send(site.put("/news/1", page()))
    await sara.hears()
    assert site.asked == []
    assert await newsroom.mujaz.room.store.read(how_many_articles) == 0


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [("خبر.docx", word(), FIRST[:40]), ("news.txt", META.encode("cp1256"), "نظارة"), ("news.html", page(), FIRST[:40])],
)
async def test_a_file_becomes_a_draft(newsroom: Newsroom, name: str, data: bytes, words: str) -> None:
    newsroom.layla.send_document(name, data)
    assert words in await card_of(newsroom)


async def test_a_pdf_becomes_a_draft_and_its_editor_is_told_what_to_check(newsroom: Newsroom) -> None:
    newsroom.layla.send_document("news.pdf", pdf(), caption="خبر اليوم")
    card = await card_of(newsroom)
    assert "Meta opens a laboratory" in card
    assert "ليس هذا النص بالعربية" in card
    assert any("راجع في المسودة مواضع الأرقام" in said for said in said_to(newsroom.layla))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("news.rar", b"Rar!", "لا أقرأ هذا النوع من الملفات"),
        ("news.docx", b"none", "تالف"),
        ("news.txt", b"x" * 5_000_001, "5 ميغابايت"),
        ("news.pdf", pdf(""), "ليس في هذا الملف نص"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_in_words(
    newsroom: Newsroom, name: str, data: bytes, words: str
) -> None:
    newsroom.layla.send_document(name, data)
    assert words in (await newsroom.layla.hears()).text


async def test_a_post_of_a_channel_becomes_a_draft_with_its_source_and_link(newsroom: Newsroom) -> None:
    newsroom.layla.forward(CHIPS, "قناة الرقائق")
    card = await card_of(newsroom)
    assert "المصدر: قناة الرقائق" in card
    assert "تايوان" in card


async def test_several_posts_forwarded_at_once_are_drafts_of_their_own(newsroom: Newsroom) -> None:
    newsroom.layla.forward(CHIPS, "قناة الرقائق")
    newsroom.layla.forward(META, "قناة النظارات")
    await card_of(newsroom)
    assert await newsroom.mujaz.room.store.read(how_many_articles) == 2


async def test_a_picture_with_its_caption_becomes_a_draft(newsroom: Newsroom) -> None:
    newsroom.layla.send_photo(PNG, caption=META)
    assert "نظارة" in await card_of(newsroom)


async def test_an_edit_of_the_message_with_the_link_does_not_touch_the_draft(newsroom: Newsroom, site: Website) -> None:
    sent = newsroom.layla.send(site.put("/news/1", page()))
    before = await card_of(newsroom)
    newsroom.layla.edit(sent, site.url + "/news/2")
    assert await card_of(newsroom) == before
    assert len(site.asked) == 1


async def test_a_draft_from_a_link_survives_a_restart_before_its_card_is_shown(tmp_path: Path, site: Website) -> None:
    async with open_desk(tmp_path) as desk:
        async with desk.opened(private_links=True) as newsroom:
            newsroom.layla.send(site.put("/news/1", page()))
            await all_heard(newsroom)
        async with desk.opened(private_links=True) as newsroom:
            assert TITLE in await card_of(newsroom)


async def test_the_draft_of_a_link_offers_what_every_draft_offers(newsroom: Newsroom, site: Website) -> None:
    newsroom.layla.send(site.put("/news/1", page()))
    await card_of(newsroom)
    assert "انشر الآن" in labels(newsroom.layla.messages[-1])


async def test_the_same_link_twice_is_told_to_be_stored_already(newsroom: Newsroom, site: Website) -> None:
    link = site.put("/news/1", page())
    newsroom.layla.send(link)
    await card_of(newsroom)
    newsroom.layla.send(link)
    await all_heard(newsroom)
    await newsroom.mujaz.tidy_desk()
    assert "هذا النص محفوظ من قبل" in (await newsroom.layla.sees(lambda m: m.text.startswith("هذا النص"))).text
