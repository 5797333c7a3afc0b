"""/runs: what an admin sees of what is sent, and that every order has a clear outcome."""

import asyncio
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mujaz.delivery import DeliveryState
from mujaz.run import RunState
from playground.messages import Message
from playground.people import Person
from storage import subscribers
from tests.conftest import SUNDAY_EVENING
from tests.handlers.scenes import (
    META,
    archived,
    broken,
    forged,
    labels,
    old_button,
    open_desk,
    opened_card,
    run_is,
    said_to,
    tapped,
)
from tests.newsroom import EDITOR_ID, Newsroom, open_newsroom

MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
NEWS = "نظارة تترجم"
REFUSED = "Bad Request: can't parse entities: Unexpected end tag at byte offset 12"
VERBS = ("card", "pause", "resume", "cancel", "really", "dead", "twice", "again")


async def test_an_admin_sees_what_was_sent_and_how_far_it_is(newsroom: Newsroom) -> None:
    await newsroom.reader("سارة")
    await broken(newsroom, await newsroom.draft_of(META))
    await run_is(newsroom, 1, lambda seen: seen.finished_at is not None)
    await _morning(newsroom)
    await run_is(newsroom, 2, lambda seen: seen.finished_at is not None)
    newsroom.layla.send("/runs")
    shown = await newsroom.layla.sees(lambda message: message.text.startswith("أحدث ما أُرسل"))
    digest, alert = shown.text.split("\n\n")[1:]
    assert "الموجز رقم 2: موعد الساعة 08:00 بتوقيت الرياض، 27 أكتوبر 2025\nالحال: انتهى إرساله" in digest
    assert "التنبيه رقم 1: «كشفت شركة «ميتا» عن نظارة جديدة" in alert
    assert "أُرسلت: 1، تنتظر: 0، تعذّر إرسالها: 0، ربما تكررت: 0" in alert
    assert sorted(labels(shown)) == ["التنبيه 1", "الموجز 2"]

    await tapped(newsroom.layla, shown, "التنبيه 1")
    card = await newsroom.layla.sees(lambda message: "الموعد: الأحد 26 أكتوبر 2025، الساعة 20:00" in message.text)
    assert sorted(labels(card)) == ["حدّث", "كل ما أُرسل"]


async def test_before_anything_was_sent_the_list_says_so(newsroom: Newsroom) -> None:
    newsroom.layla.send("/runs")
    assert (await newsroom.layla.hears()).text == "لم يُرسل شيء بعد."


async def test_a_paused_run_sends_nothing_and_goes_on_when_it_is_resumed(newsroom: Newsroom) -> None:
    sara, card = await _on_its_way(newsroom)
    assert (await tapped(newsroom.layla, card, "أوقف مؤقتًا")).text == "توقف الإرسال مؤقتًا"
    paused = await _shows(newsroom.layla, card, "الحال: متوقف مؤقتًا")
    await newsroom.wait_until(MORNING + timedelta(seconds=62))
    with pytest.raises(TimeoutError):
        await sara.hears(timeout=0.3)
    assert (await tapped(newsroom.layla, paused, "تابع الإرسال")).text == "استؤنف الإرسال"
    assert NEWS in (await sara.hears()).text
    await run_is(newsroom, 1, lambda seen: seen.run.state is RunState.DONE)
    assert _copies(sara) == 1


async def test_pausing_a_run_in_full_flow_stops_what_follows_and_nobody_is_left_out_or_written_to_twice(
    tmp_path: Path,
) -> None:
    async with open_newsroom(SUNDAY_EVENING, tmp_path, speed=2.0) as newsroom:  # sixty a second
        crowd = newsroom.toy.synthetic(900_001, 300)
        await newsroom.mujaz.room.store.write(_subscribe, crowd, newsroom)
        card = await newsroom.draft_of(META)
        await broken(newsroom, card)
        await run_is(newsroom, 1, lambda seen: seen.tally.of(DeliveryState.SENT) > 0)
        assert (await old_button(newsroom, newsroom.layla, card, "run:1:pause")).text == "توقف الإرسال مؤقتًا"
        paused = await _shows(newsroom.layla, card, "الحال: متوقف مؤقتًا")
        seen = await run_is(newsroom, 1, lambda seen: not seen.tally.of(DeliveryState.SENDING))
        sent = seen.tally.of(DeliveryState.SENT)
        assert 0 < sent < 300
        await asyncio.sleep(0.5)  # thirty would have gone
        assert sum(newsroom.toy.copies(chat) for chat in crowd) == sent
        await tapped(newsroom.layla, paused, "تابع الإرسال")
        await run_is(newsroom, 1, lambda seen: seen.finished_at is not None)
        assert {newsroom.toy.copies(chat) for chat in crowd} == {1}


async def test_cancelling_is_asked_once_more_and_then_nothing_follows(newsroom: Newsroom) -> None:
    sara, card = await _on_its_way(newsroom)
    await tapped(newsroom.layla, card, "ألغِ الإرسال")
    asked = await _shows(newsroom.layla, card, "هل تلغي الموجز رقم 1؟")
    await tapped(newsroom.layla, asked, "رجوع")
    assert (await _shows(newsroom.layla, card, "الحال: قيد الإرسال")).message_id == card.message_id
    await _cancel(newsroom, card)
    await run_is(newsroom, 1, lambda seen: seen.finished_at is not None)
    await newsroom.wait_until(MORNING + timedelta(seconds=62))
    with pytest.raises(TimeoutError):
        await sara.hears(timeout=0.3)
    assert _copies(sara) == 0


async def test_an_admin_who_cancels_twice_is_told_that_it_is_cancelled(newsroom: Newsroom) -> None:
    _, card = await _on_its_way(newsroom)
    await tapped(newsroom.layla, card, "ألغِ الإرسال")
    asked = await _shows(newsroom.layla, card, "هل تلغي الموجز رقم 1؟")
    first, second = newsroom.layla.tap(asked, "نعم، ألغِه"), newsroom.layla.tap(asked, "نعم، ألغِه")
    assert (await newsroom.layla.answered(first)).text == "أُلغي الإرسال"
    again = await newsroom.layla.answered(second)
    assert (again.text, again.alert) == ("أدّى هذا الزر عمله من قبل", True)
    later = await old_button(newsroom, newsroom.layla, asked, "run:1:really")
    assert (later.text, later.alert) == ("فات الأوان. الموجز رقم 1: ملغى", True)
    assert "ألغِ الإرسال" not in labels(await _shows(newsroom.layla, card, "الحال: ملغى"))


async def test_of_two_admins_the_later_one_is_told_what_the_first_did(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk, desk.opened(editors=frozenset({EDITOR_ID, 3002})) as newsroom:
        nura = desk.toy.person("نورة", id=3002)
        _, card = await _on_its_way(newsroom)
        hers = await opened_card(newsroom, nura, "الموجز 1")
        await _cancel(newsroom, card)
        late = await tapped(nura, hers, "أوقف مؤقتًا")
        assert (late.text, late.alert) == ("فات الأوان. الموجز رقم 1: ملغى", True)
        await _shows(nura, hers, "الحال: ملغى")


@pytest.mark.parametrize("command", ["/runs", "/broadcast", "/broadcast إلى الجميع"])
async def test_who_is_no_admin_is_told_so_in_a_sentence(newsroom: Newsroom, command: str) -> None:
    sara = await newsroom.reader("سارة")
    sara.send(command)
    assert (await sara.hears()).text == "هذا الأمر للمشرفين وحدهم، ولم يتغير شيء."


@pytest.mark.parametrize("verb", VERBS)
async def test_who_forges_a_button_of_a_run_changes_nothing_and_sees_nothing(newsroom: Newsroom, verb: str) -> None:
    sara, _ = await _on_its_way(newsroom)
    before = said_to(sara)
    answer = await forged(sara, sara.messages[-1], f"run:1:{verb}")
    assert (answer.text, answer.alert) == ("هذا الزر للمشرفين وحدهم", True)
    assert said_to(sara) == before
    assert (await run_is(newsroom, 1, lambda _: True)).run.state is RunState.RUNNING


async def test_an_admin_who_was_removed_cannot_use_old_buttons(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        async with desk.opened() as newsroom:
            _, card = await _on_its_way(newsroom)
        async with desk.opened(editors=frozenset()) as newsroom:
            answer = await tapped(newsroom.layla, card, "أوقف مؤقتًا")
            assert (answer.text, answer.alert) == ("هذا الزر للمشرفين وحدهم", True)


async def test_an_editor_beside_an_owner_is_no_admin(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk, desk.opened(owner=4001) as newsroom:
        newsroom.layla.send("/runs")
        assert (await newsroom.layla.hears()).text.startswith("هذا الأمر للمشرفين وحدهم")
        owner = desk.toy.person("المالك", id=4001)
        owner.send("/runs")
        assert (await owner.hears()).text == "لم يُرسل شيء بعد."


@pytest.mark.parametrize("verb", VERBS)
async def test_a_button_of_a_run_that_never_was_has_expired(newsroom: Newsroom, verb: str) -> None:
    newsroom.layla.send("/runs")
    answer = await old_button(newsroom, newsroom.layla, await newsroom.layla.hears(), f"run:404:{verb}")
    assert answer.alert


async def test_dead_letters_are_listed_in_telegrams_words_and_can_be_sent_again(newsroom: Newsroom) -> None:
    newsroom.layla.send("/runs")
    await newsroom.layla.hears()  # a bot may not write first
    sara = await _with_news(newsroom)
    newsroom.toy.fail("sendMessage", status=400, description=REFUSED, chat_id=sara.id)
    await _morning(newsroom)
    await run_is(newsroom, 1, lambda seen: seen.finished_at is not None)
    assert "رفض تيليغرام رسالة من الموجز رقم 1" in (await newsroom.layla.hears()).text
    card = await opened_card(newsroom, newsroom.layla, "الموجز 1")
    assert "تعذّر إرسالها: 1" in card.text
    await tapped(newsroom.layla, card, "ما تعذّر إرساله")
    dead = await newsroom.layla.hears()
    assert "رسالة واحدة" in dead.text
    assert f"{sara.id}: " in dead.text
    assert "can't parse entities" in dead.text
    assert (await tapped(newsroom.layla, dead, "أعد الإرسال")).text == "أُعيدت إلى الإرسال: رسالة واحدة"
    assert NEWS in (await sara.hears()).text
    again = await old_button(newsroom, newsroom.layla, dead, "run:1:again")
    assert again.text is not None
    assert again.text.startswith("لا شيء يُرسل من جديد")
    assert _copies(sara) == 1


async def test_a_dead_letter_does_not_wait_for_those_that_are_tried_again_later(newsroom: Newsroom) -> None:
    sara, yusuf = await _with_news(newsroom), await newsroom.reader("يوسف")
    newsroom.toy.fail("sendMessage", status=400, description=REFUSED, chat_id=sara.id)
    newsroom.toy.fail("sendMessage", retry_after=3600, chat_id=yusuf.id)
    await _morning(newsroom)
    await run_is(newsroom, 1, lambda seen: seen.tally.of(DeliveryState.RETRY, DeliveryState.DEAD) == 2)
    await tapped(newsroom.layla, await opened_card(newsroom, newsroom.layla, "الموجز 1"), "ما تعذّر إرساله")
    dead = await newsroom.layla.sees(lambda message: "أعد الإرسال" in labels(message))
    await tapped(newsroom.layla, dead, "أعد الإرسال")
    assert NEWS in (await sara.hears()).text
    assert _copies(yusuf) == 0


async def test_from_a_card_one_comes_back_to_all_runs(newsroom: Newsroom) -> None:
    _, card = await _on_its_way(newsroom)
    await tapped(newsroom.layla, card, "كل ما أُرسل")
    assert (await newsroom.layla.hears()).text.startswith("أحدث ما أُرسل")


async def test_what_may_have_arrived_twice_is_listed(newsroom: Newsroom) -> None:
    sara = await _with_news(newsroom)
    newsroom.toy.drop("sendMessage", chat_id=sara.id)
    await _morning(newsroom)
    await run_is(newsroom, 1, lambda seen: seen.tally.suspects == 1)
    card = await opened_card(newsroom, newsroom.layla, "الموجز 1")
    assert "ربما تكررت: 1" in card.text
    await tapped(newsroom.layla, card, "ما ربما تكرر")
    assert f"{sara.id}: " in (await newsroom.layla.hears()).text


@pytest.mark.parametrize(("button", "shown"), [("ما تعذّر إرساله", 20), ("ما ربما تكرر", 50)])
async def test_long_lists_show_their_beginning_and_how_many_more_there_are(
    newsroom: Newsroom, button: str, shown: int
) -> None:
    await _with_news(newsroom)
    await _morning(newsroom)
    await run_is(newsroom, 1, lambda seen: seen.finished_at is not None)
    await newsroom.mujaz.room.store.write(_many_dead, 61)
    await tapped(newsroom.layla, await opened_card(newsroom, newsroom.layla, "الموجز 1"), button)
    listed = await newsroom.layla.sees(lambda message: "وسوى ذلك" in message.text)
    assert f"وسوى ذلك: {61 - shown} رسالة" in listed.text
    told = "\n".join(said_to(newsroom.layla))
    assert [chat for chat in range(900_000, 900_061) if str(chat) in told] == list(range(900_000, 900_000 + shown))


async def _with_news(newsroom: Newsroom) -> Person:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, NEWS)
    return sara


async def _on_its_way(newsroom: Newsroom) -> tuple[Person, Message]:
    """A reader whose digest Telegram takes in a minute, and the run's card."""
    sara = await _with_news(newsroom)
    newsroom.toy.fail("sendMessage", retry_after=60, chat_id=sara.id)
    await _morning(newsroom)
    await run_is(newsroom, 1, lambda seen: seen.tally.of(DeliveryState.RETRY) == 1)
    card = await opened_card(newsroom, newsroom.layla, "الموجز 1")
    assert "تنتظر: 1" in card.text
    return sara, card


async def _morning(newsroom: Newsroom) -> None:
    await newsroom.wait_until(MORNING)


async def _cancel(newsroom: Newsroom, card: Message) -> None:
    await tapped(newsroom.layla, card, "ألغِ الإرسال")
    asked = await _shows(newsroom.layla, card, "هل تلغي الموجز رقم 1؟")
    await tapped(newsroom.layla, asked, "نعم، ألغِه")
    await _shows(newsroom.layla, card, "الحال: ملغى")


async def _shows(person: Person, card: Message, words: str) -> Message:
    return await person.sees(lambda message: message.message_id == card.message_id and words in message.text)


def _subscribe(db: sqlite3.Connection, chats: Iterable[int], newsroom: Newsroom) -> None:
    now, slot = newsroom.clock(), newsroom.mujaz.room.slot
    for chat_id in chats:
        subscribers.subscribe(db, chat_id, "ar", slot, now, now)


def _many_dead(db: sqlite3.Connection, number: int) -> None:
    db.executemany(
        """INSERT INTO deliveries (run_id, chat_id, part, state, attempts, since, error, suspect_duplicate)
           VALUES (1, ?, 0, 4, 8, 0, ?, 1)""",
        [(900_000 + n, f"{REFUSED}: {'x' * 300}") for n in range(number)],
    )


def _copies(person: Person) -> int:
    return sum(NEWS in text for text in said_to(person))
