"""Nothing is told twice, whichever way it came: by a digest, an alert, or when asked for; what is new in it is."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from mujaz.delivery import DeliveryState
from mujaz.subscriber import Choices, Digits, Length, Quiet
from playground.messages import Message
from playground.people import Person
from storage import memories, runs, subscribers
from tests.handlers.scenes import CHIPS, META, answered_in, archived, broken, run_is, said_to
from tests.newsroom import Newsroom

MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
"""08:00 in Riyadh, when everybody's digest is due."""
DAY = timedelta(days=1)
NEWS = "نظارة تترجم"
DEARER = (
    "رفعت شركة «ميتا» سعر نظارتها الجديدة التي تترجم الكلام إلى 599 دولارًا قبل وصولها إلى الأسواق.\n\n"
    "وعزت الشركة القرار إلى غلاء الرقائق، وقالت إن من حجز النظارة من قبل لن يدفع الفرق."
)
"""News in the story of META."""


async def updated(newsroom: Newsroom) -> None:
    """News in the story of META."""
    article = await archived(newsroom, DEARER, "سعر نظارة ميتا يرتفع")
    assert article.story == 1


def copies(person: Person, words: str = NEWS) -> int:
    return sum(words in text for text in said_to(person))


async def test_what_an_alert_told_stands_in_no_digest_and_what_is_new_in_it_is_an_update(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await broken(newsroom, await newsroom.draft_of(META))
    await sara.hears()
    newsroom.clock.turn(hours=1)
    await updated(newsroom)
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    await newsroom.wait_until(MORNING)
    digest = (await sara.hears()).text
    assert "مستجدات: " in digest
    assert "599" in digest
    assert "499" not in digest
    await newsroom.wait_until(MORNING + DAY)
    await newsroom.all_delivered()
    assert copies(sara, "مصنع في تايوان") == 1


async def test_an_update_leads_to_its_story_and_in_a_group_to_the_message_that_told_it_first(
    newsroom: Newsroom,
) -> None:
    sara = await newsroom.reader("سارة")
    group = newsroom.toy.group("زملاء", sara, kind="supergroup")
    group.join(newsroom.toy.world.bot)
    sara.send("/start", group=group)
    await answered_in(newsroom, group)
    await archived(newsroom, META, NEWS)
    await newsroom.wait_until(MORNING)
    await newsroom.all_delivered()
    first = group.messages[-1]
    newsroom.clock.turn(hours=1)
    await updated(newsroom)
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    await newsroom.wait_until(MORNING + DAY)
    await newsroom.all_delivered()
    assert links(sara.messages[-1])["مستجدات"] == "https://t.me/playground_toy_bot?start=s_1"
    assert links(group.messages[-1])["مستجدات"] == f"https://t.me/c/{str(group.id)[4:]}/{first.message_id}"


def links(message: Message) -> dict[str, str]:
    """The links of a message, by their words."""
    units = message.text.encode("utf-16-le")
    return {
        units[2 * it["offset"] : 2 * (it["offset"] + it["length"])].decode("utf-16-le"): it["url"]
        for it in message.wire().get("entities", [])
        if it["type"] == "text_link"
    }


async def test_what_was_asked_for_stands_in_no_digest(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, NEWS)
    sara.send("/digest")
    assert NEWS in (await sara.hears()).text
    newsroom.clock.turn(minutes=5)
    await updated(newsroom)
    await newsroom.wait_until(MORNING)
    assert "مستجدات: " in (await sara.hears()).text
    sara.send("/digest")
    assert "لا جديد" in (await sara.hears()).text


async def test_an_alert_that_waits_for_another_try_is_told_by_nothing_else_meanwhile(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    newsroom.toy.fail("sendMessage", status=429, retry_after=60, chat_id=sara.id)
    await broken(newsroom, await newsroom.draft_of(META))
    await run_is(newsroom, 1, lambda seen: seen.tally.of(DeliveryState.RETRY) == 1)
    sara.send("/digest")
    assert "لا جديد" in (await sara.hears()).text  # it is on its way
    newsroom.clock.turn(seconds=62)
    await newsroom.mujaz.tick()
    assert (await sara.hears()).text.startswith("خبر عاجل")
    await newsroom.wait_until(MORNING)
    await newsroom.all_delivered()
    assert copies(sara, "نظارة") == 1


async def test_an_alert_that_never_arrives_stands_in_the_digest(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    newsroom.toy.fail("sendMessage", status=400, description="Bad Request: can't parse entities", chat_id=sara.id)
    await broken(newsroom, await newsroom.draft_of(META))
    await run_is(newsroom, 1, lambda seen: seen.tally.of(DeliveryState.DEAD) == 1)
    await newsroom.wait_until(MORNING)
    digest = (await sara.hears()).text
    assert "نظارة" in digest
    assert "مستجدات" not in digest


async def test_an_update_that_never_arrives_is_an_update_in_the_next_digest(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, NEWS)
    await newsroom.wait_until(MORNING)
    await sara.hears()
    await newsroom.all_delivered()
    newsroom.clock.turn(hours=1)
    await updated(newsroom)
    newsroom.toy.fail("sendMessage", status=400, description="Bad Request: can't parse entities", chat_id=sara.id)
    await newsroom.wait_until(MORNING + DAY)
    await run_is(newsroom, 2, lambda seen: seen.tally.of(DeliveryState.DEAD) == 1)
    await newsroom.wait_until(MORNING + 2 * DAY)
    digest = (await sara.hears()).text
    assert "مستجدات: " in digest
    assert "599" in digest


@pytest.mark.parametrize("most", [1, 2])
async def test_no_more_alerts_come_on_a_day_than_wanted_and_the_digest_has_the_rest(
    newsroom: Newsroom, most: int
) -> None:
    sara, yusuf = await newsroom.reader("سارة"), await newsroom.reader("يوسف")
    await newsroom.mujaz.room.store.write(subscribers.choose, sara.id, Choices(alerts_a_day=most))
    for text in (META, CHIPS):
        await broken(newsroom, await newsroom.draft_of(text))
        await yusuf.hears()
        await newsroom.all_delivered()
    assert copies(sara, "خبر عاجل") == most
    await newsroom.wait_until(MORNING)
    await newsroom.all_delivered()
    assert len(said_to(sara)) == 3  # the greeting, and each of the two
    assert copies(sara, "مصنع") == 1


async def test_alerts_of_one_moment_are_together_no_more_than_wanted(newsroom: Newsroom) -> None:
    others = [await newsroom.reader(name) for name in ("يوسف", "نورة", "عمر")]
    sara = await newsroom.reader("سارة")
    await newsroom.mujaz.room.store.write(subscribers.choose, sara.id, Choices(alerts_a_day=1))
    told = [await archived(newsroom, META, NEWS), await archived(newsroom, CHIPS, "مصنع في تايوان")]
    await newsroom.mujaz.room.store.write(_alerted, [article.id for article in told], newsroom.clock())
    newsroom.mujaz.room.courier.wake()
    await newsroom.all_delivered()
    assert copies(sara, "خبر عاجل") == 1
    assert all(copies(other, "خبر عاجل") == 2 for other in others)


async def test_an_alert_and_a_digest_that_are_on_their_way_together_tell_a_story_once(newsroom: Newsroom) -> None:
    readers = [await newsroom.reader(name) for name in ("سارة", "يوسف", "نورة", "عمر")]
    told = [await archived(newsroom, META, NEWS), await archived(newsroom, CHIPS, "مصنع في تايوان")]
    newsroom.clock.turn_to(MORNING)
    await newsroom.mujaz.room.store.write(_alerted, [told[0].id], MORNING)
    await newsroom.mujaz.tick()
    await newsroom.all_delivered()
    for reader in readers:
        assert copies(reader) == 1
        assert copies(reader, "مصنع في تايوان") == 1
    await newsroom.wait_until(MORNING + DAY)
    await newsroom.all_delivered()
    assert all(len(said_to(reader)) <= 3 for reader in readers)


async def test_an_alert_that_continues_a_story_replies_to_where_its_reader_first_met_it(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, NEWS)
    await newsroom.wait_until(MORNING)
    digest = await sara.hears()
    await newsroom.all_delivered()
    yusuf = await newsroom.reader("يوسف")
    newsroom.clock.turn(hours=1)
    await broken(newsroom, await newsroom.draft_of(DEARER))
    alert = await sara.hears()
    assert alert.text.startswith("خبر عاجل")
    assert alert.reply_to is not None
    assert alert.reply_to.message_id == digest.message_id
    assert (await yusuf.hears()).reply_to is None


async def test_a_digest_that_is_tried_again_after_a_choice_was_changed_says_what_it_said(newsroom: Newsroom) -> None:
    sara, yusuf = await newsroom.reader("سارة"), await newsroom.reader("يوسف")
    await archived(newsroom, META, NEWS)
    newsroom.toy.fail("sendMessage", status=429, retry_after=60, chat_id=sara.id)
    await newsroom.wait_until(MORNING)
    said = await yusuf.hears()
    await run_is(newsroom, 1, lambda seen: seen.tally.of(DeliveryState.RETRY) == 1)
    await newsroom.mujaz.room.store.write(
        subscribers.choose, sara.id, Choices(length=Length.LINE, digits=Digits.ARABIC)
    )
    await newsroom.wait_until(MORNING + timedelta(minutes=2))
    again = await sara.hears()
    assert (again.text, again.keyboard) == (said.text, said.keyboard)


async def test_a_late_digest_says_so_at_its_head(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, NEWS)
    await newsroom.wait_until(MORNING + timedelta(minutes=70))
    assert "تأخر هذا الموجز عن موعده" in "\n".join((await sara.hears()).text.splitlines()[:2])


async def test_an_alert_and_a_digest_that_are_held_together_tell_the_story_once(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    quiet = Choices(quiet=Quiet(21 * 60, 9 * 60))
    await newsroom.mujaz.room.store.write(subscribers.choose, sara.id, quiet)
    newsroom.clock.turn(hours=2)
    await broken(newsroom, await newsroom.draft_of(META))
    await run_is(newsroom, 1, lambda seen: seen.tally.of(DeliveryState.HELD) == 1)
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    await newsroom.wait_until(MORNING)
    await run_is(newsroom, 2, lambda seen: seen.tally.of(DeliveryState.HELD) == 1)
    await newsroom.wait_until(MORNING + timedelta(hours=1))
    for _ in range(2):
        await sara.hears()
    await newsroom.all_delivered()
    assert (copies(sara, "نظارة"), copies(sara, "مصنع")) == (1, 1)


async def test_readers_with_the_same_history_share_what_is_kept_of_it(newsroom: Newsroom) -> None:
    readers = [await newsroom.reader(name) for name in ("سارة", "يوسف", "هند")]
    await archived(newsroom, META, NEWS)
    await newsroom.wait_until(MORNING)
    for person in readers:
        await person.hears()
    await newsroom.all_delivered()
    assert await newsroom.mujaz.room.store.read(_rows) == (1, 1)
    known = await newsroom.mujaz.room.store.read(memories.of_reader, readers[0].id)
    assert [(met.story, met.article, met.run, met.part) for met in known] == [(1, 1, 1, 0)]


def _alerted(db: sqlite3.Connection, article_ids: Sequence[int], now: datetime) -> None:
    for article_id in article_ids:
        db.execute("UPDATE articles SET breaking = 1 WHERE id = ?", (article_id,))
        runs.open_alert(db, article_id, now)


def _rows(db: sqlite3.Connection) -> tuple[int, int]:
    row: tuple[int, int] = db.execute(
        "SELECT (SELECT count(*) FROM compositions), (SELECT count(DISTINCT memory) FROM subscribers)"
    ).fetchone()
    return row
