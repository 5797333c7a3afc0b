"""The bot presents itself by language, and its menu by scope, as Telegram chooses."""

from playground.people import Person
from playground.server import Playground
from tests.playground.conftest import Client


def menu(name: str) -> list[dict[str, str]]:
    return [{"command": name, "description": "وصف"}]


async def seen_by(toy: Playground, call: Client, person: Person) -> str:
    chat = await call.raw("GET", f"{toy.url}/_ctl/people/{person.id}")
    commands = chat.body["commands"]
    return str(commands[0]["command"]) if commands else ""


async def test_a_person_sees_the_narrowest_menu_in_their_language(toy: Playground, call: Client, sara: Person) -> None:
    chat = {"type": "chat", "chat_id": sara.id}
    private = {"type": "all_private_chats"}
    assert await seen_by(toy, call, sara) == ""
    for scope, language, name in (
        (None, "", "default"),
        ({"type": "default"}, "ar", "default_ar"),
        ({"type": "all_group_chats"}, "ar", "groups"),
        (private, "", "private"),
        (private, "ar", "private_ar"),
        (chat, "fr", "chat_fr"),
        (chat, "", "chat"),
        (chat, "ar", "chat_ar"),
    ):
        given = {"commands": menu(name), "language_code": language} | ({"scope": scope} if scope else {})
        assert (await call("setMyCommands", **given)).result is True
        expected = {"groups": "default_ar", "chat_fr": "private_ar"}.get(name, name)
        assert await seen_by(toy, call, sara) == expected
    await call("deleteMyCommands", scope=chat, language_code="ar")
    assert await seen_by(toy, call, sara) == "chat"


async def test_commands_come_back_for_exactly_the_scope_asked(call: Client, sara: Person) -> None:
    await call("setMyCommands", commands=[{"command": "/today", "description": " موجز اليوم "}])
    assert (await call("getMyCommands")).result == [{"command": "today", "description": "موجز اليوم"}]
    assert (await call("getMyCommands", language_code="ar")).result == []
    assert (await call("getMyCommands", scope={"type": "all_private_chats"})).result == []


async def test_scopes_need_a_chat_that_is_there_and_of_the_right_kind(call: Client, sara: Person) -> None:
    nowhere = await call("setMyCommands", commands=menu("a"), scope={"type": "chat", "chat_id": 99})
    assert nowhere.description == "Bad Request: chat not found"
    private = {"type": "chat_administrators", "chat_id": sara.id}
    refused = await call("setMyCommands", commands=menu("a"), scope=private)
    assert refused.description == "Bad Request: can't use specified scope in private chats"


async def test_names_and_descriptions_are_kept_by_language(call: Client) -> None:
    for field, method in (("name", "Name"), ("description", "Description"), ("short_description", "ShortDescription")):
        await call(f"setMy{method}", **{field: "Mujaz"})
        await call(f"setMy{method}", **{field: "موجز"}, language_code="ar")
        assert (await call(f"getMy{method}", language_code="ar")).result == {field: "موجز"}
        assert (await call(f"getMy{method}", language_code="fr")).result == {field: "Mujaz"}
        await call(f"setMy{method}", language_code="ar")
        assert (await call(f"getMy{method}", language_code="ar")).result == {field: "Mujaz"}
    me = (await call("getMe")).result
    assert (me["first_name"], me["is_bot"], me["can_read_all_group_messages"]) == ("Mujaz", True, False)
