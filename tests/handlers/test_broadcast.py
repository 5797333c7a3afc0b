"""/broadcast: what an admin writes reaches every reader once, after a preview, and costs nothing unasked."""

from pathlib import Path

import pytest

from mujaz.delivery import DeliveryState
from mujaz.run import RunState
from playground.messages import Message
from playground.people import Person
from storage import runs
from tests.handlers.scenes import META, forged, labels, old_button, open_desk, opened_card, run_is, said_to, tapped
from tests.newsroom import Newsroom

WORDS = "نتوقف عن الإرسال ساعة للصيانة يوم الجمعة.\n\nاكتبوا <مساعدة> & نجيبكم."
REFUSED = "Bad Request: can't parse entities: Unexpected end tag at byte offset 12"
ON_ITS_WAY = "هذا الإعلان في طريقه إلى القراء، ولن يُرسل مرتين"


async def test_an_announcement_reaches_every_reader_as_its_preview_looked(newsroom: Newsroom) -> None:
    readers = [await newsroom.reader(name) for name in ("سارة", "يوسف")]
    preview, card = await _drafted(newsroom)
    assert preview.text == WORDS
    assert preview.entities == ()
    assert "القراء: قارئان" in card.text
    assert "الإرسال المجاني: خلال ثانية واحدة" in card.text
    assert "الإرسال السريع: خلال ثانية واحدة، وثمنه 0.3 من نجوم تيليغرام" in card.text
    assert (await tapped(newsroom.layla, card, "أرسل مجانًا")).text == "بدأ إرسال الإعلان"
    for reader in readers:
        assert (await reader.hears()).text == WORDS
    report = await newsroom.layla.sees(lambda message: message.text.startswith("انتهى الإعلان رقم 1"))
    assert "أُرسلت: 3\nلم يعد لها مستلم: 0\nتعذّر إرسالها: 0\nربما تكررت: 0" in report.text
    assert "استغرق الإرسال أقل من ثانية." in report.text
    assert said_to(newsroom.layla).count(WORDS) == 2  # the preview, and what everybody got
    assert all(said_to(reader).count(WORDS) == 1 for reader in readers)
    assert not _paid(newsroom)


async def test_the_text_may_follow_the_command(newsroom: Newsroom) -> None:
    newsroom.layla.send("/broadcast إلى اللقاء\nغدًا")
    assert (await newsroom.layla.hears()).text == "إلى اللقاء\nغدًا"
    assert "أرسل مجانًا" in labels(await newsroom.layla.hears())


async def test_the_report_counts_who_left_and_what_was_refused(newsroom: Newsroom) -> None:
    sara, yusuf = await newsroom.reader("سارة"), await newsroom.reader("يوسف")
    _, card = await _drafted(newsroom)
    sara.chat.blocked = True
    newsroom.toy.drop("sendMessage", chat_id=yusuf.id)
    await tapped(newsroom.layla, card, "أرسل مجانًا")
    report = await newsroom.layla.sees(lambda message: message.text.startswith("انتهى الإعلان"))
    assert "أُرسلت: 1\nلم يعد لها مستلم: 1\nتعذّر إرسالها: 0\nلا يُعرف هل وصلت: 1\nربما تكررت: 1" in report.text


async def test_a_second_tap_says_that_it_is_on_its_way_and_sends_nothing_more(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    _, card = await _drafted(newsroom)
    newsroom.toy.fail("sendMessage", retry_after=60, chat_id=sara.id)
    first, second = newsroom.layla.tap(card, "أرسل مجانًا"), newsroom.layla.tap(card, "أرسل مجانًا")
    assert (await newsroom.layla.answered(first)).text == "بدأ إرسال الإعلان"
    again = await newsroom.layla.answered(second)
    assert (again.text, again.alert) == ("أدّى هذا الزر عمله من قبل", True)
    later = await old_button(newsroom, newsroom.layla, card, "announce:1:free")
    assert (later.text, later.alert) == (ON_ITS_WAY, True)
    await run_is(newsroom, 1, lambda seen: seen.tally.of(DeliveryState.RETRY) == 1)
    newsroom.clock.turn(seconds=62)
    await newsroom.mujaz.tick()
    assert (await sara.hears()).text == WORDS
    await run_is(newsroom, 1, lambda seen: seen.run.state is RunState.DONE)
    assert said_to(sara).count(WORDS) == 1


async def test_a_refusal_at_the_admin_freezes_and_nobody_else_is_written_to(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await _frozen(newsroom)
    assert "السبب: " in card.text
    assert "can't parse entities" in card.text
    assert said_to(sara).count(WORDS) == 0
    assert len(_asked(newsroom, sara)) == 1  # the greeting
    assert (await tapped(newsroom.layla, card, "تابع الإرسال")).text == "استؤنف الإرسال"
    assert (await sara.hears()).text == WORDS


async def test_a_frozen_announcement_can_be_cancelled(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await _frozen(newsroom)
    await tapped(newsroom.layla, card, "ألغِ الإرسال")
    asked = await newsroom.layla.sees(lambda message: message.text.startswith("هل تلغي الإعلان رقم 1؟"))
    assert (await tapped(newsroom.layla, asked, "نعم، ألغِه")).text == "أُلغي الإرسال"
    report = await newsroom.layla.sees(lambda message: message.text.startswith("أُلغي الإعلان رقم 1"))
    assert "أُرسلت: 0" in report.text
    assert len(_asked(newsroom, sara)) == 1


async def test_a_refusal_among_the_first_readers_freezes_before_the_others_are_written_to(newsroom: Newsroom) -> None:
    readers = [await newsroom.reader(f"قارئ {number}") for number in range(25)]
    _, card = await _drafted(newsroom)
    newsroom.toy.fail("sendMessage", status=400, description=REFUSED, chat_id=readers[0].id)
    await tapped(newsroom.layla, card, "أرسل مجانًا")
    await newsroom.layla.sees(lambda message: message.text.startswith("أوقفتُ الإعلان رقم 1"))
    await run_is(newsroom, 1, lambda seen: seen.run.state is RunState.FROZEN)
    assert all(len(_asked(newsroom, reader)) == 1 for reader in readers[20:])


async def test_the_admin_who_is_no_reader_is_first_even_where_telegram_asks_to_wait(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    _, card = await _drafted(newsroom)
    newsroom.toy.fail("sendMessage", retry_after=60, chat_id=newsroom.layla.id)
    newsroom.layla.tap(card, "أرسل مجانًا")
    await run_is(newsroom, 1, lambda seen: seen.tally.of(DeliveryState.RETRY) == 1)
    assert len(_asked(newsroom, sara)) == 1
    newsroom.clock.turn(seconds=62)
    await newsroom.mujaz.tick()
    assert (await sara.hears()).text == WORDS
    assert said_to(newsroom.layla).count(WORDS) == 2


@pytest.mark.parametrize("verb", ["free", "really"])
async def test_an_audience_of_nobody_is_refused_and_nothing_is_queued(newsroom: Newsroom, verb: str) -> None:
    _, card = await _drafted(newsroom)
    assert "القراء: لا قراء بعد" in card.text
    if verb == "free":
        answer = await tapped(newsroom.layla, card, "أرسل مجانًا")
        assert (answer.text, answer.alert) == ("لا مشترك بعد، فلن يصل الإعلان إلى أحد. لم يُرسل شيء.", True)
    else:
        assert (await old_button(newsroom, newsroom.layla, card, "announce:1:really")).text == "انتهت صلاحية هذا الزر"
    assert (await newsroom.mujaz.room.store.read(runs.get, 1)).state is RunState.DRAFT


async def test_a_discarded_announcement_cannot_be_sent(newsroom: Newsroom) -> None:
    await newsroom.reader("سارة")
    _, card = await _drafted(newsroom)
    await tapped(newsroom.layla, card, "احذف المسودة")
    await newsroom.layla.sees(lambda message: message.text == "حُذفت مسودة الإعلان." and labels(message) == [])
    for verb in ("free", "discard"):
        late = await old_button(newsroom, newsroom.layla, card, f"announce:1:{verb}")
        assert (late.text, late.alert) == ("فات الأوان. الإعلان رقم 1: ملغى", True)


async def test_without_the_setting_there_is_no_button_that_costs(newsroom: Newsroom) -> None:
    await newsroom.reader("سارة")
    _, card = await _drafted(newsroom)
    assert "الإرسال السريع معطّل في الإعدادات" in card.text
    assert sorted(labels(card)) == ["أرسل مجانًا", "احذف المسودة"]
    for verb in ("paid", "really"):
        assert (await old_button(newsroom, newsroom.layla, card, f"announce:1:{verb}")).text == "انتهت صلاحية هذا الزر"
    assert not _paid(newsroom)


async def test_paid_sending_shows_its_price_and_is_used_only_after_it_was_confirmed(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk, desk.opened(paid_broadcast=True) as newsroom:
        desk.toy.stars = 12.5
        sara = await newsroom.reader("سارة")
        _, card = await _drafted(newsroom)
        assert "رصيد البوت: 12.5 من نجوم تيليغرام" in card.text
        await tapped(newsroom.layla, card, "أرسل سريعًا")
        asked = await newsroom.layla.sees(lambda message: "(قارئ واحد) ثمنه 0.2 من نجوم تيليغرام" in message.text)
        await tapped(newsroom.layla, asked, "رجوع")
        card = await newsroom.layla.sees(lambda message: message.text == card.text)
        assert not _paid(newsroom)
        await tapped(newsroom.layla, card, "أرسل سريعًا")
        asked = await newsroom.layla.sees(
            lambda message: "ثمنه 0.2" in message.text and "أرسل سريعًا" not in labels(message)
        )
        assert (await tapped(newsroom.layla, asked, "نعم، أرسله بهذا الثمن")).text == "بدأ إرسال الإعلان"
        assert (await sara.hears()).text == WORDS
        assert {chat for chat, text in _paid(newsroom)} == {newsroom.layla.id, sara.id}
        assert {text for _, text in _paid(newsroom)} == {_wire(WORDS)}


async def test_paid_sending_is_refused_where_the_balance_is_too_small_or_not_told(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk, desk.opened(paid_broadcast=True) as newsroom:
        await newsroom.reader("سارة")
        _, card = await _drafted(newsroom)
        for button in ("paid", "really"):
            short = await old_button(newsroom, newsroom.layla, card, f"announce:1:{button}")
            assert short.alert
            assert short.text == (
                "رصيد البوت من نجوم تيليغرام 0، وثمن الإرسال السريع 0.2. زد الرصيد أو أرسل الإعلان مجانًا."
            )
        desk.toy.fail("getMyStarBalance", status=500)
        unknown = await tapped(newsroom.layla, card, "أرسل سريعًا")
        assert unknown.text is not None
        assert unknown.text.startswith("لم يجب تيليغرام عن رصيد البوت")
        assert (await newsroom.mujaz.room.store.read(runs.get, 1)).state is RunState.DRAFT


async def test_a_restart_keeps_the_question_and_the_draft(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        async with desk.opened() as newsroom:
            sara = await newsroom.reader("سارة")
            newsroom.layla.send("/broadcast")
            await newsroom.layla.hears()
        async with desk.opened() as newsroom:
            _, card = await _written(newsroom)
        async with desk.opened() as newsroom:
            assert (await tapped(newsroom.layla, card, "أرسل مجانًا")).text == "بدأ إرسال الإعلان"
            assert (await sara.hears()).text == WORDS


async def test_an_announcement_longer_than_a_message_is_refused_and_its_rest_is_no_announcement(
    newsroom: Newsroom,
) -> None:
    await newsroom.reader("سارة")
    newsroom.layla.send("/broadcast")
    await newsroom.layla.hears()
    newsroom.layla.send("كلمة طويلة " * 500)
    await newsroom.layla.sees(lambda message: message.text.startswith("نص الإعلان أطول من رسالة واحدة"))
    for run in (1, 2):
        answer = await old_button(newsroom, newsroom.layla, newsroom.layla.messages[-1], f"announce:{run}:free")
        assert answer.alert
    newsroom.clock.turn(seconds=11)
    newsroom.layla.send("/broadcast قصير")
    card = await newsroom.layla.sees(
        lambda message: "أرسل مجانًا" in labels(message) and message.text.startswith("هكذا")
    )
    assert card


async def test_one_message_that_grows_too_long_by_its_marks_of_direction_is_refused(newsroom: Newsroom) -> None:
    newsroom.layla.send("/broadcast")
    await newsroom.layla.hears()
    newsroom.layla.send(("كلمة AI " * 600)[:4096].strip())
    assert (await newsroom.layla.hears()).text.startswith("نص الإعلان أطول من رسالة واحدة")


async def test_nothing_to_read_is_asked_for_again(newsroom: Newsroom) -> None:
    newsroom.layla.send("/broadcast")
    await newsroom.layla.hears()
    newsroom.layla.send("…")
    assert (await newsroom.layla.hears()).text.startswith("لم أجد في الرسالة نصًا يُقرأ")
    assert (await _written(newsroom))[0].text == WORDS


async def test_of_post_and_broadcast_the_later_one_gets_the_text(newsroom: Newsroom) -> None:
    newsroom.layla.send("/broadcast")
    await newsroom.layla.hears()
    assert (await newsroom.draft_of(META)).text.startswith("مسودة")
    newsroom.layla.send("/post")
    await newsroom.layla.hears()
    assert (await _drafted(newsroom))[0].text == WORDS
    newsroom.layla.send("صيانة")
    assert (await newsroom.layla.hears()).text.startswith("لم أجد في الأرشيف")


@pytest.mark.parametrize("verb", ["free", "paid", "really", "back", "discard"])
async def test_who_forges_a_button_of_an_announcement_changes_nothing(newsroom: Newsroom, verb: str) -> None:
    sara = await newsroom.reader("سارة")
    await _drafted(newsroom)
    answer = await forged(sara, sara.messages[-1], f"announce:1:{verb}")
    assert (answer.text, answer.alert) == ("هذا الزر للمشرفين وحدهم", True)
    assert (await newsroom.mujaz.room.store.read(runs.get, 1)).state is RunState.DRAFT
    assert len(said_to(sara)) == 1


async def test_a_draft_that_never_was_or_has_no_text_is_not_sent(newsroom: Newsroom) -> None:
    await newsroom.reader("سارة")
    newsroom.layla.send("/broadcast")
    asked = await newsroom.layla.hears()
    assert (await old_button(newsroom, newsroom.layla, asked, "announce:1:free")).alert
    assert (await newsroom.mujaz.room.store.read(runs.get, 1)).state is RunState.DRAFT
    assert (await old_button(newsroom, newsroom.layla, asked, "announce:404:free")).alert


async def _drafted(newsroom: Newsroom) -> tuple[Message, Message]:
    """The preview and the card of an announcement."""
    newsroom.layla.send("/broadcast")
    await newsroom.layla.hears()
    return await _written(newsroom)


async def _written(newsroom: Newsroom) -> tuple[Message, Message]:
    newsroom.layla.send(WORDS)
    return await newsroom.layla.hears(), await newsroom.layla.hears()


async def _frozen(newsroom: Newsroom) -> Message:
    """The card of an announcement that Telegram refused as its admin was sent it."""
    _, card = await _drafted(newsroom)
    # The card is rewritten, so the next message that is sent to the admin is the announcement.
    newsroom.toy.fail("sendMessage", status=400, description=REFUSED, chat_id=newsroom.layla.id)
    await tapped(newsroom.layla, card, "أرسل مجانًا")
    told = await newsroom.layla.sees(lambda message: message.text.startswith("أوقفتُ الإعلان رقم 1"))
    assert "can't parse entities" in told.text
    await run_is(newsroom, 1, lambda seen: seen.run.state is RunState.FROZEN)
    await newsroom.layla.hears()
    return await opened_card(newsroom, newsroom.layla, "الإعلان 1")


def _asked(newsroom: Newsroom, person: Person) -> list[str]:
    return [
        given["text"]
        for method, given in newsroom.toy.requests
        if method == "sendMessage" and given["chat_id"] == person.id
    ]


def _paid(newsroom: Newsroom) -> list[tuple[int, str]]:
    return [
        (given["chat_id"], given["text"])
        for method, given in newsroom.toy.requests
        if given.get("allow_paid_broadcast")
    ]


def _wire(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
