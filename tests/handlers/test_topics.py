"""Topics of a group: each has the digest that was turned on in it, and what is asked there is answered there."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from mujaz.address import is_topic
from mujaz.subscriber import Length, Slot, State, Subscriber
from playground.groups import Group
from playground.messages import Message
from playground.people import Person
from storage import subscribers, topics
from tests.handlers.scenes import META, all_heard, answered_in, archived, forged, said_to, tapped
from tests.newsroom import Newsroom

EIGHT_IN_RIYADH = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
NINE_IN_RIYADH = datetime(2025, 10, 27, 6, 0, tzinfo=UTC)
ENDED = "توقف الموجز في «زملاء»."
CLOSED = "الموضوع مغلق. حين يُفتح يعود الموجز إليه."


# ---------------------------------------------------------------- each its own


async def test_the_digest_comes_to_the_topic_in_which_an_admin_turned_it_on(newsroom: Newsroom) -> None:
    sara, group = await _forum(newsroom)
    news = group.topic("أخبار")
    begun = await _begun(newsroom, sara, group, news)
    assert begun.text.startswith("من اليوم يصل إلى هذا الموضوع موجز قصير")
    assert begun.topic == news
    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(EIGHT_IN_RIYADH)
    digest = await answered_in(newsroom, group, begun)
    assert ("نظارة تترجم" in digest.text, digest.topic) == (True, news)


async def test_topics_of_a_group_and_the_group_itself_have_settings_of_their_own(newsroom: Newsroom) -> None:
    sara, group = await _forum(newsroom)
    first, second = group.topic("أخبار"), group.topic("شركات")
    for topic in (first, second, None):
        await _begun(newsroom, sara, group, topic)
        newsroom.clock.turn(seconds=5)
    settings = sara.send("/settings", group=group, topic=second)
    card = await answered_in(newsroom, group, settings)
    assert card.text.startswith("إعدادات هذا الموضوع")
    await forged(sara, card, "put:time:540")
    await _sees(group, lambda m: m.message_id == card.message_id and "الساعة 09:00" in m.text)
    await forged(sara, card, "put:length:full")
    await _sees(group, lambda m: m.message_id == card.message_id and "طول الخبر: مفصّل" in m.text)
    changed = await _reader(newsroom, group, second)
    assert (changed.slots, changed.choices.length) == ((Slot("Asia/Riyadh", 540),), Length.FULL)
    for topic in (first, None):
        other = await _reader(newsroom, group, topic)
        assert (other.slots, other.choices.length) == ((Slot("Asia/Riyadh", 480),), Length.BRIEF)

    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(EIGHT_IN_RIYADH)
    await newsroom.all_delivered()
    await newsroom.wait_until(NINE_IN_RIYADH)
    await newsroom.all_delivered()
    assert [message.topic for message in group.messages if "نظارة تترجم" in message.text] == [first, None, second]


async def test_what_is_asked_in_a_topic_is_answered_there(newsroom: Newsroom) -> None:
    sara, group = await _forum(newsroom)
    topic = group.topic("أسئلة")
    await archived(newsroom, META, "نظارة تترجم")
    hello = await answered_in(newsroom, group)
    for words, reply_to in (("/latest", None), ("/company ميتا", None), ("بحث نظارة", hello), ("/week", None)):
        newsroom.clock.turn(seconds=5)
        said = sara.send(words, group=group, topic=topic, reply_to=reply_to)
        assert (await answered_in(newsroom, group, said)).topic == topic, words
        await all_heard(newsroom)
    answers = [message for message in group.messages if message.from_bot and message.message_id > hello.message_id]
    assert {message.topic for message in answers} == {topic}


async def test_stop_in_a_topic_ends_its_digest_and_no_other(newsroom: Newsroom) -> None:
    sara, group = await _forum(newsroom)
    first, second = group.topic("أخبار"), group.topic("شركات")
    await _begun(newsroom, sara, group, first)
    await _begun(newsroom, sara, group, second)
    said = sara.send("/stop", group=group, topic=first)
    assert (await answered_in(newsroom, group, said)).topic == first
    assert (await _reader(newsroom, group, first)).state is State.STOPPED
    assert (await _reader(newsroom, group, second)).state is State.ACTIVE


@pytest.mark.parametrize("command", ["/settings", "/stop", "/time 9"])
async def test_a_topic_without_a_digest_says_so_and_touches_not_the_groups(newsroom: Newsroom, command: str) -> None:
    sara, group = await _forum(newsroom)
    topic = group.topic("أسئلة")
    await _begun(newsroom, sara, group, None)
    before = await _reader(newsroom, group, None)
    said = sara.send(command, group=group, topic=topic)
    assert (await answered_in(newsroom, group, said)).text.startswith("الموجز لا يصل إلى هنا.")
    assert await _reader(newsroom, group, None) == before


async def test_following_from_a_topic_is_for_its_own_digest(newsroom: Newsroom) -> None:
    sara, group = await _forum(newsroom)
    topic = group.topic("أخبار")
    await _begun(newsroom, sara, group, None)
    await _begun(newsroom, sara, group, topic)
    said = sara.send("/company ميتا", group=group, topic=topic)
    await tapped(sara, await answered_in(newsroom, group, said), "تابع الشركة")
    assert (await _reader(newsroom, group, topic)).follows == {"meta"}
    assert (await _reader(newsroom, group, None)).follows == frozenset()


async def test_a_thread_of_replies_in_a_group_without_topics_is_the_group(newsroom: Newsroom) -> None:
    sara, group = await _forum(newsroom)
    hello = await answered_in(newsroom, group)
    said = sara.send("/start", group=group, reply_to=hello)
    begun = await answered_in(newsroom, group, said)
    assert begun.text.startswith("من اليوم يصل إلى هذه المجموعة")
    assert begun.topic is None


# ---------------------------------------------------------------- closed, deleted, thrown out


async def test_a_closed_topic_ends_its_digest_tells_the_admin_and_goes_on_when_it_is_opened(newsroom: Newsroom) -> None:
    sara, group = await _forum(newsroom)
    topic, other = group.topic("أخبار"), group.topic("شركات")
    begun = await _begun(newsroom, sara, group, topic)
    await _begun(newsroom, sara, group, other)
    group.close_topic(topic)
    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(EIGHT_IN_RIYADH)
    assert CLOSED in (await sara.sees(lambda m: m.text.startswith(ENDED))).text
    assert (await _reader(newsroom, group, topic)).state is State.GONE
    assert (await _reader(newsroom, group, other)).state is State.ACTIVE
    await newsroom.all_delivered()
    group.reopen_topic(topic)
    await all_heard(newsroom)
    assert (await _reader(newsroom, group, topic)).state is State.ACTIVE
    await newsroom.wait_until(NINE_IN_RIYADH.replace(day=28))
    await _sees(group, lambda m: m.topic == topic and m.message_id > begun.message_id and "نظارة تترجم" in m.text)


async def test_a_deleted_topic_ends_its_digest_and_the_admin_is_told_where_to_go(newsroom: Newsroom) -> None:
    sara, group = await _forum(newsroom)
    topic = group.topic("أخبار")
    await _begun(newsroom, sara, group, topic)
    group.delete_topic(topic)
    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(EIGHT_IN_RIYADH)
    assert "حُذف الموضوع" in (await sara.sees(lambda m: m.text.startswith(ENDED))).text
    assert (await _reader(newsroom, group, topic)).state is State.GONE


async def test_a_command_in_a_closed_topic_is_answered_in_private(newsroom: Newsroom) -> None:
    sara, group = await _forum(newsroom)
    topic = group.topic("أخبار")
    group.close_topic(topic)
    sara.send("/latest", group=group, topic=topic)
    assert CLOSED in (await sara.sees(lambda m: m.text.startswith("لا أستطيع أن أجيبك في «زملاء»."))).text


async def test_who_throws_the_bot_out_hears_once_of_all_topics(newsroom: Newsroom) -> None:
    sara, group = await _forum(newsroom)
    first, second = group.topic("أخبار"), group.topic("شركات")
    for topic in (first, second, None):
        await _begun(newsroom, sara, group, topic)
        newsroom.clock.turn(seconds=5)
    group.remove_bot(sara.user)
    await sara.sees(lambda m: m.text.startswith(ENDED))
    await newsroom.mujaz.keeping.tell()
    assert sum(text.startswith(ENDED) for text in said_to(sara)) == 1
    for topic in (first, second, None):
        assert (await _reader(newsroom, group, topic)).state is State.GONE
    group.add_bot(sara.user)
    await all_heard(newsroom)
    for topic in (first, second, None):
        assert (await _reader(newsroom, group, topic)).state is State.ACTIVE


# ---------------------------------------------------------------- scenes


async def _forum(newsroom: Newsroom) -> tuple[Person, Group]:
    """Sara, who has written to the bot, owns a group and has added it."""
    sara = newsroom.toy.person("سارة")
    sara.send("/help")
    await sara.hears()
    group = newsroom.toy.group("زملاء", sara)
    group.add_bot(sara.user)
    await answered_in(newsroom, group)
    return sara, group


async def _begun(newsroom: Newsroom, admin: Person, group: Group, topic: int | None) -> Message:
    said = admin.send("/start", group=group, topic=topic)
    return await answered_in(newsroom, group, said)


async def _reader(newsroom: Newsroom, group: Group, topic: int | None) -> Subscriber:
    store = newsroom.mujaz.room.store
    key = group.id if topic is None else await store.read(topics.find, group.id, topic)
    assert key is not None
    assert is_topic(key) == (topic is not None)
    reader = await store.read(subscribers.get, key)
    assert reader is not None
    return reader


async def _sees(group: Group, wanted: Callable[[Message], bool]) -> Message:
    def look() -> Message | None:
        return next((message for message in reversed(group.messages) if wanted(message)), None)

    return await group.chat.bell.until(look)
