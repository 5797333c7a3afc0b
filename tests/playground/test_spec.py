"""The data of the Bot API catches what is wrong in requests, replies and updates."""

from typing import Any

import orjson
import pytest

from playground.prune import EMULATED, PRUNED, as_lines
from playground.server import Playground
from playground.spec import Spec, load

USER = {"id": 1, "is_bot": False, "first_name": "سارة"}
CHAT = {"id": 1, "type": "private", "first_name": "سارة"}
MESSAGE = {"message_id": 1, "date": 1, "chat": CHAT, "from": USER, "text": "x"}


@pytest.fixture(scope="module")
def spec() -> Spec:
    return load()


@pytest.mark.parametrize(
    ("type_name", "value", "problem"),
    [
        ("User", USER, None),
        ("User", {"id": 1, "first_name": "x"}, "is_bot is missing"),
        ("User", {**USER, "id": "1"}, "id: expected Integer, got String"),
        ("User", {**USER, "id": True}, "id: expected Integer, got Boolean"),
        ("User", {**USER, "age": 3}, "age is unknown"),
        ("User", None, "expected an Object, got null"),
        ("Message", MESSAGE, None),
        ("Message", {**MESSAGE, "reply_to_message": MESSAGE}, None),
        ("Message", {**MESSAGE, "reply_to_message": {**MESSAGE, "date": "x"}}, "reply_to_message: date: expected"),
        ("Message", {**MESSAGE, "entities": [{"type": "bold", "offset": 0}]}, "entities: [0]: length is missing"),
        ("Message", {**MESSAGE, "entities": {}}, "entities: expected Array of MessageEntity, got Object"),
        ("Message", {**MESSAGE, "forward_origin": {"type": "hidden_user", "date": 1}}, "forward_origin: fits none"),
        ("ChatMember", {"status": "left", "user": USER}, None),
        ("ChatMember", {"status": "kicked"}, "user is missing"),
        ("Update", {"update_id": 1, "message": MESSAGE}, None),
        ("Update", {"update_id": 1, "mesage": MESSAGE}, "mesage is unknown"),
        ("Array of BotCommand", [{"command": "a", "description": 1}], "[0]: description: expected String"),
    ],
)
def test_a_value_is_checked_to_its_depths(spec: Spec, type_name: str, value: Any, problem: str | None) -> None:
    found = spec.value(type_name, value)
    assert found is None if problem is None else problem in str(found)


def test_a_reply_may_be_of_any_of_the_types_returned(spec: Spec) -> None:
    assert spec.reply("editMessageText", True) is None
    assert spec.reply("editMessageText", MESSAGE) is None
    assert "fits none of Message, Boolean" in str(spec.reply("editMessageText", None))


async def test_a_reply_of_the_toy_that_breaks_the_bot_api_is_a_500_and_noted(toy: Playground, call: Any) -> None:
    toy.world.bot_id = "seven"  # type: ignore[assignment]  # a planted fault
    answer = await call("getMe")
    assert answer.description.startswith("Internal Server Error: reply of getMe: id: expected Integer, got String")
    assert toy.violations == ["reply of getMe: id: expected Integer, got String"]
    toy.violations.clear()


def test_an_update_that_breaks_the_bot_api_is_noted(toy: Playground) -> None:
    sara = toy.person("سارة")
    toy.world.tell_bot("message", {"text": "x"}, sara.chat)
    assert toy.violations == ["update message: message: message_id is missing"]
    toy.violations.clear()


def test_the_data_is_pruned_to_the_methods_emulated_and_written_one_a_line() -> None:
    api = orjson.loads(PRUNED.read_bytes())
    assert set(api["methods"]) == set(EMULATED)
    assert as_lines(api) == PRUNED.read_bytes()
