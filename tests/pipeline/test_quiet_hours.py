"""What is due in a reader's quiet hours comes when they end: once, and whatever happens until then."""

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mujaz.delivery import DeliveryState
from mujaz.run import Order, RunKind, RunState
from mujaz.subscriber import Alerts, Choices, Quiet, Slot
from playground.people import Person
from storage import runs, subscribers
from tests.handlers.scenes import CHIPS, META, archived, broken, run_is, said_to, tapped
from tests.newsroom import Newsroom, TurnedClock, open_toy, running_bot

EVENING = datetime(2025, 10, 26, 17, 0, tzinfo=UTC)
"""20:00 in Riyadh."""
MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
"""08:00 in Riyadh, when everybody's digest is due."""
AFTERNOON = MORNING + timedelta(hours=8)
UNTIL_AFTERNOON = Quiet(21 * 60, 16 * 60)
"""So long that the time of the morning's digest is over when they end."""
NEWS = "نظارة تترجم"
HELD = DeliveryState.HELD


async def sleeper(newsroom: Newsroom, name: str = "سارة") -> Person:
    """A reader who is not to be disturbed from 21:00 to 16:00."""
    person = await newsroom.reader(name)
    await newsroom.mujaz.room.store.write(subscribers.choose, person.id, Choices(quiet=UNTIL_AFTERNOON))
    return person


async def held(newsroom: Newsroom, count: int = 1, run_id: int = 1) -> None:
    """Waits until so many messages of a run are held."""
    await run_is(newsroom, run_id, lambda seen: seen.tally.of(HELD) == count)


def copies(person: Person, words: str = NEWS) -> int:
    return sum(words in text for text in said_to(person))


async def failed_afterwards(newsroom: Newsroom, person: Person, retry_after: int) -> None:
    """A digest is held, and when the quiet hours end Telegram asks to wait."""
    await archived(newsroom, META, NEWS)
    await newsroom.wait_until(MORNING)
    await held(newsroom)
    newsroom.toy.fail("sendMessage", status=429, retry_after=retry_after, chat_id=person.id)
    await newsroom.wait_until(AFTERNOON)
    await run_is(newsroom, 1, lambda seen: seen.tally.of(DeliveryState.RETRY) == 1)


async def test_a_digest_in_quiet_hours_comes_when_they_end_and_nobody_else_waits(newsroom: Newsroom) -> None:
    sara, yusuf = await sleeper(newsroom), await newsroom.reader("يوسف")
    await archived(newsroom, META, NEWS)
    await newsroom.wait_until(MORNING)
    assert NEWS in (await yusuf.hears()).text
    await held(newsroom)
    await newsroom.wait_until(AFTERNOON - timedelta(minutes=1))
    await held(newsroom)
    await newsroom.wait_until(AFTERNOON)
    assert NEWS in (await sara.hears()).text
    await newsroom.all_delivered()
    assert (copies(sara), copies(yusuf)) == (1, 1)


async def test_an_alert_in_quiet_hours_comes_when_they_end_and_not_again_in_the_digest(newsroom: Newsroom) -> None:
    sara = await sleeper(newsroom)
    newsroom.clock.turn(hours=2)
    draft = await newsroom.draft_of(META)
    await broken(newsroom, draft)
    await held(newsroom)
    await newsroom.wait_until(MORNING)
    assert copies(sara, "خبر عاجل") == 0
    await newsroom.wait_until(AFTERNOON)
    assert (await sara.hears()).text.startswith("خبر عاجل")
    await newsroom.all_delivered()
    assert len(said_to(sara)) == 2  # the greeting and the alert


async def test_what_is_tried_again_in_quiet_hours_waits_for_their_end(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await newsroom.mujaz.room.store.write(subscribers.choose, sara.id, Choices(quiet=Quiet(8 * 60 + 1, 16 * 60)))
    await archived(newsroom, META, NEWS)
    newsroom.toy.fail("sendMessage", status=429, retry_after=120, chat_id=sara.id)
    await newsroom.wait_until(MORNING)
    await run_is(newsroom, 1, lambda seen: seen.tally.of(DeliveryState.RETRY) == 1)
    await newsroom.wait_until(MORNING + timedelta(minutes=3))
    await held(newsroom)
    await newsroom.wait_until(AFTERNOON)
    assert NEWS in (await sara.hears()).text


async def test_what_fails_after_quiet_hours_has_the_time_of_a_digest(newsroom: Newsroom) -> None:
    sara = await sleeper(newsroom)
    await failed_afterwards(newsroom, sara, retry_after=3600)
    await newsroom.wait_until(AFTERNOON + timedelta(hours=2))
    assert NEWS in (await sara.hears()).text


async def test_what_failed_for_longer_than_that_stands_in_the_next_digest(newsroom: Newsroom) -> None:
    sara = await sleeper(newsroom)
    await failed_afterwards(newsroom, sara, retry_after=7 * 3600)
    await newsroom.mujaz.room.store.write(subscribers.choose, sara.id, Choices())
    await newsroom.wait_until(AFTERNOON + timedelta(hours=8))
    await run_is(newsroom, 1, lambda seen: seen.tally.of(DeliveryState.DEAD) == 1)
    assert copies(sara) == 0
    await newsroom.wait_until(MORNING + timedelta(days=1))
    assert NEWS in (await sara.hears()).text


async def test_who_pauses_while_a_digest_is_held_finds_its_news_in_the_digest_after_the_pause(
    newsroom: Newsroom,
) -> None:
    sara = await sleeper(newsroom)
    await archived(newsroom, META, NEWS)
    await newsroom.wait_until(MORNING)
    await held(newsroom)
    store = newsroom.mujaz.room.store
    await store.write(subscribers.pause, sara.id, MORNING + timedelta(days=1))
    await store.write(subscribers.choose, sara.id, Choices())
    await newsroom.wait_until(AFTERNOON)
    await newsroom.all_delivered()
    assert copies(sara) == 0
    await newsroom.wait_until(MORNING + timedelta(days=1))
    assert NEWS in (await sara.hears()).text


async def test_what_is_held_is_not_sent_once_its_run_is_cancelled(newsroom: Newsroom) -> None:
    sara = await sleeper(newsroom)
    await archived(newsroom, META, NEWS)
    await newsroom.wait_until(MORNING)
    await held(newsroom)
    await newsroom.mujaz.room.courier.order(1, Order.CANCEL)
    await run_is(newsroom, 1, lambda seen: seen.finished_at is not None)
    await newsroom.wait_until(AFTERNOON)
    await newsroom.all_delivered()
    assert copies(sara) == 0


async def test_what_is_held_in_a_paused_run_goes_when_the_run_goes_on(newsroom: Newsroom) -> None:
    sara = await sleeper(newsroom)
    await archived(newsroom, META, NEWS)
    await newsroom.wait_until(MORNING)
    await held(newsroom)
    await newsroom.mujaz.room.courier.order(1, Order.PAUSE)
    await newsroom.wait_until(AFTERNOON)
    with pytest.raises(TimeoutError):
        await sara.hears(timeout=0.3)
    await newsroom.mujaz.room.courier.order(1, Order.RESUME)
    assert NEWS in (await sara.hears()).text


async def test_an_announcement_does_not_wait_for_a_reader_in_quiet_hours(newsroom: Newsroom) -> None:
    sara = await sleeper(newsroom)
    yusuf = await newsroom.reader("يوسف")
    newsroom.clock.turn(hours=2)
    newsroom.layla.send("/broadcast إلى اللقاء غدًا")
    await newsroom.layla.hears()
    card = await newsroom.layla.hears()
    await tapped(newsroom.layla, card, "أرسل مجانًا")
    assert (await yusuf.hears()).text == "إلى اللقاء غدًا"
    await held(newsroom)
    await newsroom.wait_until(AFTERNOON)
    assert (await sara.hears()).text == "إلى اللقاء غدًا"
    await newsroom.layla.sees(lambda message: message.text.startswith("انتهى الإعلان"))


async def test_an_admin_sees_how_many_messages_are_held(newsroom: Newsroom) -> None:
    await sleeper(newsroom)
    await archived(newsroom, META, NEWS)
    await newsroom.wait_until(MORNING)
    await held(newsroom)
    newsroom.layla.send("/runs")
    assert "مؤجلة إلى انتهاء ساعات الهدوء: 1" in (await newsroom.layla.hears()).text


async def test_what_is_held_outlives_a_restart(tmp_path: Path) -> None:
    clock = TurnedClock(EVENING)
    async with open_toy(clock) as toy:
        sara = toy.person("سارة")
        async with running_bot(toy, clock, tmp_path) as mujaz:
            sara.send("/start")
            await sara.hears()
            store = mujaz.room.store
            await store.write(subscribers.choose, sara.id, Choices(quiet=UNTIL_AFTERNOON))
            newsroom = Newsroom(toy, mujaz, clock, sara, asyncio.Queue())
            await archived(newsroom, META, NEWS)
            await newsroom.wait_until(MORNING)
            await held(newsroom)
        clock.turn_to(AFTERNOON + timedelta(hours=1))
        async with running_bot(toy, clock, tmp_path):
            assert NEWS in (await sara.hears()).text
            assert copies(sara) == 1


# ---------------------------------------------------------------- pauses and lateness


async def test_a_reader_who_paused_gets_nothing_and_then_all_of_it(newsroom: Newsroom) -> None:
    sara, yusuf = await newsroom.reader("سارة"), await newsroom.reader("يوسف")
    await archived(newsroom, META, NEWS)
    await newsroom.mujaz.room.store.write(subscribers.pause, sara.id, MORNING + timedelta(hours=1))
    await newsroom.wait_until(MORNING)
    await yusuf.hears()
    await newsroom.all_delivered()
    assert copies(sara) == 0
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    await newsroom.wait_until(MORNING + timedelta(days=1))
    digest = (await sara.hears()).text
    assert NEWS in digest
    assert "مصنع في تايوان" in digest


async def test_nobody_who_switched_alerts_off_is_alerted(newsroom: Newsroom) -> None:
    sara, yusuf = await newsroom.reader("سارة"), await newsroom.reader("يوسف")
    await newsroom.mujaz.room.store.write(subscribers.choose, sara.id, Choices(alerts=Alerts.OFF))
    draft = await newsroom.draft_of(META)
    await broken(newsroom, draft)
    assert (await yusuf.hears()).text.startswith("خبر عاجل")
    await newsroom.all_delivered()
    assert copies(sara, "خبر عاجل") == 0


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (9, False), (10, True), (120, True)])
async def test_a_run_knows_that_it_was_opened_late(newsroom: Newsroom, minutes: int, late: bool) -> None:
    await newsroom.reader("سارة")
    await newsroom.wait_until(MORNING + timedelta(minutes=minutes))
    run = await newsroom.mujaz.room.store.read(runs.get, 1)
    assert (run.kind, run.late) == (RunKind.DIGEST, late)


async def test_what_is_later_than_the_grace_is_no_run_and_stands_in_the_next_digest(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, NEWS)
    await newsroom.wait_until(MORNING + timedelta(hours=2, minutes=1))
    assert await newsroom.mujaz.room.store.read(_run_states) == []
    await newsroom.wait_until(MORNING + timedelta(days=1))
    assert NEWS in (await sara.hears()).text


def _run_states(db: sqlite3.Connection) -> list[RunState]:
    return [RunState(state) for (state,) in db.execute("SELECT state FROM runs")]


@pytest.mark.parametrize("hours", [20, 24], ids=["in them", "at their end"])
async def test_two_digests_of_one_quiet_stretch_come_as_one_message_when_it_ends(
    newsroom: Newsroom, hours: int
) -> None:
    sara = await twice_a_day(newsroom, hours - 12)
    await archived(newsroom, META, NEWS)
    await newsroom.wait_until(MORNING)
    await held(newsroom)
    newsroom.clock.turn(hours=1)
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    for moment in (MORNING + timedelta(hours=hours - 16), AFTERNOON, AFTERNOON + timedelta(seconds=6)):
        await newsroom.wait_until(moment)
    digest = await sara.sees(lambda message: message.from_bot and "مصنع في تايوان" in message.text)
    await newsroom.wait_until(newsroom.clock() + timedelta(seconds=6))  # the morning's has nothing left to wait for
    await newsroom.all_delivered()
    assert NEWS in digest.text
    assert (copies(sara), copies(sara, "مصنع في تايوان")) == (1, 1)
    assert len(said_to(sara)) == 2  # the greeting and the digest


async def test_a_held_digest_comes_though_the_later_one_has_nothing_to_tell(newsroom: Newsroom) -> None:
    sara = await twice_a_day(newsroom, 12)
    await archived(newsroom, META, NEWS)
    await newsroom.wait_until(MORNING)
    await held(newsroom)
    await newsroom.wait_until(AFTERNOON)
    await run_is(newsroom, 2, lambda seen: seen.run.walked)
    await newsroom.wait_until(AFTERNOON + timedelta(seconds=6))
    assert NEWS in (await sara.hears()).text
    await newsroom.all_delivered()
    assert len(said_to(sara)) == 2


async def twice_a_day(newsroom: Newsroom, hour: int) -> Person:
    """A sleeper until 16:00 who has a digest at 8 and one at an hour of the day as well."""
    sara = await sleeper(newsroom)
    slots = [Slot("Asia/Riyadh", 8 * 60), Slot("Asia/Riyadh", (hour + 4) * 60)]
    await newsroom.mujaz.room.store.write(subscribers.schedule, sara.id, "Asia/Riyadh", None, slots, newsroom.clock())
    return sara
