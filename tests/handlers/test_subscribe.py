"""/start, the time of day, /stop and coming back."""

from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from tests.handlers.scenes import META, archived, failures, forged, labels, said_to, tapped
from tests.newsroom import Newsroom

SEVEN_IN_RIYADH = datetime(2025, 10, 27, 4, 0, tzinfo=UTC)
EIGHT_IN_RIYADH = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
NINE_IN_RIYADH = datetime(2025, 10, 27, 6, 0, tzinfo=UTC)


async def test_start_greets_in_arabic_whatever_the_phone_speaks_and_offers_times(newsroom: Newsroom) -> None:
    sara = newsroom.toy.person("سارة", language_code="en")
    sara.send("/start")
    greeting = await sara.hears()
    assert greeting.text.startswith("أهلًا بك في موجز")
    assert "الساعة 08:00 بتوقيت الرياض" in greeting.text
    assert {"✓ 08:00", "06:00", "21:00"} <= set(labels(greeting))


async def test_the_digest_comes_at_the_hour_that_was_tapped_and_not_again(newsroom: Newsroom) -> None:
    yusuf = await newsroom.reader("يوسف")
    sara = newsroom.toy.person("سارة")
    sara.send("/start")
    greeting = await sara.hears()
    assert (await tapped(sara, greeting, "07:00")).text == "سيصلك الموجز في الساعة 07:00"
    chosen = await sara.sees(lambda message: "حُفظ الوقت" in message.text)
    assert chosen.message_id == greeting.message_id
    assert "✓ 07:00" in labels(chosen)
    await archived(newsroom, META, "نظارة تترجم")

    await newsroom.wait_until(SEVEN_IN_RIYADH)
    assert "نظارة تترجم" in (await sara.hears()).text
    await newsroom.wait_until(EIGHT_IN_RIYADH)
    assert "نظارة تترجم" in (await yusuf.hears()).text
    assert sum("نظارة تترجم" in text for text in said_to(sara)) == 1


async def test_of_two_quick_taps_the_last_one_holds(newsroom: Newsroom) -> None:
    sara = newsroom.toy.person("سارة")
    sara.send("/start")
    greeting = await sara.hears()
    queries = [sara.tap(greeting, "07:00"), sara.tap(greeting, "09:00")]
    assert [(await sara.answered(query)).text for query in queries] == [
        "سيصلك الموجز في الساعة 07:00",
        "سيصلك الموجز في الساعة 09:00",
    ]
    chosen = await sara.sees(lambda m: "كل يوم في الساعة 09:00" in m.text and "✓ 09:00" in labels(m))
    assert (await tapped(sara, chosen, "✓ 09:00")).text == "سيصلك الموجز في الساعة 09:00"  # nothing to change: no error
    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(NINE_IN_RIYADH)
    assert "نظارة تترجم" in (await sara.hears()).text


async def test_after_stop_no_digest_comes(newsroom: Newsroom) -> None:
    sara, yusuf = await newsroom.reader("سارة"), await newsroom.reader("يوسف")
    sara.send("/stop")
    assert (await sara.hears()).text.startswith("أوقفت الموجز اليومي")
    sara.send("/stop")
    assert (await sara.hears()).text.startswith("لست مشتركًا في الموجز الآن")
    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(EIGHT_IN_RIYADH)
    await yusuf.hears()
    assert not any("نظارة تترجم" in text for text in said_to(sara))


async def test_who_comes_back_finds_their_choices(newsroom: Newsroom) -> None:
    sara = newsroom.toy.person("سارة")
    sara.send("/start")
    await tapped(sara, await sara.hears(), "18:00")
    sara.send("/company ميتا")
    await tapped(sara, await sara.hears(), "تابع الشركة")
    sara.send("/stop")
    await sara.hears()

    newsroom.clock.turn(days=3)
    sara.send("/start")
    greeting = await sara.hears()
    assert greeting.text.startswith("أهلًا بك")
    assert "الساعة 18:00" in greeting.text
    sara.send("/company ميتا")
    assert "ألغِ المتابعة" in labels(await sara.hears())


async def test_a_second_start_does_not_greet_as_a_stranger(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/start")
    assert (await sara.hears()).text.startswith("أنت مشترك في موجز")


FORGED = [
    "time:9999", "time:1440", "time:x", "time:", "time:-5", "time:٤٨٠", "zone:Mars/Base", "zone:../etc/passwd", "set:x",
    "language:xx", "follow:nobody", "unfollow:nobody", "company:nobody", "draft:x:now", "draft:1:burn",
    "draft:99999999999999999999:now", "nonsense", "x:" + "y" * 60, ":", "'; DROP TABLE subscribers; --",
]  # fmt: skip


async def test_old_and_forged_buttons_get_a_clear_answer_and_break_nothing(newsroom: Newsroom) -> None:
    sara = newsroom.toy.person("سارة")
    sara.send("/start")
    greeting = await sara.hears()
    with capture_logs() as logged:
        answers = []
        for data in FORGED:
            newsroom.clock.turn(seconds=1)
            answers.append(await forged(sara, greeting, data))
    assert {(answer.text, answer.alert) for answer in answers} == {("انتهت صلاحية هذا الزر", True)}
    assert failures(logged) == []
    assert said_to(sara) == [greeting.text]


@pytest.mark.parametrize("data", ["time:480", "zone:Asia/Riyadh", "language:en", "set:time", "follow:meta"])
async def test_a_button_that_needs_a_subscription_says_so_to_a_stranger(newsroom: Newsroom, data: str) -> None:
    stranger = newsroom.toy.person("غريب")
    stranger.send("/help")
    answer = await forged(stranger, await stranger.hears(), data)
    assert answer.alert
    assert "لست مشتركًا بعد" in answer.text


async def test_a_tap_that_waited_too_long_for_its_answer_still_counts(newsroom: Newsroom) -> None:
    sara = newsroom.toy.person("سارة")
    sara.send("/start")
    greeting = await sara.hears()
    newsroom.toy.fail(
        "answerCallbackQuery",
        status=400,
        description="Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    sara.tap(greeting, "07:00")
    await sara.sees(lambda message: "كل يوم في الساعة 07:00" in message.text)
