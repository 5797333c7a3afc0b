"""Issue 5, 9: somebody sees what is kept about them, takes it with them, and is forgotten when they say so twice."""

import json
from datetime import UTC, datetime

from tests.handlers.scenes import CHIPS, META, all_heard, archived, said_to
from tests.handlers.test_my_data import holding
from tests.journeys.walking import asked, walked
from tests.newsroom import Newsroom

MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
"""08:00 in Riyadh."""
TOMORROW = datetime(2025, 10, 28, 5, 0, tzinfo=UTC)


async def test_somebody_takes_all_that_is_kept_about_them_and_leaves_nothing_behind(newsroom: Newsroom) -> None:
    sara = newsroom.toy.person("سارة", id=987_654_321)
    await asked(newsroom, sara, "/start")
    await walked(newsroom, sara, await asked(newsroom, sara, "/company ميتا"), "تابع الشركة")
    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(MORNING)
    digest = await sara.hears()
    await newsroom.all_delivered()
    sara.tap(digest, "1")
    await walked(newsroom, sara, await sara.hears(), "احفظ")

    assert "/export" in (await asked(newsroom, sara, "/privacy")).text
    sent = (await asked(newsroom, sara, "تصدير بياناتي")).document
    assert sent is not None
    kept = json.loads(sent.data)["kept"]
    assert {"subscribers", "follows", "saved", "deliveries", "memories", "subscriber_slots"} <= kept.keys()
    assert kept["follows"] == [{"company": "meta"}]

    question = await asked(newsroom, sara, "/delete_me")
    assert "حُذف كل ما كنت أحفظه عنك" in (await walked(newsroom, sara, question, "نعم، احذف كل شيء")).text
    await all_heard(newsroom)
    assert await newsroom.mujaz.room.store.read(holding, sara.id) == set()
    had = said_to(sara)
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    await newsroom.wait_until(TOMORROW)
    await newsroom.all_delivered()
    assert said_to(sara) == had
