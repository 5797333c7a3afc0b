"""The bot is killed while it sends round-ups, and started again: nobody is left out, one message at most is doubled."""

import sqlite3
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mujaz.article import Status
from mujaz.companies import catalogue
from mujaz.companies.gazetteer import Gazetteer
from mujaz.period import Span
from mujaz.rounds import day_after
from pipeline.intake import compose
from playground.people import Person
from playground.server import Playground
from storage import articles
from storage.store import open_store
from tests.handlers.scenes import eventually
from tests.processes import bot_process, kill, stop_politely

READERS = 40
NEWS = "أطلقت شركة «أنثروبيك» نموذجًا جديدًا للبرمجة.\n\nوقالت إنه أسرع من سابقه وأقل كلفة."


async def test_a_kill_among_round_ups_leaves_nobody_out_and_doubles_one_message_at_most(
    toy: Playground, tmp_path: Path
) -> None:
    readers = [toy.person(f"قارئ {number}") for number in range(READERS)]
    database = tmp_path / "mujaz.sqlite"
    for person in readers:
        person.send("/start")
    async with bot_process(toy, database) as process:
        for person in readers:
            await person.hears()
        await stop_politely(process)
    await _make_the_week_due(database)

    async with bot_process(toy, database) as process:
        await eventually(toy, lambda: sum(_words(person) for person in readers) >= READERS // 3, timeout=60)
        await kill(process)
    assert sum(_words(person) for person in readers) < READERS

    async with bot_process(toy, database) as process:
        await eventually(toy, lambda: all(_words(person) for person in readers), timeout=60)
        await stop_politely(process)
    for person in readers:
        assert _pictures(person) >= 1
        assert _pictures(person) + _words(person) <= 3


def _words(person: Person) -> int:
    return sum(message.text.startswith("موجز الأسبوع، ") for message in person.messages if message.from_bot)


def _pictures(person: Person) -> int:
    return Counter(message.photo is not None for message in person.messages if message.from_bot)[True]


async def _make_the_week_due(database: Path) -> None:
    """Everybody wants the round-up of the last whole week, in which there was news."""
    now = datetime.now(UTC)
    friday = day_after(Span.WEEK, now.date() - timedelta(days=7))
    reported = datetime(friday.year, friday.month, friday.day, tzinfo=UTC) - timedelta(days=3)
    new = compose(NEWS, Gazetteer(catalogue.load()), reported)

    def want(db: sqlite3.Connection) -> None:
        db.execute(
            "INSERT INTO roundups (chat_id, span, day, due_at) SELECT chat_id, 'week', ?, ? FROM subscribers",
            (friday.isoformat(), int(now.timestamp()) - 60),
        )

    async with open_store(database) as store:
        await store.write(articles.add, new, Status.PUBLISHED, reported)
        await store.write(want)
