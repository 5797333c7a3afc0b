"""One letter, one outcome: what each answer of Telegram means for a delivery."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from markupsafe import Markup
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from mujaz.delivery import Gone, Later, Moved, NotSent, Outcome, Refused, Sent, Unsure
from mujaz.letter import Button, Letter
from pipeline.sender import Sender, TokenRefused, markup, outcome
from pipeline.wire import AiohttpRequest, NotReached
from playground.people import Person
from playground.server import DEFAULT_TOKEN, Playground
from tests.newsroom import TurnedClock, open_toy

LETTER = Letter(Markup("<b>خبر</b> عن Meta &amp; Google"), ((Button("تابع", "follow:meta"),),))

GONE = [
    (403, "Forbidden: bot was blocked by the user"),
    (403, "Forbidden: user is deactivated"),
    (403, "Forbidden: bot was kicked from the supergroup chat"),
    (403, "Forbidden: bot can't initiate conversation with a user"),
    (400, "Bad Request: chat not found"),
    (400, "Bad Request: PEER_ID_INVALID"),
]


@pytest.fixture
async def toy() -> AsyncIterator[Playground]:
    async with open_toy(TurnedClock(datetime(2025, 10, 26, 17, tzinfo=UTC))) as toy:
        yield toy


@pytest.fixture
async def sender(toy: Playground) -> AsyncIterator[Sender]:
    async with AiohttpRequest() as request:
        yield Sender(_bot(toy.url, request))


@pytest.fixture
def sara(toy: Playground) -> Person:
    sara = toy.person("سارة")
    sara.send("/start")
    return sara


async def test_a_letter_arrives_as_it_was_written(sender: Sender, sara: Person) -> None:
    sent = await sender.send(sara.id, LETTER)
    heard = await sara.hears()
    assert sent == Sent(heard.message_id)
    assert heard.html.startswith("<b>خبر</b> عن Meta &amp; Google")
    assert [[button.data for button in row] for row in heard.keyboard] == [["follow:meta"]]
    assert heard.preview == {"is_disabled": True}


async def test_a_wait_is_passed_on_and_not_slept(toy: Playground, sender: Sender, sara: Person) -> None:
    toy.fail("sendMessage", status=429, retry_after=3600)
    assert await sender.send(sara.id, LETTER) == Later(timedelta(hours=1))


@pytest.mark.parametrize(("status", "words"), GONE)
async def test_who_cannot_be_written_to_any_more_is_gone(
    toy: Playground, sender: Sender, sara: Person, status: int, words: str
) -> None:
    toy.fail("sendMessage", status=status, description=words)
    assert isinstance(await sender.send(sara.id, LETTER), Gone)


async def test_a_letter_that_telegram_cannot_read_is_our_mistake(sender: Sender, sara: Person) -> None:
    refused = await sender.send(sara.id, Letter(Markup("<b>خبر")))
    assert isinstance(refused, Refused)
    assert "parse entities" in refused.reason


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_failing_server_leaves_it_unsure(toy: Playground, sender: Sender, sara: Person, status: int) -> None:
    toy.fail("sendMessage", status=status)
    assert isinstance(await sender.send(sara.id, LETTER), Unsure)


async def test_a_lost_answer_leaves_it_unsure(toy: Playground, sender: Sender, sara: Person) -> None:
    toy.drop("sendMessage")
    assert isinstance(await sender.send(sara.id, LETTER), Unsure)
    await sara.hears()


async def test_what_never_left_was_not_sent() -> None:
    async with AiohttpRequest() as request:
        assert isinstance(await Sender(_bot("http://127.0.0.1:9", request)).send(1, LETTER), NotSent)


async def test_a_refused_token_ends_all_sending(toy: Playground) -> None:
    async with AiohttpRequest() as request:
        sender = Sender(_bot(toy.url, request, "7000000001:AAnotherTokenThatOpensNothing000000"))
        with pytest.raises(TokenRefused) as raised:
            await sender.send(1, LETTER)
    assert "AAnother" not in str(raised.value)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (RetryAfter(5), Later(timedelta(seconds=5))),
        (RetryAfter(timedelta(seconds=5)), Later(timedelta(seconds=5))),
        (ChatMigrated(-1001), Moved(-1001)),
        (Forbidden("bot was blocked by the user"), Gone("bot was blocked by the user")),
        (BadRequest("Chat not found"), Gone("Chat not found")),
        (BadRequest("Message is too long"), Refused("Message is too long")),
        (NotReached("refused"), NotSent("refused")),
        (TimedOut("no answer in time"), Unsure("no answer in time")),
        (NetworkError("Bad Gateway"), Unsure("Bad Gateway")),
        (Conflict("other"), Unsure("other")),
        (TelegramError("something new"), Unsure("Something new")),
    ],
)
def test_every_error_of_telegram_has_one_meaning(error: TelegramError, expected: Outcome) -> None:
    found = outcome(error)
    assert type(found) is type(expected)
    assert str(found).lower() == str(expected).lower()


def test_a_letter_without_buttons_has_no_keyboard() -> None:
    assert markup(()) is None


def _bot(url: str, request: AiohttpRequest, token: str = DEFAULT_TOKEN) -> Bot:
    return Bot(token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot", request=request)
