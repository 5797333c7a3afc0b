"""JSON posted to one address over the session's own connections: what never changes of a request is made once.

aiohttp's session makes a request, a writer with a task of its own and a response of every message, which is most of
what a message costs; its connections and its parser are used here without those. Names no error and repeats nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
from aiohttp.client_reqrep import ClientRequest
from yarl import URL

BODY_SECONDS = 60.0
"""How long a file may take on its way there, and an answer on its way here: no single read of a trickle is late."""


Leaves = Callable[[], None]


def unnoticed() -> None:
    """Nobody wants to know when a request leaves."""


class Posting:
    """One address, for as long as the connector is open. Knows no proxy."""

    def __init__(
        self, address: URL, connector: aiohttp.BaseConnector, timeout: aiohttp.ClientTimeout, skip: tuple[str, ...]
    ) -> None:
        self._connector = connector
        self._timeout = timeout
        self._request = ClientRequest(
            "POST", address, headers={"Content-Type": "application/json"}, skip_auto_headers=skip,
            loop=asyncio.get_running_loop(), session=None,
        )  # fmt: skip
        self._request.headers.popall("Content-Length", None)
        lines = [f"POST {address.raw_path_qs} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in self._request.headers.items()]
        self._head = "\r\n".join([*lines, "Content-Length: "]).encode()

    async def exchange(self, body: bytes, leaves: Leaves) -> tuple[int, bytes]:
        """The status and the answer; `leaves` is called when the request is written.

        Raises what aiohttp's sessions raise, and its HttpProcessingError.
        """
        connection = await self._connector.connect(self._request, [], self._timeout)
        protocol, transport = connection.protocol, connection.transport
        assert protocol is not None, "it was just made"
        assert transport is not None, "it was just made"
        try:
            protocol.set_response_params(auto_decompress=False, read_timeout=self._timeout.sock_read)
            leaves()
            transport.write(b"%s%d\r\n\r\n%s" % (self._head, len(body), body))
            protocol.start_timeout()
            message, content = await protocol.read()
            while message.code < 200:
                message, content = await protocol.read()
            answer = content.read_nowait() if content.is_eof() else await within_time(content.read())
            connection.release()
            return message.code, answer
        finally:
            connection.close()  # unless it was released


async def within_time(reading: Awaitable[bytes]) -> bytes:
    """What comes of reading an answer. Raises TimeoutError after BODY_SECONDS."""
    async with asyncio.timeout(BODY_SECONDS):
        return await reading
