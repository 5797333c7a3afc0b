"""Reads a Bot API call out of an HTTP request: query, form, multipart or JSON become one set of parameters.

As at Telegram, a value that is an object or a number may come as its JSON in a string. What does not decode
is left as it is, for playground.spec to refuse.
"""

from collections.abc import Mapping
from typing import Any

import orjson
from aiohttp import web

from playground.errors import TEXT_ENCODING, bad_request
from playground.files import Upload
from playground.messages import JsonObject

_ATTACHED = "attach://"


async def parameters_of(request: web.Request) -> JsonObject:
    """The parameters as they came: strings, JSON values and uploads."""
    given: JsonObject = dict(request.query)
    if not request.can_read_body:
        return given
    if request.content_type == "application/json":
        return given | _json_object(await request.read())
    try:
        form = await request.post()
    except UnicodeDecodeError as error:
        raise bad_request(TEXT_ENCODING) from error
    return given | {name: _form_value(value) for name, value in form.items()}


def _json_object(body: bytes) -> JsonObject:
    try:
        given = orjson.loads(body or b"{}")
    except orjson.JSONDecodeError as error:
        raise bad_request(f"can't parse JSON: {error}") from error
    if not isinstance(given, dict):
        raise bad_request("can't parse JSON: expected an Object")
    return given


def _form_value(value: str | bytes | bytearray | web.FileField) -> str | Upload:
    if isinstance(value, web.FileField):
        return Upload(value.filename, value.file.read(), value.content_type)
    return value if isinstance(value, str) else value.decode()


def decoded(given: Mapping[str, Any], types: Mapping[str, list[str]]) -> JsonObject:
    """The parameters, JSON strings decoded where no string is wanted, attach:// replaced by the file."""
    read: JsonObject = {}
    attached: set[str] = set()
    for name, value in given.items():
        if isinstance(value, str) and value.startswith(_ATTACHED) and value.removeprefix(_ATTACHED) in given:
            attached.add(value.removeprefix(_ATTACHED))
            read[name] = given[value.removeprefix(_ATTACHED)]
        else:
            read[name] = _decoded(value, types.get(name, ["String"])) if isinstance(value, str) else value
    return {name: value for name, value in read.items() if name in types or name not in attached}


def _decoded(value: str, types: list[str]) -> Any:
    if "String" in types:
        # A chat is an integer or a @name.
        return int(value) if "Integer" in types and value.lstrip("-").isdecimal() else value
    try:
        decoded_value = orjson.loads(value)
    except orjson.JSONDecodeError:
        decoded_value = {"True": True, "False": False}.get(value, value)
    if types == ["Boolean"] and decoded_value in (0, 1):
        return bool(decoded_value)
    return decoded_value
