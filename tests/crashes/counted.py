"""The toy Telegram that counts, as a process of its own, and the processes that write to it."""

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from playground.server import DEFAULT_TOKEN
from tests.crashes.campaigns import FIRST, kept
from tests.processes import ROOT

LATENCY_MS = (36, 84)
MEAN_LATENCY = sum(LATENCY_MS) / 2 / 1000
PATIENCE = 120.0

Process = asyncio.subprocess.Process


@dataclass(frozen=True, slots=True)
class Counts:
    """What arrived: messages, chats, chats that got nothing, and by chat how many copies of a text came beyond one."""

    messages: int
    chats: int
    missing: set[int]
    extra: Counter[int]


class Toy:
    """The way to the toy's counts."""

    def __init__(self, url: str, control: aiohttp.ClientSession) -> None:
        self.url = url
        self._control = control

    async def counts(self, readers: int = 0) -> Counts:
        """What arrived so far; the first so many readers should each have got something."""
        async with self._control.get("/_ctl/counts", params={"first": FIRST, "count": readers}) as answer:
            told = await answer.json()
        extra: Counter[int] = Counter()
        for chat, _, copies in told["repeated"]:
            extra[chat] += copies - 1
        return Counts(told["messages"], told["chats"], set(told["missing"]), extra)

    async def changes(self) -> dict[tuple[int, int], list[str]]:
        """By chat and message, the texts that were put in its place, each as a hash."""
        async with self._control.get("/_ctl/changes") as answer:
            return {(chat, message): texts for chat, message, texts in await answer.json()}


@asynccontextmanager
async def counting() -> AsyncIterator[Toy]:
    """The toy on a free port, slow by LATENCY_MS, until the block ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "playground.counting", "--port", "0", "--latency-ms", "{}-{}".format(*LATENCY_MS),
        cwd=ROOT, env={"PATH": ""}, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        url = (await process.stdout.readline()).decode().split()[-1]
        async with aiohttp.ClientSession(url, raise_for_status=True) as control:
            yield Toy(url, control)
    finally:
        process.kill()
        await process.communicate()


@asynccontextmanager
async def bot(url: str, database: Path) -> AsyncIterator[Process]:
    """`python -m bot run`, from the moment at which it delivers; killed at the end of the block if it still runs."""
    settings = {"MUJAZ_TOKEN": DEFAULT_TOKEN, "MUJAZ_API_URL": url, "MUJAZ_DATABASE": str(database)}
    async with _running(["bot", "run"], settings) as process:
        yield process


@asynccontextmanager
async def driver(url: str, database: Path, rate: int) -> AsyncIterator[Process]:
    """The courier alone (tests.crashes.driver), from the moment at which it delivers."""
    async with _running(["tests.crashes.driver", str(database), url, str(rate)], {}) as process:
        yield process


@asynccontextmanager
async def _running(command: list[str], settings: dict[str, str]) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *command,
        cwd=ROOT,
        env={"PATH": "", "MUJAZ_TIMEZONE": "UTC", "MUJAZ_LOG_FORMAT": "json", **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        await _says_running(process)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def _says_running(process: Process) -> None:
    assert process.stdout is not None
    said = b""
    async with asyncio.timeout(PATIENCE):
        while line := await process.stdout.readline():
            said += line
            if line.strip() == b"running" or b'"event":"running"' in line.replace(b" ", b""):
                return
    raise AssertionError(said.decode())


async def until_over(database: Path) -> None:
    """Returns when nothing is on its way any more."""
    async with asyncio.timeout(PATIENCE):
        while not kept(database).over:  # noqa: ASYNC110 another process cannot set an event
            await asyncio.sleep(0.1)
