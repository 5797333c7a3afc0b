"""The toy Telegram: one bot, its people and groups, served over HTTP on this machine for the demo and the
tests.

It looks like Telegram from the bot's side (playground.api); from ours it has people to play, faults to plant
and a list of everything that broke the Bot API. It has no rate limits, no TLS and no memory beyond its life.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from itertools import islice
from typing import Any

from aiohttp import web

from playground.api import Api
from playground.control import Control
from playground.events import Event, Listener
from playground.faults import Fault, Faults
from playground.files import UPLOAD_LIMIT
from playground.groups import Group
from playground.messages import User
from playground.people import Person
from playground.webhook import Webhook
from playground.world import Call, World

DEFAULT_TOKEN = "7000000001:AAPlaygroundTokenOpensNothingAtAll0"  # noqa: S105 it opens nothing

_FIRST_PERSON = 2001
_CLOSING_SECONDS = 2.0


class Playground:
    """A toy Telegram for the bot with that token. `clock` gives unix seconds; tests may turn it."""

    def __init__(self, token: str = DEFAULT_TOKEN, clock: Callable[[], float] = time.time) -> None:
        self.token = token
        self.world = World(token, clock)
        self._webhook = Webhook(self.world)
        self._faults = Faults()
        self._people: dict[int, Person] = {}
        self._runner: web.AppRunner | None = None
        self.url = ""

    @property
    def violations(self) -> list[str]:
        """Everything that broke the Bot API, on either side."""
        return self.world.violations

    @property
    def requests(self) -> list[Call]:
        """The calls of the bot with a right token and a known method, in order: the last ten thousand."""
        return list(self.world.requests)

    async def called(self, method: str, timeout: float = 20) -> Mapping[str, Any]:
        """The parameters of the next call of that method, as soon as it comes; TimeoutError after so many seconds."""
        before = self.world.calls

        def look() -> Mapping[str, Any] | None:
            newest = islice(reversed(self.world.requests), self.world.calls - before)
            return next((given for name, given in reversed(list(newest)) if name == method), None)

        async with asyncio.timeout(timeout):
            return await self.world.called.until(look)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Serves at `url`; port 0 takes a free one. OSError where the port is taken."""
        app = web.Application(client_max_size=UPLOAD_LIMIT)
        Api(self.world, self._webhook, self._faults).add_routes(app.router)
        Control(self.world, self._people, lambda name, role: self.person(name, role=role)).add_routes(app.router)
        app.on_shutdown.append(self._let_go)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=_CLOSING_SECONDS)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError:
            await self._runner.cleanup()
            raise
        self.url = f"http://{host}:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        """Ends every poll, stream and webhook, and the server."""
        await self._webhook.stop()
        if self._runner:
            await self._runner.cleanup()

    async def _let_go(self, app: web.Application) -> None:
        self.world.updates.close()
        self.world.events.close()

    def person(self, name: str, *, language_code: str = "ar", role: str = "reader", id: int | None = None) -> Person:
        """Somebody new, who has not written to the bot yet. Ids count from 2001 unless given.

        ValueError for an id that is taken.
        """
        number = id if id is not None else _FIRST_PERSON + len(self._people)
        if number in self._people:
            raise ValueError(f"there is a person {number} already")
        user = User(number, name, language_code=language_code)
        self._people[number] = Person(self.world, user, role)
        return self._people[number]

    def group(self, title: str, owner: Person, *members: Person) -> Group:
        """A new supergroup of these people; the bot is not in it until somebody adds it."""
        group = Group(self.world, title, owner.user)
        for member in members:
            group.join(member.user)
        return group

    def fail(
        self,
        method: str,
        *,
        times: int = 1,
        status: int = 429,
        retry_after: int = 2,
        description: str | None = None,
        chat_id: int | None = None,
    ) -> None:
        """The next calls of a method (to that chat, if given) are refused with this status."""
        self._faults.plant(Fault(method, times, status, retry_after, description, chat_id))

    def drop(self, method: str, *, times: int = 1, chat_id: int | None = None, accepted: bool = True) -> None:
        """The next calls of a method get no answer; they are carried out even so if `accepted`."""
        self._faults.plant(Fault(method, times, status=None, chat_id=chat_id, accepted=accepted))

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Calls `listener` with every event from now on; call what it returns to stop."""
        return self.world.events.listen(listener)

    def events(self) -> AsyncIterator[Event]:
        """Every event from the first look on, until the toy closes."""
        return aiter(self.world.events)
