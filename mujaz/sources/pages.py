"""A page → the article on it, by trafilatura; and the feeds that it names. It refuses to fetch anything."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import orjson
from lxml import etree
from trafilatura import bare_extraction
from trafilatura.settings import Document as Extracted

from mujaz.errors import NoArticleThere
from mujaz.sources.charset import charset_in, decode
from mujaz.sources.dates import read_date
from mujaz.sources.entries import absolute, one_line
from mujaz.sources.item import Page
from mujaz.sources.links import host
from mujaz.sources.prose import paragraphs, parsed

HTML_MOST = 2_000_000
"""Code points of a page that are looked at; the longest page of a newspaper has half of it."""
ELEMENTS_EASY = 3_000
ELEMENTS_MOST = 40_000
"""Elements of a page; a newspaper's have a thousand or two."""
FEEDS_MOST = 10
_DATES = (
    "//meta[@property='article:published_time' or @itemprop='datePublished' or @name='date' or @name='pubdate' or "
    "@name='publish-date' or @name='DC.date.issued' or @property='og:published_time']/@content"
)
_TIMES = "//*[@itemprop='datePublished']/@datetime | //article//time/@datetime"
_LINKED = "//script[@type='application/ld+json']/text()"
_DAYS = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}
"""No date is looked for in the text itself: what an article tells of is not when it was written."""
_FEEDS = "//link[contains(concat(' ', translate(@rel, 'ALTERN', 'altern'), ' '), ' alternate ')]"
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")


def read_page(data: bytes, content_type: str, url: str) -> Page:
    """The article on the page at an address, from what the server sent. Total on any bytes: raises NoArticleThere."""
    html = decode(data, charset_in(content_type))[:HTML_MOST]
    tree = parsed(html)
    found = None if tree is None else _extracted(html, url, sum(1 for _ in tree.iter()))
    if tree is None or not isinstance(found, Extracted):
        raise NoArticleThere
    text = paragraphs(found.text or "")
    if not any(char.isalpha() for char in text):
        raise NoArticleThere
    source = one_line(found.sitename or "") or host(url)
    return Page(one_line(found.title or ""), text, one_line(found.description or ""), source, _date(tree, found))


def _extracted(html: str, url: str, elements: int) -> object:
    """What trafilatura makes of a page. Its second and third opinions are left out where they would take minutes."""
    if elements > ELEMENTS_MOST:
        return None
    return bare_extraction(
        html,
        url=url,
        fast=elements > ELEMENTS_EASY,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params=_DAYS,
    )


def feeds_of(data: bytes, content_type: str, url: str) -> Sequence[str]:
    """The addresses of the feeds that a page names, in its order."""
    tree = parsed(decode(data, charset_in(content_type))[:HTML_MOST])
    if tree is None:
        return ()
    named = (node for node in _nodes(tree, _FEEDS) if (node.get("type") or "").strip().lower() in _FEED_TYPES)
    links = (absolute(node.get("href"), url) for node in named)
    return list(dict.fromkeys(link for link in links if link))[:FEEDS_MOST]


def _date(tree: etree._Element, found: Extracted) -> datetime | None:
    """What the page says of its own date, else the day that trafilatura finds."""
    said = (*_texts(tree, _DATES), *_published(tree), *_texts(tree, _TIMES), found.date or "")
    return next(filter(None, map(read_date, said)), None)


def _published(tree: etree._Element) -> Iterator[str]:
    """Dates in a page's description of itself for machines (schema.org in JSON-LD)."""
    for text in _texts(tree, _LINKED):
        try:
            said = orjson.loads(text)
        except orjson.JSONDecodeError:
            continue
        yield from _dates_in(said)


def _dates_in(said: object) -> Iterator[str]:
    """Of an entry, of a list of entries, or of the entries of a graph: one step down and no further."""
    for entry in said if isinstance(said, list) else [said]:
        if isinstance(entry, dict):
            graph = entry.get("@graph")
            parts = [entry, *graph] if isinstance(graph, list) else [entry]
            dates = (part.get("datePublished") for part in parts if isinstance(part, dict))
            yield from (date for date in dates if isinstance(date, str))


def _texts(tree: etree._Element, path: str) -> list[str]:
    return [str(found) for found in _found(tree, path)]


def _nodes(tree: etree._Element, path: str) -> list[etree._Element]:
    return [found for found in _found(tree, path) if isinstance(found, etree._Element)]


def _found(tree: etree._Element, path: str) -> list[object]:
    found = tree.xpath(path)
    return found if isinstance(found, list) else []
