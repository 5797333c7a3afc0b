"""A whole newsroom for tests: the toy Telegram, the real bot on real HTTP, and a clock that the test turns."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.settings import Settings
from bot.wiring import Mujaz, open_mujaz
from pipeline.clock import Stopwatch
from playground.events import Event
from playground.messages import Message
from playground.people import Person
from playground.server import DEFAULT_TOKEN, Playground
from storage import runs

EDITOR_ID = 3001
HASTE = 50.0
"""How fast the stopwatch runs in conversations: nobody waits a second for the fourth of four quick answers."""


class TurnedClock:
    """Stands still until it is turned."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def __call__(self) -> datetime:
        return self._now

    def turn_to(self, now: datetime) -> None:
        """Sets the moment; time does not run backwards."""
        assert now >= self._now
        self._now = now

    def turn(self, **by: float) -> None:
        """Moves on by a timedelta's arguments."""
        self._now += timedelta(**by)


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The toy, the bot and the clock of one test."""

    toy: Playground
    mujaz: Mujaz
    clock: TurnedClock
    layla: Person
    typing: asyncio.Queue[Event]
    """Filled whenever the bot shows the editor that it is at work: a piece of a paste has arrived."""

    async def wait_until(self, moment: datetime) -> None:
        """Turns the clock to a moment and lets the bot notice."""
        self.clock.turn_to(moment)
        await self.mujaz.tick()

    async def all_delivered(self) -> None:
        """Waits until nothing is on its way any more, and what came of it is stored."""
        async with asyncio.timeout(20):
            while await self.mujaz.room.store.read(runs.unfinished):  # noqa: ASYNC110 - only the database knows
                await asyncio.sleep(0)

    async def reader(self, name: str) -> Person:
        """A new person who has sent /start and heard the greeting."""
        person = self.toy.person(name)
        person.send("/start")
        await person.hears()
        return person

    async def draft_of(self, *pieces: str) -> Message:
        """What the editor's paste becomes: the card of its draft."""
        self.layla.send("/post")
        await self.layla.hears()
        for piece in pieces:
            self.layla.send(piece)
        await self.pieces_arrived(sum(-(-len(piece) // 4096) for piece in pieces))
        return await self.layla.hears()

    async def pieces_arrived(self, number: int) -> None:
        """Waits until the bot has taken so many pieces, then lets the settling time pass."""
        for _ in range(number):
            await asyncio.wait_for(self.typing.get(), timeout=20)
        self.clock.turn(seconds=3)
        await self.mujaz.tidy_desk()


def settings_for(toy: Playground, folder: Path) -> Settings:
    """Settings of a bot that talks to the toy, untouched by the machine's environment."""
    return Settings(
        _env_file=None,
        token=SecretStr(toy.token),
        api_url=toy.url,
        database=folder / "mujaz.sqlite",
        editors=frozenset({EDITOR_ID}),
        timezone="Asia/Riyadh",
        digest_time="08:00",
    )


@asynccontextmanager
async def open_toy(clock: TurnedClock) -> AsyncIterator[Playground]:
    """A toy Telegram on a free port; leaving fails when either side broke the Bot API."""
    toy = Playground(DEFAULT_TOKEN, clock=lambda: clock().timestamp())
    await toy.start()
    try:
        yield toy
    finally:
        await toy.close()
    assert toy.violations == []


@asynccontextmanager
async def running_bot(
    toy: Playground, clock: TurnedClock, folder: Path, speed: float = 1.0, **changed: object
) -> AsyncIterator[Mujaz]:
    """The real bot until the block ends; then it is stopped as an operator stops it. `speed` is its stopwatch's."""
    settings = settings_for(toy, folder).model_copy(update=changed)
    stop = asyncio.Event()
    async with (
        open_mujaz(settings, clock, stopwatch=Stopwatch(speed)) as mujaz,
        asyncio.TaskGroup() as tasks,
    ):
        tasks.create_task(mujaz.run(stop))
        try:
            yield mujaz
        finally:
            stop.set()


@asynccontextmanager
async def open_newsroom(
    now: datetime, folder: Path, speed: float = HASTE, **changed: object
) -> AsyncIterator[Newsroom]:
    """Toy, bot and an editor at a moment; `changed` are settings of the bot."""
    clock = TurnedClock(now)
    typing: asyncio.Queue[Event] = asyncio.Queue()
    async with open_toy(clock) as toy:
        layla = toy.person("ليلى", role="editor", id=EDITOR_ID)
        toy.listen(lambda event: typing.put_nowait(event) if event.type == "action" else None)
        async with running_bot(toy, clock, folder, speed, **changed) as mujaz:
            yield Newsroom(toy, mujaz, clock, layla, typing)
