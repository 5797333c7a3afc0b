"""python -m benchmarks.asking: how soon each question is answered from a large archive, through the playground.

Everybody asks once, one after another, and is a reader of old, who follows, saved something and was away for ten days.
`chart_first_ms` is the first /trends of the bot's life, which draws; those after it send what Telegram has already.
"""

import argparse
import asyncio
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.archive import fill_with_made_up, minute_far_from
from benchmarks.figures import milliseconds, percentile, progress, report
from benchmarks.processes import bot_settings, free_port, started, toy_settings
from benchmarks.visitor import Visitor, visiting
from bot.cli import loop_factory
from mujaz.companies import catalogue
from mujaz.subscriber import Slot
from storage import saved, subscribers
from storage.store import open_store

FIRST_PERSON = 2001
"""The toy numbers its people from here on."""
AWAY = timedelta(days=10)
SAVED_EACH = 20

SEARCHES = ("مركز بيانات", "خفضت أسعار", "مكتبا للأبحاث", "«فريق السلامة»", "نموذجا صغيرا -هاتف", "مهندسون من ثلات مدن")
QUESTIONS = ("متى خفضت {who} أسعارها؟", "كم مليون دولار تبلغ كلفة مركز بيانات {who}؟", "من يدير {who}؟")
KINDS: Mapping[str, Sequence[str]] = {
    "company": ("/company {who}",),
    "search": tuple(f"/search {words}" for words in SEARCHES),
    "story": ("/story {n}", "/story أدوات {who}"),
    "trends": ("/trends", "/trends month"),
    "saved": ("/saved",),
    "missed": ("/missed",),
    "digest": ("/digest",),
    "latest": ("/latest",),
    "company_by_name": ("{who}",),
    "free_text": SEARCHES,
    "question": QUESTIONS,
    "inline": ("{who}", *SEARCHES),
}
"""What is asked, by kind: {who} is a company, {n} an article."""


async def measure(articles: int, asked: int) -> dict[str, object]:
    """The figures of so many questions of each kind."""
    with TemporaryDirectory(prefix="mujaz-") as name:
        folder, now, port = Path(name), datetime.now(UTC), free_port()
        database = folder / "mujaz.sqlite"
        await fill_with_made_up(database, now, articles, 1)
        await fill_with_people(database, now, asked * len(KINDS) + 1)
        with started(folder, "playground", "--server-only", **toy_settings(port)):
            async with visiting(port) as visitor:
                with started(folder, "bot", "run", **bot_settings(port, database, now)) as bot:
                    await visitor.asks(await visitor.new_person("أول من يسأل"), "/help")  # the start is nobody's wait
                    waits = await _ask_all(visitor, asked, articles)
                    return {"articles": articles, "asked": asked, **_figures(waits), "rss_mb": bot.rss_mb}


async def fill_with_people(database: Path, now: datetime, people: int) -> None:
    """Makes those whom the toy will know readers of old. The slot is there before them, so it is not overdue."""
    async with open_store(database) as store:
        await store.write(_store_people, range(FIRST_PERSON, FIRST_PERSON + people), now)


def _store_people(db: sqlite3.Connection, people: range, now: datetime) -> None:
    slot = Slot("UTC", minute_far_from(now))
    followed = [company.id for company in catalogue.load().companies]
    for person in people:
        subscribers.subscribe(db, person, "ar", slot, now - AWAY, now - timedelta(days=1))
        for place in range(3):
            subscribers.follow(db, person, followed[(person + place) % len(followed)])
        for article in range(1, SAVED_EACH + 1):
            saved.save(db, person, -article, now)


async def _ask_all(visitor: Visitor, asked: int, articles: int) -> Mapping[str, Sequence[float]]:
    waits: defaultdict[str, list[float]] = defaultdict(list)
    sentences = {kind: _sentences(templates, articles) for kind, templates in KINDS.items()}
    for round_ in range(1, asked + 1):
        for kind, endless in sentences.items():
            person = await visitor.new_person(f"سائل {kind} {round_}")
            waits[kind].append(await _wait(visitor, person, kind, next(endless)))
        progress(f"{round_} of {asked}")
    return waits


async def _wait(visitor: Visitor, person: int, kind: str, sentence: str) -> float:
    if kind == "inline":
        return await visitor.asks_inline(person, sentence)
    return (await visitor.asks(person, sentence)).seconds


def _sentences(templates: Sequence[str], articles: int) -> Iterator[str]:
    companies = cycle(catalogue.load().companies)
    for number, template in zip(count(1), cycle(templates), strict=False):
        yield template.format(who=next(companies).ar, n=number % articles + 1)


def _figures(waits: Mapping[str, Sequence[float]]) -> dict[str, object]:
    first, *drawn = waits["trends"]
    later = {**waits, "trends": drawn or [first]}
    worst = {kind: milliseconds(percentile(seconds, 99)) for kind, seconds in later.items()}
    return {
        **{f"{kind}_p99_ms": took for kind, took in worst.items()},
        **{f"{kind}_p50_ms": milliseconds(percentile(seconds, 50)) for kind, seconds in later.items()},
        "chart_first_ms": milliseconds(first),
        "slowest": max(worst, key=worst.__getitem__),
    }


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.asking")
    parser.add_argument("--articles", type=int, default=100_000, help="how many the archive holds")
    parser.add_argument("--asked", type=int, default=100, help="questions of each kind")
    given = parser.parse_args()
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        report(runner.run(measure(given.articles, given.asked)))


if __name__ == "__main__":
    main()
