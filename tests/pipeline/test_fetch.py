"""Fetching: what is for everybody comes whole, what is not is never connected to, and nothing takes long or grows."""

import asyncio
import gzip
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import brotli
import pytest
from aiohttp import web

from mujaz.errors import (
    BadLink,
    FileDamaged,
    HostileFile,
    LinkClosed,
    LinkGone,
    LinkTooBig,
    LinkTooSlow,
    NotAText,
    PrivateLink,
    Refusal,
    SiteBusy,
    SiteDown,
    TooManyRedirects,
)
from mujaz.sources.links import is_public, only_link
from pipeline.fetch import Fetcher, Known, open_fetcher
from tests.websites import Website, open_website

NOW = datetime(2025, 10, 26, 17, 0, tzinfo=UTC)
NAME = "Mujaz/test"


@pytest.fixture
async def site() -> AsyncIterator[Website]:
    async with open_website() as opened:
        yield opened


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with open_fetcher(NAME, lambda: NOW, private=True, seconds=1.5) as opened:
        yield opened


async def test_a_page_comes_whole_and_the_site_learns_who_asks(site: Website, fetcher: Fetcher) -> None:
    found = await fetcher.fetch(site.put("/news", "خبر", "text/html; charset=utf-8", ETag='"1"', Last_Modified="x"))
    assert found is not None
    assert (found.data.decode(), found.content_type, found.moved) == ("خبر", "text/html; charset=utf-8", None)
    assert found.known == Known('"1"', "x")
    assert site.asked[0].headers["User-Agent"] == NAME
    assert "Cookie" not in site.asked[0].headers


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress)])
async def test_a_packed_page_is_unpacked(site: Website, fetcher: Fetcher, encoding: str, pack: object) -> None:
    assert callable(pack)
    found = await fetcher.fetch(site.put("/", pack(b"news" * 1000), Content_Encoding=encoding))
    assert found is not None
    assert found.data == b"news" * 1000


async def test_what_has_not_changed_is_not_fetched_again(site: Website, fetcher: Fetcher) -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(
            status=304 if request.headers.get("If-None-Match") == '"7"' else 200, headers={"ETag": '"7"'}
        )

    url = site.serve("/feed", answer)
    first = await fetcher.fetch(url)
    assert first is not None
    assert await fetcher.fetch(url, first.known) is None
    assert await fetcher.fetch(url, Known('"6"', "Sun, 26 Oct 2025 17:00:00 GMT")) is not None
    assert site.asked[-1].headers["If-Modified-Since"] == "Sun, 26 Oct 2025 17:00:00 GMT"


async def test_redirects_are_followed_and_a_lasting_one_is_told(site: Website, fetcher: Fetcher) -> None:
    site.put("/c", "خبر")
    site.put("/b", status=302, Location="/c")
    found = await fetcher.fetch(site.put("/a", status=301, Location="/b"))
    assert found is not None
    assert (found.data.decode(), found.url, found.moved) == ("خبر", f"{site.url}/c", f"{site.url}/b")


@pytest.mark.parametrize(
    ("status", "headers", "refusal"),
    [
        (404, {}, LinkGone), (410, {}, LinkGone), (401, {}, LinkClosed), (403, {}, LinkClosed), (451, {}, LinkClosed),
        (418, {}, LinkClosed), (204, {}, LinkClosed), (429, {}, SiteBusy), (503, {}, SiteBusy), (500, {}, SiteDown),
        (302, {"Location": "/"}, TooManyRedirects), (302, {}, TooManyRedirects),
        (302, {"Location": "file:///etc/passwd"}, BadLink), (302, {"Location": "gopher://127.0.0.1/"}, BadLink),
        (302, {"Location": "http://user:secret@127.0.0.1/"}, BadLink), (302, {"Location": "http://[/"}, BadLink),
        (200, {"Content-Encoding": "gzip"}, FileDamaged), (200, {"Content-Encoding": "zstd"}, FileDamaged),
    ],
)  # fmt: skip
async def test_what_a_site_refuses_is_refused_by_name(
    site: Website, fetcher: Fetcher, status: int, headers: dict[str, str], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        await fetcher.fetch(site.put("/", "no news", status=status, **headers))


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", 120),
        ("Sun, 26 Oct 2025 17:05:00 GMT", 300),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("9" * 30, 604800),
    ],
)
async def test_a_site_says_how_long_it_wants_to_be_left_alone(
    site: Website, fetcher: Fetcher, said: str, wait: int | None
) -> None:
    with pytest.raises(SiteBusy) as busy:
        await fetcher.fetch(site.put("/", status=429, Retry_After=said))
    assert busy.value.wait == wait


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "application/zip", "application/octet-stream"])
async def test_what_is_no_text_is_not_fetched(site: Website, fetcher: Fetcher, kind: str) -> None:
    with pytest.raises(NotAText):
        await fetcher.fetch(site.put("/", bytes(100), kind))


async def test_more_than_is_taken_is_given_up_whether_it_is_told_or_not(site: Website, fetcher: Fetcher) -> None:
    async def endless(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while True:
            await response.write(bytes(100_000))

    with pytest.raises(LinkTooBig):
        await fetcher.fetch(site.put("/big", bytes(5_000_001)))
    with pytest.raises(LinkTooBig):
        await fetcher.fetch(site.serve("/endless", endless))


async def test_a_bomb_of_two_hundred_megabytes_is_refused_in_a_second(site: Website, fetcher: Fetcher) -> None:
    url = site.put("/", gzip.compress(bytes(200_000_000), 9), Content_Encoding="gzip")
    began = time.process_time()
    with pytest.raises(HostileFile):
        await fetcher.fetch(url)
    assert time.process_time() - began < 1


async def test_a_site_that_dawdles_is_given_up(site: Website, fetcher: Fetcher) -> None:
    async def dawdle(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while True:
            await response.write(b"x")
            await asyncio.sleep(0.05)

    with pytest.raises(LinkTooSlow):
        await fetcher.fetch(site.serve("/", dawdle))


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://no-such-host.invalid/"])
async def test_a_site_that_is_not_there_is_down(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(SiteDown):
        await fetcher.fetch(url)


async def test_a_site_is_asked_one_thing_at_a_time(site: Website, fetcher: Fetcher) -> None:
    at_once = most = 0

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0)
        at_once -= 1
        return web.Response(text="خبر")

    await asyncio.gather(*(fetcher.fetch(site.serve(f"/{number}", answer)) for number in range(5)))
    assert (most, len(site.asked)) == (1, 5)


HIDDEN = [
    "127.0.0.1", "localhost", "127.1", "127.0.1", "0", "0.0.0.0", "2130706433", "0177.0.0.1", "017700000001", "0x7f.1",
    "0x7f000001", "0x7f.0.0.1", "127.0.0.1.", "localhost.", "LOCALHOST", "[::1]", "[::]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "①②⑦.⓪.⓪.①", "127.0.0.2",
    "user@127.0.0.1", "127.0.0.1%00.example.org", "example.org@127.0.0.1", "127。0。0。1",
]  # fmt: skip
ELSEWHERE = [
    "http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.1/", "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/", "http://[fe80::1]/", "http://[fe80::1%25lo]/", "http://[fc00::1]/", "http://[ff02::1]/",
    "http://224.0.0.1/", "http://255.255.255.255/", "http://192.0.2.1/", "http://198.18.0.1/", "http://240.0.0.1/",
    "file:///etc/passwd", "gopher://127.0.0.1:70/", "ftp://127.0.0.1/", "dict://127.0.0.1:11211/", "data:text/html,x",
    "//127.0.0.1/", "http:///x", "http://", "", "http://[::1", "http://127.0.0.1:99999/", "javascript:alert(1)",
]  # fmt: skip


@pytest.mark.parametrize("host", HIDDEN)
async def test_nothing_of_this_machine_is_ever_connected_to(host: str) -> None:
    async with open_website() as site, open_fetcher(NAME, lambda: NOW, seconds=5) as fetcher:
        with pytest.raises((BadLink, PrivateLink, SiteDown)):
            await fetcher.fetch(f"http://{host}{site.url.removeprefix('http://127.0.0.1')}/")
        assert site.asked == []


@pytest.mark.parametrize("url", ELSEWHERE)
async def test_nothing_that_is_not_for_everybody_is_asked_for(url: str) -> None:
    async with open_fetcher(NAME, lambda: NOW, seconds=5) as fetcher:
        with pytest.raises((BadLink, PrivateLink)):
            await fetcher.fetch(url)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_addresses_for_everybody_are_told_from_the_others(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("said", "link"),
    [
        (" https://example.org/a?b=1#c \n", "https://example.org/a?b=1#c"),
        ("www.example.org", "https://www.example.org"),
        ("HTTP://EXAMPLE.ORG", "HTTP://EXAMPLE.ORG"),
        ("اقرأ https://example.org", None),
        ("https://example.org https://example.org", None),
        ("ميتا", None),
        ("", None),
    ],
)
def test_a_link_alone_is_told_from_a_text_that_holds_one(said: str, link: str | None) -> None:
    assert only_link(said) == link
