"""Whoever turns the toy's clock turns everything that Telegram times, and nothing has to be waited for."""

import asyncio

from playground.clock import Clock
from playground.faults import Fault
from playground.people import Person
from playground.server import Playground
from tests.playground.conftest import Client
from tests.playground.conftest import Clock as Source

BUTTON = {"inline_keyboard": [[{"text": "حفظ", "callback_data": "save"}]]}


async def test_updates_are_forgotten_a_day_later(toy: Playground, call: Client, sara: Person) -> None:
    toy.clock.turn(days=1, seconds=-1)
    assert len((await call("getUpdates")).result) == 1
    toy.clock.turn(seconds=2)
    assert (await call("getUpdates")).result == []


async def test_a_tap_can_be_answered_for_two_and_a_half_minutes(toy: Playground, call: Client, sara: Person) -> None:
    await call("sendMessage", chat_id=sara.id, text="خبر", reply_markup=BUTTON)
    message = await sara.hears()
    in_time, too_late = sara.tap(message, "حفظ"), sara.tap(message, "حفظ")
    toy.clock.turn(seconds=149)
    assert (await call("answerCallbackQuery", callback_query_id=in_time)).result is True
    toy.clock.turn(seconds=2)
    refused = await call("answerCallbackQuery", callback_query_id=too_late)
    assert refused.description.startswith("Bad Request: query is too old")


async def test_messages_are_dated_by_it(toy: Playground, call: Client, sara: Person) -> None:
    first = (await call("sendMessage", chat_id=sara.id, text="أول")).result["date"]
    toy.clock.turn(hours=1)
    assert (await call("sendMessage", chat_id=sara.id, text="ثان")).result["date"] == first + 3600


async def test_a_refusal_ends_when_the_clock_says_so(toy: Playground, call: Client, sara: Person) -> None:
    toy.limit(strict=False)
    for _ in range(3):
        await call("sendMessage", chat_id=sara.id, text="خبر")
    refused = await call("sendMessage", chat_id=sara.id, text="خبر")
    toy.clock.turn(seconds=refused.body["parameters"]["retry_after"])
    assert (await call("sendMessage", chat_id=sara.id, text="خبر")).status == 200


async def test_what_comes_late_comes_when_the_clock_is_turned(toy: Playground, call: Client, sara: Person) -> None:
    toy.faults.add(Fault("sendMessage", "late", seconds=3600, times=1))
    late = asyncio.gather(call("sendMessage", chat_id=sara.id, text="خبر"))
    await toy.called("sendMessage")
    assert len(sara.messages) == 1
    toy.clock.turn(hours=1)
    (answer,) = await asyncio.wait_for(late, 20)
    assert answer.status == 200
    assert len(sara.messages) == 2


async def test_it_can_be_turned_at_its_source_too() -> None:
    source = Source()
    clock = Clock(source)
    clock.turn(minutes=1)
    assert clock() == source.now + 60
    sleeping = asyncio.gather(clock.sleep(30))
    await asyncio.sleep(0)  # the sleeper looks at the clock first
    source.now += 31
    await asyncio.wait_for(sleeping, 20)


async def test_it_can_be_turned_back(toy: Playground, call: Client, sara: Person) -> None:
    toy.clock.turn(days=-1)
    assert len((await call("getUpdates")).result) == 1
    assert (await call("sendMessage", chat_id=sara.id, text="أمس")).status == 200
