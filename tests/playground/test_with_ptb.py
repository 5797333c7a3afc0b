"""python-telegram-bot, which knows the Bot API by itself, drives the toy and reads all that it says."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.constants import ChatAction, ChatMemberStatus, ParseMode
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter
from telegram.request import HTTPXRequest

from playground.people import Person
from playground.server import Playground
from tests.playground.conftest import PNG, Client


@pytest.fixture
async def bot(toy: Playground) -> AsyncIterator[Bot]:
    async with Bot(toy.token, base_url=f"{toy.url}/bot", base_file_url=f"{toy.url}/file/bot") as bot:
        yield bot


async def test_a_conversation_with_everything_in_it(toy: Playground, bot: Bot, sara: Person) -> None:
    assert bot.username == toy.world.bot.username
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("حفظ", callback_data="save:1")]])
    sent = await bot.send_message(
        sara.id,
        '<b>موجز</b> <a href="https://example.com/a">خبر</a>',
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert sent.text_html == '<b>موجز</b> <a href="https://example.com/a">خبر</a>'
    query_id = sara.tap(await sara.hears(), "حفظ")
    hello, tapped = await bot.get_updates(timeout=5)
    assert hello.message
    assert hello.message.text == "/start"
    assert tapped.callback_query
    await tapped.callback_query.answer("حُفظ", show_alert=True)
    assert (await sara.answered(query_id)).alert
    await tapped.callback_query.edit_message_text("انتهى")
    assert (await sara.sees(lambda message: message.edited)).text == "انتهى"
    await bot.send_chat_action(sara.id, ChatAction.TYPING)
    await bot.delete_message(sara.id, sent.message_id)
    assert [message.text for message in sara.messages] == ["/start"]


async def test_files_both_ways(bot: Bot, sara: Person) -> None:
    photo = await bot.send_photo(sara.id, PNG, caption="رسم")
    assert photo.photo[-1].width == 40
    document = await bot.send_document(sara.id, b"1,2", filename="a.csv")
    assert document.document
    file = await document.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"1,2"


async def test_the_profile_of_the_bot(bot: Bot, sara: Person) -> None:
    commands = (BotCommand("today", "موجز اليوم"), BotCommand("help", "مساعدة"))
    await bot.set_my_commands(commands, scope=BotCommandScopeChat(sara.id), language_code="ar")
    assert await bot.get_my_commands(scope=BotCommandScopeChat(sara.id), language_code="ar") == commands
    await bot.set_my_name("موجز")
    assert (await bot.get_my_name()).name == "موجز"
    chat = await bot.get_chat(sara.id)
    assert chat.first_name == "سارة"
    assert (await bot.get_chat_member(sara.id, bot.id)).status == ChatMemberStatus.MEMBER
    keyboard = ReplyKeyboardMarkup([["/today"]], input_field_placeholder="اكتب")
    await bot.send_message(sara.id, "قائمة", reply_markup=keyboard)
    assert sara.chat.reply_keyboard


async def test_refusals_become_the_errors_of_the_library(toy: Playground, bot: Bot, sara: Person) -> None:
    with pytest.raises(BadRequest, match="unsupported start tag"):
        await bot.send_message(sara.id, "<p>", parse_mode=ParseMode.HTML)
    toy.fail("sendMessage", retry_after=3)
    with pytest.raises(RetryAfter):
        await bot.send_message(sara.id, "x")
    sara.block()
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(sara.id, "x")
    await bot.set_webhook("http://127.0.0.1:9/nobody", secret_token="s" * 32)
    with pytest.raises(Conflict):
        await bot.get_updates()


async def test_a_wrong_token_is_an_invalid_token(toy: Playground) -> None:
    async with HTTPXRequest() as one, HTTPXRequest() as two:
        stranger = Bot("1:wrong", base_url=f"{toy.url}/bot", request=one, get_updates_request=two)
        with pytest.raises(InvalidToken):
            await stranger.initialize()


def holds(read: Any, wire: Any) -> bool:
    """Whether everything of `wire` was read; the library adds a few fields of its own that are False."""
    if isinstance(wire, dict):
        return all(name in read and holds(read[name], value) for name, value in wire.items())
    if isinstance(wire, list):
        return len(read) == len(wire) and all(map(holds, read, wire))
    return bool(read == wire)


async def test_every_kind_of_update_and_reply_is_read_without_rest(toy: Playground, call: Client, sara: Person) -> None:
    group = toy.group("غرفة الأخبار", sara)
    group.add_bot(sara.user, "administrator")
    sara.send("في المجموعة", group=group)
    sara.edit(sara.send("أول #وسم"), "ثان /today")
    sara.forward("خبر", "قناة")
    sara.send_document("a.txt", b"x", "وصف")
    sara.send_photo(PNG)
    sara.send_voice()
    sara.send_sticker()
    markup = {"inline_keyboard": [[{"text": "نعم", "callback_data": "yes"}]]}
    sent = (await call("sendMessage", chat_id=sara.id, text="؟", reply_markup=markup)).result
    sara.tap(await sara.hears(), "yes")
    sara.block()
    sara.unblock()
    updates = (await call("getUpdates")).result
    kinds = [next(kind for kind in update if kind != "update_id") for update in updates]
    assert set(kinds) == {"message", "edited_message", "callback_query", "my_chat_member"}
    for wire, kind in zip(updates, kinds, strict=True):
        update = Update.de_json(wire, None)
        assert holds(update.to_dict(), wire)
        assert not update.api_kwargs
        assert not getattr(update, kind).api_kwargs
    assert holds(Message.de_json(sent, None).to_dict(), sent)
