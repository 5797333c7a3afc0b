"""Plays people in a toy Telegram of another process, through the control API that its page uses.

Measures as an outside client sees it: the person's message and the bot's answer come on the same stream of events.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import orjson

PATIENCE = 60.0
PAUSE = 0.01


@dataclass(frozen=True, slots=True)
class Exchange:
    """When the toy told of a person's message and of the first answer to it, in seconds of time.perf_counter."""

    said_at: float
    answered_at: float

    @property
    def seconds(self) -> float:
        """How long the person waited."""
        return self.answered_at - self.said_at


class Visitor:
    """Everybody who writes to the bot. Each person has one question open at a time."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._said: dict[int, float] = {}
        self._waiting: dict[int, asyncio.Future[Exchange]] = {}
        self.heard = 0
        """How many messages the bot has sent."""

    async def new_person(self, name: str) -> int:
        """Somebody new; gives the id."""
        person: int = (await self._post("/_ctl/people", name=name))["id"]
        return person

    async def asks(self, person: int, text: str) -> Exchange:
        """Sends a message and waits for the bot's next one. TimeoutError when none comes."""
        answer: asyncio.Future[Exchange] = asyncio.get_running_loop().create_future()
        self._waiting[person] = answer
        async with asyncio.timeout(PATIENCE):
            await self._post(f"/_ctl/people/{person}/send", text=text)
            return await answer

    async def asks_inline(self, person: int, words: str) -> float:
        """Types words behind the bot's name in another chat; gives the seconds until results are offered."""
        begun = time.perf_counter()
        async with asyncio.timeout(PATIENCE):
            await self._post(f"/_ctl/people/{person}/inline", words=words)
        return time.perf_counter() - begun

    async def listen(self, stream: aiohttp.ClientResponse) -> None:
        """Notes what happens until the toy closes the stream."""
        async for line in stream.content:
            if line.startswith(b"data: "):
                self._note(orjson.loads(line[len(b"data: ") :]), time.perf_counter())

    def _note(self, event: dict[str, Any], at: float) -> None:
        if event["type"] != "message":
            return
        person = event["person"]
        if event["message"]["from"] == "person":
            self._said[person] = at
            return
        self.heard += 1
        if answer := self._waiting.pop(person, None):
            answer.set_result(Exchange(self._said[person], at))

    async def _post(self, path: str, **given: str) -> dict[str, Any]:
        async with self._session.post(path, data=orjson.dumps(given)) as response:
            response.raise_for_status()
            answer: dict[str, Any] = orjson.loads(await response.read())
            return answer


@asynccontextmanager
async def visiting(port: int) -> AsyncIterator[Visitor]:
    """A visitor of the toy on that port, as soon as it listens there; TimeoutError when it never does."""
    endless, unbounded = aiohttp.ClientTimeout(total=None), aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(address(port), timeout=endless, connector=unbounded) as session:
        await toy_state(session)
        async with session.get("/_ctl/events") as stream, asyncio.TaskGroup() as tasks:
            await stream.content.readline()  # «listening»: from here on nothing is missed
            visitor = Visitor(session)
            listening = tasks.create_task(visitor.listen(stream))
            yield visitor
            listening.cancel()


def address(port: int) -> str:
    """Where a toy on that port is reached."""
    return f"http://127.0.0.1:{port}"


async def messages_of(session: aiohttp.ClientSession, person: int) -> list[str]:
    """The texts that stand in a person's chat with the bot."""
    async with session.get(f"/_ctl/people/{person}") as response:
        return [message["text"] for message in orjson.loads(await response.read())["messages"]]


async def toy_state(session: aiohttp.ClientSession) -> dict[str, Any]:
    """The toy's state (its bot and people), as soon as it listens. TimeoutError when it never does."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                async with session.get("/_ctl/state") as response:
                    state: dict[str, Any] = orjson.loads(await response.read())
                    return state
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(PAUSE)
