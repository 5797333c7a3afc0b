"""The HTTP client under python-telegram-bot: how each failure is called, and that none names the token."""

import traceback
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from pipeline.exchange import NotReached
from pipeline.wire import AiohttpRequest
from playground.people import Person
from playground.server import DEFAULT_TOKEN, Playground
from tests.newsroom import TurnedClock, open_toy

SECRET = DEFAULT_TOKEN.partition(":")[2]


@pytest.fixture
async def toy() -> AsyncIterator[Playground]:
    async with open_toy(TurnedClock(datetime(2025, 10, 26, 17, tzinfo=UTC))) as toy:
        yield toy


@pytest.fixture
async def bot(toy: Playground) -> AsyncIterator[Bot]:
    async with AiohttpRequest() as request:
        yield _bot(toy.url, request)


@pytest.fixture
def sara(toy: Playground) -> Person:
    sara = toy.person("سارة")
    sara.send("/start")
    return sara


async def test_a_server_that_is_not_there_was_certainly_not_reached() -> None:
    async with AiohttpRequest() as request:
        error = await _failure(_bot("http://127.0.0.1:9", request))
    assert isinstance(error, NotReached)
    _assert_nothing_secret(error)


async def test_a_name_that_does_not_resolve_was_certainly_not_reached() -> None:
    async with AiohttpRequest() as request:
        error = await _failure(_bot("http://telegram.invalid", request))
    assert isinstance(error, NotReached)
    _assert_nothing_secret(error)


async def test_a_closed_pool_reaches_nobody(toy: Playground) -> None:
    error = await _failure(_bot(toy.url, AiohttpRequest()))
    assert isinstance(error, NotReached)


@pytest.mark.parametrize("accepted", [True, False])
async def test_a_lost_answer_may_mean_that_the_message_arrived(
    toy: Playground, bot: Bot, sara: Person, accepted: bool
) -> None:
    toy.drop("sendMessage", accepted=accepted)
    error = await _failure(bot, sara.id)
    assert isinstance(error, NetworkError)
    assert not isinstance(error, NotReached)
    _assert_nothing_secret(error)


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_front_end_that_fails_is_a_network_error(toy: Playground, bot: Bot, sara: Person, status: int) -> None:
    toy.fail("sendMessage", status=status)
    error = await _failure(bot, sara.id)
    assert isinstance(error, NetworkError)
    assert not isinstance(error, NotReached)
    _assert_nothing_secret(error)


async def test_an_answer_that_does_not_come_in_time_is_a_time_out(toy: Playground) -> None:
    async with AiohttpRequest() as request:
        with pytest.raises(TimedOut) as raised:
            await request.post(
                f"{toy.url}/bot{DEFAULT_TOKEN}/getUpdates",
                RequestData([RequestParameter.from_input("timeout", 5)]),
                read_timeout=0.05,
            )
    _assert_nothing_secret(raised.value)


async def test_a_page_in_place_of_an_answer_is_an_error_of_telegram() -> None:
    async def page(request: web.Request) -> web.Response:
        return web.Response(text="<html>welcome to the café</html>", content_type="text/html")

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", page)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with AiohttpRequest() as request:
            error = await _failure(_bot(f"http://127.0.0.1:{runner.addresses[0][1]}", request))
    finally:
        await runner.cleanup()
    _assert_nothing_secret(error)


async def test_a_flood_says_how_long_to_wait(toy: Playground, bot: Bot, sara: Person) -> None:
    toy.fail("sendMessage", status=429, retry_after=7)
    error = await _failure(bot, sara.id)
    assert isinstance(error, RetryAfter)
    _assert_nothing_secret(error)


async def test_a_file_arrives_as_it_was_with_its_name_and_arabic_caption(
    toy: Playground, bot: Bot, sara: Person
) -> None:
    data = bytes(range(256)) * 300
    await bot.send_document(sara.id, data, caption="تقرير «ميتا» & <غيرها>", filename="تقرير.pdf")
    received = await sara.hears()
    assert received.document is not None
    assert (received.document.name, received.document.data) == ("تقرير.pdf", data)
    assert received.text == "تقرير «ميتا» & <غيرها>"


async def test_a_pool_may_be_opened_twice_and_closed_twice(toy: Playground) -> None:
    request = AiohttpRequest()
    await request.initialize()
    await request.initialize()
    assert (await _bot(toy.url, request).get_me()).is_bot
    await request.shutdown()
    await request.shutdown()


def _bot(url: str, request: AiohttpRequest) -> Bot:
    return Bot(DEFAULT_TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot", request=request)


async def _failure(bot: Bot, chat_id: int = 1) -> TelegramError:
    with pytest.raises(TelegramError) as raised:
        await bot.send_message(chat_id, "x")
    return raised.value


def _assert_nothing_secret(error: TelegramError) -> None:
    """Neither the error nor what a log would print of it holds the token or an address."""
    assert not isinstance(error.__cause__, aiohttp.ClientError)
    told = "\n".join([str(error), repr(error), *traceback.format_exception_only(error)])
    printed = "".join(line for line in traceback.format_exception(error) if "File " not in line)
    for text in (told, printed):
        assert SECRET not in text
        assert "/bot7" not in text
        assert "http://" not in text
