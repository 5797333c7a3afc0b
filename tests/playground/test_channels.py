"""Channels and the rights of the bot: what it is told of them, what it may do, in Telegram's words."""

import pytest

from playground.channels import Channel
from playground.groups import Group
from playground.people import Person
from playground.server import Playground
from tests.playground.conftest import Client


@pytest.fixture
def channel(toy: Playground, sara: Person) -> Channel:
    return toy.channel("أخبار الآلة", sara, username="machine_news")


@pytest.fixture
def group(toy: Playground, sara: Person) -> Group:
    group = toy.group("زملاء", sara)
    group.add_bot(sara.user)
    return group


async def test_the_bot_is_told_when_it_may_post_and_when_no_more(call: Client, channel: Channel, sara: Person) -> None:
    channel.add_bot(sara.user)
    channel.add_bot(sara.user, posts=False)
    channel.remove_bot(sara.user)
    changes = [update["my_chat_member"] for update in await call.updates() if "my_chat_member" in update]
    assert {change["chat"]["type"] for change in changes} == {"channel"}
    members = [change["new_chat_member"] for change in changes]
    told = [(member["status"], member.get("can_post_messages")) for member in members]
    assert told == [("administrator", True), ("administrator", False), ("kicked", None)]
    assert changes[1]["old_chat_member"]["can_post_messages"] is True


async def test_what_it_posts_is_from_the_channel(call: Client, channel: Channel, sara: Person) -> None:
    channel.add_bot(sara.user)
    posted = (await call("sendMessage", chat_id="@machine_news", text="خبر")).result
    assert "from" not in posted
    assert posted["sender_chat"]["id"] == posted["chat"]["id"] == channel.id
    assert [message.text for message in channel.messages] == ["خبر"]


async def test_without_the_right_it_posts_nothing(call: Client, channel: Channel, sara: Person) -> None:
    refused = await call("sendMessage", chat_id=channel.id, text="خبر")
    assert refused.description == "Forbidden: bot is not a member of the channel chat"
    channel.add_bot(sara.user, posts=False)
    refused = await call("sendMessage", chat_id=channel.id, text="خبر")
    assert refused.description == "Bad Request: need administrator rights in the channel chat"
    channel.remove_bot(sara.user)
    refused = await call("sendMessage", chat_id=channel.id, text="خبر")
    assert refused.description == "Forbidden: bot was kicked from the channel chat"


async def test_it_may_ask_who_is_an_admin_of_a_channel_that_it_is_in(
    call: Client, channel: Channel, sara: Person
) -> None:
    asked = {"chat_id": channel.id, "user_id": sara.id}
    assert (await call("getChatMember", **asked)).status == 403
    channel.add_bot(sara.user)
    assert (await call("getChatMember", **asked)).result["status"] == "creator"
    channel.demote(sara.user)
    assert (await call("getChatMember", **asked)).result["status"] == "member"
    assert (await call("getChat", chat_id="@machine_news")).result["title"] == "أخبار الآلة"
    assert (await call("getChat", chat_id="@nowhere_at_all")).description == "Bad Request: chat not found"


async def test_a_bot_that_is_restricted_or_muted_with_all_others_may_still_ask(
    call: Client, group: Group, sara: Person
) -> None:
    words = "Bad Request: not enough rights to send text messages to the chat"
    asked = {"chat_id": group.id, "user_id": sara.id}
    group.restrict_bot(sara.user)
    assert (await call("sendMessage", chat_id=group.id, text="خبر")).description == words
    assert (await call("getChatMember", **asked)).result["status"] == "creator"
    group.add_bot(sara.user)
    group.mute()
    assert (await call("sendMessage", chat_id=group.id, text="خبر")).description == words
    group.add_bot(sara.user, "administrator")
    assert (await call("sendMessage", chat_id=group.id, text="خبر")).status == 200


async def test_who_writes_as_the_group_has_no_name(call: Client, group: Group) -> None:
    group.say_as_group("/start")
    message = (await call.updates())[-1]["message"]
    assert message["from"]["username"] == "GroupAnonymousBot"
    assert message["sender_chat"]["id"] == group.id


async def test_an_answer_in_a_group_without_topics_has_a_thread_and_is_in_no_topic(
    call: Client, group: Group, sara: Person
) -> None:
    first = (await call("sendMessage", chat_id=group.id, text="خبر")).result["message_id"]
    answer = sara.send("شكرا", group=group, reply_to=group.messages[-1])
    assert (answer.wire()["message_thread_id"], answer.topic) == (first, None)
    assert "is_topic_message" not in (await call.updates())[-1]["message"]
