"""People and the bot talk: messages, buttons, edits, deletions, blocks, groups, as at Telegram."""

import asyncio

import pytest

from playground.messages import Button
from playground.people import Person
from playground.server import Playground
from tests.playground.conftest import Client, Clock

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_LATE = "Bad Request: query is too old and response timeout expired or query ID is invalid"
YES_NO = {"inline_keyboard": [[{"text": "نعم", "callback_data": "yes"}, {"text": "لا", "callback_data": "no"}]]}


async def test_a_person_hears_the_bot_with_its_formatting(call: Client, sara: Person) -> None:
    await call("sendMessage", chat_id=sara.id, text="<b>أهلا</b> &amp; سهلا", parse_mode="HTML")
    heard = await sara.hears()
    assert heard.from_bot
    assert heard.text == "أهلا & سهلا"
    assert heard.html == "<b>أهلا</b> &amp; سهلا"
    assert sara.messages == [sara.messages[0], heard]


async def test_hearing_waits_for_the_bot_and_tells_what_the_chat_holds_when_it_stays_silent(
    call: Client, sara: Person
) -> None:
    hearing = asyncio.gather(sara.hears())
    await call("sendMessage", chat_id=sara.id, text="أول")
    await call("sendMessage", chat_id=sara.id, text="ثان")
    assert (await hearing)[0].text == "أول"
    assert (await sara.hears()).text == "ثان"
    with pytest.raises(TimeoutError, match=r"سارة waited 0.01 s for the bot(.|\n)*'ثان'"):
        await sara.hears(timeout=0.01)


async def test_a_tap_reaches_the_bot_with_the_message_and_its_answer_comes_back(call: Client, sara: Person) -> None:
    await call.updates()
    sent = (await call("sendMessage", chat_id=sara.id, text="؟", reply_markup=YES_NO)).result
    heard = await sara.hears()
    assert heard.keyboard == ((Button("نعم", "yes"), Button("لا", "no")),)
    query_id = sara.tap(heard, "نعم")
    query = (await call.updates())[0]["callback_query"]
    assert (query["id"], query["data"], query["from"]["id"], query["message"]) == (query_id, "yes", sara.id, sent)
    await call("answerCallbackQuery", callback_query_id=query_id, text="حُفظ", show_alert=True)
    answer = await sara.answered(query_id)
    assert (answer.text, answer.alert) == ("حُفظ", True)


async def test_a_tap_takes_one_answer_within_150_seconds(call: Client, sara: Person, clock: Clock) -> None:
    await call("sendMessage", chat_id=sara.id, text="؟", reply_markup=YES_NO)
    heard = await sara.hears()
    first, second = sara.tap(heard, "yes"), sara.tap(heard, "no")
    assert (await call("answerCallbackQuery", callback_query_id=first)).result is True
    assert (await call("answerCallbackQuery", callback_query_id=first)).description == TOO_LATE
    clock.now += 151
    assert (await call("answerCallbackQuery", callback_query_id=second)).description == TOO_LATE


async def test_nobody_can_tap_a_button_that_is_not_there(call: Client, sara: Person) -> None:
    links = {"inline_keyboard": [[{"text": "المصدر", "url": "https://example.com"}]]}
    await call("sendMessage", chat_id=sara.id, text="x", reply_markup=links)
    heard = await sara.hears()
    assert heard.keyboard[0][0].url == "https://example.com/"
    with pytest.raises(LookupError):
        sara.tap(heard, "المصدر")
    with pytest.raises(LookupError):
        sara.tap(sara.messages[0], "نعم")


async def test_the_bot_edits_its_own_messages_only(call: Client, sara: Person) -> None:
    sent = (await call("sendMessage", chat_id=sara.id, text="١", reply_markup=YES_NO)).result
    address = {"chat_id": sara.id, "message_id": sent["message_id"]}
    same = await call("editMessageText", **address, text="<i></i>١", parse_mode="HTML", reply_markup=YES_NO)
    assert same.description == NOT_MODIFIED
    edited = (await call("editMessageText", **address, text="٢")).result
    assert "reply_markup" not in edited
    assert edited["edit_date"] >= edited["date"]
    seen = await sara.sees(lambda message: message.edited)
    assert (seen.text, seen.keyboard) == ("٢", ())
    assert (await call("editMessageReplyMarkup", **address, reply_markup=YES_NO)).result["reply_markup"] == YES_NO
    assert (await call("editMessageReplyMarkup", **address, reply_markup=YES_NO)).description == NOT_MODIFIED
    theirs = await call("editMessageText", chat_id=sara.id, message_id=sara.messages[0].message_id, text="x")
    assert theirs.description == "Bad Request: message can't be edited"


async def test_a_caption_is_no_text_to_edit(call: Client, sara: Person) -> None:
    document = sara.send_document("a.txt", b"text")
    assert document.document is not None
    sent = (await call("sendDocument", chat_id=sara.id, document=document.document.file_id, caption="x")).result
    answer = await call("editMessageText", chat_id=sara.id, message_id=sent["message_id"], text="y")
    assert answer.description == "Bad Request: there is no text in the message to edit"


async def test_deleting_takes_a_message_out_of_the_chat(call: Client, sara: Person, clock: Clock) -> None:
    sent = (await call("sendMessage", chat_id=sara.id, text="x")).result["message_id"]
    assert (await call("deleteMessage", chat_id=sara.id, message_id=sent)).result is True
    assert [message.text for message in sara.messages] == ["/start"]
    gone = await call("deleteMessage", chat_id=sara.id, message_id=sent)
    assert gone.description == "Bad Request: message to delete not found"
    clock.now += 49 * 3600
    late = await call("deleteMessage", chat_id=sara.id, message_id=sara.messages[0].message_id)
    assert late.description == "Bad Request: message can't be deleted for everyone"


async def test_a_persons_edit_arrives_as_an_edited_message(call: Client, sara: Person) -> None:
    await call.updates()
    sent = sara.send("أول")
    sara.edit(sent, "أول، مصحّح")
    before, after = await call.updates()
    assert before["message"]["text"] == "أول"
    assert after["edited_message"]["text"] == "أول، مصحّح"
    assert after["edited_message"]["message_id"] == before["message"]["message_id"]


async def test_a_long_text_is_cut_into_messages_as_the_apps_do(call: Client, sara: Person) -> None:
    await call.updates()
    words = " ".join(f"كلمة{number}" for number in range(2000))
    last = sara.send(words)
    texts = [update["message"]["text"] for update in await call.updates()]
    assert " ".join(texts) == words
    assert all(0 < len(text) <= 4096 for text in texts)
    assert last.text == texts[-1]


async def test_a_reply_carries_the_message_it_replies_to(call: Client, sara: Person) -> None:
    await call.updates()
    hello = sara.messages[0]
    sent = (
        await call("sendMessage", chat_id=sara.id, text="رد", reply_parameters={"message_id": hello.message_id})
    ).result
    assert sent["reply_to_message"]["text"] == "/start"
    sara.send("وعليه", reply_to=await sara.hears())
    assert (await call.updates())[0]["message"]["reply_to_message"]["text"] == "رد"
    lost = {"message_id": 1, "allow_sending_without_reply": True}
    assert (
        "reply_to_message" not in (await call("sendMessage", chat_id=sara.id, text="x", reply_parameters=lost)).result
    )


async def test_a_forwarded_post_names_its_channel(call: Client, sara: Person) -> None:
    await call.updates()
    sara.forward("خبر من قناة", "قناة الأخبار")
    origin = (await call.updates())[0]["message"]["forward_origin"]
    assert (origin["type"], origin["chat"]["title"]) == ("channel", "قناة الأخبار")


async def test_blocking_is_told_to_the_bot_and_keeps_it_out(call: Client, sara: Person) -> None:
    await call.updates()
    sent = (await call("sendMessage", chat_id=sara.id, text="x")).result["message_id"]
    sara.block()
    sara.block()
    (told,) = await call.updates()
    change = told["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    for method, given in (
        ("sendMessage", {"text": "x"}),
        ("editMessageText", {"text": "y", "message_id": sent}),
        ("sendChatAction", {"action": "typing"}),
    ):
        answer = await call(method, chat_id=sara.id, **given)
        assert (answer.status, answer.description) == (403, "Forbidden: bot was blocked by the user")
    with pytest.raises(ValueError, match="unblock"):
        sara.send("x")
    sara.unblock()
    assert (await call.updates())[0]["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert (await call("sendMessage", chat_id=sara.id, text="x")).status == 200


async def test_members_of_a_private_chat_are_the_person_and_the_bot(call: Client, sara: Person) -> None:
    assert (await call("getChatMemberCount", chat_id=sara.id)).result == 2
    assert (await call("getChatMember", chat_id=sara.id, user_id=sara.id)).result["status"] == "member"
    chat = (await call("getChat", chat_id=sara.id)).result
    assert (chat["id"], chat["type"], chat["first_name"]) == (sara.id, "private", "سارة")


async def test_a_group_has_an_owner_administrators_members_and_strangers(
    toy: Playground, call: Client, sara: Person
) -> None:
    layla, omar, hind = toy.person("ليلى"), toy.person("عمر"), toy.person("هند")
    group = toy.group("غرفة الأخبار", sara, layla, omar)
    group.promote(layla.user)
    await call.updates()
    group.add_bot(sara.user)
    added = (await call.updates())[0]["my_chat_member"]
    assert (added["chat"]["title"], added["new_chat_member"]["status"]) == ("غرفة الأخبار", "member")
    statuses = [
        (await call("getChatMember", chat_id=group.id, user_id=person.id)).result["status"]
        for person in (sara, layla, omar, hind)
    ]
    assert statuses == ["creator", "administrator", "member", "left"]
    assert (await call("getChatMemberCount", chat_id=group.id)).result == 4
    group.remove_bot(sara.user)
    answer = await call("sendMessage", chat_id=group.id, text="x")
    assert answer.description == "Forbidden: bot was kicked from the supergroup chat"


async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(toy: Playground, call: Client, sara: Person) -> None:
    group = toy.group("غرفة الأخبار", sara)
    group.add_bot(sara.user)
    await call("sendMessage", chat_id=group.id, text="أنا هنا")
    await call.updates()
    said = ["حديث عابر", "/today", "/today@playground_toy_bot", "/today@other_bot"]
    for text in said:
        sara.send(text, group=group)
    sara.send("جواب", group=group, reply_to=group.messages[0])
    heard = [update["message"]["text"] for update in await call.updates()]
    assert heard == ["/today", "/today@playground_toy_bot", "جواب"]
    group.add_bot(sara.user, "administrator")
    sara.send("حديث عابر", group=group)
    assert (await call.updates())[-1]["message"]["text"] == "حديث عابر"
    with pytest.raises(ValueError, match="not in"):
        toy.person("هند").send("x", group=group)


async def test_events_tell_what_happens_until_the_toy_closes(toy: Playground, call: Client, sara: Person) -> None:
    heard: list[str] = []
    stop = toy.listen(lambda event: heard.append(event.type))
    stream = toy.events()
    first = asyncio.gather(anext(stream))
    await asyncio.sleep(0)
    await call("sendChatAction", chat_id=sara.id, action="typing")
    await call("sendMessage", chat_id=sara.id, text="x")
    stop()
    sara.block()
    assert heard == ["action", "message"]
    assert (await first)[0].type == "action"
    await toy.close()
    assert [event.type async for event in stream] == ["message", "blocked"]


async def test_people_have_the_same_ids_in_every_run(toy: Playground) -> None:
    assert [toy.person(name).id for name in ("أ", "ب")] == [2001, 2002]
    assert toy.person("ج", id=77).id == 77
    with pytest.raises(ValueError, match="77"):
        toy.person("د", id=77)
