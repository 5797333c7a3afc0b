"""The methods with which the bot sends: sendMessage, sendPhoto, sendDocument, sendChatAction.

What was sent is in the chat when the method returns; there is no queue behind it.
"""

import re
from typing import Any

from playground import errors, limits
from playground.chats import Chat, PrivateChat
from playground.errors import bad_request
from playground.events import Event
from playground.files import StoredFile, Upload, checked_image_size
from playground.messages import Attachment, JsonObject, Message, in_topic
from playground.world import World

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def send_message(world: World, given: JsonObject) -> JsonObject:
    """sendMessage."""
    text, entities = limits.message_text(given["text"], given.get("parse_mode"), given.get("entities"))
    preview = given.get("link_preview_options")
    return _send(world, given, text=text, entities=entities, preview=preview)


def send_photo(world: World, given: JsonObject) -> JsonObject:
    """sendPhoto: an upload, or the file_id of a photo."""
    file = _file(world, given["photo"], "photos")
    width, height = checked_image_size(file.data)
    return _send_file(world, given, Attachment("photo", file, {"width": width, "height": height}))


def send_document(world: World, given: JsonObject) -> JsonObject:
    """sendDocument: an upload, or the file_id of a document."""
    file = _file(world, given["document"], "documents")
    return _send_file(world, given, document(file))


def send_chat_action(world: World, given: JsonObject) -> bool:
    """sendChatAction."""
    action = limits.chat_action(given["action"])
    chat = world.chat(given["chat_id"])
    chat.check_writable()
    chat.check_topic(given.get("message_thread_id"))
    world.events.publish(Event("action", chat.id, details={"action": action}))
    return True


def document(file: StoredFile) -> Attachment:
    """A file, sent as a document."""
    return Attachment("document", file, {"file_name": file.name, "mime_type": file.mime_type})


def _send_file(world: World, given: JsonObject, attachment: Attachment) -> JsonObject:
    text, entities = limits.caption(given.get("caption", ""), given.get("parse_mode"), given.get("caption_entities"))
    return _send(world, given, text=text, entities=entities, attachment=attachment)


def _send(world: World, given: JsonObject, **content: Any) -> JsonObject:
    markup = given.get("reply_markup")
    inline = limits.inline_keyboard(markup) if markup and "inline_keyboard" in markup else None
    chat = world.chat(given["chat_id"])
    chat.check_writable()
    thread_id = given.get("message_thread_id")
    chat.check_topic(thread_id)
    reply_to = _replied(chat, given.get("reply_parameters"))
    if isinstance(chat, PrivateChat) and markup:
        _set_reply_keyboard(chat, markup)
    extra = [*in_topic(thread_id), *((("has_protected_content", True),) if given.get("protect_content") else ())]
    message = world.post(chat, world.bot, markup=inline, reply_to=reply_to, extra=tuple(extra), **content)
    words = given.get("text") or given.get("caption", "")
    world.ledger.add(chat.id, message.message_id, words, world.clock(), bulk=world.is_bulk(chat))
    return message.wire()


def _replied(chat: Chat, parameters: JsonObject | None) -> Message | None:
    if parameters is None:
        return None
    message = chat.message(parameters["message_id"]) if parameters.get("chat_id", chat.id) == chat.id else None
    if message is None and not parameters.get("allow_sending_without_reply"):
        raise bad_request(errors.REPLY_NOT_FOUND)
    return message


def _set_reply_keyboard(chat: PrivateChat, markup: JsonObject) -> None:
    if "keyboard" in markup:
        chat.reply_keyboard = markup
    elif "remove_keyboard" in markup:
        chat.reply_keyboard = None


def _file(world: World, given: Upload | str, folder: str) -> StoredFile:
    if isinstance(given, Upload):
        return world.files.keep(folder, given.name, given.data, given.mime_type)
    known = world.files.get(given)
    if known is None:
        if _ADDRESS.match(given):
            raise bad_request(world.violation("file by address", "the playground has no network to fetch it"))
        raise bad_request(errors.FILE_IDENTIFIER)
    kind, wanted = (name.split("/")[0].removesuffix("s").capitalize() for name in (known.path, folder))
    if kind != wanted:
        raise bad_request(f"can't use file of type {kind} as {wanted}")
    return known
