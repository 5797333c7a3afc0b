"""HTTP to the Bot API for python-telegram-bot, on aiohttp and orjson. Decides nothing and repeats nothing.

Tells a request that certainly did not reach Telegram (`NotReached`) from one that may have (PTB's `NetworkError`).
No error and no log line of it carries an address: the token is part of every one.
"""

import os
from types import TracebackType
from typing import Any, Self

import aiohttp
import orjson
from telegram._utils.defaultvalue import DEFAULT_NONE, DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

# python-telegram-bot's opt-in to what becomes its only behaviour: waits are timedeltas, not bare integers.
os.environ.setdefault("PTB_TIMEDELTA", "true")

CONNECT_SECONDS = 5.0
READ_SECONDS = 30.0
"""A timeout of a send is a possible duplicate, so it is a patient one."""
CONNECTIONS = 256

Seconds = ODVInput[float]


class NotReached(NetworkError):
    """The request certainly did not reach Telegram: it may be repeated without fear of a duplicate."""


class AiohttpRequest(BaseRequest):
    """One pool of connections, opened by `initialize` and closed by `shutdown`."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer when a call names none."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Opens the pool."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=60)
            self._session = aiohttp.ClientSession(connector=connector, auto_decompress=True)

    async def shutdown(self) -> None:
        """Closes the pool."""
        session, self._session = self._session, None
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
        request_data: RequestData | None = None,
        read_timeout: Seconds = DEFAULT_NONE,
        write_timeout: Seconds = DEFAULT_NONE,
        connect_timeout: Seconds = DEFAULT_NONE,
        pool_timeout: Seconds = DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One HTTP exchange. Raises NotReached, TimedOut or NetworkError; none of them names the address."""
        if self._session is None:
            raise NotReached("the connection pool is closed")
        timeout = aiohttp.ClientTimeout(
            total=None,
            sock_connect=_seconds(connect_timeout, CONNECT_SECONDS),
            sock_read=_seconds(read_timeout, READ_SECONDS),
        )
        try:
            async with self._session.request(method, url, timeout=timeout, **_body(request_data)) as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotReached(type(error).__name__) from None
        except TimeoutError:
            raise TimedOut("no answer in time") from None
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The JSON object of an answer. Raises TelegramError for anything else (a front end's HTML page)."""
        try:
            return dict(orjson.loads(payload))
        except (orjson.JSONDecodeError, TypeError, ValueError):
            raise TelegramError("the answer is not a JSON object") from None


def _seconds(given: Seconds, default: float) -> float:
    seconds = given.value if isinstance(given, DefaultValue) else given
    return default if seconds is None else seconds


def _body(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": orjson.dumps(data.parameters), "headers": {"Content-Type": "application/json"}}
    form = aiohttp.FormData(quote_fields=False)  # quoted, an Arabic file name arrives as «%D8%AA…»
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return {"data": form}
