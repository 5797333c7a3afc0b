"""Issue 5, 1: the digest at the reader's hour: clocks change, the bot was down, quiet hours, a pause."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.handlers.scenes import CHIPS, META, MISTRAL, archived, open_desk, said_to
from tests.journeys.walking import asked, nothing_came
from tests.newsroom import Newsroom, open_newsroom

MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
"""08:00 in Riyadh."""
DAY = timedelta(days=1)
LAYOFFS = "سرّحت شركة «ميتا» 600 موظف من مختبر الذكاء الاصطناعي، وقالت إن الفريق كبر أكثر مما ينبغي."


async def test_where_clocks_change_a_time_that_is_skipped_comes_after_the_gap_and_one_that_comes_twice_once(
    tmp_path: Path,
) -> None:
    """Cairo 2026: at midnight before 24 April it is 01:00, at midnight after 29 October 23:00 once more."""
    async with open_newsroom(datetime(2026, 4, 23, 12, 0, tzinfo=UTC), tmp_path) as newsroom:
        sara = await newsroom.reader("سارة")
        await asked(newsroom, sara, "/timezone القاهرة")
        told = await asked(newsroom, sara, "/time 00:30")
        assert "الجمعة 24 أبريل 2026، الساعة 01:00" in told.text
        await archived(newsroom, META, "نظارة تترجم")
        await newsroom.wait_until(datetime(2026, 4, 23, 22, 0, tzinfo=UTC))
        assert "نظارة تترجم" in (await sara.hears()).text
        newsroom.clock.turn(minutes=1)
        await archived(newsroom, CHIPS, "مصنع في تايوان")
        await newsroom.wait_until(datetime(2026, 4, 24, 21, 30, tzinfo=UTC))
        assert "مصنع في تايوان" in (await sara.hears()).text

        newsroom.clock.turn_to(datetime(2026, 10, 29, 12, 0, tzinfo=UTC))
        await asked(newsroom, sara, "/time ٢٣:٣٠")
        await archived(newsroom, MISTRAL, "مكتب في الدار البيضاء")
        await newsroom.wait_until(datetime(2026, 10, 29, 20, 30, tzinfo=UTC))
        assert "مكتب في الدار البيضاء" in (await sara.hears()).text
        had = len(said_to(sara))
        newsroom.clock.turn(minutes=1)
        await archived(newsroom, LAYOFFS, "ميتا تسرّح 600 موظف")
        await newsroom.wait_until(datetime(2026, 10, 29, 21, 30, tzinfo=UTC))  # 23:30 once more
        await nothing_came(newsroom, sara, had)
        await newsroom.wait_until(datetime(2026, 10, 30, 21, 30, tzinfo=UTC))
        assert "ميتا تسرّح 600 موظف" in (await sara.hears()).text


async def test_after_an_hour_down_it_comes_with_a_note_and_after_a_morning_down_within_the_next(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        async with desk.opened() as newsroom:
            sara = await newsroom.reader("سارة")
            await archived(newsroom, META, "نظارة تترجم")
        desk.clock.turn_to(MORNING + timedelta(minutes=70))
        async with desk.opened() as newsroom:
            await newsroom.mujaz.tick()
            digest = (await sara.hears()).text
            assert "تأخر هذا الموجز عن موعده مدة ساعة واحدة و10 دقائق." in digest
            await newsroom.all_delivered()
            await archived(newsroom, CHIPS, "مصنع في تايوان")
        desk.clock.turn_to(MORNING + DAY + timedelta(hours=3))
        async with desk.opened() as newsroom:
            had = len(said_to(sara))
            await newsroom.mujaz.tick()
            await nothing_came(newsroom, sara, had)
            await archived(newsroom, MISTRAL, "مكتب في الدار البيضاء")
            await newsroom.wait_until(MORNING + 2 * DAY)
            digest = (await sara.hears()).text
            assert ("مصنع في تايوان" in digest, "مكتب في الدار البيضاء" in digest) == (True, True)
            assert "تأخر" not in digest


async def test_quiet_hours_hold_a_digest_and_a_pause_leaves_its_news_to_the_next(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    assert "وقت البداية هو وقت النهاية" in (await asked(newsroom, sara, "/quiet 22:00-22:00")).text
    assert "27 أكتوبر 2025، الساعة 09:30" in (await asked(newsroom, sara, "/quiet من 10 مساءً إلى 9:30 صباحًا")).text
    await archived(newsroom, META, "نظارة تترجم")
    had = len(said_to(sara))
    await newsroom.wait_until(MORNING)
    assert said_to(sara)[had:] == []
    await newsroom.wait_until(MORNING + timedelta(minutes=90))
    assert "نظارة تترجم" in (await sara.hears()).text
    await newsroom.all_delivered()

    assert "حتى السبت 22 نوفمبر 2025" in (await asked(newsroom, sara, "/pause حتى 1 جمادى الآخرة")).text
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    had = len(said_to(sara))
    await newsroom.wait_until(MORNING + DAY + timedelta(minutes=90))
    await nothing_came(newsroom, sara, had)
    assert "استؤنف الموجز" in (await asked(newsroom, sara, "/resume")).text
    await newsroom.wait_until(MORNING + 2 * DAY + timedelta(minutes=90))
    assert "مصنع في تايوان" in (await sara.hears()).text
