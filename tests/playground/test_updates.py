"""The bot gets every update once it asks, in order, and none is forgotten before it is confirmed."""

import asyncio

from playground.people import Person
from playground.server import Playground
from playground.updates import LIFETIME
from tests.playground.conftest import Client, Clock

OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


async def test_an_update_comes_again_until_a_higher_offset_confirms_it(call: Client, sara: Person) -> None:
    first = (await call("getUpdates")).result
    assert (await call("getUpdates")).result == first
    assert [update["message"]["text"] for update in first] == ["/start"]
    assert (await call("getUpdates", offset=first[0]["update_id"] + 1)).result == []
    assert (await call("getUpdates")).result == []


async def test_a_negative_offset_forgets_all_but_the_last(call: Client, sara: Person) -> None:
    for number in range(5):
        sara.send(str(number))
    last = (await call("getUpdates", offset=-2)).result
    assert [update["message"]["text"] for update in last] == ["3", "4"]
    assert (await call("getUpdates")).result == last


async def test_limit_is_between_one_and_a_hundred(call: Client, sara: Person) -> None:
    for number in range(120):
        sara.send(str(number))
    assert len((await call("getUpdates", limit=2)).result) == 2
    assert len((await call("getUpdates")).result) == 100
    assert len((await call("getUpdates", limit=500)).result) == 100


async def test_a_long_poll_ends_as_soon_as_somebody_writes(toy: Playground, call: Client, sara: Person) -> None:
    await call.updates()
    waiting = asyncio.gather(call("getUpdates", timeout=50))
    await toy.called("getUpdates")
    sara.send("خبر")
    (answer,) = await asyncio.wait_for(waiting, 20)
    assert [update["message"]["text"] for update in answer.result] == ["خبر"]


async def test_a_poll_without_updates_ends_empty(call: Client) -> None:
    assert (await call("getUpdates", timeout=0)).result == []
    assert (await call("getUpdates", timeout=1)).result == []


async def test_the_older_of_two_polls_is_ended_with_a_conflict(toy: Playground, call: Client, sara: Person) -> None:
    await call.updates()
    older = asyncio.gather(call("getUpdates", timeout=50))
    await toy.called("getUpdates")
    newer = asyncio.gather(call("getUpdates", timeout=50))
    (ended,) = await asyncio.wait_for(older, 20)
    assert (ended.status, ended.description) == (409, OTHER)
    sara.send("خبر")
    (answer,) = await asyncio.wait_for(newer, 20)
    assert len(answer.result) == 1


async def test_closing_the_toy_ends_a_poll(toy: Playground, call: Client) -> None:
    waiting = asyncio.gather(call("getUpdates", timeout=50))
    await toy.called("getUpdates")
    await toy.close()
    (answer,) = await asyncio.wait_for(waiting, 20)
    assert answer.result == []


async def test_the_kinds_asked_for_are_remembered(call: Client, sara: Person) -> None:
    await call("getUpdates", allowed_updates=["callback_query"], offset=-1)
    sara.send("لا أحد يسمع")
    assert [update["message"]["text"] for update in await call.updates(0)] == ["/start"]
    await call("getUpdates", allowed_updates=[])
    sara.send("الآن نعم")
    assert [update["message"]["text"] for update in await call.updates(0)] == ["الآن نعم"]


async def test_updates_older_than_a_day_are_gone(call: Client, sara: Person, clock: Clock) -> None:
    clock.now += LIFETIME + 1
    assert (await call("getUpdates")).result == []


async def test_ids_only_grow_also_over_restarts(call: Client, sara: Person, toy: Playground) -> None:
    sara.send("ثانية")
    first, second = await call.updates()
    assert second["update_id"] == first["update_id"] + 1
    assert second["message"]["message_id"] > first["message"]["message_id"]
    await asyncio.sleep(0.01)  # the ids of the next run begin with the milliseconds of the wall clock
    restarted = Playground()
    restarted.person("سارة").send("/start")
    assert restarted.world.updates.waiting()[0].update_id > second["update_id"]
