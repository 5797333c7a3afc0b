"""The toy keeps Telegram's pace when told to: it refuses those who are too fast, longer if they don't listen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.ledger import Ledger
from playground.people import Person
from playground.rates import REPLY_SECONDS, Limits, Rates
from playground.server import Playground
from tests.playground.conftest import Answer, Client, Clock

FIRST = 50_000


@pytest.fixture
def crowd(toy: Playground) -> range:
    """People who started the bot long ago, in a toy that keeps a pace."""
    toy.limit(strict=False)
    return toy.synthetic(FIRST, 5_000)


async def say(call: Client, chat_id: int, text: str = "خبر", **more: object) -> Answer:
    return await call("sendMessage", chat_id=chat_id, text=text, **more)


async def statuses(call: Client, *chat_ids: int) -> list[int]:
    return [(await say(call, chat_id)).status for chat_id in chat_ids]


async def test_without_being_told_the_toy_takes_any_pace(call: Client, sara: Person) -> None:
    assert await statuses(call, *[sara.id] * 40) == [200] * 40


async def test_a_chat_takes_three_at_once_and_then_one_a_second(toy: Playground, call: Client, crowd: range) -> None:
    assert await statuses(call, *[FIRST] * 3) == [200] * 3
    refused = await say(call, FIRST)
    assert (refused.status, refused.description) == (429, "Too Many Requests: retry after 1")
    assert (refused.body["parameters"], refused.headers["Retry-After"]) == ({"retry_after": 1}, "1")
    for _ in range(10):
        toy.clock.turn(seconds=1)
        assert await statuses(call, FIRST) == [200]
    assert toy.copies(FIRST) == 13


async def test_other_chats_do_not_wait_for_one_that_is_refused(call: Client, crowd: range) -> None:
    assert await statuses(call, *[FIRST] * 4, FIRST + 1) == [200, 200, 200, 429, 200]


async def test_a_group_takes_twenty_a_minute_edits_among_them(toy: Playground, call: Client, sara: Person) -> None:
    toy.limit(strict=False)
    group = toy.group("غرفة الأخبار", sara)
    group.add_bot(sara.user)
    first = (await say(call, group.id)).result["message_id"]
    for number in range(9):
        toy.clock.turn(seconds=2)
        await say(call, group.id)
        edited = await call("editMessageText", chat_id=group.id, message_id=first, text=f"تصحيح {number}")
        assert edited.status == 200
    toy.clock.turn(seconds=2)
    assert await statuses(call, group.id) == [200]
    toy.clock.turn(seconds=2)
    refused = await say(call, group.id)
    assert refused.body["parameters"] == {"retry_after": 38}
    toy.clock.turn(seconds=38)
    assert await statuses(call, group.id) == [200]


async def test_thirty_in_bulk_go_in_any_second(toy: Playground, call: Client, crowd: range) -> None:
    assert await statuses(call, *crowd[:15]) == [200] * 15
    toy.clock.turn(seconds=0.6)
    assert await statuses(call, *crowd[15:31]) == [200] * 15 + [429]
    toy.clock.turn(seconds=1)
    assert await statuses(call, *crowd[31:46]) == [200] * 15
    assert toy.ledger.max_in_any_second() == 30


@given(st.lists(st.floats(0, 0.4), max_size=400))
def test_whatever_the_pace_no_second_holds_more_than_thirty(gaps: list[float]) -> None:
    clock, ledger = Clock(), Ledger()
    rates = Rates(Limits(), clock)
    for chat_id, gap in enumerate(gaps, 1):
        clock.now += gap
        if rates.admit(chat_id) is None:
            ledger.add(chat_id, chat_id, "خبر", clock.now)
    assert ledger.max_in_any_second() <= 30
    clock.now += 3600
    assert rates.admit(1) is None


async def test_a_bot_at_its_pace_is_never_refused(toy: Playground, call: Client, crowd: range) -> None:
    toy.limit(strict=True)
    for chat_id in crowd[:300]:
        assert (await say(call, chat_id)).status == 200
        toy.clock.turn(seconds=0.0334)
    assert toy.ledger.max_in_any_second() == 30


async def test_a_reply_to_somebody_who_just_wrote_is_not_bulk(
    toy: Playground, call: Client, sara: Person, crowd: range
) -> None:
    await statuses(call, *crowd[:30])
    assert await statuses(call, sara.id) == [200]
    toy.clock.turn(seconds=REPLY_SECONDS + 1)
    assert await statuses(call, *crowd[30:60], sara.id) == [200] * 30 + [429]
    sara.send("/today")
    assert await statuses(call, sara.id) == [200]
    assert toy.ledger.max_in_any_second() == 31
    assert toy.ledger.max_in_any_second(replies=False) == 30


async def test_answers_to_taps_are_never_too_many(toy: Playground, call: Client, sara: Person) -> None:
    toy.limit()
    markup = {"inline_keyboard": [[{"text": "حفظ", "callback_data": "save"}]]}
    await say(call, sara.id, reply_markup=markup)
    message = await sara.hears()
    for _ in range(50):
        query = sara.tap(message, "حفظ")
        assert (await call("answerCallbackQuery", callback_query_id=query)).status == 200


async def test_who_pays_may_send_a_thousand_a_second_from_a_balance(
    toy: Playground, call: Client, crowd: range
) -> None:
    toy.stars = 100.05
    for chat_id in crowd[:1000]:
        assert (await say(call, chat_id, allow_paid_broadcast=True)).status == 200
    assert toy.ledger.max_in_any_second() == 1000
    assert (await call("getMyStarBalance")).result == {"amount": 0, "nanostar_amount": 50_000_000}
    refused = await say(call, crowd[1000], allow_paid_broadcast=True)
    assert refused.status == 429


async def test_even_who_pays_may_not_send_more(toy: Playground, call: Client, crowd: range) -> None:
    toy.limit(Limits(bulk_second=1, paid_second=2), strict=False)
    toy.stars = 1
    answers = [await say(call, chat_id, allow_paid_broadcast=True) for chat_id in crowd[:3]]
    assert [answer.status for answer in answers] == [200, 200, 429]
    assert toy.stars == 0.8


async def test_who_ignores_a_refusal_waits_longer_each_time(toy: Playground, call: Client, crowd: range) -> None:
    await statuses(call, *[FIRST] * 4)
    waits = []
    for _ in range(4):
        toy.clock.turn(seconds=0.5)
        waits.append((await say(call, FIRST)).body["parameters"]["retry_after"])
    assert waits == [2, 4, 8, 16]
    toy.clock.turn(seconds=16)
    assert await statuses(call, FIRST) == [200]


async def test_requests_already_on_their_way_do_not_make_it_longer(toy: Playground, call: Client, crowd: range) -> None:
    answers = [await say(call, chat_id) for chat_id in crowd[:60]]
    assert {answer.body["parameters"]["retry_after"] for answer in answers[30:]} == {1}


async def test_a_strict_toy_fails_the_test_of_a_bot_that_is_too_fast(
    toy: Playground, call: Client, crowd: range
) -> None:
    toy.limit()
    await statuses(call, *[FIRST] * 4)
    assert toy.violations == [
        f"sendMessage to {FIRST}: a 429 of the bot's own making: more than one message a second to the chat"
    ]
    toy.violations.clear()


async def test_a_planted_refusal_is_nobodys_fault_until_it_is_ignored(
    toy: Playground, call: Client, crowd: range
) -> None:
    toy.limit()
    toy.fail("sendMessage", retry_after=5, chat_id=FIRST)
    assert await statuses(call, FIRST, FIRST + 1) == [429, 200]
    toy.clock.turn(seconds=0.2)
    assert await statuses(call, FIRST) == [429]
    assert toy.violations == []
    toy.clock.turn(seconds=4)
    assert (await say(call, FIRST)).body["parameters"] == {"retry_after": 10}
    assert [violation.rpartition(": ")[2] for violation in toy.violations] == ["sent before retry_after had passed"]
    toy.violations.clear()
    toy.clock.turn(seconds=10)
    assert await statuses(call, FIRST) == [200]
