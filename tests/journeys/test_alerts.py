"""Issue 5, 5: breaking news comes at once to who wants it, waits for the end of quiet hours, and never comes twice."""

from datetime import UTC, datetime, timedelta

from mujaz.delivery import DeliveryState
from tests.handlers.scenes import CHIPS, META, broken, run_is, said_to
from tests.journeys.walking import asked, walked
from tests.newsroom import Newsroom

MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
"""08:00 in Riyadh."""


async def test_each_reader_is_alerted_as_they_want_and_the_digest_has_the_rest(newsroom: Newsroom) -> None:
    names = ("سارة", "يوسف", "هدى", "نورة")
    follows_meta, wants_none, sleeps, wants_one = [await newsroom.reader(name) for name in names]
    await walked(newsroom, follows_meta, await asked(newsroom, follows_meta, "/company ميتا"), "تابع الشركة")
    for person, choice in (
        (follows_meta, "أخبار ما أتابعه فقط"),
        (wants_none, "لا شيء"),
        (wants_one, "1"),
    ):
        await walked(newsroom, person, await asked(newsroom, person, "/settings"), "الأخبار العاجلة", choice)
    await asked(newsroom, sleeps, "/quiet 19:00-07:00")
    had = {person: len(said_to(person)) for person in (follows_meta, wants_none, sleeps, wants_one)}

    await broken(newsroom, await newsroom.draft_of(META))
    for person in (follows_meta, wants_one):
        assert "النظارة" in (await person.hears()).text
    newsroom.clock.turn(minutes=5)
    await broken(newsroom, await newsroom.draft_of(CHIPS))
    await run_is(newsroom, 2, lambda seen: seen.tally.of(DeliveryState.HELD) == 1)
    assert [len(said_to(person)) - before for person, before in had.items()] == [1, 0, 0, 1]

    await newsroom.wait_until(MORNING - timedelta(hours=1))
    for _ in range(2):
        await newsroom.mujaz.tick()
        assert (await sleeps.hears()).text.startswith("خبر عاجل")
    await newsroom.wait_until(MORNING)
    await newsroom.all_delivered()
    for person, before in had.items():
        told = said_to(person)[before:]
        assert sum("النظارة" in text for text in told) == 1
        assert sum("المصنع" in text for text in told) == 1
