"""A toy Telegram for each test, a clock to turn, and a bare client that calls the Bot API as a bot would."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from playground.people import Person
from playground.server import DEFAULT_TOKEN, Playground

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000280000001408060000") + b"pixels"


@dataclass
class Clock:
    """Unix seconds, turned by hand."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Answer:
    """An HTTP answer of the Bot API."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def result(self) -> Any:
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def description(self) -> str:
        assert not self.body["ok"], self.body
        assert self.status == self.body["error_code"]
        return str(self.body["description"])


class Client:
    """Calls methods with JSON parameters."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.base = f"{url}/bot{DEFAULT_TOKEN}"

    async def __call__(self, method: str, **given: Any) -> Answer:
        return await self.raw("POST", f"{self.base}/{method}", json=given)

    async def raw(self, verb: str, url: str, **options: Any) -> Answer:
        async with self.session.request(verb, url, **options) as response:
            return Answer(response.status, await response.json(), dict(response.headers))

    async def updates(self, timeout: int = 20) -> list[dict[str, Any]]:
        """The waiting updates, confirmed."""
        found: list[dict[str, Any]] = (await self("getUpdates", timeout=timeout)).result
        if found:
            await self("getUpdates", offset=found[-1]["update_id"] + 1)
        return found


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def toy(clock: Clock) -> AsyncIterator[Playground]:
    toy = Playground(clock=clock)
    await toy.start()
    yield toy
    await toy.close()
    assert toy.violations == []


@pytest.fixture
async def call(toy: Playground) -> AsyncIterator[Client]:
    async with aiohttp.ClientSession() as session:
        yield Client(session, toy.url)


@pytest.fixture
def sara(toy: Playground) -> Person:
    """A person whom the bot has met, and whose hello it has not fetched."""
    sara = toy.person("سارة")
    sara.send("/start")
    return sara
