"""The counting toy counts every message exactly, answers in order, and lets a bot start."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import orjson
import pytest
from telegram import Bot, BotCommand

from playground.bare_http import Request, Unreadable, response, take
from playground.counting import Counting
from playground.ledger import body_hash
from playground.server import DEFAULT_TOKEN
from playground.wheel import Wheel

ROOT = Path(__file__).parents[2]
ME = 2001

Ask = Callable[..., Awaitable[tuple[int, dict[str, Any]]]]


@pytest.fixture
async def toy() -> AsyncIterator[Counting]:
    toy = Counting()
    await toy.start()
    yield toy
    await toy.close()


@pytest.fixture
async def ask(toy: Counting) -> AsyncIterator[Ask]:
    async with aiohttp.ClientSession(toy.url) as session:

        async def ask(path: str, **options: Any) -> tuple[int, dict[str, Any]]:
            async with session.post(path, **options) as answer:
                return answer.status, await answer.json()

        yield ask


def method(name: str) -> str:
    return f"/bot{DEFAULT_TOKEN}/{name}"


def request(chat_id: int, name: str = "sendMessage", **more: object) -> bytes:
    body = orjson.dumps({"chat_id": chat_id, "text": "خبر", **more})
    return b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s" % (method(name).encode(), len(body), body)


async def answers(reader: asyncio.StreamReader, number: int) -> list[dict[str, Any]]:
    read = []
    for _ in range(number):
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.rpartition(b"Content-Length: ")[2])
        read.append(orjson.loads(await reader.readexactly(length)))
    return read


async def connected(toy: Counting) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", int(toy.url.rpartition(":")[2]))


async def test_every_message_is_counted_however_it_comes(toy: Counting, ask: Ask) -> None:
    given = {"chat_id": ME, "text": "خبر"}
    for options in ({"json": given}, {"data": given}, {"params": given}):
        status, body = await ask(method("SENDmessage"), **options)
        assert (status, body["result"]["chat"]) == (200, {"id": ME, "type": "private"})
    await ask(method("sendPhoto"), json={"chat_id": ME + 1, "photo": "x", "caption": "رسم"})
    await ask(method("sendChatAction"), json={"chat_id": ME, "action": "typing"})
    assert toy.ledger.copies() == {(ME, body_hash("خبر")): 3, (ME + 1, body_hash("رسم")): 1}


async def test_the_counts_can_be_asked_for_over_http(toy: Counting, ask: Ask) -> None:
    for chat_id in (ME, ME, ME + 2):
        await ask(method("sendMessage"), json={"chat_id": chat_id, "text": "خبر"})
    _, counts = await ask("/_ctl/counts", params={"first": ME, "count": 3})
    assert (counts["messages"], counts["chats"], counts["missing"]) == (3, 2, [ME + 1])
    assert counts["repeated"] == [[ME, body_hash("خبر"), 2]]
    assert counts["max_in_any_second"] <= 3
    assert counts["shortest_gap"] >= 0


async def test_many_requests_at_once_are_answered_in_their_order() -> None:
    toy = Counting(latency=(0.001, 0.05))
    await toy.start()
    reader, writer = await connected(toy)
    try:
        writer.write(b"".join(request(ME + number) for number in range(200)))
        chats = [body["result"]["chat"]["id"] for body in await asyncio.wait_for(answers(reader, 200), 20)]
    finally:
        writer.close()
        await toy.close()
    assert chats == list(range(ME, ME + 200))


async def test_a_request_may_come_a_byte_at_a_time(toy: Counting) -> None:
    reader, writer = await connected(toy)
    whole = request(ME) + request(ME + 1)
    for start in range(0, len(whole), 7):
        writer.write(whole[start : start + 7])
        await writer.drain()
        await asyncio.sleep(0)
    first, second = await asyncio.wait_for(answers(reader, 2), 20)
    assert (first["result"]["chat"]["id"], second["result"]["chat"]["id"]) == (ME, ME + 1)
    assert len(toy.ledger) == 2
    writer.close()


async def test_an_answer_is_never_sooner_than_its_latency() -> None:
    toy = Counting(latency=(0.1, 0.1))
    await toy.start()
    loop = asyncio.get_running_loop()
    reader, writer = await connected(toy)
    begun = loop.time()
    writer.write(request(ME))
    await asyncio.wait_for(answers(reader, 1), 20)
    assert loop.time() - begun >= 0.1
    assert len(toy.ledger) == 1
    writer.close()
    await toy.close()


async def test_python_telegram_bot_starts_sends_and_polls(toy: Counting) -> None:
    async with Bot(DEFAULT_TOKEN, base_url=f"{toy.url}/bot") as bot:
        assert bot.id == int(DEFAULT_TOKEN.partition(":")[0])
        await bot.delete_webhook()
        assert (await bot.get_webhook_info()).pending_update_count == 0
        await bot.set_my_commands([BotCommand("start", "البداية")])
        assert await bot.get_my_commands() == ()
        names = [(await bot.get_my_name()).name, (await bot.get_my_short_description()).short_description]
        assert names == ["", ""]
        await bot.set_my_description("موجز")
        sent = await bot.send_message(ME, "خبر")
        await bot.edit_message_text("تصحيح", ME, sent.message_id)
        assert await bot.get_updates(timeout=0) == ()
    assert toy.ledger.count(ME) == 1


@pytest.mark.parametrize(
    ("path", "options", "status", "words"),
    [
        ("/", {}, 404, "Not Found"),
        (method("sendMessage"), {"json": {"text": "x"}}, 400, "Bad Request: 'chat_id'"),
        (method("sendMessage"), {"data": b"{"}, 400, "Bad Request: unexpected end"),
        (method("sendMessage"), {"data": b"--x\r\n"}, 400, "Bad Request: multipart bodies are not read here"),
    ],
)
async def test_what_cannot_be_read_is_said_so(
    ask: Ask, path: str, options: dict[str, Any], status: int, words: str
) -> None:
    answered, body = await ask(path, **options)
    assert (answered, body["ok"], body["error_code"]) == (status, False, status)
    assert body["description"].startswith(words)


def test_requests_are_cut_from_what_was_received() -> None:
    form = urlencode({"chat_id": ME, "text": "خبر"}).encode()
    received = b"GET /a?b=1&c=%D8%A7 HTTP/1.1\r\n\r\n" + b"POST /d HTTP/1.1\r\ncontent-LENGTH:  %d\r\n\r\n%s" % (
        len(form),
        form,
    )
    first, second_begins = take(received, 0) or pytest.fail("the first is whole")
    second, end = take(received, second_begins) or pytest.fail("the second is whole")
    assert (first, first.parameters()) == (Request("/a", "b=1&c=%D8%A7", b""), {"b": "1", "c": "ا"})
    assert (second.path, second.parameters()) == ("/d", {"chat_id": str(ME), "text": "خبر"})
    assert end == len(received)
    assert take(received, end) is None
    assert take(received[:-1], second_begins) is None
    with pytest.raises(Unreadable):
        take(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 0)
    assert response(200, b"{}").endswith(b"Content-Length: 2\r\n\r\n{}")


async def test_a_wheel_hands_everything_out_in_order_and_never_early() -> None:
    loop = asyncio.get_running_loop()
    handed: list[tuple[float, float, int]] = []
    all_there: asyncio.Future[None] = loop.create_future()

    def act(item: tuple[float, int]) -> None:
        handed.append((loop.time(), *item))
        if len(handed) == 300:
            all_there.set_result(None)

    wheel = Wheel[tuple[float, int]](act)
    begun = loop.time()
    for number in range(300):
        due = begun + number // 3 * 0.0005
        wheel.add(due, (due, number))
    await asyncio.wait_for(all_there, 20)
    assert [number for _, _, number in handed] == list(range(300))
    # asyncio's own timers may be early by the resolution of its clock.
    assert all(at >= due - 0.001 for at, due, _ in handed)


async def test_it_runs_as_a_process_and_stops_when_told() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "playground.counting", "--port", "0", "--latency-ms", "1-2",
        cwd=ROOT, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
        async with aiohttp.ClientSession(line.rpartition(" ")[2].strip()) as session:
            await session.post(method("sendMessage"), json={"chat_id": ME, "text": "خبر"})
            async with session.get("/_ctl/counts") as answer:
                assert (await answer.json())["messages"] == 1
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 20) == 0
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()
