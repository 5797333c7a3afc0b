"""What certainly did not arrive, what may have, what was refused: every way a request can end, on real sockets.

On both lanes: python-telegram-bot's requests and bodies that were made before. No error names token, address or proxy.
"""

import asyncio
import socket
import traceback
from collections.abc import Callable, Coroutine
from contextlib import ExitStack, suppress
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InputFile
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from pipeline import posting, wire
from pipeline.exchange import NotReached
from pipeline.wire import AiohttpRequest, Patience
from playground.faults import Fault, Kind
from playground.server import DEFAULT_TOKEN, Playground
from tests.pipeline.raw_servers import (
    Behaviour,
    Reader,
    Server,
    Writer,
    answering,
    page,
    resetting,
    serving,
    silent,
    trickling,
)

SECRET = DEFAULT_TOKEN.partition(":")[2]
USUAL = Patience()
PASSWORD = "p@ss:word/of-layla"
HASTY = Patience(connect=0.3, pool=0.3)
SHORT_OF_HEARING = Patience(read=0.3)
SENT = page(200, b'{"ok":true,"result":true}', "application/json")

Lane = Callable[[AiohttpRequest, str], Coroutine[Any, Any, object]]


async def _slow_lane(request: AiohttpRequest, url: str) -> object:
    data = RequestData([RequestParameter.from_input("chat_id", 1), RequestParameter.from_input("text", "خبر")])
    return await request.post(f"{url}/bot{DEFAULT_TOKEN}/sendMessage", data)


async def _fast_lane(request: AiohttpRequest, url: str) -> object:
    body = orjson.dumps({"chat_id": 1, "text": "خبر"})
    return await request.post_json(f"{url}/bot{DEFAULT_TOKEN}/sendMessage", body)


LANES = pytest.mark.parametrize("lane", [_slow_lane, _fast_lane])


async def failure(lane: Lane, url: str, proxy: str | None = None, patience: Patience = USUAL) -> TelegramError:
    """The error of one request; nothing that could be printed of it is secret."""
    async with AiohttpRequest(patience, proxy) as request:
        with pytest.raises(TelegramError) as raised:
            await lane(request, url)
    assert_nothing_secret(raised.value)
    return raised.value


def assert_nothing_secret(error: BaseException) -> None:
    told = [str(error), repr(error), *(line for line in traceback.format_exception(error) if "File " not in line)]
    for text in told:
        for secret in (SECRET, quote(SECRET), "http:", "https:", "127.0.0.1", PASSWORD, quote(PASSWORD, safe="")):
            assert secret not in text


def may_have_arrived(error: TelegramError) -> bool:
    """As pipeline.sender sees it."""
    return isinstance(error, NetworkError) and not isinstance(error, NotReached | BadRequest)


# ---------------------------------------------------------------- certainly not sent


@LANES
async def test_a_port_that_nobody_listens_on_was_not_reached(lane: Lane) -> None:
    assert isinstance(await failure(lane, "http://127.0.0.1:9"), NotReached)


@LANES
async def test_a_name_that_nobody_knows_was_not_reached(lane: Lane) -> None:
    assert isinstance(await failure(lane, "http://telegram.invalid"), NotReached)


@LANES
@pytest.mark.parametrize("url", ["http://[::1", "http://x:99999", "ftp://x"])
async def test_an_address_that_is_none_was_not_reached(lane: Lane, url: str) -> None:
    assert isinstance(await failure(lane, url), NotReached)


@LANES
async def test_a_host_that_does_not_take_connections_in_time_was_not_reached(lane: Lane) -> None:
    with socket.socket() as full, ExitStack() as stack:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):  # its queue is full: the kernel answers no further greeting
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            with suppress(BlockingIOError):
                waiting.connect(full.getsockname())
        assert isinstance(await failure(lane, f"http://127.0.0.1:{full.getsockname()[1]}", patience=HASTY), NotReached)


@LANES
async def test_a_server_that_does_not_greet_in_tls_was_not_reached(lane: Lane) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        assert isinstance(await failure(lane, f"https://127.0.0.1:{mute.getsockname()[1]}", patience=HASTY), NotReached)


@LANES
async def test_a_server_that_speaks_no_tls_was_not_reached(lane: Lane) -> None:
    def chatter(reader: Reader, writer: Writer) -> None:
        writer.write(SENT)
        writer.close()

    async with await asyncio.start_server(chatter, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert isinstance(await failure(lane, f"https://127.0.0.1:{port}"), NotReached)


@LANES
async def test_a_request_that_finds_no_free_connection_in_time_was_not_sent(lane: Lane) -> None:
    patience = Patience(connect=2, read=60, pool=0.5)
    async with serving(silent) as server, AiohttpRequest(patience) as request, asyncio.TaskGroup() as tasks:
        waiting = [tasks.create_task(lane(request, server.url)) for _ in range(wire.CONNECTIONS)]
        await server.heard(wire.CONNECTIONS)
        with pytest.raises(NotReached) as raised:
            await lane(request, server.url)
        assert_nothing_secret(raised.value)
        assert len(server.heads) == wire.CONNECTIONS
        for task in waiting:
            task.cancel()


@LANES
async def test_a_pool_that_is_closed_reaches_nobody(lane: Lane) -> None:
    with pytest.raises(NotReached):
        await lane(AiohttpRequest(), "http://127.0.0.1:9")


# ---------------------------------------------------------------- proxies


def through(server: Server) -> str:
    return f"http://layla:{quote(PASSWORD, safe='')}@127.0.0.1:{server.port}"


@LANES
async def test_a_proxy_that_is_not_there_reached_nobody(lane: Lane) -> None:
    proxy = f"http://layla:{quote(PASSWORD, safe='')}@127.0.0.1:9"
    assert isinstance(await failure(lane, "http://api.invalid", proxy), NotReached)


@LANES
@pytest.mark.parametrize(
    "behaviour",
    [answering(page(403, b"no")), answering(page(407, b"who?")), answering(page(502, b"dead")), answering(b""),
     answering(b"garbage\r\n\r\n"), resetting, silent],
)  # fmt: skip
async def test_a_proxy_that_makes_no_tunnel_reached_nobody(lane: Lane, behaviour: Behaviour) -> None:
    async with serving(behaviour) as proxy:
        assert isinstance(await failure(lane, "https://api.invalid", through(proxy), HASTY), NotReached)
        assert proxy.heads[0].startswith(b"CONNECT api.invalid:443 ")
        assert SECRET.encode() not in b"".join(proxy.heads)


@LANES
async def test_a_proxy_that_does_not_know_us_passed_nothing_on(lane: Lane) -> None:
    async with serving(answering(page(407, b"<h1>who?</h1>"))) as proxy:
        assert isinstance(await failure(lane, "http://api.invalid", through(proxy)), NotReached)


@LANES
async def test_a_proxy_is_told_user_and_password_and_passes_the_request_on(lane: Lane) -> None:
    async with serving(answering(SENT)) as proxy, AiohttpRequest(proxy=through(proxy)) as request:
        await lane(request, "http://api.invalid")
        with pytest.raises(NotReached):  # what stands here is no tunnel
            await lane(request, "https://api.invalid")
    head, tunnel = proxy.heads
    assert head.startswith(b"POST http://api.invalid/bot")
    for told in (head, tunnel):
        assert b"Proxy-Authorization: Basic bGF5bGE6cEBzczp3b3JkL29mLWxheWxh\r\n" in told


@LANES
async def test_a_page_of_the_proxy_that_repeats_the_address_is_not_repeated(lane: Lane) -> None:
    told = page(503, f"<p>cannot fetch http://api.invalid/bot{DEFAULT_TOKEN}/sendMessage</p>".encode())
    async with serving(answering(told)) as proxy:
        assert may_have_arrived(await failure(lane, "http://api.invalid", through(proxy)))


# ---------------------------------------------------------------- may have arrived


@LANES
@pytest.mark.parametrize(
    "behaviour",
    [
        answering(b""),
        answering(b"garbage\r\n\r\n"),
        answering(SENT[:30]),
        answering(SENT[:-5]),
        answering(SENT[: SENT.index(b"\r\n\r\n") + 4]),
        resetting,
        *(answering(page(status, b"<h1>Bad Gateway</h1>")) for status in (500, 502, 503, 504)),
        *(answering(page(status, b"<h1>Not yours</h1>")) for status in (301, 400, 401, 403, 404, 409, 429)),
        answering(page(404, b"[]")),
        answering(page(404, b'{"message":"of another server"}')),
        answering(page(500, b'{"ok":false,"error_code":500,"description":"Internal Server Error: restart"}')),
    ],
)
async def test_what_was_sent_and_not_answered_by_telegram_may_have_arrived(lane: Lane, behaviour: Behaviour) -> None:
    async with serving(behaviour) as server, AiohttpRequest() as request:
        try:
            answer = await lane(request, server.url)
        except TelegramError as error:
            assert_nothing_secret(error)
            assert may_have_arrived(error)
        else:
            assert isinstance(answer, tuple)  # the fast lane gives the status, and its caller judges
            assert answer[0] == 500
    assert len(server.heads) == 1  # and is never sent again by the pool itself


@LANES
async def test_a_half_open_connection_ends_in_a_time_out(lane: Lane) -> None:
    async with serving(silent) as server:
        error = await failure(lane, server.url, patience=SHORT_OF_HEARING)
    assert isinstance(error, TimedOut)
    assert may_have_arrived(error)


@LANES
async def test_an_answer_that_trickles_in_is_read_to_its_end(lane: Lane) -> None:
    async with serving(trickling(SENT, 0.002)) as server, AiohttpRequest() as request:
        assert await lane(request, server.url)


@LANES
async def test_an_answer_that_trickles_for_ever_is_given_up(lane: Lane, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "BODY_SECONDS", 0.3)
    endless = SENT.replace(b"Content-Length: 25", b"Content-Length: 10000") + b" " * 9000
    async with serving(trickling(endless, 0.001)) as server:
        assert isinstance(await failure(lane, server.url), TimedOut)


async def test_a_file_that_nobody_takes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "BODY_SECONDS", 0.3)

    async def deaf(head: bytes, reader: Reader, writer: Writer) -> None:
        await writer.wait_closed()

    async def upload(request: AiohttpRequest, url: str) -> object:
        file = RequestParameter.from_input("document", InputFile(b"x" * 30_000_000))
        return await request.post(f"{url}/bot{DEFAULT_TOKEN}/sendDocument", RequestData([file]))

    async with asyncio.timeout(10), serving(deaf) as server:
        assert isinstance(await failure(upload, server.url, patience=Patience(connect=1, read=0.3, pool=1)), TimedOut)


@LANES
async def test_a_redirect_is_not_followed_with_the_token_in_hand(lane: Lane) -> None:
    async with serving(answering(SENT)) as thief:
        elsewhere = b"HTTP/1.1 307 Moved\r\nLocation: %s/x\r\nContent-Length: 0\r\n\r\n" % thief.url.encode()
        async with serving(answering(elsewhere)) as server:
            assert may_have_arrived(await failure(lane, server.url))
    assert thief.heads == []


@LANES
@pytest.mark.parametrize(
    ("kind", "accepted"),
    [("drop", True), ("drop", False), ("reset", True), ("reset", False), ("hang", True), ("hang", False)],
)
async def test_a_lost_answer_of_the_toy_may_mean_that_the_message_arrived(
    toy: Playground, lane: Lane, kind: Kind, accepted: bool
) -> None:
    sara = toy.person("سارة", id=1)
    sara.send("/start")
    toy.faults.add(Fault("sendMessage", kind, times=1, accepted=accepted))
    assert may_have_arrived(await failure(lane, toy.url, patience=SHORT_OF_HEARING))
    assert toy.copies(sara.id) == accepted


# ---------------------------------------------------------------- refused


def refused(status: int, description: str, **parameters: int) -> bytes:
    told = {"ok": False, "error_code": status, "description": description}
    return page(status, orjson.dumps(told | ({"parameters": parameters} if parameters else {})), "application/json")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refused(400, "Bad Request: chat not found"), BadRequest),
        (refused(406, "Not Acceptable"), BadRequest),
        (refused(413, "Request Entity Too Large"), BadRequest),
        (refused(401, "Unauthorized"), InvalidToken),
        (refused(404, "Not Found"), InvalidToken),
        (refused(403, "Forbidden: bot was blocked by the user"), Forbidden),
        (refused(409, "Conflict: terminated by other getUpdates request"), Conflict),
        (refused(429, "Too Many Requests: retry after 7", retry_after=7), RetryAfter),
        (refused(420, "FLOOD_WAIT", retry_after=7), RetryAfter),
    ],
)
async def test_what_telegram_refuses_is_named_as_refused(answer: bytes, kind: type[TelegramError]) -> None:
    async with serving(answering(answer)) as server:
        error = await failure(_slow_lane, server.url)
        assert type(error) is kind
        async with AiohttpRequest() as request:
            status, payload = await request.post_json(f"{server.url}/bot{DEFAULT_TOKEN}/sendMessage", b"{}")
    assert 400 <= status < 500
    assert AiohttpRequest.parse_json_payload(payload)["ok"] is False


async def test_a_refusal_that_repeats_the_token_does_not_pass_it_on() -> None:
    async with serving(answering(refused(400, f"Bad Request: /bot{DEFAULT_TOKEN}/x is none"))) as server:
        assert "[token]" in str(await failure(_slow_lane, server.url))


# ---------------------------------------------------------------- whatever comes


@given(
    status=st.integers(100, 599),
    kind=st.sampled_from(["text/html", "application/json", "", "nonsense"]),
    body=st.one_of(
        st.binary(max_size=60),
        st.sampled_from([f"/bot{DEFAULT_TOKEN}/x", quote(DEFAULT_TOKEN), f'{{"description":"{DEFAULT_TOKEN}"}}']).map(
            str.encode
        ),
    ),
    cut=st.integers(0, 40),
    length=st.integers(0, 120),
)
def test_no_answer_of_any_server_puts_a_secret_into_an_error_or_is_anything_but_an_error_of_telegram(
    status: int, kind: str, body: bytes, cut: int, length: int
) -> None:
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    whole = head.encode() + body

    async def exchange() -> None:
        async with serving(answering(whole[: len(whole) - cut])) as server, AiohttpRequest() as request:
            for lane in (_slow_lane, _fast_lane):
                try:
                    await lane(request, server.url)
                except TelegramError as error:
                    assert_nothing_secret(error)

    asyncio.run(exchange())
