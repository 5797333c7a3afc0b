"""A bot that stops in the middle of a delivery: soon gone, nobody left out, nothing twice, nobody suspected."""

import asyncio
import random
import signal
import time
from pathlib import Path

import pytest

from bot.exits import Exit
from mujaz.delivery import DeliveryState
from pipeline.pace import FREE_A_SECOND, PAID_A_SECOND
from playground.faults import Fault
from playground.server import Playground
from tests.crashes.campaigns import FIRST, announcement_due, digest_due, kept
from tests.crashes.counted import Process, bot, counting, until_over
from tests.newsroom import EDITOR_ID
from tests.processes import bot_process, stop_politely

STOP_SECONDS = 5.0
STOPS = 3


async def test_a_digest_that_is_stopped_and_started_reaches_everybody_once(tmp_path: Path) -> None:
    database, readers = tmp_path / "mujaz.sqlite", 2 * STOPS * FREE_A_SECOND
    await digest_due(database, readers)
    await _stopped_and_started(database, readers, chats=readers)


async def test_an_announcement_that_is_stopped_and_started_reaches_everybody_once(tmp_path: Path) -> None:
    database, readers = tmp_path / "mujaz.sqlite", STOPS * PAID_A_SECOND
    await announcement_due(database, readers)
    await _stopped_and_started(database, readers, chats=readers + 1)


async def _stopped_and_started(database: Path, readers: int, chats: int) -> None:
    dice = random.Random()
    async with counting() as toy:
        for _ in range(STOPS):
            async with bot(toy.url, database) as process:
                await asyncio.sleep(dice.uniform(0, 0.8))
                await _stopped(process)
            _suspects_nobody(database)
            assert (await toy.counts()).messages == kept(database).states[DeliveryState.SENT]
        async with bot(toy.url, database) as process:
            await until_over(database)
            await _stopped(process)
        counts = await toy.counts(readers)
    assert not counts.missing
    assert counts.messages == counts.chats == chats
    _suspects_nobody(database)


async def test_a_socket_that_hangs_does_not_keep_the_bot_from_stopping(toy: Playground, tmp_path: Path) -> None:
    database, readers = tmp_path / "mujaz.sqlite", 20
    await digest_due(database, readers)
    toy.synthetic(FIRST, readers)
    toy.faults.add(Fault("sendMessage", "hang", times=1))
    async with bot(toy.url, database) as process:
        await _arrived(toy, readers // 2)
        await _stopped(process)
    (hung,) = kept(database).on_the_wire
    async with bot(toy.url, database) as process:
        await until_over(database)
        await _stopped(process)
    assert set(toy.ledger.counts().values()) == {1}
    assert set(toy.ledger.counts()) == set(range(FIRST, FIRST + readers))
    assert kept(database).suspects == {hung}


@pytest.mark.parametrize("method", ["sendMessage", "*"])
async def test_a_token_that_is_revoked_stops_the_bot_and_suspects_nobody(
    toy: Playground, tmp_path: Path, method: str
) -> None:
    database, readers = tmp_path / "mujaz.sqlite", 400
    await announcement_due(database, readers)
    toy.synthetic(FIRST, readers)
    toy.person("ليلى", id=3001).send("/start")
    async with bot(toy.url, database) as process:
        await _arrived(toy, readers // 4)
        toy.faults.add(Fault(method, "refuse", status=401))
        await _ended(process, Exit.TOKEN_REFUSED)
    arrived = toy.ledger.counts()
    assert len(arrived) < readers
    _suspects_nobody(database)

    toy.faults.clear()
    async with bot(toy.url, database) as process:
        await until_over(database)
        await _stopped(process)
    assert not toy.ledger.missing(range(FIRST, FIRST + readers))
    assert not toy.ledger.repeated()
    _suspects_nobody(database)


async def _arrived(toy: Playground, messages: int) -> None:
    async with asyncio.timeout(30):
        while len(toy.ledger) < messages:  # noqa: ASYNC110 the ledger has no bell
            await asyncio.sleep(0.01)


async def _stopped(process: Process) -> None:
    process.send_signal(signal.SIGTERM)
    await _ended(process, Exit.STOPPED)


async def _ended(process: Process, code: Exit) -> None:
    began = time.monotonic()
    said, _ = await asyncio.wait_for(process.communicate(), timeout=30)
    assert process.returncode == code, said.decode()
    assert time.monotonic() - began <= STOP_SECONDS


def _suspects_nobody(database: Path) -> None:
    after = kept(database)
    assert not after.suspects
    assert not after.on_the_wire


async def test_a_card_that_hangs_does_not_keep_the_bot_from_stopping(toy: Playground, tmp_path: Path) -> None:
    layla = toy.person("ليلى", id=EDITOR_ID)
    settings = {"MUJAZ_EDITORS": str(EDITOR_ID), "MUJAZ_READ_SECONDS": "300"}
    async with bot_process(toy, tmp_path / "mujaz.sqlite", **settings) as process:
        layla.send("/help")
        await layla.hears()
        hanging = toy.faults.add(Fault("sendMessage", "hang", chat_id=EDITOR_ID))
        layla.send("/post أعلنت الشركة خطة جديدة لمراكز البيانات في المدينة.")
        async with asyncio.timeout(30):
            while not hanging.met:  # noqa: ASYNC110 - the table only counts
                await asyncio.sleep(0.05)
        await stop_politely(process)
