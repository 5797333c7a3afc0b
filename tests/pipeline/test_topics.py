"""A topic of a group reads its own digest: in its place, at the group's pace, and ends by itself."""

import sqlite3
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest

from mujaz.delivery import DeliveryState
from mujaz.subscriber import Slot
from playground.events import Event
from playground.groups import Group
from storage import subscribers, topics
from tests.conftest import SUNDAY_EVENING
from tests.handlers.scenes import META, all_heard, archived, broken
from tests.newsroom import HASTE, Newsroom

MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
DAY_BEFORE = SUNDAY_EVENING - timedelta(days=1)
NEWS = "نظارة تترجم"
RIYADH = Slot("Asia/Riyadh", 8 * 60)


@pytest.fixture
async def forum(newsroom: Newsroom) -> Group:
    """A forum with the bot in it as a plain member, and news for the morning."""
    group = newsroom.toy.group("مختبر", newsroom.layla)
    group.add_bot(newsroom.layla.user)
    await archived(newsroom, META, NEWS)
    return group


async def topic_reads(newsroom: Newsroom, group: Group, name: str, slot: Slot = RIYADH) -> tuple[int, int]:
    """A new topic that has digests of its own: its number in Telegram, and the reader's key."""
    thread_id = group.topic(name)
    return thread_id, await newsroom.mujaz.room.store.write(_topic_subscribes, group.id, thread_id, slot)


def _topic_subscribes(db: sqlite3.Connection, chat_id: int, thread_id: int, slot: Slot) -> int:
    key = topics.reader_of(db, chat_id, thread_id)
    subscribers.subscribe(db, key, "ar", slot, SUNDAY_EVENING, DAY_BEFORE)
    return key


async def group_reads(newsroom: Newsroom, group: Group) -> None:
    store = newsroom.mujaz.room.store
    await store.write(subscribers.subscribe, group.id, "ar", RIYADH, SUNDAY_EVENING, DAY_BEFORE)


def news_in(group: Group) -> list[int | None]:
    """The topics in which the news stands, in the order in which it came."""
    return [message.topic for message in group.messages if message.from_bot and NEWS in message.text]


async def state_of(newsroom: Newsroom, key: int) -> tuple[str, str | None]:
    """A reader's state and the reason for it."""
    return await newsroom.mujaz.room.store.read(_state, key)


def _state(db: sqlite3.Connection, key: int) -> tuple[str, str | None]:
    state, reason = db.execute("SELECT state, state_reason FROM subscribers WHERE chat_id = ?", (key,)).fetchone()
    return str(state), reason


async def test_each_topic_gets_its_digest_in_its_place_and_the_group_its_own(newsroom: Newsroom, forum: Group) -> None:
    first, _ = await topic_reads(newsroom, forum, "الأخبار")
    second, _ = await topic_reads(newsroom, forum, "البحث")
    await group_reads(newsroom, forum)
    await newsroom.wait_until(MORNING)
    await newsroom.all_delivered()
    assert sorted(news_in(forum), key=str) == sorted([first, second, None], key=str)


async def test_topics_of_one_group_may_have_different_hours(newsroom: Newsroom, forum: Group) -> None:
    early, _ = await topic_reads(newsroom, forum, "الصباح", Slot("Asia/Riyadh", 7 * 60))
    late, _ = await topic_reads(newsroom, forum, "المساء", Slot("Asia/Riyadh", 20 * 60))
    await newsroom.wait_until(MORNING)
    await newsroom.all_delivered()
    assert news_in(forum) == [early]
    await newsroom.wait_until(MORNING.replace(hour=17))
    await newsroom.all_delivered()
    assert news_in(forum) == [early, late]


async def test_an_alert_comes_into_the_topic(newsroom: Newsroom, forum: Group) -> None:
    thread_id, _ = await topic_reads(newsroom, forum, "الأخبار")
    draft = await newsroom.draft_of("خبر عن نظارة تترجم\n\nكشفت شركة «ميتا» عن نظارة تترجم الكلام في متجرها.")
    await broken(newsroom, draft)
    await newsroom.all_delivered()
    assert news_in(forum) == [thread_id]


async def test_readers_of_one_group_share_its_pace(newsroom: Newsroom, forum: Group) -> None:
    for name in ("الأخبار", "البحث", "الشركات"):
        await topic_reads(newsroom, forum, name)
    arrivals: list[float] = []

    def note(event: Event) -> None:
        if (
            event.type == "message"
            and event.message
            and event.message.from_bot
            and event.message.chat["id"] == forum.id
        ):
            arrivals.append(monotonic())

    newsroom.toy.listen(note)
    await newsroom.wait_until(MORNING)
    await newsroom.all_delivered()
    assert len(arrivals) == 3
    assert arrivals[2] - arrivals[0] > 2 * 3 / HASTE  # Telegram takes twenty a minute


@pytest.mark.parametrize(
    ("ending", "words"), [("close_topic", "TOPIC_CLOSED"), ("delete_topic", "message thread not found")]
)
async def test_a_topic_that_is_closed_or_deleted_ends_by_itself_with_the_reason(
    newsroom: Newsroom, forum: Group, ending: str, words: str
) -> None:
    ended, key = await topic_reads(newsroom, forum, "الأخبار")
    other, other_key = await topic_reads(newsroom, forum, "البحث")
    await group_reads(newsroom, forum)
    getattr(forum, ending)(ended)
    await newsroom.wait_until(MORNING)
    await newsroom.all_delivered()
    assert await state_of(newsroom, key) == ("gone", f"Bad Request: {words}")
    assert [(await state_of(newsroom, reader))[0] for reader in (other_key, forum.id)] == ["active", "active"]
    assert sorted(news_in(forum), key=str) == sorted([other, None], key=str)
    tally = await newsroom.mujaz.room.store.read(_states_of, key)
    assert tally == [DeliveryState.SKIPPED]


def _states_of(db: sqlite3.Connection, key: int) -> list[int]:
    return [state for (state,) in db.execute("SELECT state FROM deliveries WHERE chat_id = ?", (key,))]


async def test_a_group_that_throws_the_bot_out_ends_its_topics_too_and_lets_them_go_on_when_it_comes_back(
    newsroom: Newsroom, forum: Group
) -> None:
    _, key = await topic_reads(newsroom, forum, "الأخبار")
    forum.remove_bot(newsroom.layla.user)
    await all_heard(newsroom)
    assert (await state_of(newsroom, key))[0] == "gone"
    forum.add_bot(newsroom.layla.user)
    await all_heard(newsroom)
    await newsroom.wait_until(MORNING)
    await newsroom.all_delivered()
    assert len(news_in(forum)) == 1
