"""Feeds: added by any link, looked at when due, each new item a draft or published, failures told, OPML both ways."""

import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from aiohttp import web

from mujaz.errors import FileDamaged
from mujaz.sources.opml import read_opml, write_opml
from playground.messages import Message
from tests.handlers.scenes import (
    CHIPS,
    META,
    MISTRAL,
    all_heard,
    forged,
    how_many_articles,
    labels,
    old_button,
    open_desk,
    tapped,
)
from tests.mujaz.test_pages import FIRST, TITLE, page
from tests.newsroom import Newsroom
from tests.websites import Website, open_website

ENGLISH = "Meta opens a laboratory in Riyadh. " * 20


@pytest.fixture
async def site() -> AsyncIterator[Website]:
    async with open_website() as opened:
        yield opened


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    """A newsroom that opens links to this machine, since the website of the tests is here."""
    async with open_desk(tmp_path) as desk, desk.opened(private_links=True) as opened:
        yield opened


def feed(newsroom: Newsroom, *texts: str, links: bool = True) -> str:
    """An RSS feed of articles, each a minute older than the one before it; the first line is the title."""
    items = []
    for number, text in enumerate(texts):
        at = format_datetime(newsroom.clock() - timedelta(minutes=number), usegmt=True)
        title, _, body = text.partition("\n\n")
        link = f"<link>/news/{len(texts) - number}</link>" if links else ""
        items.append(
            f"<item><title>{escape(title)}</title><description>{escape(body)}</description>{link}"
            f"<guid>{escape(title)}</guid><pubDate>{at}</pubDate></item>"
        )
    return f"<rss version='2.0'><channel><title>أخبار الموقع</title>{''.join(items)}</channel></rss>"


async def added(newsroom: Newsroom, link: str) -> Message:
    """Adds a feed as the editor; its card."""
    newsroom.layla.send(f"/feeds {link}")
    assert (await newsroom.layla.hears()).text.startswith("أُضيفت الخلاصة أخبار الموقع")
    return await newsroom.layla.hears()


async def an_hour_later(newsroom: Newsroom, **by: float) -> None:
    """The feeds that fell due are looked at, and what came of it is on the desk."""
    newsroom.clock.turn(**(by or {"hours": 1}))
    await newsroom.mujaz.room.watch.look_at_due()
    await newsroom.mujaz.tidy_desk()


def drafts(newsroom: Newsroom) -> list[str]:
    return [message.text for message in newsroom.layla.messages if message.text.startswith("مسودة")]


async def test_a_feed_is_added_by_the_link_of_its_site_and_what_it_holds_is_not_sent(
    newsroom: Newsroom, site: Website
) -> None:
    site.put("/feed.xml", feed(newsroom, META, CHIPS), "application/rss+xml")
    link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    card = await added(newsroom, site.put("/", page(link)))
    for words in (f"{site.url}/feed.xml", "تُراجع", "كل ساعة", "قديم"):
        assert words in card.text
    await an_hour_later(newsroom)
    assert drafts(newsroom) == []
    assert await newsroom.mujaz.room.store.read(how_many_articles) == 0


async def test_what_a_new_feed_holds_is_found_from_then_on_and_nobody_is_sent_it(
    newsroom: Newsroom, site: Website
) -> None:
    sara = await newsroom.reader("سارة")
    whole = META + "\n\nوتقول الشركة إن النظارة تعمل بلا هاتف، وإنها تفهم العربية بلهجاتها كلها." * 8
    await added(newsroom, site.put("/feed", feed(newsroom, whole, CHIPS), "application/rss+xml"))
    sara.send("/search نظارة")
    assert "نظارة جديدة تترجم" in (await sara.hears()).text
    assert await newsroom.mujaz.room.store.read(how_many_articles) == 1
    newsroom.clock.turn(hours=14)
    sara.send("/digest")
    assert "نظارة" not in (await sara.hears()).text
    assert drafts(newsroom) == []


async def test_what_is_new_in_a_feed_becomes_a_draft_once_with_its_source_and_link(
    newsroom: Newsroom, site: Website
) -> None:
    await added(newsroom, site.put("/feed", feed(newsroom, META), "application/rss+xml"))
    site.put("/feed", feed(newsroom, CHIPS, META), "application/rss+xml")
    await an_hour_later(newsroom)
    (card,) = drafts(newsroom)
    for words in ("تايوان", "المصدر: أخبار الموقع", f"{site.url}/news/2"):
        assert words in card
    await an_hour_later(newsroom)
    assert len(drafts(newsroom)) == 1


async def test_an_item_that_is_only_a_beginning_is_read_on_its_page(newsroom: Newsroom, site: Website) -> None:
    await added(newsroom, site.put("/feed", feed(newsroom), "application/rss+xml"))
    site.put("/news/1", page())
    site.put("/feed", feed(newsroom, f"{TITLE}\n\nافتتحت شركة ميتا…"), "application/rss+xml")
    await an_hour_later(newsroom)
    (card,) = drafts(newsroom)
    assert FIRST[:60] in card


@pytest.mark.parametrize(
    ("rules", "asked"),
    [
        ("User-agent: *\nDisallow: /news/", False), ("User-agent: mujaz\nDisallow: /", False), ("", True),
        ("User-agent: *\nDisallow: /private/", True), ("User-agent: somebot\nDisallow: /", True), ("\x00<html>", True),
    ],
)  # fmt: skip
async def test_pages_are_read_by_itself_only_where_the_site_wants_robots(
    newsroom: Newsroom, site: Website, rules: str, asked: bool
) -> None:
    await added(newsroom, site.put("/feed", feed(newsroom), "application/rss+xml"))
    site.put("/news/1", page())
    site.put("/robots.txt", rules, "text/plain")
    site.put("/feed", feed(newsroom, f"{TITLE}\n\nافتتحت شركة ميتا مختبرًا في الرياض."), "application/rss+xml")
    await an_hour_later(newsroom)
    assert len(drafts(newsroom)) == 1
    assert ("/news/1" in [request.path for request in site.asked]) is asked


async def test_the_items_of_a_trusted_feed_are_published_but_not_those_without_arabic(
    newsroom: Newsroom, site: Website
) -> None:
    card = await added(newsroom, site.put("/feed", feed(newsroom), "application/rss+xml"))
    await tapped(newsroom.layla, card, "انشر بلا مراجعة")
    await all_heard(newsroom)
    site.put("/feed", feed(newsroom, MISTRAL, f"A laboratory\n\n{ENGLISH}", links=False), "application/rss+xml")
    await an_hour_later(newsroom)
    assert await newsroom.mujaz.room.store.read(_statuses) == [("A laboratory", "draft"), (MISTRAL[:41], "published")]
    (draft,) = drafts(newsroom)
    assert "ليس هذا النص بالعربية" in draft
    newsroom.layla.send("/latest")
    await newsroom.layla.sees(lambda message: "ميسترال" in message.text)


def _statuses(db: sqlite3.Connection) -> list[tuple[str, str]]:
    return [(title[:41], status) for title, status in db.execute("SELECT title, status FROM articles ORDER BY title")]


async def test_what_an_editor_has_pasted_already_is_no_second_draft(newsroom: Newsroom, site: Website) -> None:
    await added(newsroom, site.put("/feed", feed(newsroom), "application/rss+xml"))
    title, _, body = META.partition("\n\n")
    newsroom.layla.send(f"/post {body}")
    await all_heard(newsroom)
    newsroom.clock.turn(seconds=3)
    await newsroom.mujaz.tidy_desk()
    site.put("/feed", feed(newsroom, f"{title}\n\n{body}", links=False), "application/rss+xml")
    await an_hour_later(newsroom)
    assert len(drafts(newsroom)) == 1


async def test_a_flood_of_items_comes_in_portions_and_none_is_lost(newsroom: Newsroom, site: Website) -> None:
    await added(newsroom, site.put("/feed", feed(newsroom), "application/rss+xml", ETag='"1"'))
    many = [f"الخبر رقم {number}\n\nأعلنت الشركة رقم {number} نموذجًا جديدًا." for number in range(25)]
    site.put("/feed", feed(newsroom, *many, links=False), "application/rss+xml", ETag='"2"')
    for expected in (20, 25, 25):
        newsroom.clock.turn(hours=1)
        await newsroom.mujaz.room.watch.look_at_due()
        assert await newsroom.mujaz.room.store.read(how_many_articles) == expected
    assert [request.headers.get("If-None-Match") for request in site.asked] == [None, '"1"', '"1"', '"2"']


async def test_what_has_not_changed_is_not_fetched_again(newsroom: Newsroom, site: Website) -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        same = request.headers.get("If-None-Match") == '"1"'
        return web.Response(status=304 if same else 200, text=feed(newsroom), headers={"ETag": '"1"'})

    await added(newsroom, site.serve("/feed", answer))
    await an_hour_later(newsroom)
    await an_hour_later(newsroom)
    assert [request.headers.get("If-None-Match") for request in site.asked] == [None, '"1"', '"1"']


async def test_a_feed_that_fails_is_left_alone_longer_each_time_and_paused_after_a_week(
    newsroom: Newsroom, site: Website
) -> None:
    await added(newsroom, site.put("/feed", feed(newsroom), "application/rss+xml"))
    site.put("/feed", status=500)
    for _ in range(24):
        await an_hour_later(newsroom)
    assert len(site.asked) == 1 + 5  # after 1, 2, 4, 8 and 16 hours, not 24 times
    newsroom.layla.send("/feeds")
    assert "متعثرة: الموقع لا يجيب" in (await newsroom.layla.hears()).text
    for _ in range(8):
        await an_hour_later(newsroom, days=1)
    told = await newsroom.layla.sees(lambda message: message.text.startswith("توقفت قراءة الخلاصة"))
    assert "الموقع لا يجيب" in told.text
    before = len(site.asked)
    await an_hour_later(newsroom, days=2)
    assert len(site.asked) == before


async def test_a_feed_that_is_gone_for_good_is_paused_at_once_and_can_be_resumed(
    newsroom: Newsroom, site: Website
) -> None:
    card = await added(newsroom, site.put("/feed", feed(newsroom), "application/rss+xml"))
    site.put("/feed", status=410)
    await an_hour_later(newsroom)
    told = await newsroom.layla.sees(lambda message: message.text.startswith("توقفت قراءة الخلاصة"))
    assert "لم تعد موجودة" in told.text
    site.put("/feed", feed(newsroom, CHIPS), "application/rss+xml")
    await old_button(newsroom, newsroom.layla, card, "feed:1:resume")
    await all_heard(newsroom)
    await an_hour_later(newsroom)
    assert len(drafts(newsroom)) == 1


async def test_a_feed_is_tested_paused_slowed_and_removed_from_its_card(newsroom: Newsroom, site: Website) -> None:
    card = await added(newsroom, site.put("/feed", feed(newsroom), "application/rss+xml"))
    site.put("/feed", feed(newsroom, CHIPS), "application/rss+xml")
    await tapped(newsroom.layla, card, "اقرأها الآن")
    await all_heard(newsroom)
    changed = await newsroom.layla.sees(lambda m: m.message_id == card.message_id and "تايوان" in m.text)
    assert "(مسودة)" in changed.text
    await tapped(newsroom.layla, changed, "أوقفها")
    paused = await newsroom.layla.sees(lambda m: m.message_id == card.message_id and "متوقفة" in m.text)
    assert "استأنفها" in labels(paused)
    asked = len(site.asked)
    await an_hour_later(newsroom)
    assert len(site.asked) == asked
    await tapped(newsroom.layla, paused, "كم مرة تُقرأ؟")
    choice = await newsroom.layla.sees(lambda m: m.message_id == card.message_id and "كم مرة" in m.text)
    await tapped(newsroom.layla, choice, "كل يوم")
    slowed = await newsroom.layla.sees(lambda m: m.message_id == card.message_id and "كل يوم" in m.text)
    await tapped(newsroom.layla, slowed, "أزلها")
    sure = await newsroom.layla.sees(lambda m: m.message_id == card.message_id and "هل تزيل" in m.text)
    await tapped(newsroom.layla, sure, "نعم، أزلها")
    newsroom.layla.send("/feeds")
    assert "لا خلاصات بعد" in (await newsroom.layla.sees(lambda m: m.text.startswith("لا خلاصات"))).text


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/none", "ليس في هذا الرابط خلاصة"),
        ("/gone", "لم تعد هذه الصفحة موجودة"),
        ("/feed", "مضافة من قبل"),
    ],
)
async def test_what_cannot_be_added_is_refused_in_words(
    newsroom: Newsroom, site: Website, path: str, told: str
) -> None:
    await added(newsroom, site.put("/feed", feed(newsroom), "application/rss+xml"))
    site.put("/none", page())
    newsroom.layla.send(f"/feeds {site.url}{path}")
    assert told in (await newsroom.layla.hears()).text


async def test_lists_of_feeds_go_in_and_out_as_opml(newsroom: Newsroom, site: Website) -> None:
    url = site.put("/feed", feed(newsroom, META), "application/rss+xml")
    newsroom.layla.send_document("feeds.opml", write_opml("لي", [(url, "أخبار"), ("https://example.org/f", "أخرى")]))
    assert "الجديدة: 2، والمضافة من قبل: 0" in (await newsroom.layla.hears()).text
    await all_heard(newsroom)
    newsroom.layla.send("/feeds")
    listing = await newsroom.layla.hears()
    await tapped(newsroom.layla, listing, "حمّل القائمة (OPML)")
    sent = await newsroom.layla.sees(lambda message: message.document is not None and message.from_bot)
    assert sent.document is not None
    assert {address for address, _ in read_opml(sent.document.data)} == {url, "https://example.org/f"}


async def test_feeds_are_for_editors_only(newsroom: Newsroom, site: Website) -> None:
    card = await added(newsroom, site.put("/feed", feed(newsroom), "application/rss+xml"))
    sara = await newsroom.reader("سارة")
    sara.send(f"/feeds {site.url}/feed")
    assert "للمحررين" in (await sara.hears()).text
    for data in ("feed:1:trust", "feed:1:really", "feeds:opml", "feeds:all"):
        newsroom.clock.turn(minutes=1)
        assert (await forged(sara, sara.messages[-1], data)).alert
    await tapped(newsroom.layla, card, "اقرأها الآن")
    await all_heard(newsroom)
    assert len(site.asked) == 2


@pytest.mark.parametrize("data", [b"", b"{}", b"<rss/>", b"\x89PNG", b"<html><opml/></html>"])
def test_what_is_no_list_of_feeds_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(FileDamaged):
        read_opml(data)


def test_a_list_keeps_titles_leaves_folders_and_drops_what_is_no_link() -> None:
    said = """<opml version="1.0"><body><outline text="مجلد"><outline xmlurl="https://a.example/f" text="أ &amp; ب"/>
    <outline xmlUrl="file:///etc/passwd" text="x"/><outline xmlUrl="https://a.example/f" text="مرة ثانية"/>
    <outline xmlUrl="http://u:p@b.example/"/><outline text="بلا رابط"/></outline></body></opml>"""
    assert read_opml(said.encode()) == [("https://a.example/f", "أ & ب")]
