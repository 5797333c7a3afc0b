"""A webhook gets every update by POST, in order within a chat, again until it says yes."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from playground.people import Person
from playground.server import Playground
from tests.playground.conftest import Client

SECRET = "a-secret-of-the-tests_0123456789"


@dataclass
class Door:
    """A bot's webhook: notes what comes, and answers with the planted statuses before it says yes."""

    url: str = ""
    refusals: list[int] = field(default_factory=list)
    got: "asyncio.Queue[dict[str, Any]]" = field(default_factory=asyncio.Queue)
    secrets: list[str | None] = field(default_factory=list)
    body: dict[str, Any] = field(default_factory=dict)

    async def handle(self, request: web.Request) -> web.Response:
        assert request.content_type == "application/json"
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.refusals:
            return web.Response(status=self.refusals.pop(0))
        self.got.put_nowait(await request.json())
        return web.json_response(self.body)

    async def texts(self, count: int) -> list[str]:
        async with asyncio.timeout(20):
            return [(await self.got.get())["message"]["text"] for _ in range(count)]


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    door = Door()
    app = web.Application()
    app.router.add_post("/hook", door.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    door.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield door
    await runner.cleanup()


async def test_updates_arrive_with_the_secret_and_in_order(call: Client, sara: Person, door: Door) -> None:
    assert (await call("setWebhook", url=door.url, secret_token=SECRET, max_connections=1)).result is True
    for number in range(5):
        sara.send(str(number))
    assert await door.texts(6) == ["/start", "0", "1", "2", "3", "4"]
    assert set(door.secrets) == {SECRET}


async def test_a_refused_update_comes_again_before_the_next_of_its_chat(
    toy: Playground, call: Client, sara: Person, door: Door
) -> None:
    door.refusals = [500, 503]
    layla = toy.person("ليلى")
    await call("setWebhook", url=door.url)
    sara.send("ثان")
    layla.send("من ليلى")
    texts = await door.texts(3)
    assert [text for text in texts if text != "من ليلى"] == ["/start", "ثان"]


async def test_the_info_tells_what_went_wrong(call: Client, sara: Person, door: Door) -> None:
    assert (await call("getWebhookInfo")).result["url"] == ""
    door.refusals = [500]
    await call("setWebhook", url=door.url, allowed_updates=["message"], max_connections=7)
    await door.texts(1)
    info = (await call("getWebhookInfo")).result
    assert info["url"] == door.url
    assert info["max_connections"] == 7
    assert info["allowed_updates"] == ["message"]
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


async def test_nobody_may_poll_while_a_webhook_is_set(call: Client, door: Door) -> None:
    await call("setWebhook", url=door.url)
    answer = await call("getUpdates")
    assert (answer.status, answer.description) == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
    await call("deleteWebhook")
    assert (await call("getUpdates")).result == []


async def test_what_no_webhook_took_waits_for_the_next_poll(call: Client, sara: Person) -> None:
    await call("setWebhook", url="http://127.0.0.1:9/nobody")
    assert (await call("getWebhookInfo")).result["pending_update_count"] == 1
    await call("setWebhook", url="")
    assert [update["message"]["text"] for update in await call.updates()] == ["/start"]


async def test_pending_updates_may_be_dropped(call: Client, sara: Person) -> None:
    await call("deleteWebhook", drop_pending_updates=True)
    assert (await call("getUpdates")).result == []


async def test_setting_a_webhook_ends_the_poll_that_waits(toy: Playground, call: Client, door: Door) -> None:
    waiting = asyncio.gather(call("getUpdates", timeout=50))
    await toy.called("getUpdates")
    await call("setWebhook", url=door.url)
    (ended,) = await asyncio.wait_for(waiting, 20)
    assert (ended.status, ended.description) == (409, "Conflict: terminated by setWebhook request")


async def test_a_method_call_in_the_answer_is_noted(toy: Playground, call: Client, sara: Person, door: Door) -> None:
    door.body = {"method": "sendMessage", "chat_id": sara.id, "text": "x"}
    await call("setWebhook", url=door.url)
    sara.send("ثان")
    await door.texts(2)
    assert toy.violations[0] == "webhook: a method call in the answer is not emulated"
    await call("deleteWebhook")
    toy.violations.clear()
