"""The owner is told in chat, once, before readers notice: what is late, and a disk that fills up."""

import shutil
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest

from bot.lookout import Lookout
from mujaz.notice import DiskNearlyFull, Late, Notice
from mujaz.subscriber import Slot
from storage import subscribers
from storage.store import open_store
from tests.conftest import SUNDAY_EVENING
from tests.newsroom import Newsroom, TurnedClock

Usage = namedtuple("Usage", "total used free")
GIB = 1 << 30


def disk_with(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(100 * GIB, 100 * GIB - free, free))


async def test_a_digest_that_is_a_quarter_of_an_hour_late_is_told_once(tmp_path: Path) -> None:
    clock, told = TurnedClock(SUNDAY_EVENING), list[Notice]()
    async with open_store(tmp_path / "mujaz.sqlite") as store:
        lookout = Lookout(store, tmp_path / "mujaz.sqlite", clock, told.append)
        await store.write(subscribers.subscribe, 7, "ar", Slot("Asia/Riyadh", 8 * 60), clock(), clock())
        await lookout.look()
        clock.turn_to(SUNDAY_EVENING.replace(hour=5) + timedelta(days=1, minutes=14))
        await lookout.look()
        assert told == []
        clock.turn(minutes=1)
        await lookout.look()
        clock.turn(minutes=5)
        await lookout.look()
        assert told == [Late(15)]


async def test_a_disk_that_fills_up_is_told_once_and_again_after_it_had_room(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.layla.send("/start")
    await newsroom.layla.hears()
    look = newsroom.mujaz.steps["lookout"]
    for free in (GIB - (1 << 20), GIB // 2, 50 * GIB):
        disk_with(monkeypatch, free)
        await look()
    assert "بقي فيه 1023 ميغابايت" in (await newsroom.layla.hears()).text
    disk_with(monkeypatch, 200 << 20)
    await look()
    assert "بقي فيه 200 ميغابايت" in (await newsroom.layla.hears()).text


async def test_a_small_disk_is_nearly_full_when_the_next_backup_has_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Notice] = []
    async with open_store(tmp_path / "mujaz.sqlite") as store:
        lookout = Lookout(store, tmp_path / "mujaz.sqlite", TurnedClock(SUNDAY_EVENING), told.append)
        monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(GIB, GIB // 2, GIB // 2))
        await lookout.look()
        assert told == []
        monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(GIB, GIB - (60 << 20), 60 << 20))
        await lookout.look()
        assert told == [DiskNearlyFull(60)]
