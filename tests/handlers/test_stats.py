"""/stats: what editors are told of how the newsroom does is what happened."""

from datetime import UTC, datetime

import pytest

from mujaz.subscriber import State
from storage import feeds, saved, subscribers
from tests.handlers.scenes import META, MISTRAL, archived
from tests.newsroom import EDITOR_ID, Newsroom

MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)


async def test_the_numbers_are_what_happened(newsroom: Newsroom) -> None:
    store = newsroom.mujaz.room.store
    sara, yusuf = await newsroom.reader("سارة"), await newsroom.reader("يوسف")
    await archived(newsroom, META, "نظارة من ميتا")
    newsroom.clock.turn(minutes=1)
    await newsroom.wait_until(MORNING)
    await sara.hears()
    await newsroom.all_delivered()
    await store.write(subscribers.leave, yusuf.id, State.STOPPED, newsroom.clock())
    await store.write(subscribers.follow, sara.id, "meta")
    await store.write(saved.save, sara.id, 1, newsroom.clock())
    await store.write(feeds.add, "https://example.org/feed", "موقع", EDITOR_ID, newsroom.clock())
    await store.write(feeds.set_next, 1, None)
    await newsroom.draft_of(MISTRAL)
    newsroom.layla.send("/stats")
    told = (await newsroom.layla.hears()).text
    for words in (
        "القراء الآن: 1",
        "انضم: 2، وغادر: 1",
        "موجزات وصلت: 2",
        "أخبار محفوظة: 1",
        "كلها: 1",
        "الخلاصات: 1، منها متعثرة: 0، ومتوقفة: 1",
        "مسودات تنتظر: 1",
    ):
        assert words in told, words


@pytest.mark.parametrize("words", ["", " <b>", " " + "خ" * 4000, ' "NEAR(a b)" OR *'])
async def test_whatever_follows_the_command_the_numbers_are_told(newsroom: Newsroom, words: str) -> None:
    newsroom.layla.send(f"/stats{words}")
    assert (await newsroom.layla.hears()).text.startswith("أرقام الغرفة")
