"""A group that becomes a supergroup says so, in both chats and to whoever still writes to the old one."""

import pytest

from playground.groups import Group
from playground.people import Person
from playground.server import Playground
from tests.playground.conftest import Client


@pytest.fixture
def group(toy: Playground, sara: Person) -> Group:
    group = toy.group("غرفة الأخبار", sara, kind="group")
    group.add_bot(sara.user)
    return group


async def test_the_bot_is_told_where_the_group_went_and_whence_it_came(call: Client, group: Group) -> None:
    await call.updates()
    old = group.id
    group.migrate()
    there, here = [update["message"] for update in await call.updates()]
    assert (there["chat"]["id"], there["chat"]["type"], there["migrate_to_chat_id"]) == (old, "group", group.id)
    assert (here["chat"]["id"], here["chat"]["type"], here["migrate_from_chat_id"]) == (group.id, "supergroup", old)


async def test_who_writes_to_the_old_chat_is_sent_to_the_new_one(call: Client, group: Group) -> None:
    old = group.id
    assert (await call("sendMessage", chat_id=old, text="خبر")).result["chat"]["type"] == "group"
    group.migrate()
    refused = await call("sendMessage", chat_id=old, text="خبر")
    assert refused.description == "Bad Request: group chat was upgraded to a supergroup chat"
    assert refused.body["parameters"] == {"migrate_to_chat_id": group.id}
    assert (await call("sendMessage", chat_id=group.id, text="خبر")).status == 200
    assert [message.text for message in group.messages][-1] == "خبر"


async def test_its_people_move_with_it(call: Client, group: Group, sara: Person) -> None:
    group.migrate()
    assert (await call("getChatMember", chat_id=group.id, user_id=sara.id)).result["status"] == "creator"
    group.promote(sara.user)
    sara.send("/today", group=group)
    assert [update["message"].get("text") for update in (await call.updates())[-1:]] == ["/today"]


async def test_a_group_is_named_as_what_it_is_when_the_bot_is_thrown_out(
    call: Client, group: Group, sara: Person
) -> None:
    group.remove_bot(sara.user)
    refused = await call("sendMessage", chat_id=group.id, text="خبر")
    assert refused.description == "Forbidden: bot was kicked from the group chat"


def test_a_supergroup_does_not_migrate_again(group: Group) -> None:
    group.migrate()
    with pytest.raises(ValueError, match="supergroup already"):
        group.migrate()
