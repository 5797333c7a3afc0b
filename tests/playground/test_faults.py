"""Planted faults fail the next calls in the way that Telegram fails, and no others."""

import aiohttp
import pytest

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
    [(403, "Forbidden: bot was blocked by the user"), (500, "Internal Server Error: restart")],
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


async def test_the_machines_in_front_answer_with_html(toy: Playground, call: Client) -> None:
    toy.fail("getMe", status=502)
    async with call.session.get(f"{call.base}/getMe") as response:
        assert (response.status, response.content_type) == (502, "text/html")


@pytest.mark.parametrize("accepted", [True, False])
async def test_a_dropped_connection_may_have_been_accepted(
    toy: Playground, call: Client, sara: Person, accepted: bool
) -> None:
    toy.drop("sendMessage", accepted=accepted)
    with pytest.raises(aiohttp.ClientError):
        await call("sendMessage", chat_id=sara.id, text="x")
    assert len(sara.messages) == 1 + accepted
