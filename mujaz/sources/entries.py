"""What every kind of feed has in common: keys, links, limits, the order of items."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from mujaz.sources.item import Item
from mujaz.sources.prose import prose

ITEMS_MOST = 200
"""Items of a feed that are looked at, the newest."""
TEXT_MOST = 200_000
"""Code points of HTML of one item that are read; an article has a tenth of it."""
TITLE_MOST = 300


def item(name: str, title: str, html: str, link: str | None, date: datetime | None) -> Item:
    """An item from what its feed says of it; `name` is what the feed knows it by, empty where it has none."""
    text, title = prose(html[:TEXT_MOST]), one_line(title)
    known = name or link or ""
    return Item(key_of(known) if known else key_of(title, text), title, text, link, date)


def one_line(html: str) -> str:
    """A title without HTML, on one line."""
    return " ".join(prose(html[:TEXT_MOST]).split())[:TITLE_MOST].strip()


def newest(items: Iterable[Item]) -> Sequence[Item]:
    """The newest items first, each key once; those without a date keep their order behind the dated ones."""
    once: dict[str, Item] = {}
    for found in items:
        if found.title or found.text:
            once.setdefault(found.key, found)
    dated = [(found.date, place, found) for place, found in enumerate(once.values()) if found.date is not None]
    dated.sort(key=lambda one: (one[0], -one[1]), reverse=True)
    return [*(found for *_, found in dated), *(found for found in once.values() if found.date is None)][:ITEMS_MOST]


def key_of(*said: str) -> str:
    """A short key, the same for the same words."""
    return hashlib.blake2b("\n".join(said).encode("utf-8", "replace"), digest_size=16).hexdigest()


def absolute(link: object, base: str) -> str | None:
    """A link as an absolute address of the web, or None."""
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        whole = urljoin(base, link.strip())
        parts = urlsplit(whole)
    except ValueError:  # half a bracket
        return None
    return whole if parts.scheme in ("http", "https") and parts.netloc else None
