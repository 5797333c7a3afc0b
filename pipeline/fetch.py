"""Fetches what a link leads to, and nothing that is not for everybody: the one way from Mujaz out into the web.

The address that is connected to is the one that is judged, whatever a name meant a moment ago; every redirect is judged
anew. One request at a time to a site. It refuses to read what it fetched, and to try again.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin
from weakref import WeakValueDictionary

from aiohttp import (
    AddrInfoType,
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
)
from yarl import URL

from mujaz.errors import (
    BadLink,
    LinkClosed,
    LinkGone,
    LinkTooBig,
    LinkTooSlow,
    NotAText,
    PrivateLink,
    SiteBusy,
    SiteDown,
    TooManyRedirects,
)
from mujaz.sources.links import checked_link, is_public
from mujaz.sources.unpack import ACCEPTED, Unpacker
from pipeline.clock import Clock

BYTES_MOST = 5_000_000
SECONDS_MOST = 20.0
"""For the whole of it, redirects too; the time in which others have their turn at the site is not counted."""
REDIRECTS_MOST = 3
FETCHED_AT_ONCE = 16
_MEGABYTE = 1_000_000
_REDIRECTS = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_GONE = (404, 410)
_BUSY = (429, 503)
_READABLE = ("text/", "xml", "json", "application/pdf")
_LONGEST_WAIT = 7 * 86_400


@dataclass(frozen=True, slots=True)
class Known:
    """What a server said of what it sent before (ETag, Last-Modified), so that it need not send it again."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a link led to. `url` is where it was found, `moved` where the link leads for good from now on."""

    url: str
    moved: str | None
    content_type: str
    data: bytes
    known: Known


class _NotForEverybody(OSError):
    """The connection was not begun."""


class Fetcher:
    """Fetches links. Made by `open_fetcher`."""

    def __init__(self, session: ClientSession, clock: Clock, seconds: float) -> None:
        self._session = session
        self._clock = clock
        self._seconds = seconds
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def fetch(self, link: str, known: Known | None = None) -> Fetched | None:
        """What a link leads to; None where it is what is `known` already.

        Raises OutOfReach of some kind, FileDamaged, HostileFile.
        """
        url, moved, left = checked_link(link), True, self._seconds
        steady = url
        for _ in range(REDIRECTS_MOST + 1):
            turn = self._turns.setdefault(_site(url), asyncio.Lock())
            async with turn:
                began = asyncio.get_running_loop().time()
                found = await self._in_time(url, known or Known(), left)
                left -= asyncio.get_running_loop().time() - began
            if not isinstance(found, _Redirect):
                return found and _at(found, url, None if steady == link else steady)
            url = _led(url, found.to)
            moved = moved and found.for_good
            steady = url if moved else steady
        raise TooManyRedirects

    async def _in_time(self, url: str, known: Known, seconds: float) -> "Fetched | _Redirect | None":
        try:
            async with asyncio.timeout(seconds):
                return await self._ask(url, known)
        except TimeoutError:
            raise LinkTooSlow(round(self._seconds)) from None
        except ClientConnectorError as error:
            raise (PrivateLink if isinstance(error.os_error, _NotForEverybody) else SiteDown) from error
        except (ClientError, OSError, UnicodeError) as error:
            raise SiteDown from error

    async def _ask(self, url: str, known: Known) -> "Fetched | _Redirect | None":
        headers = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
        asked = {name: value for name, value in headers.items() if value}
        async with self._session.get(_address(url), headers=asked, allow_redirects=False) as response:
            if response.status == 304:
                return None
            if response.status in _REDIRECTS:
                return _Redirect(response.headers.get("Location", ""), response.status in _FOR_GOOD)
            self._judge(response)
            return Fetched(url, None, _content_type(response), await _body(response), _said(response.headers))

    def _judge(self, response: ClientResponse) -> None:
        status = response.status
        if status in _GONE:
            raise LinkGone(for_good=status == 410)
        if status in _BUSY:
            raise SiteBusy(self._wait(response.headers.get("Retry-After", "")))
        if status >= 500:
            raise SiteDown
        if status != 200:
            raise LinkClosed

    def _wait(self, said: str) -> int | None:
        """Seconds of a Retry-After, which are a number or a date."""
        try:
            seconds = int(said) if said.isascii() and said.isdecimal() else self._until(said)
        except (ValueError, TypeError, OverflowError, IndexError):
            return None
        return min(max(seconds, 0), _LONGEST_WAIT)

    def _until(self, date: str) -> int:
        moment = parsedate_to_datetime(date)
        return int(moment.timestamp() - self._clock().timestamp())


@dataclass(frozen=True, slots=True)
class _Redirect:
    to: str
    for_good: bool


@asynccontextmanager
async def open_fetcher(
    name: str, clock: Clock, *, private: bool = False, seconds: float = SECONDS_MOST
) -> AsyncIterator[Fetcher]:
    """A fetcher until the block ends. `name` is how it introduces itself to sites.

    `private`: addresses of this machine and its network are fetched as well, which only tests and toys may want.
    """
    connector = TCPConnector(
        limit=FETCHED_AT_ONCE,
        use_dns_cache=False,
        force_close=True,
        socket_factory=None if private else _public_socket,
    )
    async with ClientSession(
        connector=connector,
        cookie_jar=DummyCookieJar(),
        auto_decompress=False,
        timeout=ClientTimeout(total=None),
        headers={
            "User-Agent": name,
            "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.5",
            "Accept-Encoding": ACCEPTED,
            "Accept-Language": "ar, en;q=0.8, *;q=0.5",
        },
    ) as session:
        yield Fetcher(session, clock, seconds)


def _public_socket(found: AddrInfoType) -> socket.socket:
    """The socket for an address that a name meant: the last moment before the connection."""
    family, kind, protocol, _, address = found
    if not is_public(str(address[0])):
        raise _NotForEverybody("not an address for everybody")
    return socket.socket(family, kind, protocol)


def _at(found: Fetched, url: str, moved: str | None) -> Fetched:
    return Fetched(url, moved, found.content_type, found.data, found.known)


def _led(url: str, to: str) -> str:
    """Where a redirect leads. Raises BadLink."""
    try:
        return checked_link(urljoin(url, to))
    except ValueError as error:  # half a bracket
        raise BadLink from error


def _site(url: str) -> str:
    return URL(url).host or ""


def _address(url: str) -> URL:
    try:
        return URL(url)
    except ValueError as error:
        raise BadLink from error


def _content_type(response: ClientResponse) -> str:
    """What the server calls it. Raises NotAText for pictures, films, archives."""
    said = response.headers.get("Content-Type", "").lower()
    if said and not any(kind in said for kind in _READABLE):
        raise NotAText
    return said


async def _body(response: ClientResponse) -> bytes:
    """Unpacked, and given up as soon as it is more than is taken: packed or not."""
    if (response.content_length or 0) > BYTES_MOST:
        raise LinkTooBig(BYTES_MOST // _MEGABYTE)
    unpacker = Unpacker(response.headers.get("Content-Encoding", ""), BYTES_MOST)
    received, pieces = 0, []
    async for piece in response.content.iter_any():
        received += len(piece)
        if received > BYTES_MOST:
            raise LinkTooBig(BYTES_MOST // _MEGABYTE)
        pieces.append(unpacker.add(piece))
    return b"".join(pieces)


def _said(headers: Mapping[str, str]) -> Known:
    return Known(headers.get("ETag"), headers.get("Last-Modified"))
