"""The methods on what stands in a chat already: editMessageText, editMessageReplyMarkup, deleteMessage,
answerCallbackQuery.

Inline messages (inline_message_id) do not exist here.
"""

from dataclasses import replace

from playground import errors, limits
from playground.chats import Chat
from playground.errors import bad_request
from playground.events import Event
from playground.messages import JsonObject, Message
from playground.taps import Answer
from playground.world import World

# A message may be deleted for 48 hours (Bot API, deleteMessage).
_DELETABLE = 48 * 3600


def edit_message_text(world: World, given: JsonObject) -> JsonObject:
    """editMessageText. As at Telegram, an edit without reply_markup takes the buttons away."""
    text, entities = limits.message_text(given.get("text", ""), given.get("parse_mode"), given.get("entities"))
    markup = limits.inline_keyboard(given.get("reply_markup"))
    chat, message = _editable(world, given)
    if message.attachment:
        raise bad_request(errors.EDIT_NO_TEXT)
    preview = given.get("link_preview_options")
    return _edit(world, chat, message, replace(message, text=text, entities=entities, markup=markup, preview=preview))


def edit_message_reply_markup(world: World, given: JsonObject) -> JsonObject:
    """editMessageReplyMarkup."""
    markup = limits.inline_keyboard(given.get("reply_markup"))
    chat, message = _editable(world, given)
    return _edit(world, chat, message, replace(message, markup=markup))


def delete_message(world: World, given: JsonObject) -> bool:
    """deleteMessage: either side's in a private chat; in a group, of others only as an administrator."""
    chat = world.chat(given["chat_id"])
    message = chat.message(given["message_id"])
    if message is None:
        raise bad_request(errors.DELETE_NOT_FOUND)
    may = message.from_bot or chat.id > 0 or chat.status(world.bot_id) == "administrator"
    if not may or world.now() - message.date > _DELETABLE:
        raise bad_request(errors.DELETE_FORBIDDEN)
    world.remove(chat, message.message_id)
    return True


def answer_callback_query(world: World, given: JsonObject) -> bool:
    """answerCallbackQuery."""
    text = limits.answer_text(given.get("text", ""))
    if given.get("url"):
        raise bad_request(errors.ANSWER_URL)
    tap = world.taps.answer(given["callback_query_id"], Answer(text, given.get("show_alert", False)))
    details = {"query_id": tap.query_id, "text": text, "alert": given.get("show_alert", False)}
    world.events.publish(Event("answer", tap.person, details=details))
    return True


def _editable(world: World, given: JsonObject) -> tuple[Chat, Message]:
    if "inline_message_id" in given or "chat_id" not in given or not given.get("message_id"):
        raise bad_request(errors.NO_IDENTIFIER)
    chat = world.chat(given["chat_id"])
    chat.check_writable()
    message = chat.message(given["message_id"])
    if message is None:
        raise bad_request(errors.EDIT_NOT_FOUND)
    if not message.from_bot:
        raise bad_request(errors.EDIT_FORBIDDEN)
    return chat, message


def _edit(world: World, chat: Chat, old: Message, new: Message) -> JsonObject:
    if new == old:
        raise bad_request(errors.NOT_MODIFIED)
    edited = replace(new, edit_date=world.now())
    world.replace(chat, edited)
    return edited.wire()
