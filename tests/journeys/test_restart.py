"""The bot is killed in the middle of a delivery and started again: nobody is left out, and doubles are known."""

import asyncio
import sqlite3
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mujaz.article import Status
from mujaz.companies import catalogue
from mujaz.companies.gazetteer import Gazetteer
from mujaz.subscriber import Slot
from pipeline.intake import compose
from playground.people import Person
from playground.server import Playground
from storage import articles, subscribers
from storage.store import open_store
from tests.processes import bot_process, kill, stop_politely

READERS = 60
NEWS = "أطلقت شركة «أنثروبيك» نموذجًا جديدًا للبرمجة.\n\nوقالت إنه أسرع من سابقه وأقل كلفة."


@pytest.fixture
def readers(toy: Playground) -> list[Person]:
    """People who have all written to the bot."""
    people = [toy.person(f"قارئ {number}") for number in range(READERS)]
    for person in people:
        person.send("/start")
    return people


async def test_a_kill_in_the_middle_of_a_delivery_loses_nobody_and_lists_every_double(
    toy: Playground, readers: list[Person], tmp_path: Path
) -> None:
    database = tmp_path / "mujaz.sqlite"
    async with bot_process(toy, database) as process:
        for person in readers:
            await person.hears()
        await stop_politely(process)
    await _make_a_digest_due(database)

    unlucky = readers[2]
    toy.drop("sendMessage", chat_id=unlucky.id)  # it arrives, and the bot does not hear of it: a double is certain
    async with bot_process(toy, database) as process:
        await readers[READERS // 3].hears()
        await kill(process)
    before = _received(readers)
    assert sum(before.values()) < READERS

    async with bot_process(toy, database) as process:
        for person in readers:
            await person.sees(lambda message: "أنثروبيك" in message.text)
        await toy_has(unlucky, copies=2)
        await stop_politely(process)
    received = _received(readers)
    assert set(received) == {person.id for person in readers}
    doubles = {chat for chat, copies in received.items() if copies > 1}
    assert unlucky.id in doubles
    assert doubles <= await _suspects(database)
    assert max(received.values()) <= 2


async def toy_has(person: Person, copies: int) -> None:
    """Waits until so many copies of the digest stand in a person's chat."""
    await person.sees(lambda _: _received([person])[person.id] == copies, timeout=60)


def _received(readers: list[Person]) -> Counter[int]:
    return Counter(
        {
            person.id: copies
            for person in readers
            if (copies := sum("أنثروبيك" in message.text for message in person.messages if message.from_bot))
        }
    )


async def _make_a_digest_due(database: Path) -> None:
    now = datetime.now(UTC)
    new = compose(NEWS, Gazetteer(catalogue.load()), now)
    slot = Slot("UTC", now.hour * 60 + now.minute)
    async with open_store(database) as store:
        await store.write(articles.add, new, Status.PUBLISHED, now - timedelta(minutes=5))
        await asyncio.gather(
            *(
                store.write(subscribers.schedule, chat_id, slot.zone, None, [slot], now - timedelta(minutes=1))
                for chat_id in range(2001, 2001 + READERS)
            )
        )


async def _suspects(database: Path) -> set[int]:
    def suspects(db: sqlite3.Connection) -> set[int]:
        return {chat for (chat,) in db.execute("SELECT chat_id FROM deliveries WHERE suspect_duplicate")}

    async with open_store(database) as store:
        return await store.read(suspects)
