"""Wrong requests are refused with Telegram's status and Telegram's words."""

from typing import Any

import pytest

from playground.people import Person
from playground.server import DEFAULT_TOKEN, Playground
from tests.playground.conftest import Client, Clock

ME = 2001
BAD = "Bad Request: "


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def button(**fields: Any) -> dict[str, Any]:
    return {"text": "زر", **fields}


def commands(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"command": name, "description": description} for name, description in pairs]


@pytest.mark.parametrize(
    ("method", "given", "words"),
    [
        ("sendMessage", {"chat_id": ME, "text": ""}, "message text is empty"),
        ("sendMessage", {"chat_id": ME, "text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ("sendMessage", {"chat_id": ME, "text": "أ" * 4097}, "message is too long"),
        ("sendMessage", {"chat_id": ME, "text": "😀" * 4097}, "message is too long"),
        (
            "sendMessage",
            {"chat_id": ME, "text": "<p>", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "p" at byte offset 0',
        ),
        ("sendMessage", {"chat_id": 99, "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": "@nobody", "text": "x"}, "chat not found"),
        (
            "sendMessage",
            {"chat_id": ME, "text": "x", "reply_parameters": {"message_id": 7}},
            "message to be replied not found",
        ),
        (
            "sendMessage",
            {"chat_id": ME, "text": "x", "reply_markup": keyboard([button(callback_data="ي" * 33)])},
            "BUTTON_DATA_INVALID",
        ),
        (
            "sendMessage",
            {"chat_id": ME, "text": "x", "reply_markup": keyboard([button()])},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            "sendMessage",
            {"chat_id": ME, "text": "x", "reply_markup": keyboard([button(callback_data="")])},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            "sendMessage",
            {"chat_id": ME, "text": "x", "reply_markup": keyboard([button(url="ftp://a.org")])},
            "inline keyboard button URL 'ftp://a.org' is invalid: Wrong HTTP URL",
        ),
        (
            "sendMessage",
            {"chat_id": ME, "text": "x", "reply_markup": keyboard([button(callback_data="x")] * 9)},
            "reply markup is too long",
        ),
        (
            "sendMessage",
            {"chat_id": ME, "text": "x", "reply_markup": keyboard(*([button(callback_data="x")],) * 101)},
            "reply markup is too long",
        ),
        (
            "sendMessage",
            {"chat_id": ME, "text": "x", "reply_markup": keyboard(*([button(url=f"https://a.org/{'x' * 990}")],) * 10)},
            "reply markup is too long",
        ),
        ("sendDocument", {"chat_id": ME, "document": "TOYnothing"}, "wrong file identifier/HTTP URL specified"),
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
        ("editMessageText", {"chat_id": ME, "message_id": 7, "text": "x"}, "message to edit not found"),
        ("editMessageText", {"chat_id": ME, "message_id": 7, "text": ""}, "message text is empty"),
        ("editMessageReplyMarkup", {"chat_id": ME, "message_id": 7}, "message to edit not found"),
        ("deleteMessage", {"chat_id": ME, "message_id": 7}, "message to delete not found"),
        (
            "answerCallbackQuery",
            {"callback_query_id": "7"},
            "query is too old and response timeout expired or query ID is invalid",
        ),
        ("answerCallbackQuery", {"callback_query_id": "7", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
        ("sendChatAction", {"chat_id": ME, "action": "dance"}, "wrong parameter action in request"),
        ("setMyCommands", {"commands": commands(("Start", "x"))}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": commands(("شركة", "x"))}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": commands(("", "x"))}, "command must be non-empty"),
        ("setMyCommands", {"commands": commands(("a" * 33, "x"))}, "command length must not exceed 32"),
        ("setMyCommands", {"commands": commands(("a", " "))}, "command description must be non-empty"),
        (
            "setMyCommands",
            {"commands": commands(("a", "x" * 257))},
            "command description length must not exceed 256",
        ),
        ("setMyCommands", {"commands": commands(("a", "x")) * 101}, "BOT_COMMANDS_TOO_MUCH"),
        (
            "setMyCommands",
            {"commands": commands(("a", "x")), "language_code": "ara"},
            "invalid language code specified",
        ),
        ("setMyName", {"name": "x" * 65}, "BOT_TITLE_INVALID"),
        ("setMyDescription", {"description": "x" * 513}, "BOT_DESCRIPTION_INVALID"),
        ("setMyShortDescription", {"short_description": "x" * 121}, "BOT_SHORT_DESCRIPTION_INVALID"),
        ("getChatMember", {"chat_id": ME, "user_id": 99}, "user not found"),
        ("getFile", {"file_id": "x"}, "invalid file_id"),
        ("setWebhook", {"url": "http://example.com/"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            "setWebhook",
            {"url": "https://example.com/", "secret_token": "سر"},
            "secret token contains unallowed characters",
        ),
    ],
)
async def test_a_wrong_request_is_refused_in_telegrams_words(
    call: Client, sara: Person, method: str, given: dict[str, Any], words: str
) -> None:
    answer = await call(method, **given)
    assert (answer.status, answer.description) == (400, BAD + words)


@pytest.mark.parametrize(
    ("method", "given", "problem"),
    [
        ("sendMessage", {"chat_id": ME}, "text is missing"),
        ("sendMessage", {"chat_id": ME, "text": 5}, "text: expected String, got Integer"),
        ("sendMessage", {"chat_id": ME, "text": None}, "text: expected String, got null"),
        (
            "sendMessage",
            {"chat_id": ME, "text": "x", "disable_web_page_preview": True},
            "disable_web_page_preview is unknown",
        ),
        (
            "sendMessage",
            {"chat_id": ME, "text": "x", "link_preview_options": {"off": True}},
            "link_preview_options: off is unknown",
        ),
        ("sendMessage", {"chat_id": ME, "text": "x", "reply_markup": {"inline_keyboard": None}}, "reply_markup: fits"),
        ("sendMessage", {"chat_id": ME, "text": "x", "reply_markup": keyboard([{"url": "x"}])}, "text is missing"),
        ("getUpdates", {"limit": "many"}, "limit: expected Integer, got String"),
        ("sendMessage", {"chat_id": ME, "text": "x", "message_effect_id": "4"}, "message_effect_id is not emulated"),
    ],
)
async def test_what_breaks_the_bot_api_is_refused_and_noted(
    toy: Playground, call: Client, sara: Person, method: str, given: dict[str, Any], problem: str
) -> None:
    answer = await call(method, **given)
    assert answer.status == 400
    assert problem in answer.description
    noted = toy.violations.pop()
    assert noted.startswith(f"{method}: ")
    assert problem in noted


async def test_an_unknown_method_is_named_aloud(toy: Playground, call: Client) -> None:
    answer = await call("sendDice", chat_id=ME)
    assert (answer.status, answer.description) == (404, "Not Found: method sendDice is not emulated")
    assert toy.violations == ["sendDice: method is not emulated"]
    toy.violations.clear()


async def test_a_wrong_token_opens_nothing(toy: Playground, call: Client) -> None:
    for token in ("1:wrong", DEFAULT_TOKEN + "x"):
        answer = await call.raw("GET", f"{toy.url}/bot{token}/getMe")
        assert (answer.status, answer.description) == (401, "Unauthorized")


async def test_a_bot_that_logged_out_is_refused(call: Client) -> None:
    assert (await call("logOut")).result is True
    answer = await call("getMe")
    assert (answer.status, answer.description) == (400, "Logged out")


async def test_close_is_refused_in_the_first_ten_minutes(call: Client, clock: Clock) -> None:
    answer = await call("close")
    assert (answer.status, answer.description) == (429, "Too Many Requests: retry after 600")
    clock.now += 601
    assert (await call("close")).result is True


async def test_the_bot_may_not_write_first(toy: Playground, call: Client) -> None:
    toy.person("ليلى")
    answer = await call("sendMessage", chat_id=ME, text="أهلا")
    assert (answer.status, answer.description) == (403, "Forbidden: bot can't initiate conversation with a user")


async def test_the_longest_text_and_caption_still_go(call: Client, sara: Person) -> None:
    sent = await call("sendMessage", chat_id=ME, text="😀" * 4096)
    assert len(sent.result["text"]) == 4096
    marked = await call("sendMessage", chat_id=ME, text="<b>" + "&lt;" * 4096 + "</b>", parse_mode="html")
    assert marked.result["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]


async def test_parameters_may_come_in_every_way_and_methods_in_any_case(call: Client, sara: Person) -> None:
    markup = '{"inline_keyboard": [[{"text": "زر", "callback_data": "x"}]]}'
    given = {"chat_id": str(ME), "text": "أهلا", "reply_markup": markup, "disable_notification": "true"}
    for verb, how in (("GET", "params"), ("POST", "params"), ("POST", "data"), ("POST", "json")):
        answer = await call.raw(verb, f"{call.base}/SENDmessage", **{how: given})
        assert answer.result["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "x"
        assert answer.headers["Content-Type"].startswith("application/json")
    assert [message.text for message in sara.messages[1:]] == ["أهلا"] * 4
