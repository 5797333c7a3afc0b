"""python -m benchmarks.intake: what it costs to take articles in: feeds by the hour, articles at once, a bomb.

Feeds are polled by the bot's own watch over real HTTP from a site in this process, whose work counts as well; at each
poll one of 30 items is new and becomes a draft. The share of a core is that of FEEDS feeds polled once an hour.
Articles are those of the playground's newsroom, varied, read and stored one after the other as an import does.
The bomb is a page of so many megabytes that comes as about one.
"""

import argparse
import asyncio
import logging
import resource
import time
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import orjson
import structlog
from aiohttp import web

from benchmarks.figures import progress, report
from mujaz.companies import catalogue
from mujaz.companies.gazetteer import Gazetteer
from mujaz.errors import OutOfReach, Unreadable
from pipeline.clippings import Clippings
from pipeline.fetch import Fetcher, open_fetcher
from pipeline.intake import Intake
from pipeline.robots import Robots
from pipeline.watch import Watch
from storage import feeds
from storage.store import Store, open_store

NEWSROOM = Path(__file__).parent.parent / "playground" / "newsroom.jsonl"
NOW = datetime(2025, 10, 27, 4, tzinfo=UTC)
ITEMS = 30
EDITOR = 3001
HOUR = 3600
MEGABYTE = 1 << 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=1_000, help="feeds that are polled once an hour")
    parser.add_argument("--polled", type=int, default=100, help="polls that are measured")
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--megabytes", type=int, default=200, help="what the bomb would become")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    report(asyncio.run(measured(options.feeds, options.polled, options.articles, options.megabytes)))


async def measured(of: int, polled: int, articles: int, megabytes: int) -> dict[str, object]:
    """All figures, each with a database and a site of its own."""
    texts = [orjson.loads(line) for line in NEWSROOM.read_text(encoding="utf-8").splitlines()]
    bodies = [item["text"] for item in texts]
    with TemporaryDirectory() as folder:
        async with (
            open_store(Path(folder) / "intake.sqlite") as store,
            _site(bodies, megabytes) as url,
            open_fetcher("Mujaz benchmark", lambda: NOW, private=True) as fetcher,
        ):
            progress("a bomb")
            bomb_seconds, bomb_mb = await _bomb(fetcher, url)
            intake = Intake(store, Gazetteer(catalogue.load()), lambda: NOW)
            progress("articles")
            seconds = await _take_in(intake, bodies, articles)
            progress("feeds")
            each = await _poll(store, fetcher, intake, url, polled)
    return {
        "articles": articles,
        "intake_seconds": round(seconds, 2),
        "feeds": of,
        "cpu_ms_per_poll": round(each * 1000, 2),
        "core_percent": round(100 * each * of / HOUR, 3),
        "bomb_megabytes": megabytes,
        "bomb_seconds": round(bomb_seconds, 3),
        "bomb_rss_mb": round(bomb_mb, 1),
    }


async def _take_in(intake: Intake, bodies: list[str], count: int) -> float:
    begun = time.perf_counter()
    for number in range(count):
        text = f"{bodies[number % len(bodies)]}\n\nورد هذا في النشرة رقم {number}."
        await intake.archive(None, text, source=None, url=None, reported_at=NOW, published_at=NOW)
    return time.perf_counter() - begun


async def _poll(store: Store, fetcher: Fetcher, intake: Intake, url: str, polled: int) -> float:
    """Seconds of the processor for one poll that finds one new item among ITEMS."""
    clippings = Clippings(store, fetcher, lambda: NOW)
    robots = Robots(fetcher, lambda: NOW)
    watch = Watch(store, fetcher, intake, clippings, robots, lambda: NOW, lambda _: EDITOR, lambda _: None)
    watched = [
        await store.write(feeds.add, f"{url}/feed/{number}", f"خلاصة {number}", EDITOR, NOW) for number in range(polled)
    ]
    known = [await watch.look(feed) for feed in watched]  # what they hold now is their backlog
    begun = time.process_time()
    for feed in known:
        await watch.look(feed)
    return (time.process_time() - begun) / polled


async def _bomb(fetcher: Fetcher, url: str) -> tuple[float, float]:
    """Seconds until it is refused, and by how many megabytes the process has grown at most. AssertionError if not.

    A feed is fetched before: what the first connection loads is not the bomb's.
    """
    await fetcher.fetch(f"{url}/feed/0")
    before, begun = _peak_mb(), time.perf_counter()
    try:
        await fetcher.fetch(f"{url}/bomb")
    except (OutOfReach, Unreadable):
        return time.perf_counter() - begun, _peak_mb() - before
    raise AssertionError("the bomb was taken for a page")


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@asynccontextmanager
async def _site(bodies: list[str], megabytes: int) -> AsyncIterator[str]:
    """Feeds that have one more item at each poll, and a bomb."""
    looks: dict[str, int] = {}
    bomb = _packed_tight(megabytes)

    async def feed(request: web.Request) -> web.Response:
        number = request.match_info["number"]
        looks[number] = looks.get(number, 0) + 1
        return web.Response(text=_rss(bodies, int(number), looks[number]), content_type="application/rss+xml")

    async def packed(request: web.Request) -> web.Response:
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip", "Content-Type": "text/html"})

    app = web.Application()
    app.router.add_get("/feed/{number}", feed)
    app.router.add_get("/bomb", packed)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def _packed_tight(megabytes: int) -> bytes:
    """So many megabytes as gzip, made piece by piece: the making must not be the peak. Noise makes it a megabyte."""
    noise, machine = Random(1), zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    each = MEGABYTE // megabytes
    pieces = [machine.compress(bytes(MEGABYTE - each) + noise.randbytes(each)) for _ in range(megabytes)]
    return b"".join([*pieces, machine.flush()])


def _rss(bodies: list[str], number: int, look: int) -> str:
    items = "".join(
        f"<item><title>خبر {number}-{item}</title><guid>{number}-{item}</guid>"
        f"<description>{bodies[item % len(bodies)]} من الخلاصة {number}.</description></item>"
        for item in range(ITEMS + look, look, -1)
    )
    return f"<rss version='2.0'><channel><title>خلاصة {number}</title>{items}</channel></rss>"


if __name__ == "__main__":
    main()
