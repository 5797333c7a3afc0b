"""Groups: who may change what there, whom the bot answers, and what becomes of a digest when it may not write."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from mujaz.subscriber import Length, State, Subscriber
from mujaz.texts.catalogue import LANGUAGES, voice
from playground.groups import Group
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
    said_to,
    tapped,
)
from tests.newsroom import EDITOR_ID, Newsroom

EIGHT_IN_RIYADH = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
ADMINS_ONLY = "هذا لمشرفي المجموعة أو القناة وحدهم."
ENDED = "توقف الموجز في «زملاء»."


# ---------------------------------------------------------------- coming in


async def test_the_bot_says_once_what_it_does_when_somebody_adds_it(newsroom: Newsroom) -> None:
    sara, _, group = await _group(newsroom)
    hello = (await answered_in(newsroom, group)).text
    assert "أنا موجز" in hello
    assert "/start" in hello
    group.add_bot(sara.user, "administrator")
    await all_heard(newsroom)
    assert said_in(newsroom, group) == [hello]


async def test_an_admin_turns_the_digest_on_and_it_comes_to_the_group(newsroom: Newsroom) -> None:
    sara, _, group = await _group(newsroom)
    sara.send("/start", group=group)
    begun = await _after(newsroom, group, "/start")
    assert begun.text.startswith("من اليوم يصل إلى هذه المجموعة موجز قصير")
    assert "كل يوم، الساعة 08:00، بتوقيت الرياض" in begun.text
    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(EIGHT_IN_RIYADH)
    assert "نظارة تترجم" in (await answered_in(newsroom, group, begun)).text


# ---------------------------------------------------------------- who may change what


@pytest.mark.parametrize(
    "command",
    ["/start", "/stop", "/settings", "/time 9", "/timezone القاهرة", "/pause أسبوع", "/resume", "/quiet لا", "/digest"],
)
async def test_who_is_no_admin_changes_nothing_and_is_told_so_briefly(newsroom: Newsroom, command: str) -> None:
    sara, yusuf, group = await _group(newsroom)
    begun = await _begun(newsroom, sara, group)
    before = await _reader(newsroom, group.id)
    yusuf.send(command, group=group)
    assert (await answered_in(newsroom, group, begun)).text == ADMINS_ONLY
    assert await _reader(newsroom, group.id) == before


async def test_taps_of_others_on_the_groups_settings_change_nothing(newsroom: Newsroom) -> None:
    sara, yusuf, group = await _group(newsroom)
    card = await _card(newsroom, sara, group)
    before = await _reader(newsroom, group.id)
    for data in ("set:length", "put:length:full", "time:540", "zone:Africa/Cairo", "language:en", "follow:meta"):
        answer = await forged(yusuf, card, data)
        assert (answer.text, answer.alert) == (ADMINS_ONLY, True), data
        newsroom.clock.turn(seconds=1)  # nobody taps faster than that
    assert await _reader(newsroom, group.id) == before


async def test_the_settings_of_a_group_say_so_and_an_admin_changes_them_by_taps(newsroom: Newsroom) -> None:
    sara, _, group = await _group(newsroom)
    card = await _card(newsroom, sara, group)
    assert card.text.startswith("إعدادات هذه المجموعة")
    assert "ادعُ صديقًا" not in labels(card)
    await tapped(sara, card, "المنطقة")
    zones = await _sees(group, lambda m: "مصر" in labels(m))
    assert "من موقعي" not in labels(zones)  # Telegram asks nobody in a group for a location
    await forged(sara, card, "put:length:full")
    await _sees(group, lambda m: "طول الخبر: مفصّل" in m.text)
    assert (await _reader(newsroom, group.id)).choices.length is Length.FULL


async def test_a_tap_that_changes_something_is_refused_from_the_moment_somebody_is_no_admin(newsroom: Newsroom) -> None:
    sara, yusuf, group = await _group(newsroom)
    group.promote(yusuf.user)
    card = await _card(newsroom, sara, group)
    assert not (await forged(yusuf, card, "set:length")).alert
    group.join(yusuf.user)
    assert not (await forged(yusuf, card, "set:most")).alert  # a look, within the minute for which it is remembered
    assert (await forged(yusuf, card, "put:length:full")).text == ADMINS_ONLY
    newsroom.clock.turn(seconds=61)
    assert (await forged(yusuf, card, "set:most")).text == ADMINS_ONLY
    assert (await _reader(newsroom, group.id)).choices.length is Length.BRIEF


async def test_an_admin_who_writes_as_the_group_is_one(newsroom: Newsroom) -> None:
    _, _, group = await _group(newsroom)
    said = group.say_as_group("/start")
    assert (await answered_in(newsroom, group, said)).text.startswith("من اليوم يصل إلى هذه المجموعة")


async def test_without_an_answer_of_telegram_nobody_is_taken_for_an_admin(newsroom: Newsroom) -> None:
    sara, _, group = await _group(newsroom)
    newsroom.toy.fail("getChatMember", status=502, times=3)
    sara.send("/start", group=group)
    assert (await _after(newsroom, group, "/start")).text.startswith("لم يخبرني تيليغرام هل أنت مشرف")
    assert await newsroom.mujaz.room.store.read(subscribers.get, group.id) is None


# ---------------------------------------------------------------- whom it answers


async def test_it_answers_commands_replies_and_its_name_and_nothing_else(newsroom: Newsroom) -> None:
    sara, yusuf, group = await _group(newsroom, status="administrator")
    await archived(newsroom, META, "نظارة تترجم")
    hello = await answered_in(newsroom, group)
    bot = f"@{newsroom.toy.world.bot.username}"
    for words in ("ميتا", "بحث نظارة", "ابدأ", "شكرا", "/start@another_bot", "/nothing_of_ours"):
        yusuf.send(words, group=group)
    await all_heard(newsroom)
    assert said_in(newsroom, group) == [hello.text]
    for words, reply_to, told in (
        ("/latest", None, "نظارة تترجم"),
        (f"/company{bot} ميتا", None, "ميتا"),
        (f"{bot.upper()} ميتا", None, "ميتا"),
        ("بحث نظارة", hello, "نظارة"),
    ):
        newsroom.clock.turn(seconds=5)
        said = yusuf.send(words, group=group, reply_to=reply_to)
        assert told in (await answered_in(newsroom, group, said)).text, words
    newsroom.clock.turn(seconds=5)
    yusuf.send(f"{bot} ابدأ", group=group)
    await _sees(group, lambda m: m.text == ADMINS_ONLY)
    assert said_to(sara) == said_to(yusuf) == []


async def test_a_person_is_answered_once_in_five_seconds_and_others_beside_them(newsroom: Newsroom) -> None:
    sara, yusuf, group = await _group(newsroom)
    await archived(newsroom, META, "نظارة تترجم")
    hello = await answered_in(newsroom, group)
    for person in (yusuf, yusuf, sara, yusuf):
        person.send("/company ميتا", group=group)
    yusuf.send("نظارة", group=group, reply_to=hello)
    await all_heard(newsroom)
    assert len(said_in(newsroom, group)) == 1 + 2
    newsroom.clock.turn(seconds=5)
    said = yusuf.send("نظارة", group=group, reply_to=hello)
    assert "نظارة تترجم" in (await answered_in(newsroom, group, said)).text


async def test_what_is_kept_about_somebody_is_told_in_no_group(newsroom: Newsroom) -> None:
    sara, yusuf, group = await _group(newsroom, status="administrator")
    hello = await answered_in(newsroom, group)
    for command in ("/export", "/delete_me", "/privacy", "/missed", "/post", "/runs"):
        sara.send(command, group=group)
    await all_heard(newsroom)
    assert said_in(newsroom, group) == [hello.text]
    for language in LANGUAGES:
        for key in ("words.export", "words.delete_me", "words.privacy", "words.missed", "words.post", "words.channel"):
            newsroom.clock.turn(seconds=60)
            said = yusuf.send(voice(language, ZoneInfo("UTC")).words(key)[0], group=group, reply_to=hello)
            assert "لم أجد في الأرشيف شيئًا" in (await answered_in(newsroom, group, said)).text, key


async def test_what_an_editor_says_in_a_group_goes_into_no_draft(newsroom: Newsroom) -> None:
    _, _, group = await _group(newsroom)
    group.join(newsroom.layla.user)
    hello = await answered_in(newsroom, group)
    newsroom.layla.send("/post")
    await newsroom.layla.hears()
    said = newsroom.layla.send(META, group=group, reply_to=hello)
    await answered_in(newsroom, group, said)
    assert newsroom.typing.empty()  # nothing was taken for the draft
    assert newsroom.layla.id == EDITOR_ID


# ---------------------------------------------------------------- losing the group


async def test_who_turned_it_on_is_told_in_private_when_the_bot_is_thrown_out(newsroom: Newsroom) -> None:
    sara, yusuf, group = await _group(newsroom)
    await _met(sara)
    await _begun(newsroom, sara, group)
    group.remove_bot(yusuf.user)
    told = await sara.sees(lambda m: m.text.startswith(ENDED))
    assert "أضيفوني" in told.text
    assert (await _reader(newsroom, group.id)).state is State.GONE
    await newsroom.mujaz.keeping.tell()
    assert sum(text.startswith(ENDED) for text in said_to(sara)) == 1
    group.add_bot(yusuf.user)
    await all_heard(newsroom)
    assert (await _reader(newsroom, group.id)).state is State.ACTIVE


async def test_a_bot_that_may_not_write_sends_nothing_until_it_may(newsroom: Newsroom) -> None:
    sara, _, group = await _group(newsroom)
    await _met(sara)
    await _begun(newsroom, sara, group)
    group.restrict_bot(sara.user)
    assert "لا يُسمح لي بالكتابة" in (await sara.sees(lambda m: m.text.startswith(ENDED))).text
    group.add_bot(sara.user)
    await all_heard(newsroom)
    assert (await _reader(newsroom, group.id)).state is State.ACTIVE


async def test_a_group_in_which_nobody_may_write_any_more_ends_at_its_digest(newsroom: Newsroom) -> None:
    sara, _, group = await _group(newsroom)
    await _met(sara)
    await _begun(newsroom, sara, group)
    group.mute()
    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(EIGHT_IN_RIYADH)
    assert "لا يُسمح لي بالكتابة" in (await sara.sees(lambda m: m.text.startswith(ENDED))).text
    assert (await _reader(newsroom, group.id)).state is State.GONE


async def test_who_is_not_answered_in_a_muted_group_is_told_why_in_private(newsroom: Newsroom) -> None:
    sara, _, group = await _group(newsroom)
    await _met(sara)
    group.mute()
    with capture_logs() as logged:
        sara.send("/latest", group=group)
        assert (await sara.sees(lambda m: m.text.startswith("لا أستطيع أن أجيبك في «زملاء»."))).text
    assert failures(logged) == []


async def test_a_keeper_who_blocked_the_bot_is_not_tried_for_ever(newsroom: Newsroom) -> None:
    sara, yusuf, group = await _group(newsroom)
    await _met(sara)
    await _begun(newsroom, sara, group)
    sara.block()
    with capture_logs() as logged:
        group.remove_bot(yusuf.user)
        await all_heard(newsroom)
        await newsroom.mujaz.keeping.tell()
        await newsroom.mujaz.keeping.tell()
    assert len(_logged(logged)) == 1


# ---------------------------------------------------------------- becoming a supergroup


async def test_a_group_that_becomes_a_supergroup_in_the_middle_of_its_settings_loses_nothing(
    newsroom: Newsroom,
) -> None:
    sara, _, group = await _group(newsroom, kind="group")
    card = await _card(newsroom, sara, group)
    old = group.id
    group.migrate()
    await all_heard(newsroom)
    with capture_logs() as logged:
        answer = await tapped(sara, card, "طول الخبر")
        assert not answer.alert
        lengths = await answered_in(newsroom, group)
        await tapped(sara, lengths, "مفصّل")
        await _sees(group, lambda m: "طول الخبر: مفصّل" in m.text)
    assert failures(logged) == []
    assert (await _reader(newsroom, group.id)).choices.length is Length.FULL
    assert await newsroom.mujaz.room.store.read(subscribers.get, old) is None


async def test_a_tap_in_a_group_whose_move_was_missed_finds_the_supergroup_itself(newsroom: Newsroom) -> None:
    sara, _, group = await _group(newsroom, kind="group")
    card = await _card(newsroom, sara, group)
    old = group.chat
    group.migrate()
    newsroom.toy.world.updates.forget()
    await forged(sara, card, "put:length:full")
    assert "طول الخبر: مفصّل" in (await answered_in(newsroom, group)).text
    assert (await _reader(newsroom, group.id)).choices.length is Length.FULL
    assert await newsroom.mujaz.room.store.read(subscribers.get, old.id) is None


async def test_who_turned_it_on_in_the_group_is_told_of_the_supergroup_too(newsroom: Newsroom) -> None:
    sara, yusuf, group = await _group(newsroom, kind="group")
    await _met(sara)
    await _begun(newsroom, sara, group)
    group.migrate()
    await all_heard(newsroom)
    group.remove_bot(yusuf.user)
    await sara.sees(lambda m: m.text.startswith(ENDED))


# ---------------------------------------------------------------- scenes


async def _group(newsroom: Newsroom, status: str = "member", kind: str = "supergroup") -> tuple[Person, Person, Group]:
    """Sara owns a group with Yusuf in it, and has added the bot."""
    sara, yusuf = newsroom.toy.person("سارة"), newsroom.toy.person("يوسف")
    group = newsroom.toy.group("زملاء", sara, yusuf, kind="group" if kind == "group" else "supergroup")
    group.add_bot(sara.user, status)
    await answered_in(newsroom, group)
    return sara, yusuf, group


async def _met(person: Person) -> None:
    """A bot may write to nobody who never wrote to it."""
    person.send("/help")
    await person.hears()


def _logged(entries: Iterable[Mapping[str, object]]) -> list[Mapping[str, object]]:
    return [entry for entry in entries if entry["event"] == "keeper_not_told"]


async def _begun(newsroom: Newsroom, admin: Person, group: Group) -> Message:
    admin.send("/start", group=group)
    return await _after(newsroom, group, "/start")


async def _card(newsroom: Newsroom, admin: Person, group: Group) -> Message:
    await _begun(newsroom, admin, group)
    admin.send("/settings", group=group)
    return await _after(newsroom, group, "/settings")


async def _after(newsroom: Newsroom, group: Group, words: str) -> Message:
    said = next(message for message in reversed(group.messages) if message.text == words)
    return await answered_in(newsroom, group, said)


async def _sees(group: Group, wanted: Callable[[Message], bool]) -> Message:
    def look() -> Message | None:
        return next((message for message in reversed(group.messages) if wanted(message)), None)

    return await group.chat.bell.until(look)


async def _reader(newsroom: Newsroom, key: int) -> Subscriber:
    reader = await newsroom.mujaz.room.store.read(subscribers.get, key)
    assert reader is not None
    return reader
