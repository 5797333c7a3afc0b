"""Who had nothing for a week is told why, once, with what to change."""

import sqlite3
from datetime import UTC, datetime, timedelta

from mujaz.subscriber import Choices, Quiet, Slot
from playground.people import Person
from storage import subscribers
from tests.handlers.scenes import META, all_heard, archived, said_to
from tests.newsroom import Newsroom

MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


async def came(newsroom: Newsroom) -> Person:
    sara = await newsroom.reader("سارة")
    await all_heard(newsroom)
    return sara


async def told(newsroom: Newsroom, person: Person, moment: datetime) -> list[str]:
    """What a sweep at a moment tells somebody."""
    had = len(said_to(person))
    newsroom.clock.turn_to(moment)
    await newsroom.mujaz.sweep()
    return said_to(person)[had:]


async def test_who_had_nothing_for_a_week_is_told_once_that_there_was_no_news(newsroom: Newsroom) -> None:
    sara = await came(newsroom)
    assert await told(newsroom, sara, MORNING + timedelta(days=4)) == []
    (words,) = await told(newsroom, sara, MORNING + WEEK)
    assert words.startswith("لم يصلك مني شيء منذ أسبوع لأن خبرًا جديدًا لم يُنشر")
    for days in (1, 7, 30):
        assert await told(newsroom, sara, MORNING + WEEK + timedelta(days=days)) == []


async def test_a_digest_ends_the_silence_and_another_silence_is_told_of_again(newsroom: Newsroom) -> None:
    sara = await came(newsroom)
    assert await told(newsroom, sara, MORNING + WEEK) != []
    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(MORNING + WEEK + timedelta(days=1))
    await newsroom.all_delivered()
    assert await told(newsroom, sara, MORNING + WEEK + timedelta(days=7)) == []
    assert len(await told(newsroom, sara, MORNING + 2 * WEEK + timedelta(days=2))) == 1


async def test_who_paused_for_long_is_told_until_when_and_how_to_go_on(newsroom: Newsroom) -> None:
    sara = await came(newsroom)
    await newsroom.mujaz.room.store.write(subscribers.pause, sara.id, MORNING + timedelta(days=30))
    await archived(newsroom, META, "نظارة تترجم")
    (words,) = await told(newsroom, sara, MORNING + WEEK)
    assert "أوقفت الموجز مؤقتًا حتى الأربعاء 26 نوفمبر 2025" in words
    assert "/resume" in words


async def test_who_reads_once_a_week_is_not_told_before_their_digest_is_overdue(newsroom: Newsroom) -> None:
    sara = await came(newsroom)
    weekly = Slot("Asia/Riyadh", 8 * 60, weekdays=0b1)  # Mondays
    store = newsroom.mujaz.room.store
    await store.write(subscribers.schedule, sara.id, weekly.zone, None, [weekly], newsroom.clock())
    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(MORNING)
    await newsroom.all_delivered()
    for after in (WEEK - timedelta(hours=1), WEEK + timedelta(hours=1)):
        assert await told(newsroom, sara, MORNING + after) == []
    assert len(await told(newsroom, sara, MORNING + WEEK + timedelta(hours=3))) == 1


async def test_nobody_is_told_in_their_quiet_hours_and_everybody_after(newsroom: Newsroom) -> None:
    sara = await came(newsroom)
    await newsroom.mujaz.room.store.write(subscribers.choose, sara.id, Choices(quiet=Quiet(7 * 60, 12 * 60)))
    assert await told(newsroom, sara, MORNING + WEEK) == []
    assert len(await told(newsroom, sara, MORNING + WEEK + timedelta(hours=5))) == 1


async def test_who_stopped_or_blocked_the_bot_is_left_in_peace(newsroom: Newsroom) -> None:
    sara, yusuf = await came(newsroom), await newsroom.reader("يوسف")
    sara.send("/stop")
    await sara.hears()
    yusuf.block()
    await all_heard(newsroom)
    assert await told(newsroom, sara, MORNING + WEEK) == []
    assert len(said_to(yusuf)) == 1


async def test_who_could_not_be_reached_is_told_with_the_next_sweep(newsroom: Newsroom) -> None:
    sara = await came(newsroom)
    newsroom.toy.fail("sendMessage", times=3, status=502, description="Bad Gateway", chat_id=sara.id)
    assert await told(newsroom, sara, MORNING + WEEK) == []
    assert len(await told(newsroom, sara, MORNING + WEEK + timedelta(hours=1))) == 1


async def test_very_many_are_told_a_few_at_a_time_and_each_once(newsroom: Newsroom) -> None:
    sara = await came(newsroom)
    await newsroom.mujaz.room.store.write(_many_who_blocked, sara.id)
    moment = MORNING + WEEK
    hours = 0
    while not await told(newsroom, sara, moment + timedelta(hours=hours)):
        hours += 1
    assert hours == 2  # two hundred and fifty are before her


def _many_who_blocked(db: sqlite3.Connection, like: int) -> None:
    """Readers like one, with smaller keys, whose chats Telegram does not know."""
    columns = [column[1] for column in db.execute("PRAGMA table_info(subscribers)")][1:]
    for key in range(1, 251):
        names = ", ".join(columns)
        db.execute(
            f"INSERT INTO subscribers (chat_id, {names}) SELECT ?, {names} FROM subscribers WHERE chat_id = ?",
            (key, like),
        )
        db.execute(
            "INSERT INTO subscriber_slots SELECT slot_id, ? FROM subscriber_slots WHERE chat_id = ?", (key, like)
        )
