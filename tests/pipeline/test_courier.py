"""From due to delivered: waits are obeyed, lost answers are repeated and listed, who is gone is pruned."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from structlog.testing import capture_logs

from mujaz.delivery import DeliveryState
from playground.events import Event
from playground.people import Person
from tests.handlers.scenes import CHIPS, META, archived, broken, said_to
from tests.newsroom import Newsroom, open_newsroom

EVENING = datetime(2025, 10, 26, 17, 0, tzinfo=UTC)
MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
NEXT_MORNING = datetime(2025, 10, 28, 5, 0, tzinfo=UTC)
NEWS = "نظارة تترجم"

Row = Mapping[str, Any]


async def test_a_flood_wait_is_obeyed_by_the_clock_and_the_digest_comes_once(newsroom: Newsroom) -> None:
    sara = await _reader_with_news(newsroom)
    newsroom.toy.fail("sendMessage", status=429, retry_after=7, chat_id=sara.id)
    await newsroom.wait_until(MORNING)
    row = await _delivery(newsroom, sara, DeliveryState.RETRY)
    assert MORNING.timestamp() + 7 <= row["next_at"] <= MORNING.timestamp() + 8

    await newsroom.wait_until(MORNING + timedelta(seconds=6))
    with pytest.raises(TimeoutError):
        await sara.hears(timeout=0.3)
    await newsroom.wait_until(MORNING + timedelta(seconds=9))
    digest = await sara.hears()
    assert digest.date >= MORNING.timestamp() + 7
    row = await _delivery(newsroom, sara, DeliveryState.SENT)
    assert (row["message_id"], row["suspect_duplicate"]) == (digest.message_id, 0)
    assert _copies(sara) == 1


async def test_while_one_reader_waits_the_others_get_theirs(newsroom: Newsroom) -> None:
    sara = await _reader_with_news(newsroom)
    yusuf = await newsroom.reader("يوسف")
    newsroom.toy.fail("sendMessage", status=429, retry_after=600, chat_id=sara.id)
    await newsroom.wait_until(MORNING)
    assert NEWS in (await yusuf.hears()).text
    await _delivery(newsroom, sara, DeliveryState.RETRY)
    await newsroom.wait_until(MORNING + timedelta(seconds=602))
    assert NEWS in (await sara.hears()).text


async def test_a_reader_whom_telegram_calls_gone_is_pruned_and_never_tried_again(newsroom: Newsroom) -> None:
    sara = await _reader_with_news(newsroom)
    newsroom.toy.fail("sendMessage", status=403, chat_id=sara.id)
    await newsroom.wait_until(MORNING)
    row = await _delivery(newsroom, sara, DeliveryState.SKIPPED)
    assert "blocked" in row["error"]
    assert await newsroom.mujaz.room.store.read(_state, sara.id) == "gone"

    yusuf = await newsroom.reader("يوسف")
    newsroom.clock.turn(minutes=1)
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    await newsroom.wait_until(NEXT_MORNING)
    await yusuf.hears()
    assert _tries(newsroom, sara) == 2  # the greeting and the one digest that was refused


@pytest.mark.parametrize(
    ("fault", "copies"),
    [({"status": 500}, 1), ({"status": 502}, 1), ({"accepted": True}, 2), ({"accepted": False}, 1)],
)
async def test_what_may_have_arrived_is_sent_again_and_listed(
    newsroom: Newsroom, fault: dict[str, Any], copies: int
) -> None:
    sara = await _reader_with_news(newsroom)
    plant = newsroom.toy.fail if "status" in fault else newsroom.toy.drop
    plant("sendMessage", chat_id=sara.id, **fault)
    await newsroom.wait_until(MORNING)
    await _delivery(newsroom, sara, DeliveryState.RETRY)
    await newsroom.wait_until(MORNING + timedelta(seconds=8))
    row = await _delivery(newsroom, sara, DeliveryState.SENT)
    assert row["suspect_duplicate"] == 1
    assert _copies(sara) == copies


async def test_a_letter_that_telegram_refuses_is_dead_and_logged_and_the_next_one_comes(newsroom: Newsroom) -> None:
    sara = await _reader_with_news(newsroom)
    words = "Bad Request: can't parse entities: Unexpected end tag at byte offset 12"
    newsroom.toy.fail("sendMessage", status=400, description=words, chat_id=sara.id)
    with capture_logs() as logged:
        await newsroom.wait_until(MORNING)
        row = await _delivery(newsroom, sara, DeliveryState.DEAD)
    assert "parse entities" in row["error"]
    (entry,) = [entry for entry in logged if entry["event"] == "letter_refused"]
    assert entry["chat"] == sara.id

    newsroom.clock.turn(minutes=1)
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    await newsroom.wait_until(NEXT_MORNING)
    assert "مصنع في تايوان" in (await sara.hears()).text


async def test_a_reader_who_stops_before_a_repeat_is_not_sent_it(newsroom: Newsroom) -> None:
    sara = await _reader_with_news(newsroom)
    newsroom.toy.fail("sendMessage", status=429, retry_after=60, chat_id=sara.id)
    await newsroom.wait_until(MORNING)
    await _delivery(newsroom, sara, DeliveryState.RETRY)
    sara.send("/stop")
    await sara.hears()
    await newsroom.wait_until(MORNING + timedelta(seconds=62))
    await _delivery(newsroom, sara, DeliveryState.SKIPPED)
    assert _copies(sara) == 0


@pytest.fixture
async def unhurried(tmp_path: Path) -> AsyncIterator[Newsroom]:
    """A newsroom whose stopwatch runs like any other."""
    async with open_newsroom(EVENING, tmp_path, speed=1.0) as opened:
        yield opened


async def test_at_most_thirty_readers_are_written_to_in_a_second(unhurried: Newsroom) -> None:
    newsroom = unhurried
    readers = [newsroom.toy.person(f"قارئ {number}") for number in range(65)]
    for reader in readers:
        reader.send("/start")
    for reader in readers:
        await reader.hears()
    draft = await newsroom.draft_of(META)
    arrivals: list[float] = []
    newsroom.toy.listen(_clocked(arrivals))
    await broken(newsroom, draft)
    for reader in readers:
        assert (await reader.hears()).text.startswith("خبر عاجل")
    assert len(arrivals) == len(readers)
    assert all(later - sooner > 0.6 for sooner, later in zip(arrivals, islice(arrivals, 30, None), strict=False))
    assert arrivals[60] - arrivals[0] > 1.6  # two seconds, but for what a pace may make up for


def _clocked(arrivals: list[float]) -> Callable[[Event], None]:
    """Notes when an alert arrives at the toy."""

    def note(event: Event) -> None:
        if event.type == "message" and event.message and event.message.text.startswith("خبر عاجل"):
            arrivals.append(monotonic())

    return note


async def _reader_with_news(newsroom: Newsroom) -> Person:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, NEWS)
    return sara


async def _delivery(newsroom: Newsroom, person: Person, state: DeliveryState) -> Row:
    """The person's one delivery as soon as it is in a state: looked up again and again."""
    async with asyncio.timeout(20):
        while True:
            row: Row | None = await newsroom.mujaz.room.store.read(_row, person.id, state)
            if row is not None:
                return row
            await asyncio.sleep(0)


def _row(db: sqlite3.Connection, chat_id: int, state: DeliveryState) -> Row | None:
    names = ("next_at", "message_id", "error", "suspect_duplicate", "attempts")
    found = db.execute(
        f"SELECT {', '.join(names)} FROM deliveries WHERE chat_id = ? AND state = ?", (chat_id, state)
    ).fetchone()
    return None if found is None else dict(zip(names, found, strict=True))


def _state(db: sqlite3.Connection, chat_id: int) -> str:
    (state,) = db.execute("SELECT state FROM subscribers WHERE chat_id = ?", (chat_id,)).fetchone()
    return str(state)


def _copies(person: Person) -> int:
    return sum(NEWS in text for text in said_to(person))


def _tries(newsroom: Newsroom, person: Person) -> int:
    return sum(method == "sendMessage" and given["chat_id"] == person.id for method, given in newsroom.toy.requests)
