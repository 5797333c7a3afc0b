"""python -m playground.counting --port PORT: a toy Telegram that only counts, fast enough never to be the bottleneck.

It takes every message for every chat, without a look at the rules: playground.server has those. It answers what a bot
needs to start, has no updates for it, and tells at GET /_ctl/counts what it got (`?first=ID&count=N` names the chats
that should each have got something), at GET /_ctl/changes which messages it was asked to change. A message counts when
it arrives; the answer may take its time (`--latency-ms`).
"""

import argparse
import asyncio
import signal
import sys
import time
from collections.abc import Callable, Sequence
from random import Random
from typing import Any, cast

import orjson

try:
    import uvloop
except ImportError:  # not made for Windows
    uvloop = None  # type: ignore[assignment]

from playground.bare_http import Request, Unreadable, response, take
from playground.errors import NOT_MODIFIED
from playground.ledger import Ledger, body_hash
from playground.updates import LONGEST_POLL
from playground.wheel import Wheel

Latency = tuple[float, float]
"""The shortest and the longest time that an answer takes, in seconds."""

_AT_ONCE: Latency = (0.0, 0.0)
_ABILITIES = ("can_join_groups", "can_read_all_group_messages", "supports_inline_queries")
_RESULTS: dict[str, object] = {
    "getmycommands": [],
    "getmyname": {"name": ""},
    "getmydescription": {"description": ""},
    "getmyshortdescription": {"short_description": ""},
    "getmystarbalance": {"amount": 0},
    "getwebhookinfo": {"url": "", "has_custom_certificate": False, "pending_update_count": 0},
}
_SENT = b'{"ok":true,"result":{"message_id":%d,"date":%d,"chat":{"id":%d,"type":"%s"}}}'


class Counting:
    """The server. It records in `ledger`; a test may run it in its own event loop as well."""

    def __init__(self, latency: Latency = _AT_ONCE) -> None:
        self.ledger = Ledger()
        self.changes: dict[tuple[int, int], list[str]] = {}
        """By chat and message, the hashes of the texts that were put in its place."""
        self.url = ""
        self._latency = latency
        self._dice = Random(0)
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Transport] = set()

    async def start(self, port: int = 0) -> None:
        """Serves at `url`; port 0 takes a free one. OSError where the port is taken."""
        wheel = Wheel[_Due](lambda due: due[0].write(due[1]))
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Connection(self.answer, wheel, self._connections), "127.0.0.1", port
        )
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """Ends every connection and the server."""
        if self._server:
            self._server.close()
            for connection in tuple(self._connections):
                connection.abort()
            await self._server.wait_closed()

    def answer(self, request: Request) -> tuple[float, bytes]:
        """What to answer, after how many seconds."""
        method = request.path.rpartition("/")[2].lower()
        if request.path == "/_ctl/counts":
            return 0.0, response(200, orjson.dumps(self.ledger.summary(_expected(request))))
        if request.path == "/_ctl/changes":
            return 0.0, response(200, orjson.dumps([[*which, texts] for which, texts in self.changes.items()]))
        if not request.path.startswith("/bot"):
            return 0.0, _refused(404, "Not Found")
        given = request.parameters()
        if method == "getupdates":
            return min(int(given.get("timeout", 0)), LONGEST_POLL), _success([])
        low, high = self._latency
        return low + (high - low) * self._dice.random(), self._result(method, request, given)

    def _result(self, method: str, request: Request, given: dict[str, Any]) -> bytes:
        if method.startswith("send") and method != "sendchataction":
            return self._sent(given)
        if method.startswith("editmessage"):
            return self._changed(int(given["chat_id"]), int(given["message_id"]), given.get("text", ""))
        if method == "getme":
            return _success(_me(request.path))
        return _success(_RESULTS.get(method, True))

    def _sent(self, given: dict[str, Any]) -> bytes:
        chat_id, message_id = int(given["chat_id"]), len(self.ledger) + 1
        self.ledger.add(chat_id, message_id, given.get("text") or given.get("caption", ""), time.time())
        return _message(chat_id, message_id)

    def _changed(self, chat_id: int, message_id: int, text: str) -> bytes:
        """As Telegram: a message that says so already is not changed."""
        texts = self.changes.setdefault((chat_id, message_id), [])
        body = body_hash(text)
        if texts[-1:] == [body]:
            return _refused(400, f"Bad Request: {NOT_MODIFIED}")
        texts.append(body)
        return _message(chat_id, message_id)


class _Connection(asyncio.Protocol):
    """Answers requests in the order they came, as HTTP wants it, however many come at once."""

    def __init__(
        self,
        answer: Callable[[Request], tuple[float, bytes]],
        wheel: "Wheel[_Due]",
        connections: set[asyncio.Transport],
    ) -> None:
        self._answer = answer
        self._wheel = wheel
        self._connections = connections
        self._clock = asyncio.get_running_loop().time
        self._received = b""
        self._busy_until = 0.0
        self._unanswered = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclass of asyncio's.
        self._transport = cast(asyncio.Transport, transport)
        self._connections.add(self._transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._connections.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        received = self._received + data if self._received else data
        at = 0
        try:
            while taken := take(received, at):
                request, at = taken
                self._queue(*self._answer(request))
        except (Unreadable, KeyError, ValueError) as error:
            self._transport.write(_refused(400, f"Bad Request: {error}"))
            self._transport.close()
        self._received = received[at:]

    def _queue(self, delay: float, answer: bytes) -> None:
        self._unanswered += 1
        if not delay and self._unanswered == 1:
            self.write(answer)
        else:
            self._busy_until = max(self._clock() + delay, self._busy_until)
            self._wheel.add(self._busy_until, (self, answer))

    def write(self, answer: bytes) -> None:
        """Answers the oldest request."""
        self._unanswered -= 1
        if not self._transport.is_closing():
            self._transport.write(answer)


_Due = tuple[_Connection, bytes]


def _message(chat_id: int, message_id: int) -> bytes:
    kind = b"private" if chat_id > 0 else b"supergroup"
    return response(200, _SENT % (message_id, int(time.time()), chat_id, kind))


def _me(path: str) -> dict[str, object]:
    number = path.removeprefix("/bot").partition(":")[0]
    user = {"id": int(number), "is_bot": True, "first_name": "Playground", "username": "playground_toy_bot"}
    return {**user, **dict.fromkeys(_ABILITIES, False)}


def _success(result: object) -> bytes:
    return response(200, orjson.dumps({"ok": True, "result": result}))


def _refused(status: int, words: str) -> bytes:
    return response(status, orjson.dumps({"ok": False, "error_code": status, "description": words}))


def _expected(request: Request) -> range:
    given = request.parameters()
    first = int(given.get("first", 0))
    return range(first, first + int(given.get("count", 0)))


def main(arguments: Sequence[str]) -> None:
    """Runs the server until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m playground.counting", description="A toy Telegram that counts")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--latency-ms", type=_latency, default=_AT_ONCE, metavar="LOW-HIGH", help="such as 36-84")
    given = parser.parse_args(arguments)
    factory = uvloop.new_event_loop if uvloop is not None else asyncio.new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(_serve(given.port, given.latency_ms))


def _latency(words: str) -> Latency:
    low, _, high = words.partition("-")
    return float(low) / 1000, float(high or low) / 1000


async def _serve(port: int, latency: Latency) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    server = Counting(latency)
    await server.start(port)
    sys.stdout.write(f"Counting at {server.url}\n")
    sys.stdout.flush()
    await stop.wait()
    await server.close()


if __name__ == "__main__":
    main(sys.argv[1:])
