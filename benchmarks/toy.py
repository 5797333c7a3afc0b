"""python -m benchmarks.toy: how many messages a second the toy Telegram takes, so that nobody takes it for the bot.

Each mode, the counting one and the full one (every request and reply checked, pace kept, all counted), is a process of
its own under pipelined requests from senders that have little to do. RuntimeError where a message was not counted.
"""

import argparse
import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import aiohttp
import orjson

from benchmarks.figures import progress, report
from benchmarks.processes import Process, free_port, started, toy_settings
from bot.cli import loop_factory
from playground.server import DEFAULT_TOKEN

FIRST_CHAT = 10_000_000
CONNECTIONS = 16
PIPELINED = 16
NO_LIMIT = 1_000_000_000
LOOK_AGAIN = 0.05
PATIENCE = 60.0

TEXT = "<b>موجز المساء</b>\n" + "أعلنت شركة من شركات الذكاء الاصطناعي اليوم خطة جديدة لمراكز البيانات. " * 16
KEYBOARD = [[{"text": "التفاصيل", "callback_data": "more:1"}, {"text": "حفظ", "callback_data": "save:1"}]]
BODY = orjson.dumps({"text": TEXT, "parse_mode": "HTML", "reply_markup": {"inline_keyboard": KEYBOARD}})[1:]
HEAD = (
    f"POST /bot{DEFAULT_TOKEN}/sendMessage HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    "Content-Length: "
).encode()
ANSWERED = b"HTTP/1.1 200 "


@dataclass(frozen=True, slots=True)
class Figures:
    """What one mode took: messages a second, its processor's milliseconds for each, its memory at the end in MB."""

    messages: int
    per_second: float
    cpu_ms: float
    rss_mb: float


class Sender(asyncio.Protocol):
    """One connection that keeps PIPELINED requests under way; `done` once the last is answered."""

    def __init__(self, chats: range) -> None:
        self._requests: Iterator[bytes] = map(_request, chats)
        self._left = len(chats)
        self._end = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._send(PIPELINED)

    def data_received(self, data: bytes) -> None:
        data = self._end + data
        self._end = data[1 - len(ANSWERED) :]
        answered = data.count(ANSWERED)
        self._left -= answered
        if b"HTTP/1.1 4" in data:
            self.done.set_exception(RuntimeError(f"refused: {data[:400]!r}"))
        elif self._left:
            self._send(answered)
        else:
            self.done.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(ConnectionError("the toy has closed the connection"))

    def close(self) -> None:
        """Ends the connection."""
        self._transport.close()

    def _send(self, number: int) -> None:
        self._transport.writelines(list(islice(self._requests, number)))


def _request(chat: int) -> bytes:
    body = b'{"chat_id":%d,%s' % (chat, BODY)
    return b"%s%d\r\n\r\n%s" % (HEAD, len(body), body)


async def measure(messages: int, full_messages: int) -> dict[str, object]:
    """The figures of both modes, one after the other."""
    with TemporaryDirectory(prefix="mujaz-") as name:
        fast, full = await _counting(Path(name), messages), await _full(Path(name), full_messages)
    return {
        "messages": fast.messages,
        "messages_per_second": round(fast.per_second),
        "cpu_ms_per_message": round(fast.cpu_ms, 4),
        "rss_mb": fast.rss_mb,
        "full_messages": full.messages,
        "full_messages_per_second": round(full.per_second),
        "full_cpu_ms_per_message": round(full.cpu_ms, 4),
        "full_rss_mb": full.rss_mb,
    }


async def _counting(folder: Path, messages: int) -> Figures:
    port = free_port()
    with started(folder, "playground.counting", "--port", str(port)) as toy:
        async with await _control(port) as control:
            return await _loaded(toy, control, port, messages)


async def _full(folder: Path, messages: int) -> Figures:
    port = free_port()
    with started(folder, "playground", "--server-only", **toy_settings(port)) as toy:
        async with await _control(port) as control:
            await control.post("/_ctl/synthetic", json={"first_id": FIRST_CHAT, "count": messages})
            await control.post("/_ctl/limits", json={"bulk_second": NO_LIMIT, "strict": True})
            return await _loaded(toy, control, port, messages)


async def _control(port: int) -> aiohttp.ClientSession:
    """The way to the toy's control API, once it listens. TimeoutError where it does not."""
    control = aiohttp.ClientSession(f"http://127.0.0.1:{port}", raise_for_status=True)
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                await control.get("/_ctl/counts")
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(LOOK_AGAIN)
            else:
                return control


async def _loaded(toy: Process, control: aiohttp.ClientSession, port: int, messages: int) -> Figures:
    progress(f"{messages} messages …")
    cpu, begun = toy.cpu_seconds, time.perf_counter()
    await _send_to(port, range(FIRST_CHAT, FIRST_CHAT + messages))
    seconds, cpu = time.perf_counter() - begun, toy.cpu_seconds - cpu
    figures = Figures(messages, messages / seconds, 1000 * cpu / messages, toy.rss_mb)
    async with control.get("/_ctl/counts", params={"first": FIRST_CHAT, "count": messages}) as answer:
        counts = await answer.json()
    if counts["messages"] != messages or counts["missing"] or counts["repeated"]:
        raise RuntimeError(f"{messages} messages were sent, and counted as {counts}")
    return figures


async def _send_to(port: int, chats: range) -> None:
    """A message to each of these chats, over all connections at once."""
    loop, senders = asyncio.get_running_loop(), []
    for number in range(CONNECTIONS):
        share = chats[number::CONNECTIONS]
        _, sender = await loop.create_connection(partial(Sender, share), "127.0.0.1", port)
        senders.append(sender)
    try:
        await asyncio.gather(*(sender.done for sender in senders))
    finally:
        for sender in senders:
            sender.close()


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.toy")
    parser.add_argument("--messages", type=int, default=200_000, help="how many the counting mode takes")
    parser.add_argument("--full-messages", type=int, default=20_000, help="how many the full mode takes")
    given = parser.parse_args()
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        report(runner.run(measure(given.messages, given.full_messages)))


if __name__ == "__main__":
    main()
