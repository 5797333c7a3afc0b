"""Servers and proxies over bare sockets, for what no well-behaved HTTP server does."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import TypeAlias

Reader: TypeAlias = asyncio.StreamReader
Writer: TypeAlias = asyncio.StreamWriter
Behaviour = Callable[[bytes, Reader, Writer], Awaitable[None]]
"""What becomes of a connection once the head of its first request has been read."""


class Server:
    """Its port, and the heads of all requests in order."""

    def __init__(self) -> None:
        self.port = 0
        self.heads: list[bytes] = []
        self._more = asyncio.Condition()

    async def read(self, head: bytes) -> None:
        """Notes one more request."""
        async with self._more:
            self.heads.append(head)
            self._more.notify_all()

    async def heard(self, number: int) -> None:
        """Returns once so many requests have come."""
        async with self._more:
            await self._more.wait_for(lambda: len(self.heads) >= number)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def serving(behaviour: Behaviour) -> AsyncIterator[Server]:
    """A server on a free port that reads one head from each connection and then behaves so."""
    served = Server()
    open_: dict[asyncio.Task[None], Writer] = {}

    async def connected(reader: Reader, writer: Writer) -> None:
        task = asyncio.current_task()
        assert task is not None
        open_[task] = writer
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            head = await reader.readuntil(b"\r\n\r\n")
            await served.read(head)
            await behaviour(head, reader, writer)
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, backlog=1000)
    served.port = server.sockets[0].getsockname()[1]
    try:
        yield served
    finally:
        server.close()
        for writer in open_.values():
            writer.transport.abort()
        if open_:
            await asyncio.wait(open_, timeout=5)


def answering(data: bytes) -> Behaviour:
    """These bytes and the end of the connection, whatever was asked."""

    async def behave(head: bytes, reader: Reader, writer: Writer) -> None:
        writer.write(data)
        await writer.drain()

    return behave


def page(status: int, body: bytes, kind: str = "text/html") -> bytes:
    """A whole HTTP answer."""
    return b"HTTP/1.1 %d Words\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s" % (
        status, kind.encode(), len(body), body,
    )  # fmt: skip


async def silent(head: bytes, reader: Reader, writer: Writer) -> None:
    """Answers nothing for as long as the other side waits: a half-open socket looks like this."""
    await reader.read()


async def resetting(head: bytes, reader: Reader, writer: Writer) -> None:
    """Resets the connection instead of closing it."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def trickling(data: bytes, seconds: float) -> Behaviour:
    """A byte now and then."""

    async def behave(head: bytes, reader: Reader, writer: Writer) -> None:
        for byte in data:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(seconds)

    return behave
