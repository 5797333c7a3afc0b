"""Telegram is away for an hour, or its name cannot be found: nothing is lost, and whoever can do something is told."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from playground.faults import Fault, Kind
from playground.server import Playground
from storage import runs
from tests.handlers.scenes import META, all_heard, archived, said_to
from tests.newsroom import Newsroom
from tests.processes import bot_process, stop_politely

MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
"""08:00 in Riyadh."""
MINUTES = 60


@pytest.mark.parametrize("kind", ["reset", "gateway"])
async def test_telegram_is_gone_for_an_hour_at_the_hour_of_the_digest_and_everybody_gets_it_once(
    newsroom: Newsroom, kind: Kind
) -> None:
    readers = [await newsroom.reader(name) for name in ("سارة", "يوسف", "هند")]
    newsroom.layla.send("/help")
    await newsroom.layla.hears()
    await archived(newsroom, META, "ميتا تكشف عن نظارة")
    newsroom.toy.faults.add(Fault("*", kind, accepted=False))
    newsroom.clock.turn_to(MORNING)
    for _ in range(MINUTES):
        await newsroom.mujaz.tick()
        await asyncio.sleep(0.01)
        newsroom.clock.turn(minutes=1)
    readers[0].send("/help")  # while nobody hears her
    newsroom.toy.faults.clear()
    while await newsroom.mujaz.room.store.read(runs.unfinished):
        newsroom.clock.turn(minutes=1)
        await newsroom.mujaz.tick()
        await asyncio.sleep(0.05)
    assert newsroom.clock() < MORNING + timedelta(hours=2)
    await all_heard(newsroom)
    for reader in readers:
        assert sum("نظارة" in text for text in said_to(reader)) == 1
    assert any("/search" in text for text in said_to(readers[0]))


async def test_a_bot_that_finds_no_name_says_so_waits_and_can_be_stopped(toy: Playground, tmp_path: Path) -> None:
    async with bot_process(toy, tmp_path / "mujaz.sqlite", MUJAZ_API_URL="http://telegram.invalid") as process:
        assert process.stderr is not None
        told = await asyncio.wait_for(process.stderr.readline(), timeout=30)
        said = told.decode() + await stop_politely(process)
    assert "telegram_out_of_reach" in told.decode()
    assert "Traceback" not in said
