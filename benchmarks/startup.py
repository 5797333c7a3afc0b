"""python -m benchmarks.startup: how soon Mujaz is there, and what it takes while nothing happens.

`first_update_seconds` runs from the start of `python -m bot run`, on a database of the size asked for, to the answer
to a command that waited for it; `first_digest_seconds` from the start of the demo to a digest on its page.
"""

import argparse
import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp

from benchmarks.archive import fill_with_made_up, seed_articles
from benchmarks.figures import progress, report
from benchmarks.processes import Process, bot_settings, free_port, started, toy_settings
from benchmarks.visitor import Visitor, address, messages_of, toy_state, visiting
from bot.cli import loop_factory

LOOK_AGAIN = 0.05
PATIENCE = 120.0


async def measure(articles: int, subscribers: int, idle_seconds: float) -> dict[str, object]:
    """The figures of one start each."""
    with TemporaryDirectory(prefix="mujaz-") as name:
        folder, now, port = Path(name), datetime.now(UTC), free_port()
        await fill_with_made_up(folder / "mujaz.sqlite", now, articles, subscribers)
        with started(folder, "playground", "--server-only", **toy_settings(port)):
            async with visiting(port) as visitor:
                with started(folder, "bot", "run", **bot_settings(port, folder / "mujaz.sqlite", now)) as bot:
                    first_update = await _first_update(visitor, bot)
                    idle = await _idle_cpu_percent(bot, idle_seconds)
                    rss_mb = bot.rss_mb
        first_digest = await _first_digest(folder)
    return {
        "articles": articles,
        "subscribers": subscribers,
        "first_update_seconds": round(first_update, 3),
        "rss_mb": rss_mb,
        "idle_cpu_percent": round(idle, 2),
        "first_digest_seconds": round(first_digest, 3),
    }


async def _first_update(visitor: Visitor, bot: Process) -> float:
    person = await visitor.new_person("أول من يسأل")
    exchange = await visitor.asks(person, "/start")
    return exchange.answered_at - bot.started_at


async def _idle_cpu_percent(bot: Process, seconds: float) -> float:
    """Of one core, while nobody asks anything."""
    progress(f"{seconds:g} idle seconds …")
    before, begun = bot.cpu_seconds, time.perf_counter()
    await asyncio.sleep(seconds)
    return 100 * (bot.cpu_seconds - before) / (time.perf_counter() - begun)


async def _first_digest(folder: Path) -> float:
    """Seconds until any article of the newsroom stands in a chat of the demo's page."""
    progress("the demo, to its first digest …")
    titles = [item["title"] for item in seed_articles()]
    port = free_port()
    with started(folder, "playground", MUJAZ_PLAYGROUND_PORT=str(port)) as demo:
        async with aiohttp.ClientSession(address(port)) as session, asyncio.timeout(PATIENCE):
            people = [person["id"] for person in (await toy_state(session))["people"]]
            while True:
                for person in people:
                    if _holds(await messages_of(session, person), titles):
                        return time.perf_counter() - demo.started_at
                await asyncio.sleep(LOOK_AGAIN)


def _holds(messages: list[str], titles: list[str]) -> bool:
    return any(title in message for message in messages for title in titles)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.startup")
    parser.add_argument("--articles", type=int, default=10_000, help="how many the database holds")
    parser.add_argument("--subscribers", type=int, default=10_000, help="how many the database holds")
    parser.add_argument("--idle-seconds", type=float, default=10.0, help="how long to watch it do nothing")
    given = parser.parse_args()
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        report(runner.run(measure(given.articles, given.subscribers, given.idle_seconds)))


if __name__ == "__main__":
    main()
