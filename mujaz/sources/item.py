"""What is read from feeds, pages and files. Plain text everywhere: nothing of HTML is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

FILE_MOST = 5_000_000
"""Bytes of a file that are taken."""
FILE_MEGABYTES = FILE_MOST // 1_000_000


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed. `key` stays the same when the feed is read again; `link` is absolute or None.

    `date` is when the feed says that it was published (UTC), None where it says nothing that can be read.
    """

    key: str
    title: str
    text: str
    link: str | None
    date: datetime | None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was read: the newest `items` first where they have dates, at most `feeds.ITEMS_MOST`."""

    title: str
    items: Sequence[Item]


@dataclass(frozen=True, slots=True)
class Page:
    """An article on a page. `lead` is what the page says it is about; `source` the site's name, else its host."""

    title: str
    text: str
    lead: str
    source: str
    date: datetime | None


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file; `title` is empty where the file names none."""

    title: str
    text: str
