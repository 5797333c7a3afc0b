"""Copies that readers have are corrected where they stand, once for everybody who has one, and for nobody else."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mujaz.delivery import DeliveryState
from mujaz.run import RunState
from playground.messages import Message
from playground.people import Person
from storage import overview
from storage.overview import Overview
from tests.handlers.scenes import CHIPS, META, archived, broken, open_desk, run_is, said_to
from tests.handlers.test_corrections import DEARER, corrected, public, retracted
from tests.newsroom import Newsroom

MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
"""08:00 in Riyadh, when everybody's digest is due."""
LITTLE_LATER = timedelta(seconds=61)
MARK = "تصحيح: "


async def told(newsroom: Newsroom, *readers: Person) -> Message:
    """The editor's card of META, once every reader has it in the digest, with another story beside it."""
    card = await public(newsroom)
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    await newsroom.wait_until(MORNING)
    for reader in readers:
        await reader.hears()
    await newsroom.all_delivered()
    return card


async def went_out(newsroom: Newsroom) -> Overview:
    """Lets the newest correction go out, and waits for its end."""
    await newsroom.wait_until(newsroom.clock() + LITTLE_LATER)
    (newest,) = await newsroom.mujaz.room.store.read(overview.newest, 1)
    return await run_is(newsroom, newest.run.id, lambda seen: seen.run.state is RunState.DONE)


def from_bot(person: Person) -> list[Message]:
    return [message for message in person.messages if message.from_bot]


async def test_a_correction_changes_the_copy_in_its_place_and_leaves_the_other_stories(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await told(newsroom, sara)
    before = from_bot(sara)[-1]
    yusuf = await newsroom.reader("يوسف")
    await corrected(newsroom, card, DEARER)
    await went_out(newsroom)
    (_, after) = from_bot(sara)
    assert after.message_id == before.message_id
    assert after.text.count(MARK) == 1
    assert "599" in after.text
    assert "499" not in after.text
    assert "مصنع في تايوان" in after.text
    assert after.keyboard == before.keyboard
    assert len(from_bot(yusuf)) == 1  # he had never read it


async def test_a_retraction_stands_in_the_place_of_the_story_with_its_reason(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await told(newsroom, sara)
    await retracted(newsroom, card)
    await went_out(newsroom)
    (_, after) = from_bot(sara)
    assert "سُحب هذا الخبر: " in after.text
    assert "السبب: نفته الشركة" in after.text
    assert "499" not in after.text
    assert "مصنع في تايوان" in after.text
    assert sum(len(row) for row in after.keyboard) == 1


async def test_an_alert_is_corrected_too_and_retracted_in_the_end(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await broken(newsroom, await newsroom.draft_of(META))
    await sara.hears()
    card = await newsroom.layla.sees(lambda message: message.text.startswith("نُشر خبرًا عاجلًا"))
    card = await corrected(newsroom, card, DEARER)
    await went_out(newsroom)
    (_, alert) = from_bot(sara)
    assert alert.text.startswith("خبر عاجل")
    assert MARK in alert.text
    await retracted(newsroom, card)
    await went_out(newsroom)
    (_, alert) = from_bot(sara)
    assert alert.text.startswith("سُحب هذا الخبر: ")


@pytest.mark.parametrize("words", ["Bad Request: message can't be edited", "Bad Request: message to edit not found"])
async def test_where_telegram_refuses_the_change_the_correction_comes_as_a_reply(
    newsroom: Newsroom, words: str
) -> None:
    sara = await newsroom.reader("سارة")
    card = await told(newsroom, sara)
    newsroom.toy.fail("editMessageText", status=400, description=words, chat_id=sara.id)
    await corrected(newsroom, card, DEARER)
    seen = await went_out(newsroom)
    (_, digest, reply) = from_bot(sara)
    assert MARK not in digest.text
    assert reply.text.startswith(MARK)
    assert "599" in reply.text
    assert reply.reply_to is not None
    assert reply.reply_to.message_id == digest.message_id
    assert seen.tally.of(DeliveryState.SENT) == 1


async def test_a_copy_that_is_corrected_twice_ends_with_the_newest_text(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await told(newsroom, sara)
    card = await corrected(newsroom, card, DEARER)
    await corrected(newsroom, card, META.replace("499", "699"))
    await went_out(newsroom)
    (_, after) = from_bot(sara)
    assert "699" in after.text
    assert await newsroom.mujaz.room.store.read(_states) == ["done", "cancelled", "done"]


async def test_a_correction_that_is_tried_again_says_the_same_and_comes_once(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await told(newsroom, sara)
    newsroom.toy.drop("editMessageText", chat_id=sara.id, accepted=True)
    await corrected(newsroom, card, DEARER)
    await newsroom.wait_until(newsroom.clock() + LITTLE_LATER)
    await run_is(newsroom, 2, lambda seen: seen.tally.of(DeliveryState.RETRY) == 1)
    seen = await went_out(newsroom)  # Telegram says that it is not modified
    assert seen.tally.of(DeliveryState.SENT) == 1
    (_, after) = from_bot(sara)
    assert after.text.count(MARK) == 1


async def test_a_reader_who_stopped_still_has_the_copy_and_is_told(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await told(newsroom, sara)
    sara.send("/stop")
    await sara.hears()
    await corrected(newsroom, card, DEARER)
    await went_out(newsroom)
    assert any(MARK in text for text in said_to(sara))


async def test_a_restart_in_the_middle_loses_nobody(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        async with desk.opened() as newsroom:
            sara = await newsroom.reader("سارة")
            card = await told(newsroom, sara)
            await corrected(newsroom, card, DEARER)
        desk.clock.turn(seconds=61)
        async with desk.opened() as newsroom:
            await newsroom.mujaz.tick()
            await run_is(newsroom, 2, lambda seen: seen.run.state is RunState.DONE)
        assert any(MARK in text and "599" in text for text in said_to(sara))


def _states(db: sqlite3.Connection) -> list[str]:
    return [state for (state,) in db.execute("SELECT state FROM runs ORDER BY id")]


async def test_all_copies_that_a_chat_has_of_a_story_are_corrected(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await broken(newsroom, await newsroom.draft_of(META))
    await sara.hears()
    card = await newsroom.layla.sees(lambda message: message.text.startswith("نُشر خبرًا عاجلًا"))
    await newsroom.all_delivered()
    await newsroom.mujaz.room.store.write(_forget_all)  # what a lost memory makes of an alert: it is told again
    await newsroom.wait_until(MORNING)
    await sara.hears()
    await newsroom.all_delivered()
    newsroom.toy.fail("editMessageText", status=429, retry_after=1, chat_id=sara.id)
    await corrected(newsroom, card, DEARER)
    await newsroom.wait_until(newsroom.clock() + LITTLE_LATER)
    await run_is(newsroom, 3, lambda seen: seen.tally.of(DeliveryState.RETRY) == 1)
    seen = await went_out(newsroom)
    (_, alert, digest) = from_bot(sara)
    for copy in (alert, digest):
        assert "599" in copy.text
        assert copy.text.count(MARK) == 1
    assert digest.text.startswith("موجز")
    assert seen.tally.of(DeliveryState.SENT) == 2


def _forget_all(db: sqlite3.Connection) -> None:
    db.execute("UPDATE subscribers SET memory = 0")
