"""Issue 5, 6: who was away finds what came, who had nothing is told why, and the week comes with a picture."""

from datetime import UTC, datetime, timedelta

from tests.handlers.scenes import CHIPS, META, MISTRAL, all_heard, archived, said_to
from tests.journeys.walking import asked
from tests.newsroom import Newsroom

MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
"""08:00 in Riyadh."""
WEEK = timedelta(days=7)


async def test_somebody_who_was_away_is_told_why_nothing_came_and_finds_what_they_missed(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await all_heard(newsroom)
    newsroom.clock.turn_to(MORNING + WEEK)
    for _ in range(2):
        await newsroom.mujaz.sweep()
    (told,) = said_to(sara)[1:]
    assert told.startswith("لم يصلك مني شيء منذ أسبوع لأن خبرًا جديدًا لم يُنشر")

    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(MORNING + WEEK + timedelta(days=1))
    await sara.sees(lambda message: "نظارة تترجم" in message.text)
    await newsroom.all_delivered()
    await archived(newsroom, MISTRAL, "مكتب في الدار البيضاء")
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    newsroom.clock.turn(hours=8)
    sara.send("/missed")
    missed = await sara.sees(lambda message: message.text.startswith("ما فاتك"))
    for title in ("نظارة تترجم", "مكتب في الدار البيضاء", "مصنع في تايوان"):
        assert title in missed.text
    await all_heard(newsroom)
    sara.send("/missed")
    await sara.sees(lambda message: message.text.startswith("لم يفتك شيء"))

    newsroom.clock.turn(seconds=5)
    sara.send("/week")
    picture = await sara.sees(lambda message: message.photo is not None)
    assert "ميتا: خبر واحد" in picture.text
    await sara.sees(lambda message: message.text.startswith("موجز الأسبوع"))
    assert (await asked(newsroom, sara, "/digest")).text != ""
