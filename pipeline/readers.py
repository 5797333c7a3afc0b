"""What reads feeds, pages and files, loaded when the first of its kind comes in: a bot without feeds stays small.

Each may take a second: they are called on a thread. They raise Unreadable of some kind.
"""

# ruff: noqa: PLC0415 - 33 MB and most of a second, that only who needs them pays for

from collections.abc import Iterable, Sequence

from mujaz.sources.item import Document, Feed, Page


def feed(data: bytes, content_type: str, url: str) -> Feed:
    """The feed at an address."""
    from mujaz.sources.feeds import read_feed

    return read_feed(data, content_type, url)


def page(data: bytes, content_type: str, url: str) -> Page:
    """The article on the page at an address."""
    from mujaz.sources.pages import read_page

    return read_page(data, content_type, url)


def feeds_of_page(data: bytes, content_type: str, url: str) -> Sequence[str]:
    """The addresses of the feeds that a page names."""
    from mujaz.sources.pages import feeds_of

    return feeds_of(data, content_type, url)


def file(name: str, data: bytes) -> Document:
    """The text of a file. Raises PostTooLong as well."""
    from mujaz.sources.documents import read_file

    return read_file(name, data)


def list_of_feeds(data: bytes) -> Sequence[tuple[str, str]]:
    """The addresses and titles in an OPML file."""
    from mujaz.sources.opml import read_opml

    return read_opml(data)


def as_opml(title: str, feeds: Iterable[tuple[str, str]]) -> bytes:
    """A list of feeds as an OPML file."""
    from mujaz.sources.opml import write_opml

    return write_opml(title, feeds)
