"""The toy Telegram: one bot, its people and groups, served over HTTP on this machine for the demo and the
tests.

It looks like Telegram from the bot's side (playground.api); from ours it has people to play, crowds to write to, faults
to plant, a clock to turn, a count of every message and a list of everything that broke the Bot API. It keeps no pace
until told to (`limit`), and has no TLS and no memory beyond its life.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from aiohttp import web

from playground.api import Api
from playground.channels import Channel
from playground.chats import GroupKind
from playground.clock import Clock
from playground.control import Control
from playground.crowd import Crowd, Rule, nobody
from playground.events import Event, Listener
from playground.faults import Fault, Faults, Kind
from playground.files import UPLOAD_LIMIT
from playground.groups import Group
from playground.ledger import Ledger
from playground.messages import User
from playground.people import Person
from playground.proving import Proving
from playground.rates import Limits
from playground.trouble import Trouble
from playground.webhook import Webhook
from playground.world import Call, World

DEFAULT_TOKEN = "7000000001:AAPlaygroundTokenOpensNothingAtAll0"  # noqa: S105 it opens nothing

_FIRST_PERSON = 2001
_CLOSING_SECONDS = 2.0


class Playground:
    """A toy Telegram for the bot with that token. `clock` gives unix seconds; tests may turn it."""

    def __init__(self, token: str = DEFAULT_TOKEN, clock: Callable[[], float] = time.time) -> None:
        self.token = token
        self.clock = Clock(clock)
        self.world = World(token, self.clock)
        self.faults = Faults()
        self._trouble = Trouble(self.clock)
        self._webhook = Webhook(self.world)
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
        Api(self.world, self._webhook, self.faults, self._trouble).add_routes(app.router)
        Control(self.world, self._people, lambda name, role: self.person(name, role=role)).add_routes(app.router)
        Proving(self.world, self.faults, self._trouble).add_routes(app.router)
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
        self._trouble.let_go()

    def person(self, name: str, *, language_code: str = "ar", role: str = "reader", id: int | None = None) -> Person:
        """Somebody new, who has not written to the bot yet. Ids count from 2001 unless given.

        ValueError for an id that is taken.
        """
        number = id if id is not None else _FIRST_PERSON + len(self._people)
        if number in self._people:
            raise ValueError(f"there is a person {number} already")
        user = User(number, name, language_code=language_code)
        person = self._people[number] = Person(self.world, user, role)
        person.chat.met = any(number in crowd.ids for crowd in self.world.crowds)
        return person

    def synthetic(self, first_id: int, count: int, blocked: Rule = nobody) -> range:
        """People with these ids, who have started the bot; `blocked`, such as `every(33)`, tells who blocked it since.

        Returns the ids. One of them can still become somebody to play: `person(name, id=…)`.
        """
        crowd = Crowd(range(first_id, first_id + count), blocked)
        self.world.crowds.append(crowd)
        return crowd.ids

    def limit(self, limits: Limits | None = None, *, strict: bool = True) -> None:
        """From now on the toy keeps Telegram's pace and answers 429 beyond it (playground.rates).

        `strict`: a 429 that the bot brought on itself is a violation; one that was planted is not. The toy times what
        it reads: a machine that stalls may squeeze an even pace on the wall clock, though never on one that tests turn.
        """
        self.world.keep_pace(limits or Limits(), strict=strict)

    def copies(self, chat_id: int, text: str | None = None) -> int:
        """How many messages the bot has sent to a chat: all, or those of that text (or caption) as it was sent.

        It reads the whole log: who asks about thousands of chats asks `ledger.counts()` or `ledger.copies()` once.
        """
        return self.ledger.count(chat_id, text)

    @property
    def ledger(self) -> Ledger:
        """Every message that the bot sent: when, to whom, how often."""
        return self.world.ledger

    @property
    def stars(self) -> float:
        """The bot's balance, from which paid broadcasts are paid."""
        return self.world.purse.stars

    @stars.setter
    def stars(self, balance: float) -> None:
        self.world.purse.stars = balance

    def group(self, title: str, owner: Person, *members: Person, kind: GroupKind = "supergroup") -> Group:
        """A new group of these people; the bot is not in it until somebody adds it."""
        group = Group(self.world, title, owner.user, kind)
        for member in members:
            group.join(member.user)
        return group

    def channel(self, title: str, owner: Person, *, username: str | None = None) -> Channel:
        """A new channel; the bot is not in it until somebody makes it an administrator."""
        return Channel(self.world, title, owner.user, username)

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
        kind: Kind = "flood" if status == 429 else "gateway" if status in (502, 504) else "refuse"
        fault = Fault(method, kind, times=times, chat_id=chat_id, status=status, description=description)
        self.faults.add(replace(fault, retry_after=(retry_after, retry_after)))

    def drop(self, method: str, *, times: int = 1, chat_id: int | None = None, accepted: bool = True) -> None:
        """The next calls of a method get no answer; they are carried out even so if `accepted`."""
        self.faults.add(Fault(method, "drop", times=times, chat_id=chat_id, accepted=accepted))

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Calls `listener` with every event from now on; call what it returns to stop."""
        return self.world.events.listen(listener)

    def events(self) -> AsyncIterator[Event]:
        """Every event from the first look on, until the toy closes."""
        return aiter(self.world.events)
