"""Planted faults fail calls in the ways that Telegram and the network fail, and no others."""

import asyncio
import errno

import aiohttp
import orjson
import pytest

from playground.faults import Fault, Faults, Kind
from playground.people import Person
from playground.server import Playground
from tests.playground.conftest import Client


async def test_a_flood_is_told_in_the_body_and_the_header(toy: Playground, call: Client, sara: Person) -> None:
    toy.fail("sendMessage", retry_after=7)
    answer = await call("sendMessage", chat_id=sara.id, text="x")
    assert (answer.status, answer.description) == (429, "Too Many Requests: retry after 7")
    assert answer.body["parameters"] == {"retry_after": 7}
    assert answer.headers["Retry-After"] == "7"
    assert len(sara.messages) == 1
    assert (await call("sendMessage", chat_id=sara.id, text="x")).status == 200


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "Bad Request: chat not found"),
        (401, "Unauthorized"),
        (403, "Forbidden: bot was blocked by the user"),
        (500, "Internal Server Error: restart"),
    ],
)
async def test_a_fault_has_the_usual_words(
    toy: Playground, call: Client, sara: Person, status: int, words: str
) -> None:
    toy.fail("SENDMESSAGE", status=status)
    answer = await call("sendMessage", chat_id=sara.id, text="x")
    assert (answer.status, answer.description) == (status, words)


async def test_a_fault_may_concern_one_chat_and_several_calls(toy: Playground, call: Client, sara: Person) -> None:
    layla = toy.person("ليلى")
    layla.send("/start")
    toy.fail("sendMessage", times=2, status=403, description="Forbidden: user is deactivated", chat_id=sara.id)
    answers = [await call("sendMessage", chat_id=person.id, text="x") for person in (layla, sara, sara, sara)]
    assert [answer.status for answer in answers] == [200, 403, 403, 200]


@pytest.mark.parametrize("status", [502, 504])
async def test_the_machines_in_front_answer_with_html(toy: Playground, call: Client, status: int) -> None:
    toy.fail("getMe", status=status)
    async with call.session.get(f"{call.base}/getMe") as response:
        assert (response.status, response.content_type) == (status, "text/html")


@pytest.mark.parametrize("accepted", [True, False])
async def test_a_dropped_connection_may_have_been_accepted(
    toy: Playground, call: Client, sara: Person, accepted: bool
) -> None:
    toy.drop("sendMessage", accepted=accepted)
    with pytest.raises(aiohttp.ClientError):
        await call("sendMessage", chat_id=sara.id, text="x")
    assert len(sara.messages) == 1 + accepted


@pytest.mark.parametrize("accepted", [True, False])
async def test_a_reset_is_a_reset_and_no_goodbye(toy: Playground, call: Client, sara: Person, accepted: bool) -> None:
    toy.faults.add(Fault("sendMessage", "reset", times=1, accepted=accepted))
    with pytest.raises(aiohttp.ClientOSError) as caught:
        await call("sendMessage", chat_id=sara.id, text="x")
    assert caught.value.errno == errno.ECONNRESET
    assert toy.copies(sara.id) == accepted
    assert (await call("sendMessage", chat_id=sara.id, text="x")).status == 200


@pytest.mark.parametrize("accepted", [True, False])
async def test_a_half_open_socket_never_answers(toy: Playground, call: Client, sara: Person, accepted: bool) -> None:
    toy.faults.add(Fault("sendMessage", "hang", times=1, accepted=accepted))
    with pytest.raises(TimeoutError):
        await call.raw(
            "POST",
            f"{call.base}/sendMessage",
            json={"chat_id": sara.id, "text": "x"},
            timeout=aiohttp.ClientTimeout(total=0.3),
        )
    assert toy.copies(sara.id) == accepted


async def test_closing_the_toy_ends_what_hangs(toy: Playground, call: Client) -> None:
    toy.faults.add(Fault("getMe", "hang"))
    hanging = asyncio.gather(call("getMe"), return_exceptions=True)
    await toy.called("getMe")
    await toy.close()
    (error,) = await asyncio.wait_for(hanging, 20)
    assert isinstance(error, aiohttp.ClientError)


async def test_a_message_accepted_late_arrives_though_nobody_waits_any_more(
    toy: Playground, call: Client, sara: Person
) -> None:
    toy.faults.add(Fault("sendMessage", "late", seconds=60))
    with pytest.raises(TimeoutError):
        await call.raw(
            "POST",
            f"{call.base}/sendMessage",
            json={"chat_id": sara.id, "text": "متأخر"},
            timeout=aiohttp.ClientTimeout(total=0.3),
        )
    assert toy.copies(sara.id) == 0
    toy.clock.turn(minutes=1)
    assert (await sara.hears()).text == "متأخر"


async def test_a_slow_answer_comes_a_few_bytes_at_a_time(toy: Playground, call: Client, sara: Person) -> None:
    toy.faults.add(Fault("sendMessage", "slow", seconds=600, times=1))
    async with call.session.post(f"{call.base}/sendMessage", json={"chat_id": sara.id, "text": "x"}) as response:
        assert (response.status, response.content_type) == (200, "application/json")
        assert toy.copies(sara.id) == 1
        body = b""
        while len(body) < int(response.headers["Content-Length"]):
            toy.clock.turn(minutes=1)
            body += await response.content.readany()
    assert orjson.loads(body)["result"]["text"] == "x"


async def test_what_is_refused_anyway_is_refused_also_late_and_slowly(
    toy: Playground, call: Client, sara: Person
) -> None:
    sara.block()
    for kind in ("late", "slow"):
        toy.faults.add(Fault("sendMessage", kind, seconds=0, times=1))
        answer = await call("sendMessage", chat_id=sara.id, text="x")
        assert answer.description == "Forbidden: bot was blocked by the user"


async def test_answers_from_far_away_take_their_time(toy: Playground, call: Client) -> None:
    loop = asyncio.get_running_loop()
    await call.raw("POST", f"{toy.url}/_ctl/latency", json={"shortest": 0.1, "longest": 0.2})
    begun = loop.time()
    assert (await call("getMe")).status == 200
    assert loop.time() - begun >= 0.099


async def test_a_fault_may_concern_every_method_and_never_end(toy: Playground, call: Client, sara: Person) -> None:
    planted = toy.faults.add(Fault("*", "refuse", status=500))
    for method in ("getMe", "getUpdates", "getMe"):
        assert (await call(method)).status == 500
    assert planted.met == 3
    toy.faults.clear()
    assert (await call("getMe")).status == 200


def test_faults_come_as_often_as_their_probability_says_and_the_same_for_the_same_seed() -> None:
    def run(seed: int) -> list[Kind | None]:
        faults = Faults()
        faults.seed(seed)
        faults.add(Fault("sendMessage", "flood", probability=0.05))
        faults.add(Fault("sendMessage", "gateway", probability=0.02))
        faults.add(Fault("sendMessage", "drop", probability=0.01, times=5))
        met = [faults.take("sendMessage", 1) for _ in range(10_000)]
        assert sorted({fault.retry_after[0] for fault in met if fault}) == [1, 2, 3, 4, 5]
        return [fault.kind if fault else None for fault in met]

    kinds = run(7)
    assert 400 < kinds.count("flood") < 600
    assert 130 < kinds.count("gateway") < 270
    assert kinds.count("drop") == 5
    assert run(7) == kinds
    assert run(8) != kinds
