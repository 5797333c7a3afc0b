"""One letter, one outcome: what each answer of Telegram means for a delivery."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from mujaz.delivery import Gone, Later, Moved, NotSent, Outcome, Refused, Sent, Unsure
from mujaz.letter import Button, Letter
from pipeline.sender import Sender, TokenRefused, outcome, sealed
from pipeline.wire import AiohttpRequest
from playground.people import Person
from playground.server import DEFAULT_TOKEN, Playground
from tests.newsroom import TurnedClock, open_toy

LETTER = Letter(Markup("<b>خبر</b> عن Meta &amp; Google"), ((Button("تابع", "follow:meta"),),))

JSON = st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(st.characters(codec="utf-8"))

GONE = [
    (403, "Forbidden: bot was blocked by the user"),
    (403, "Forbidden: user is deactivated"),
    (403, "Forbidden: bot was kicked from the supergroup chat"),
    (403, "Forbidden: bot can't initiate conversation with a user"),
    (400, "Bad Request: chat not found"),
    (400, "Bad Request: PEER_ID_INVALID"),
    (400, "Bad Request: message thread not found"),
    (400, "Bad Request: TOPIC_CLOSED"),
    (400, "Bad Request: TOPIC_DELETED"),
    (400, "Bad Request: not enough rights to send text messages to the chat"),
    (400, "Bad Request: have no rights to send a message"),
    (400, "Bad Request: need administrator rights in the channel chat"),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
]


@pytest.fixture
async def toy() -> AsyncIterator[Playground]:
    async with open_toy(TurnedClock(datetime(2025, 10, 26, 17, tzinfo=UTC))) as toy:
        yield toy


@pytest.fixture
async def sender(toy: Playground) -> AsyncIterator[Sender]:
    async with AiohttpRequest() as request:
        yield Sender(request, f"{toy.url}/bot{DEFAULT_TOKEN}")


@pytest.fixture
def sara(toy: Playground) -> Person:
    sara = toy.person("سارة")
    sara.send("/start")
    return sara


async def test_a_letter_arrives_as_it_was_written(sender: Sender, sara: Person) -> None:
    sent = await sender.send(sara.id, sealed(LETTER))
    heard = await sara.hears()
    assert sent == Sent(heard.message_id)
    assert heard.html.startswith("<b>خبر</b> عن Meta &amp; Google")
    assert [[button.data for button in row] for row in heard.keyboard] == [["follow:meta"]]
    assert heard.preview == {"is_disabled": True}


async def test_a_wait_is_passed_on_and_not_slept(toy: Playground, sender: Sender, sara: Person) -> None:
    toy.fail("sendMessage", status=429, retry_after=3600)
    assert await sender.send(sara.id, sealed(LETTER)) == Later(timedelta(hours=1))


@pytest.mark.parametrize(("status", "words"), GONE)
async def test_who_cannot_be_written_to_any_more_is_gone(
    toy: Playground, sender: Sender, sara: Person, status: int, words: str
) -> None:
    toy.fail("sendMessage", status=status, description=words)
    assert isinstance(await sender.send(sara.id, sealed(LETTER)), Gone)


async def test_a_letter_that_telegram_cannot_read_is_our_mistake(sender: Sender, sara: Person) -> None:
    refused = await sender.send(sara.id, sealed(Letter(Markup("<b>خبر"))))
    assert isinstance(refused, Refused)
    assert "parse entities" in refused.reason


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_failing_server_leaves_it_unsure(toy: Playground, sender: Sender, sara: Person, status: int) -> None:
    toy.fail("sendMessage", status=status)
    assert isinstance(await sender.send(sara.id, sealed(LETTER)), Unsure)


async def test_a_lost_answer_leaves_it_unsure(toy: Playground, sender: Sender, sara: Person) -> None:
    toy.drop("sendMessage")
    assert isinstance(await sender.send(sara.id, sealed(LETTER)), Unsure)
    await sara.hears()


async def test_what_never_left_was_not_sent() -> None:
    async with AiohttpRequest() as request:
        assert isinstance(await Sender(request, "http://127.0.0.1:9/bot").send(1, sealed(LETTER)), NotSent)


async def test_a_refused_token_ends_all_sending(toy: Playground) -> None:
    async with AiohttpRequest() as request:
        sender = Sender(request, f"{toy.url}/bot7000000001:AAnotherTokenThatOpensNothing000000")
        with pytest.raises(TokenRefused) as raised:
            await sender.send(1, sealed(LETTER))
    assert "AAnother" not in str(raised.value)


@pytest.mark.parametrize(
    ("code", "words", "more", "expected"),
    [
        (429, "Too Many Requests: retry after 5", {"retry_after": 5}, Later(timedelta(seconds=5))),
        (400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -1001}, Moved(-1001)),
        (403, "Forbidden: bot was blocked by the user", {}, Gone("Forbidden: bot was blocked by the user")),
        (400, "Bad Request: chat not found", {}, Gone("Bad Request: chat not found")),
        (400, "Bad Request: message is too long", {}, Refused("Bad Request: message is too long")),
        (429, "Too Many Requests", {}, Unsure("Too Many Requests")),
        (409, "Conflict: other", {}, Unsure("Conflict: other")),
        (500, "Internal Server Error: restart", {}, Unsure("Internal Server Error: restart")),
    ],
)
def test_every_refusal_of_telegram_has_one_meaning(
    code: int, words: str, more: dict[str, int], expected: Outcome
) -> None:
    answer = {"ok": False, "error_code": code, "description": words, "parameters": more}
    assert outcome(code, orjson.dumps(answer)) == expected


@given(st.binary() | st.recursive(JSON, lambda x: st.lists(x) | st.dictionaries(st.text(), x)).map(orjson.dumps))
def test_whatever_else_comes_back_may_have_arrived(answer: bytes) -> None:
    assert isinstance(outcome(200, answer), Unsure)


def test_a_text_is_serialised_once_and_each_chat_put_in_front_of_it() -> None:
    assert orjson.loads(b'{"chat_id":7,' + sealed(LETTER)) == {
        "chat_id": 7,
        "text": str(LETTER.html),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {"inline_keyboard": [[{"text": "تابع", "callback_data": "follow:meta"}]]},
    }


async def test_a_paid_message_says_that_it_is_paid_for(toy: Playground, sender: Sender, sara: Person) -> None:
    await sender.send(sara.id, sealed(LETTER), paid=True)
    await sender.send(sara.id, sealed(LETTER))
    paid = [given.get("allow_paid_broadcast") for method, given in toy.requests if method == "sendMessage"]
    assert paid == [True, None]


async def test_a_probe_tells_whether_telegram_answers(toy: Playground, sender: Sender) -> None:
    assert await sender.reaches_telegram()
    toy.fail("getMe", status=502)
    assert not await sender.reaches_telegram()
