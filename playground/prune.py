"""Cuts Telegram's Bot API, given as data, down to what the toy Telegram speaks: its methods and every type
that these reach.

`python -m playground.prune PATH_TO_api.json` writes playground/bot_api.json, one method or type a line,
without the prose. It never fetches anything: the path is that of a file in the form of
PaulSonOfLars/telegram-bot-api-spec.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

PRUNED = Path(__file__).with_name("bot_api.json")

EMULATED = (
    "getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo", "getMe", "logOut", "close",
    "sendMessage", "sendPhoto", "sendDocument", "sendChatAction",
    "editMessageText", "editMessageReplyMarkup", "deleteMessage", "answerCallbackQuery", "answerInlineQuery",
    "setMyCommands", "getMyCommands", "deleteMyCommands", "setMyName", "getMyName",
    "setMyDescription", "getMyDescription", "setMyShortDescription", "getMyShortDescription",
    "getChat", "getChatMember", "getChatMemberCount", "getFile", "getMyStarBalance",
)  # fmt: skip

_ARRAY = re.compile(r"^(?:Array of )+")

Definition = dict[str, Any]


def prune(api: Definition) -> Definition:
    """The emulated methods of `api`, and the types that their fields, their results and `Update` need."""
    methods = {name: _method(api["methods"][name]) for name in sorted(EMULATED)}
    needed = _reachable(api["types"], [*_mentioned(methods.values()), "Update"])
    types = {name: _type(api["types"][name]) for name in sorted(needed)}
    return {"version": api["version"], "methods": methods, "types": types}


def _method(definition: Definition) -> Definition:
    return {"returns": definition["returns"], **_fields(definition)}


def _type(definition: Definition) -> Definition:
    if "subtypes" in definition:
        return {"subtypes": definition["subtypes"]}
    return _fields(definition)


def _fields(definition: Definition) -> Definition:
    parts: Definition = {"required": {}, "optional": {}}
    for field in definition.get("fields", ()):
        parts["required" if field["required"] else "optional"][field["name"]] = field["types"]
    return parts


def _mentioned(definitions: Iterable[Definition]) -> Iterator[str]:
    for definition in definitions:
        groups = [definition.get("returns", ()), definition.get("subtypes", ())]
        groups += [*definition.get("required", {}).values(), *definition.get("optional", {}).values()]
        for names in groups:
            yield from (_ARRAY.sub("", name) for name in names)


def _reachable(types: Definition, roots: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name in types and name not in found:
            found.add(name)
            waiting.extend(_mentioned([_type(types[name])]))
    return found


def as_lines(pruned: Definition) -> bytes:
    """`pruned` as JSON with one method or type a line, so that a newer Bot API can be read as a diff."""

    def section(name: str) -> bytes:
        rows = (b"%s: %s" % (orjson.dumps(key), orjson.dumps(value)) for key, value in pruned[name].items())
        return b'"%s": {\n%s\n}' % (name.encode(), b",\n".join(rows))

    version = b'"version": %s' % orjson.dumps(pruned["version"])
    return b"{\n%s\n}\n" % b",\n".join([version, section("methods"), section("types")])


if __name__ == "__main__":
    PRUNED.write_bytes(as_lines(prune(orjson.loads(Path(sys.argv[1]).read_bytes()))))
