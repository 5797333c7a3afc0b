"""Telegram's limits that the Bot API's data does not tell: lengths, counts, and what a button or a command
may hold.

Each check returns what Telegram would keep, or raises Refused with its words. Text is counted in code points,
callback data and reply markup in UTF-8 bytes (tdlib/td, tdlib/telegram-bot-api; the limits that nobody
documents are those measured by tginfo/Telegram-Limits).
"""

import re
from collections.abc import Iterable

import orjson

from playground import errors
from playground.entities import Entity, checked_link, settle
from playground.errors import bad_request
from playground.html import parse
from playground.messages import JsonObject

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
BUTTON_LIMIT = 100
ROW_LIMIT = 8
MARKUP_LIMIT = 10_000
DATA_LIMIT = 64
COPY_LIMIT = 256
ANSWER_LIMIT = 200
COMMAND_LIMIT = 100

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip

Formatted = tuple[str, tuple[Entity, ...]]


def message_text(text: str, parse_mode: str | None, entities: list[JsonObject] | None) -> Formatted:
    """The text of a message as Telegram stores it: 1 to 4096 code points."""
    settled = _formatted(text, parse_mode, entities)
    if not settled[0]:
        raise bad_request(errors.TEXT_EMPTY)
    if len(settled[0]) > TEXT_LIMIT:
        raise bad_request(errors.TEXT_TOO_LONG)
    return settled


def caption(text: str, parse_mode: str | None, entities: list[JsonObject] | None) -> Formatted:
    """A caption as Telegram stores it: 0 to 1024 code points."""
    settled = _formatted(text, parse_mode, entities)
    if len(settled[0]) > CAPTION_LIMIT:
        raise bad_request(errors.CAPTION_TOO_LONG)
    return settled


def _formatted(text: str, parse_mode: str | None, entities: list[JsonObject] | None) -> Formatted:
    if not parse_mode:
        return settle(text, [_entity(wire) for wire in entities or ()])
    if parse_mode.lower() != "html":
        raise bad_request(f"{errors.PARSE_MODE} (the playground reads HTML only)")
    return settle(*parse(text))


def _entity(wire: JsonObject) -> Entity:
    url = checked_link(wire["url"]) if "url" in wire else None
    if wire["type"] == "text_link" and url is None:
        raise bad_request(f"entity URL '{wire.get('url', '')}' is invalid: Wrong HTTP URL")
    return Entity(wire["type"], wire["offset"], wire["length"], url, wire.get("language"))


def inline_keyboard(markup: JsonObject | None) -> JsonObject | None:
    """An inline keyboard as Telegram keeps it: no empty rows, and None where no button is left."""
    if markup is None:
        return None
    if len(orjson.dumps(markup)) > MARKUP_LIMIT:
        raise bad_request(errors.MARKUP_TOO_LONG)
    rows = [[_button(button) for button in row] for row in markup["inline_keyboard"] if row]
    if sum(map(len, rows)) > BUTTON_LIMIT or any(len(row) > ROW_LIMIT for row in rows):
        raise bad_request(errors.MARKUP_TOO_LONG)
    return {"inline_keyboard": rows} if rows else None


def _button(button: JsonObject) -> JsonObject:
    if not button["text"].strip():
        raise bad_request(errors.BUTTON_TEXT_EMPTY)
    if url := button.get("url"):
        link = checked_link(url)
        if link is None:
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
        return {**button, "url": link}
    if data := button.get("callback_data"):
        if len(data.encode()) > DATA_LIMIT:
            raise bad_request(errors.DATA_INVALID)
    elif copied := button.get("copy_text"):
        if not 1 <= len(copied["text"]) <= COPY_LIMIT:
            raise bad_request(errors.COPY_TEXT_INVALID)
    elif len(button) == 1 or "callback_data" in button or "url" in button:
        raise bad_request(errors.TEXT_BUTTON)
    return button


def commands(given: list[JsonObject]) -> list[JsonObject]:
    """A bot's commands as Telegram keeps them: at most 100, without the slash."""
    if len(given) > COMMAND_LIMIT:
        raise bad_request(errors.COMMANDS_TOO_MUCH)
    return [_command(command) for command in given]


def _command(command: JsonObject) -> JsonObject:
    name, description = command["command"].strip().removeprefix("/"), command["description"].strip()
    for broken, words in (
        (not name, errors.COMMAND_EMPTY),
        (len(name) > 32, errors.COMMAND_TOO_LONG),
        (not description, errors.COMMAND_DESCRIPTION_EMPTY),
        (len(description) > 256, errors.COMMAND_DESCRIPTION_TOO_LONG),
        (not _COMMAND.fullmatch(name), errors.COMMAND_INVALID),
    ):
        if broken:
            raise bad_request(words)
    return {"command": name, "description": description}


def language(code: str) -> str:
    """A two-letter ISO 639-1 code, or an empty string for every language."""
    if not _LANGUAGE.fullmatch(code):
        raise bad_request(errors.LANGUAGE_INVALID)
    return code


def answer_text(text: str) -> str:
    """The text of an answer to a tap: 0 to 200 code points."""
    if len(text) > ANSWER_LIMIT:
        raise bad_request(errors.ANSWER_TOO_LONG)
    return text


def chat_action(action: str) -> str:
    """One of the actions of sendChatAction."""
    if action not in _ACTIONS:
        raise bad_request(errors.ACTION_INVALID)
    return action


def at_most(text: str, limit: int, words: str) -> str:
    """`text`, refused with `words` above `limit` code points."""
    if len(text) > limit:
        raise bad_request(words)
    return text


def pieces(text: str, limit: int = TEXT_LIMIT) -> Iterable[str]:
    """`text` as Telegram's apps send it: cut into messages at a line end or a space where there is one."""
    rest = text.strip()
    while len(rest) > limit:
        cut = max(rest.rfind("\n", 1, limit), rest.rfind(" ", 1, limit)) + 1 or limit
        yield rest[:cut].strip()
        rest = rest[cut:].strip()
    if rest:
        yield rest
