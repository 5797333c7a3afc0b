"""Days go by, the bot is stopped and started, and it holds no more than before: no memory, no task, no open file.

A minute in `make test`; MUJAZ_SOAK_MINUTES in `make soak`. What the toy and the tests themselves keep (the toy keeps
every message) is not counted: memory is that which was asked for by code of ours or of libraries at work for it.
"""

import asyncio
import gc
import os
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from playground.people import Person
from tests.handlers.scenes import open_desk
from tests.newsroom import Newsroom
from tests.soak.days import feed, live_through
from tests.websites import Website, open_website

SECONDS = 60 * float(os.environ.get("MUJAZ_SOAK_MINUTES", "1"))
WARM_UP = 2
"""Days until every cache has met every kind of question."""
RESTARTS = 2
READERS = 3
FRAMES = 3
MOST_GROWN = 1_000_000
NOT_OURS = ("*/playground/*", "*/tests/*", "*/_pytest/*", "*/tracemalloc.py")
OF_THE_TOY = "RequestHandler."
"""Tasks of connections at the toy's end: which of them stay open is their own affair."""
FONT = ".ttf"
"""Fonts stay open, once for each thread that drew: a bot has one such thread, and this process three bots."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the process holds at one moment: bytes of the bot, tasks, open files."""

    bytes: int
    tasks: int
    files: int


async def held() -> Held:
    """After a moment of rest, and with what nobody holds any more taken away."""
    await asyncio.sleep(0.3)
    gc.collect()
    tasks = [task for task in asyncio.all_tasks() if not _name(task).startswith(OF_THE_TOY)]
    files = await asyncio.to_thread(_open_files)
    return Held(_bytes() if tracemalloc.is_tracing() else 0, len(tasks), files)


def _name(task: asyncio.Task[Any]) -> str:
    return getattr(task.get_coro(), "__qualname__", "")


def _open_files() -> int:
    links = [
        link for link in Path("/proc/self/fd").iterdir() if link.is_symlink()
    ]  # but for that of the listing itself
    return sum(link.readlink().suffix != FONT for link in links)


def _bytes() -> int:
    filters = [tracemalloc.Filter(False, pattern, all_frames=True) for pattern in NOT_OURS]
    return sum(trace.size for trace in tracemalloc.take_snapshot().filter_traces(filters).traces)


@contextmanager
def traced() -> Iterator[None]:
    """Every block of memory is known by who asked for it."""
    tracemalloc.start(FRAMES)
    try:
        yield
    finally:
        tracemalloc.stop()


async def test_days_and_restarts_leave_nothing_behind(tmp_path: Path) -> None:
    until, days = time.monotonic() + SECONDS, count(1)
    async with open_desk(tmp_path) as desk, open_website() as site:
        readers = [desk.toy.person(f"قارئ {number}") for number in range(READERS)]
        before = await held()
        async with desk.opened(private_links=True) as newsroom:
            await move_in(newsroom, site, readers)
        for _ in range(RESTARTS - 1):
            async with desk.opened(private_links=True) as newsroom:
                await live_through(newsroom, site, readers, next(days))
        with traced():
            async with desk.opened(private_links=True) as newsroom:
                await live(newsroom, site, readers, days, until)
        after = await held()
        assert (after.tasks, after.files) == (before.tasks, before.files)


async def move_in(newsroom: Newsroom, site: Website, readers: list[Person]) -> None:
    """Readers come, and an editor adds the feed of a site."""
    for reader in readers:
        reader.send("/start")
        await reader.hears()
    newsroom.layla.send(f"/feeds {site.put('/feed.xml', feed(0), 'application/rss+xml')}")
    await newsroom.layla.sees(lambda message: "موقع الأيام" in message.text)


async def live(newsroom: Newsroom, site: Website, readers: list[Person], days: Iterator[int], until: float) -> None:
    """Days go by until the time is over, two at least after those of warming up; the last ends as the one before it."""
    ends: list[Held] = []
    while len(ends) < WARM_UP + 2 or time.monotonic() < until:
        await live_through(newsroom, site, readers, next(days))
        ends.append(await held())
        print(f"day {len(ends)}: {ends[-1]}")
    assert ends[-1].bytes - ends[-2].bytes <= MOST_GROWN
    assert {end.tasks for end in ends[WARM_UP:]} == {ends[-1].tasks}
