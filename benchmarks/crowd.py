"""A counting toy with people in it, in the benchmark's own process: what they ask are updates, what they hear is timed.

It costs so little a command that it measures the bot and not itself. Its people are made up: it checks no request (the
toy of the tests does) and knows no webhook.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from typing import Any, cast

import orjson

from playground.bare_http import Request, response, take
from playground.counting import Counting, Latency

MOST_UPDATES = 100
PATIENCE = 60.0


class Crowd:
    """Everybody who writes to the bot. Each person has one question open at a time."""

    def __init__(self, port: int, latency: Latency = (0.0, 0.0)) -> None:
        self.port = port
        self.counting = Counting(latency)
        self._latency, self._dice = latency, Random(1)
        self.heard = 0
        """How many messages the bot has sent to people who had asked something, or were ever in this crowd."""
        self._next_update = 1
        self._unconfirmed: deque[dict[str, Any]] = deque()
        self._poll: tuple[int, _Line] | None = None
        self._asked: dict[int, tuple[float, asyncio.Future[float]]] = {}
        self._flushing = False

    async def asks(self, person: int, text: str) -> float:
        """Sends a command and waits for the bot's next message; gives the seconds. TimeoutError when none comes."""
        answered: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._asked[person] = time.perf_counter(), answered
        self._unconfirmed.append(_update(self._next_update, person, text))
        self._next_update += 1
        self._flush_soon()
        async with asyncio.timeout(PATIENCE):
            return await answered

    def forget(self) -> None:
        """Throws away what was not confirmed: the next bot begins with nothing."""
        self._unconfirmed.clear()
        self._poll = None

    def take(self, request: Request, line: "_Line") -> None:
        """Answers a request, now or later."""
        method = request.path.rpartition("/")[2].lower()
        if method == "getupdates":
            self._give(request.parameters(), line)
            return
        delay, answer = self.counting.answer(request)
        if method == "sendmessage":
            self._note(int(request.parameters()["chat_id"]))
        line.answer(answer, delay)

    def _give(self, given: dict[str, Any], line: "_Line") -> None:
        offset = int(given.get("offset") or 0)
        while self._unconfirmed and self._unconfirmed[0]["update_id"] < offset:
            self._unconfirmed.popleft()
        self._poll = offset, line
        asyncio.get_running_loop().call_later(float(given.get("timeout") or 0), self._give_up, line)
        if self._unconfirmed:
            self._flush_soon()

    def _flush_soon(self) -> None:
        if not self._flushing:
            self._flushing = True
            asyncio.get_running_loop().call_soon(self._flush)

    def _flush(self) -> None:
        self._flushing = False
        if self._poll is None or not self._unconfirmed:
            return
        (_, line), self._poll = self._poll, None
        batch = [self._unconfirmed[i] for i in range(min(MOST_UPDATES, len(self._unconfirmed)))]
        line.answer(response(200, orjson.dumps({"ok": True, "result": batch})), self._one_way())

    def _give_up(self, line: "_Line") -> None:
        if self._poll is not None and self._poll[1] is line:
            self._poll = None
            line.answer(response(200, b'{"ok":true,"result":[]}'))

    def _note(self, chat_id: int) -> None:
        if (asked := self._asked.pop(chat_id, None)) is None:
            return
        self.heard += 1
        asked[1].set_result(time.perf_counter() - asked[0] + self._one_way())

    def _one_way(self) -> float:
        """Half of a round trip: updates travel to the bot, and its messages from there."""
        return self._dice.uniform(*self._latency) / 2


class _Line(asyncio.Protocol):
    """One connection of the bot; bots that do not pipeline have one request open on each."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        while taken := take(self._received, 0):
            request, end = taken
            self._received = self._received[end:]
            self._crowd.take(request, self)

    def answer(self, answer: bytes, delay: float = 0.0) -> None:
        """Answers the open request after so many seconds."""
        if delay:
            asyncio.get_running_loop().call_later(delay, self._transport.write, answer)
        else:
            self._transport.write(answer)


@asynccontextmanager
async def crowded(port: int, latency: Latency = (0.0, 0.0)) -> AsyncIterator[Crowd]:
    """A crowd that listens on that port until the block ends."""
    crowd = Crowd(port, latency)
    server = await asyncio.get_running_loop().create_server(lambda: _Line(crowd), "127.0.0.1", port)
    try:
        yield crowd
    finally:
        server.close()


def _update(update_id: int, person: int, text: str) -> dict[str, Any]:
    name = f"قارئ {person}"
    command = text.partition(" ")[0]
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "from": {"id": person, "is_bot": False, "first_name": name, "language_code": "ar"},
            "chat": {"id": person, "first_name": name, "type": "private"},
            "date": int(time.time()),
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(command)}],
        },
    }
