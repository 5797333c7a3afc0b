"""Channels: the bot posts as the channel, and an admin of it looks after the digest from their private chat."""

from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from mujaz.subscriber import Length, Slot, State, Subscriber
from playground.channels import Channel
from playground.messages import Message
from playground.people import Person
from storage import subscribers
from tests.handlers.scenes import (
    META,
    all_heard,
    answered_in,
    archived,
    failures,
    forged,
    labels,
    said_in,
    tapped,
)
from tests.newsroom import Newsroom

EIGHT_IN_RIYADH = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
ADMINS_ONLY = "هذا لمشرفي المجموعة أو القناة وحدهم."
NO_SUCH = "لا أجد قناة بهذا الاسم"
ON, OFF = "شغّل الموجز في القناة", "أوقف الموجز في القناة"


# ---------------------------------------------------------------- beginning


async def test_who_lets_the_bot_in_is_asked_in_private_and_the_digest_comes_as_the_channels_own(
    newsroom: Newsroom,
) -> None:
    sara, channel = await _channel(newsroom)
    channel.add_bot(sara.user)
    offer = await sara.hears()
    assert offer.text.startswith("قناة أخبار الآلة")
    assert said_in(newsroom, channel) == []  # nothing is posted that nobody asked for
    await tapped(sara, offer, ON)
    card = await _card(sara)
    assert card.message_id == offer.message_id
    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(EIGHT_IN_RIYADH)
    post = await answered_in(newsroom, channel)
    assert "نظارة تترجم" in post.text
    assert post.wire()["sender_chat"]["id"] == channel.id


@pytest.mark.parametrize("name", ["@machine_news", "@MACHINE_NEWS", "https://t.me/machine_news", "t.me/machine_news"])
async def test_a_channel_is_found_by_its_name(newsroom: Newsroom, name: str) -> None:
    sara, channel = await _channel(newsroom)
    channel.add_bot(newsroom.layla.user)  # another admin, who never wrote to the bot, was asked in vain
    sara.send(f"/channel {name}")
    assert labels(await sara.hears()) == [ON]


async def test_a_channel_without_a_name_is_found_by_a_forwarded_post(newsroom: Newsroom) -> None:
    sara, channel = await _channel(newsroom, username=None)
    channel.add_bot(newsroom.layla.user)
    sara.forward("خبر اليوم", channel)
    assert labels(await sara.hears()) == [ON]


async def test_a_post_of_somebody_elses_channel_is_a_question_like_any_other(newsroom: Newsroom) -> None:
    sara, _ = await _channel(newsroom)
    await archived(newsroom, META, "نظارة تترجم")
    sara.forward("نظارة", "قناة أخرى")
    assert "نظارة تترجم" in (await sara.hears()).text


async def test_what_an_editor_forwards_from_a_channel_is_for_the_desk(newsroom: Newsroom) -> None:
    channel = newsroom.toy.channel("أخبار الآلة", newsroom.layla)
    channel.add_bot(newsroom.layla.user)
    newsroom.layla.forward(META, channel)
    await newsroom.layla.sees(lambda m: m.text.startswith("مسودة"))


# ---------------------------------------------------------------- what is missing


@pytest.mark.parametrize("name", ["@nowhere_at_all", "@x", "القناة", "12345", "-1003000000999"])
async def test_what_is_no_channel_is_said_to_be_none(newsroom: Newsroom, name: str) -> None:
    sara, _ = await _channel(newsroom)
    sara.send(f"/channel {name}")
    assert (await sara.hears()).text.startswith(NO_SUCH)


async def test_a_channel_in_which_the_bot_is_not_or_may_not_post_says_what_to_do(newsroom: Newsroom) -> None:
    sara, channel = await _channel(newsroom)
    sara.send("/channel @machine_news")
    assert (await sara.hears()).text.startswith(NO_SUCH)
    channel.add_bot(sara.user, posts=False)
    sara.send("/channel @machine_news")
    assert (await sara.hears()).text.startswith("لا أستطيع أن أنشر في قناة أخبار الآلة")


async def test_a_group_is_no_channel(newsroom: Newsroom) -> None:
    sara, _ = await _channel(newsroom)
    group = newsroom.toy.group("زملاء", sara)
    group.chat.username = "colleagues"
    group.add_bot(sara.user)
    sara.send("/channel @colleagues")
    assert (await sara.hears()).text == "هذه ليست قناة. في المجموعة أرسل \u200e/start داخلها."


async def test_who_is_no_admin_of_the_channel_gets_nothing_of_it(newsroom: Newsroom) -> None:
    sara, channel = await _channel(newsroom)
    channel.add_bot(sara.user)
    yusuf = await newsroom.reader("يوسف")
    channel.join(yusuf.user)
    yusuf.send("/channel @machine_news")
    assert (await yusuf.hears()).text == ADMINS_ONLY
    yusuf.forward("خبر اليوم", channel)
    assert (await yusuf.hears()).text == ADMINS_ONLY
    for verb in ("channel:on", "channel:open", "channel:off", "set:back", "put:length:full"):
        assert (await forged(yusuf, yusuf.messages[1], f"{verb}@{channel.id}")).text == ADMINS_ONLY, verb
        newsroom.clock.turn(seconds=1)
    assert await newsroom.mujaz.room.store.read(subscribers.get, channel.id) is None


# ---------------------------------------------------------------- its settings


async def test_every_screen_says_that_it_is_the_channels_and_changes_only_that(newsroom: Newsroom) -> None:
    sara, channel = await _begun(newsroom)
    card = await _card(sara)
    assert not {"ادعُ صديقًا", "من موقعي"} & set(labels(card))
    await tapped(sara, card, "طول الخبر")
    lengths = await sara.sees(lambda m: "كم تريد أن تقرأ" in m.text)
    assert lengths.text.startswith("إعدادات قناة أخبار الآلة")
    await tapped(sara, lengths, "مفصّل")
    await sara.sees(lambda m: m.text.startswith("إعدادات قناة أخبار الآلة") and "طول الخبر: مفصّل" in m.text)
    assert (await _reader(newsroom, channel.id)).choices.length is Length.FULL
    assert (await _reader(newsroom, sara.id)).choices.length is Length.BRIEF


async def test_typed_commands_speak_of_a_channel_by_its_name(newsroom: Newsroom) -> None:
    sara, channel = await _begun(newsroom)
    sara.send("/time @machine_news 9 مساءً")
    await sara.sees(lambda m: "الساعة 21:00" in m.text)
    assert (await _reader(newsroom, channel.id)).slots == (Slot("Asia/Riyadh", 21 * 60),)
    assert (await _reader(newsroom, sara.id)).slots == (Slot("Asia/Riyadh", 8 * 60),)
    sara.send("/settings @machine_news")
    await sara.sees(lambda m: m.text.startswith("إعدادات قناة أخبار الآلة") and "21:00" in m.text)
    sara.send("/stop @machine_news")
    await sara.sees(lambda m: m.text.startswith("أوقفت الموجز اليومي"))
    assert (await _reader(newsroom, channel.id)).state is State.STOPPED
    assert (await _reader(newsroom, sara.id)).state is State.ACTIVE


async def test_a_channel_without_a_name_is_spoken_of_by_its_title(newsroom: Newsroom) -> None:
    sara, channel = await _begun(newsroom, username=None)
    sara.send("/channel")
    assert "/time @أخبار الآلة 07:30" in (await sara.sees(lambda m: m.text.startswith("أي قناة تقصد؟"))).text
    sara.send("/time @اخبار الآله 9 مساءً")  # typed as people type
    await sara.sees(lambda m: "الساعة 21:00" in m.text)
    assert (await _reader(newsroom, channel.id)).slots == (Slot("Asia/Riyadh", 21 * 60),)
    assert (await _reader(newsroom, sara.id)).slots == (Slot("Asia/Riyadh", 8 * 60),)
    sara.send("/time @أخبار أخرى 9 مساءً")
    await sara.sees(lambda m: m.text.startswith(NO_SUCH))


async def test_of_two_channels_of_one_title_the_admin_chooses(newsroom: Newsroom) -> None:
    sara, channel = await _begun(newsroom, username=None)
    twin = newsroom.toy.channel("أخبار الآلة", sara, username=None)
    twin.add_bot(sara.user)
    await sara.sees(lambda m: labels(m) == [ON] and m.text.startswith("قناة أخبار الآلة"))
    sara.send("/time @أخبار الآلة 9")
    which = await sara.sees(lambda m: m.text.startswith("أي قناة تقصد؟"))
    assert labels(which) == ["أخبار الآلة", "أخبار الآلة"]
    assert (await _reader(newsroom, channel.id)).slots == (Slot("Asia/Riyadh", 8 * 60),)


async def test_an_admin_follows_companies_for_a_channel_from_their_private_chat(newsroom: Newsroom) -> None:
    sara, channel = await _begun(newsroom)
    sara.send("/company @machine_news ميتا")
    card = await sara.sees(lambda m: "تابع الشركة في القناة" in labels(m))
    assert card.text.startswith("إعدادات قناة أخبار الآلة")
    await tapped(sara, card, "تابع الشركة في القناة")
    await sara.sees(lambda m: "ألغِ متابعتها في القناة" in labels(m))
    assert (await _reader(newsroom, channel.id)).follows == {"meta"}
    assert (await _reader(newsroom, sara.id)).follows == frozenset()
    newsroom.clock.turn(seconds=5)
    sara.send("/company @machine_news Mistrall")
    near = await sara.sees(lambda m: m.text.startswith("لا أعرف شركة"))
    await tapped(sara, near, labels(near)[0])
    await sara.sees(lambda m: "تابع الشركة في القناة" in labels(m))
    newsroom.clock.turn(seconds=5)
    sara.send("/settings @machine_news")
    settings = await _card(sara)
    await tapped(sara, settings, "ما تتابعه")
    screen = await sara.sees(lambda m: "✓ ميتا" in labels(m))
    assert "/company @أخبار الآلة ميتا" in screen.text
    newsroom.clock.turn(seconds=2)
    await tapped(sara, screen, "✓ ميتا")
    await sara.sees(lambda m: "/company @أخبار الآلة ميتا" in m.text and "✓ ميتا" not in labels(m))
    assert (await _reader(newsroom, channel.id)).follows == frozenset()


async def test_what_a_channel_follows_is_shown_to_its_admins_alone(newsroom: Newsroom) -> None:
    _, channel = await _begun(newsroom)
    yusuf = await newsroom.reader("يوسف")
    yusuf.send("/company @machine_news ميتا")
    assert (await yusuf.hears()).text == ADMINS_ONLY
    for data in ("follow:meta", "company:meta", "unfollow:meta"):
        newsroom.clock.turn(seconds=2)
        assert (await forged(yusuf, yusuf.messages[1], f"{data}@{channel.id}")).text == ADMINS_ONLY
    assert (await _reader(newsroom, channel.id)).follows == frozenset()


async def test_a_command_about_a_channel_without_a_digest_says_how_to_begin(newsroom: Newsroom) -> None:
    sara, channel = await _channel(newsroom)
    channel.add_bot(sara.user)
    await sara.hears()
    for command in ("/settings", "/time", "/stop"):
        sara.send(f"{command} @machine_news")
        assert (await sara.hears()).text == "لا يصل موجز إلى هذه القناة. لتشغيله: \u200e/channel", command
    assert (await _reader(newsroom, sara.id)).state is State.ACTIVE


async def test_somebodys_channels_are_listed_and_turned_off_and_on(newsroom: Newsroom) -> None:
    sara, channel = await _begun(newsroom)
    sara.send("/channel")
    which = await sara.sees(lambda m: m.text.startswith("أي قناة تقصد؟"))
    await tapped(sara, which, "أخبار الآلة")
    card = await sara.sees(lambda m: m.message_id == which.message_id and OFF in labels(m))
    await tapped(sara, card, OFF)
    offered = await sara.sees(lambda m: m.message_id == which.message_id and labels(m) == [ON])
    assert (await _reader(newsroom, channel.id)).state is State.STOPPED
    newsroom.clock.turn(seconds=5)
    await tapped(sara, offered, ON)
    await sara.sees(lambda m: m.message_id == which.message_id and OFF in labels(m))
    assert (await _reader(newsroom, channel.id)).state is State.ACTIVE


async def test_who_has_no_channel_is_told_how_to_begin(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/channel")
    how = await sara.hears()
    assert f"@{newsroom.toy.world.bot.username}" in how.text
    assert "صلاحية نشر الرسائل" in how.text


async def test_a_reader_who_taps_in_the_channel_makes_the_bot_post_nothing(newsroom: Newsroom) -> None:
    sara, channel = await _begun(newsroom)
    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(EIGHT_IN_RIYADH)
    post = await answered_in(newsroom, channel)
    yusuf = newsroom.toy.person("يوسف")
    for data in ("company:meta", "follow:meta", "set:back", "put:length:full"):
        assert (await forged(yusuf, post, data)).alert, data
        newsroom.clock.turn(seconds=1)
    assert said_in(newsroom, channel) == [post.text]
    assert (await _reader(newsroom, channel.id)).follows == frozenset()
    assert sara.id != yusuf.id


# ---------------------------------------------------------------- losing it


async def test_who_is_no_admin_any_more_changes_nothing_from_then_on(newsroom: Newsroom) -> None:
    sara, channel = await _begun(newsroom)
    card = await _card(sara)
    channel.demote(sara.user)
    assert (await forged(sara, card, f"put:length:full@{channel.id}")).text == ADMINS_ONLY
    assert (await _reader(newsroom, channel.id)).choices.length is Length.BRIEF


async def test_a_channel_that_takes_the_right_to_post_ends_its_digest_and_gets_it_back_with_it(
    newsroom: Newsroom,
) -> None:
    sara, channel = await _begun(newsroom)
    channel.add_bot(sara.user, posts=False)
    told = await sara.sees(lambda m: m.text.startswith("توقف الموجز في «أخبار الآلة»."))
    assert "لا يُسمح لي بالكتابة هناك" in told.text
    assert (await _reader(newsroom, channel.id)).state is State.GONE
    channel.add_bot(sara.user)
    await sara.sees(lambda m: m.text.startswith("أستطيع أن أنشر في قناة أخبار الآلة من جديد"))
    assert (await _reader(newsroom, channel.id)).state is State.ACTIVE


async def test_who_threw_the_bot_out_of_their_channel_is_told_that_its_digest_ended(newsroom: Newsroom) -> None:
    sara, channel = await _begun(newsroom)
    channel.remove_bot(sara.user)
    await sara.sees(lambda m: m.text.startswith("توقف الموجز في «أخبار الآلة»."))
    sara.send("/channel")
    which = await sara.sees(lambda m: m.text.startswith("أي قناة تقصد؟"))
    assert (await tapped(sara, which, "أخبار الآلة")).text == ADMINS_ONLY  # nobody tells the bot who is one there


async def test_a_channel_that_refuses_a_post_ends_at_it_without_an_update(newsroom: Newsroom) -> None:
    sara, channel = await _begun(newsroom)
    channel.chat.bot_posts = False
    await archived(newsroom, META, "نظارة تترجم")
    with capture_logs() as logged:
        await newsroom.wait_until(EIGHT_IN_RIYADH)
        await sara.sees(lambda m: m.text.startswith("توقف الموجز في «أخبار الآلة»."))
    assert failures(logged) == []
    assert (await _reader(newsroom, channel.id)).state is State.GONE


# ---------------------------------------------------------------- scenes


async def _channel(newsroom: Newsroom, username: str | None = "machine_news") -> tuple[Person, Channel]:
    """Sara, a reader herself, owns a channel in which the bot is not yet."""
    sara = await newsroom.reader("سارة")
    return sara, newsroom.toy.channel("أخبار الآلة", sara, username=username)


async def _begun(newsroom: Newsroom, username: str | None = "machine_news") -> tuple[Person, Channel]:
    sara, channel = await _channel(newsroom, username)
    channel.add_bot(sara.user)
    await tapped(sara, await sara.hears(), ON)
    await _card(sara)
    await all_heard(newsroom)
    return sara, channel


async def _card(person: Person) -> Message:
    return await person.sees(lambda m: m.text.startswith("إعدادات قناة أخبار الآلة") and OFF in labels(m))


async def _reader(newsroom: Newsroom, key: int) -> Subscriber:
    reader = await newsroom.mujaz.room.store.read(subscribers.get, key)
    assert reader is not None
    return reader
