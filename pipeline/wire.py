"""HTTP to the Bot API, on aiohttp and orjson: python-telegram-bot's requests, and a fast lane for bodies made before.

Decides nothing and repeats nothing; pipeline.exchange tells apart how a request ended.
"""

import os
from dataclasses import dataclass
from io import BytesIO
from types import TracebackType
from typing import Any, Self, cast

import aiohttp
import orjson
from aiohttp.client_reqrep import ClientRequest
from aiohttp.connector import Connection
from aiohttp.tracing import Trace
from multidict import CIMultiDict
from telegram._utils.defaultvalue import DEFAULT_NONE, DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData
from yarl import URL

from pipeline import posting
from pipeline.exchange import NotReached, told_apart
from pipeline.posting import Leaves, Posting, unnoticed

# python-telegram-bot's opt-in to what becomes its only behaviour: waits are timedeltas, not bare integers.
os.environ.setdefault("PTB_TIMEDELTA", "true")

CONNECTIONS = 256
KEPT_SECONDS = 30
"""How long a connection waits for its next request: one that a router has forgotten swallows what is sent on it."""
JSON = CIMultiDict({"Content-Type": "application/json"})
UNSAID = ("User-Agent", "Accept-Encoding")
"""An answer is shorter than what compressing it costs, and compressed it is not read here."""

Seconds = ODVInput[float]


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait for a connection to stand, for an answer, and for a free place among the connections.

    A send that was not answered in time is a possible duplicate, so that wait is a long one (research on delivery §3).
    """

    connect: float = 5.0
    read: float = 30.0
    pool: float = 30.0


@dataclass(frozen=True, slots=True)
class Serialised:
    """A request whose JSON was made before: in place of RequestData where python-telegram-bot is to name the errors."""

    body: bytes


class _Connector(aiohttp.TCPConnector):
    """What fails here fails before the first byte of a request: a name, a proxy, a handshake, a full pool."""

    async def connect(self, req: ClientRequest, traces: list[Trace], timeout: aiohttp.ClientTimeout) -> Connection:
        try:
            return await super().connect(req, traces, timeout)
        except (aiohttp.ClientError, OSError) as error:
            raise NotReached(type(error).__name__) from None


class AiohttpRequest(BaseRequest):
    """One pool of connections, opened by `initialize` and closed by `shutdown`.

    `proxy` is the http or https address of one, with user and password where it wants them.
    """

    def __init__(self, patience: Patience = Patience(), proxy: str | None = None) -> None:
        self._patience = patience
        self._tunnel, self._relay = _proxy(proxy)
        self._timeout = _timeout(patience)
        self._session: aiohttp.ClientSession | None = None
        self._postings: dict[str, Posting] = {}

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer when a call names none."""
        return self._patience.read

    async def initialize(self) -> None:
        """Opens the pool."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=_Connector(limit=CONNECTIONS, keepalive_timeout=KEPT_SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=self._timeout,
                skip_auto_headers=UNSAID,
                auto_decompress=False,
            )

    async def shutdown(self) -> None:
        """Closes the pool."""
        session, self._session = self._session, None
        self._postings.clear()
        if session is not None:
            await session.close()

    async def __aenter__(self) -> Self:
        await self.initialize()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.shutdown()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | Serialised | None = None,
        read_timeout: Seconds = DEFAULT_NONE,
        write_timeout: Seconds = DEFAULT_NONE,
        connect_timeout: Seconds = DEFAULT_NONE,
        pool_timeout: Seconds = DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One HTTP exchange. Raises NotReached, TimedOut or NetworkError; none of them names the address."""
        if isinstance(request_data, Serialised):
            return await self.post_json(url, request_data.body)
        ours = self._patience
        patience = Patience(
            _seconds(connect_timeout, ours.connect),
            _seconds(read_timeout, ours.read),
            _seconds(pool_timeout, ours.pool),
        )
        upload = posting.BODY_SECONDS if request_data and request_data.contains_files else None
        timeout = self._timeout if patience == ours and upload is None else _timeout(patience, upload)
        return await self._exchange(method, url, timeout=timeout, **_body(request_data))

    async def post_json(self, url: str, body: bytes, leaves: Leaves = unnoticed) -> tuple[int, bytes]:
        """Posts a JSON object that was serialised before; gives status and answer. Raises what `do_request` raises.

        What the requests to the few addresses that it is given have in common is remembered. `leaves` is called when
        it is written to a connection that stands; on its way through a proxy nobody knows when, so at once.
        """
        if self._tunnel:
            leaves()
            return await self._exchange("POST", url, data=body, headers=JSON)
        return await told_apart(self._posting(url).exchange(body, leaves))

    def _posting(self, url: str) -> Posting:
        found = self._postings.get(url)
        if found is None:
            connector = self._opened().connector
            assert connector is not None, "a session that is open has one"
            found = self._postings[url] = Posting(_address(url), connector, self._timeout, UNSAID)
        return found

    async def _exchange(self, method: str, url: str, **given: Any) -> tuple[int, bytes]:
        session = self._opened()
        if self._tunnel:
            given |= self._tunnel
            if url.startswith("http:"):  # the proxy reads the request itself; in a tunnel Telegram would
                given["headers"] = {**given.get("headers", {}), **self._relay}
        return await told_apart(_requested(session, method, url, given))

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise NotReached("the connection pool is closed")
        return self._session

    async def call(self, url: str, body: bytes) -> Any:
        """The result of a call whose JSON was made before. Raises TelegramError as python-telegram-bot names it."""
        return await self.post(url, cast(RequestData, Serialised(body)))

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The JSON object of an answer. Raises NetworkError for anything else (a front end's HTML page)."""
        try:
            return dict(orjson.loads(payload))
        except (orjson.JSONDecodeError, TypeError, ValueError):
            raise NetworkError("the answer is not a JSON object") from None


async def _requested(session: aiohttp.ClientSession, method: str, url: str, given: dict[str, Any]) -> tuple[int, bytes]:
    response = await session.request(method, url, allow_redirects=False, **given)
    whole = response.content.is_eof()
    return response.status, await (response.read() if whole else posting.within_time(response.read()))


def _timeout(patience: Patience, upload: float | None = None) -> aiohttp.ClientTimeout:
    reaching = patience.pool + patience.connect
    return aiohttp.ClientTimeout(
        # A timer for every message would cost a tenth of it; only a file's upload can come to a halt.
        total=None if upload is None else reaching + upload + patience.read,
        connect=reaching,
        sock_connect=patience.connect,
        sock_read=patience.read,
    )


def _proxy(address: str | None) -> tuple[dict[str, Any], dict[str, str]]:
    """What aiohttp is told of a proxy, and the headers by which the proxy knows us."""
    if address is None:
        return {}, {}
    url = URL(address)
    known = {"Proxy-Authorization": aiohttp.encode_basic_auth(url.user, url.password or "")} if url.user else {}
    return {"proxy": url.with_user(None), "proxy_headers": known}, known


def _address(url: str) -> URL:
    try:
        return URL(url)
    except ValueError:
        raise NotReached("the address is none") from None


def _seconds(given: Seconds, default: float) -> float:
    seconds = given.value if isinstance(given, DefaultValue) else given
    return default if seconds is None else seconds


def _body(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": orjson.dumps(data.parameters), "headers": JSON}
    form = aiohttp.FormData(quote_fields=False)  # quoted, an Arabic file name arrives as «%D8%AA…»
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        file = BytesIO(content) if isinstance(content, bytes) else content  # aiohttp warns of large bytes
        form.add_field(name, file, filename=filename, content_type=mime)
    return {"data": form}
