"""RSS, Atom and JSON Feed → items, by feedparser where it is XML. It refuses to fetch and to decide what is new."""

import io
from calendar import timegm
from datetime import UTC, datetime
from typing import Any

import feedparser

from mujaz.errors import NotAFeed
from mujaz.sources import jsonfeed
from mujaz.sources.charset import charset_in, decode
from mujaz.sources.dates import read_date, sane
from mujaz.sources.entries import absolute, item, newest, one_line
from mujaz.sources.guarded import checked
from mujaz.sources.item import Feed, Item

_DATES = ("published", "updated", "created")


def read_feed(data: bytes, content_type: str, url: str) -> Feed:
    """The feed at an address, from what the server sent. Total on any bytes: raises NotAFeed, HostileFile."""
    text = decode(data, charset_in(content_type))
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return jsonfeed.read(text, url)
    found = _parsed(checked(text), url)
    if not found.get("version") and not found.entries:
        raise NotAFeed
    base = absolute(found.feed.get("link"), url) or url
    return Feed(one_line(_said(found.feed, "title")), newest(_item(entry, base) for entry in found.entries))


def _parsed(xml: bytes, url: str) -> Any:
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    # Its own cleaning of HTML is for who shows it: here only the text is taken.
    return feedparser.parse(io.BytesIO(xml), response_headers=headers, resolve_relative_uris=False, sanitize_html=False)


def _item(entry: Any, base: str) -> Item:
    link = None if _named_only(entry) else absolute(entry.get("link"), base)
    return item(_said(entry, "id"), _said(entry, "title"), _longest(entry), link, _date(entry))


def _named_only(entry: Any) -> bool:
    """Whether feedparser took the item's name for its link, as RSS asks for, though it is words and no link."""
    return _said(entry, "link") == _said(entry, "id") and len(_said(entry, "id").split()) > 1


def _longest(entry: Any) -> str:
    """The fullest of what a feed says of an item: some have the article in its content, some in its summary."""
    said = [str(part.get("value") or "") for part in entry.get("content") or ()]
    return max((*said, _said(entry, "summary")), key=len)


def _date(entry: Any) -> datetime | None:
    for name in _DATES:
        if name in entry and (moment := _moment(entry.get(f"{name}_parsed")) or read_date(_said(entry, name))):
            return moment
    return None


def _moment(read: Any) -> datetime | None:
    """What feedparser read: a tuple of numbers in UTC, or None."""
    try:
        return None if read is None else sane(datetime.fromtimestamp(timegm(read), UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _said(entry: Any, name: str) -> str:
    said = entry.get(name)
    return said if isinstance(said, str) else ""
