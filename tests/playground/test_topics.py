"""Topics of a forum, as Telegram has them: messages stand in theirs, and what is closed or deleted is refused."""

import pytest

from playground.groups import Group
from playground.people import Person
from playground.server import Playground
from tests.playground.conftest import Client

CLOSED = "Bad Request: TOPIC_CLOSED"
NOT_FOUND = "Bad Request: message thread not found"


@pytest.fixture
def forum(toy: Playground, sara: Person) -> Group:
    group = toy.group("مختبر", sara)
    group.add_bot(sara.user)
    return group


async def test_a_message_for_a_topic_stands_in_it(call: Client, forum: Group) -> None:
    thread_id = forum.topic("الأخبار")
    sent = (await call("sendMessage", chat_id=forum.id, text="خبر", message_thread_id=thread_id)).result
    assert (sent["message_thread_id"], sent["is_topic_message"], sent["chat"]["is_forum"]) == (thread_id, True, True)
    assert forum.messages[-1].topic == thread_id
    assert (await call("sendMessage", chat_id=forum.id, text="خبر")).result.get("message_thread_id") is None
    assert (await call("sendChatAction", chat_id=forum.id, action="typing", message_thread_id=thread_id)).result


async def test_the_bot_is_told_of_a_new_topic_and_where_somebody_writes(
    call: Client, forum: Group, sara: Person
) -> None:
    await call.updates()
    thread_id = forum.topic("الأخبار")
    forum.say(sara.user, thread_id, text="/digest")
    created, said = [update["message"] for update in await call.updates()]
    assert (created["message_id"], created["forum_topic_created"]["name"]) == (thread_id, "الأخبار")
    assert (said["message_thread_id"], said["is_topic_message"]) == (thread_id, True)


async def test_a_closed_topic_takes_messages_from_administrators_only(call: Client, forum: Group, sara: Person) -> None:
    thread_id = forum.topic("الأخبار")
    forum.close_topic(thread_id)
    refused = await call("sendMessage", chat_id=forum.id, text="خبر", message_thread_id=thread_id)
    assert refused.description == CLOSED
    forum.add_bot(sara.user, "administrator")
    assert (await call("sendMessage", chat_id=forum.id, text="خبر", message_thread_id=thread_id)).status == 200


async def test_a_topic_that_is_not_there_takes_nothing(call: Client, forum: Group, sara: Person) -> None:
    thread_id = forum.topic("الأخبار")
    forum.delete_topic(thread_id)
    for chat_id in (forum.id, sara.id):
        refused = await call("sendMessage", chat_id=chat_id, text="خبر", message_thread_id=thread_id)
        assert refused.description == NOT_FOUND


def test_a_group_that_is_no_supergroup_has_no_topics(toy: Playground, sara: Person) -> None:
    group = toy.group("مختبر", sara, kind="group")
    with pytest.raises(ValueError, match="no supergroup"):
        group.topic("الأخبار")
