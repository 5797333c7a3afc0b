"""JSON Feed (jsonfeed.org, versions 1 and 1.1) → items. feedparser does not read it."""

from collections.abc import Mapping
from typing import Any

import orjson

from mujaz.errors import NotAFeed
from mujaz.sources.dates import read_date
from mujaz.sources.entries import absolute, item, newest, one_line
from mujaz.sources.item import Feed, Item

_VERSION = "https://jsonfeed.org/version/"


def read(text: str, url: str) -> Feed:
    """The feed at an address. Raises NotAFeed."""
    try:
        said = orjson.loads(text.lstrip("\ufeff"))
    except orjson.JSONDecodeError as error:
        raise NotAFeed from error
    entries = said.get("items") if isinstance(said, dict) else None
    if not isinstance(entries, list) or not str(said.get("version")).startswith(_VERSION):
        raise NotAFeed
    base = absolute(said.get("home_page_url"), url) or url
    return Feed(
        one_line(_text(said, "title")), newest(_item(entry, base) for entry in entries if isinstance(entry, dict))
    )


def _item(entry: Mapping[str, Any], base: str) -> Item:
    html = _text(entry, "content_html") or _text(entry, "content_text") or _text(entry, "summary")
    link = absolute(entry.get("url") or entry.get("external_url"), base)
    dates = (read_date(_text(entry, name)) for name in ("date_published", "date_modified"))
    return item(_name(entry), _text(entry, "title"), html, link, next(filter(None, dates), None))


def _name(entry: Mapping[str, Any]) -> str:
    """Its id; numbers are taken for one, as the specification asks of readers."""
    name = entry.get("id")
    return str(name) if isinstance(name, str | int | float) else ""


def _text(entry: Mapping[str, Any], name: str) -> str:
    said = entry.get(name)
    return said if isinstance(said, str) else ""
