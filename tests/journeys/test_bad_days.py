"""A disk that is full, a database that is held, a clock that is wrong, a text that Telegram refuses: nobody is lost.

Each in the middle of a delivery, and each with an end that the admins are told or can see.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from markupsafe import Markup

from mujaz.delivery import DeliveryState
from mujaz.letter import Letter
from mujaz.run import Order, Run, RunState
from pipeline.lane import AHEAD_LEAST
from pipeline.sender import sealed
from storage import bodies, runs, subscribers
from tests.crashes.campaigns import FIRST, kept
from tests.handlers.scenes import META, archived
from tests.newsroom import EDITOR_ID, Newsroom, open_newsroom
from tests.storage.test_trouble import files_no_larger_than, held_by_another_process

EVENING = datetime(2025, 10, 26, 17, 0, tzinfo=UTC)
MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
NEWS = "نظارة تترجم"
READERS = 90
WORDS = "Bad Request: can't parse entities: Unexpected end tag at byte offset 12"

Trouble = Callable[[Path], AbstractContextManager[object]]


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    """A newsroom in no haste, whose editor has met the bot."""
    async with open_newsroom(EVENING, tmp_path, speed=1.0) as opened:
        opened.layla.send("/help")
        await opened.layla.hears()
        yield opened


@contextmanager
def full_disk(database: Path) -> Iterator[None]:
    """What is written to the database makes its log longer, and there is no room for that."""
    with files_no_larger_than(database.with_name(f"{database.name}-wal").stat().st_size):
        yield


@pytest.mark.parametrize("trouble", [full_disk, held_by_another_process])
async def test_while_the_database_takes_nothing_nobody_is_lost_and_the_admins_are_told(
    newsroom: Newsroom, tmp_path: Path, trouble: Trouble
) -> None:
    database = tmp_path / "mujaz.sqlite"
    await _digest_on_its_way(newsroom)
    await newsroom.mujaz.room.store.write(_loses_patience_soon)
    with trouble(database):
        assert "قاعدة البيانات" in (await newsroom.layla.hears()).text
        before = len(newsroom.toy.ledger)
        await asyncio.sleep(0.6)
        assert len(newsroom.toy.ledger) - before <= 2 * AHEAD_LEAST  # what was on disk before
    await _all_served_once(newsroom, database)


async def test_a_text_that_telegram_refuses_is_frozen_and_goes_on_when_an_admin_says_so(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    database, refused = tmp_path / "mujaz.sqlite", range(FIRST + 20, FIRST + 23)
    for chat_id in refused:
        newsroom.toy.fail("sendMessage", status=400, description=WORDS, chat_id=chat_id)
    await _digest_on_its_way(newsroom)
    told = [(await newsroom.layla.hears()).text for _ in range(2)]
    assert all("parse entities" in text for text in told)
    assert told[0] != told[1]
    await _until(lambda: kept(database).states[DeliveryState.DEAD] == len(refused))
    await _until(lambda: kept(database).frozen)
    (run,) = await newsroom.mujaz.room.store.read(runs.unfinished)
    assert kept(database).states[DeliveryState.SENT] < READERS - len(refused)

    await newsroom.mujaz.room.courier.order(run.id, Order.RESUME)
    await _all_served_once(newsroom, database, but=refused)


@pytest.mark.parametrize("days", [-1, 1])
async def test_a_clock_that_jumps_while_readers_wait_brings_nobody_the_same_twice(
    newsroom: Newsroom, tmp_path: Path, days: int
) -> None:
    newsroom.toy.fail("sendMessage", retry_after=60, chat_id=FIRST + 5)
    await _digest_on_its_way(newsroom)
    await _until(lambda: kept(tmp_path / "mujaz.sqlite").states[DeliveryState.RETRY] == 1)
    newsroom.clock.turn(days=days)
    await newsroom.mujaz.tick()
    await _until(lambda: len(newsroom.toy.ledger.counts()) == READERS)
    newsroom.clock.turn(days=-days, minutes=2)
    await newsroom.mujaz.tick()
    await _all_served_once(newsroom, tmp_path / "mujaz.sqlite", dead=1 if days > 0 else 0)


async def test_an_announcement_without_readers_is_seen_by_its_admin_and_told_as_finished(newsroom: Newsroom) -> None:
    run = await newsroom.mujaz.room.store.write(_announce, newsroom.clock())
    await newsroom.mujaz.tick()
    assert "أعمال الصيانة" in (await newsroom.layla.hears()).text
    assert str(run.id) in (await newsroom.layla.hears()).text
    assert (await newsroom.mujaz.room.store.read(runs.get, run.id)).state is RunState.DONE


async def _digest_on_its_way(newsroom: Newsroom) -> None:
    """Some of the readers have theirs."""
    newsroom.toy.synthetic(FIRST, READERS)
    await newsroom.mujaz.room.store.write(_subscribe, newsroom)
    await archived(newsroom, META, NEWS)
    await newsroom.wait_until(MORNING)
    await _until(lambda: len(newsroom.toy.ledger) > READERS // 9)


def _subscribe(db: sqlite3.Connection, newsroom: Newsroom) -> None:
    now = newsroom.clock()
    for chat_id in range(FIRST, FIRST + READERS):
        subscribers.subscribe(db, chat_id, "ar", newsroom.mujaz.room.slot, now, now - timedelta(hours=1))


def _announce(db: sqlite3.Connection, now: datetime) -> Run:
    draft = runs.draft_announcement(db, EDITOR_ID, now)
    bodies.keep(db, draft.id, {"ar": (sealed(Letter(Markup("يتوقف موجز الليلة لأعمال الصيانة."))),)})
    return runs.queue(db, draft.id, paid=False, due_at=now)


def _loses_patience_soon(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA busy_timeout=50")


async def _until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not so():  # noqa: ASYNC110 neither the ledger nor the database rings
            await asyncio.sleep(0.02)


async def _all_served_once(newsroom: Newsroom, database: Path, but: Collection[int] = (), dead: int = 0) -> None:
    await _until(lambda: kept(database).over)
    served = {chat: copies for chat, copies in newsroom.toy.ledger.counts().items() if chat >= FIRST}
    assert served == dict.fromkeys(set(range(FIRST, FIRST + READERS)) - set(but), 1)
    assert not kept(database).suspects
    assert kept(database).states[DeliveryState.DEAD] == len(but) + dead
