"""HTTP answers in the Bot API's form. Knows nothing of what they answer."""

import orjson
from aiohttp import web

from playground.errors import Refused
from playground.messages import JsonObject


def success(result: object) -> web.Response:
    """200, `ok` and the result."""
    return _json(200, {"ok": True, "result": result})


def refusal(refused: Refused) -> web.Response:
    """The status and the words of a refusal; retry_after is in the body and in a header."""
    body: JsonObject = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.parameters:
        body["parameters"] = dict(refused.parameters)
    response = _json(refused.code, body)
    if "retry_after" in refused.parameters:
        response.headers["Retry-After"] = str(refused.parameters["retry_after"])
    return response


def _json(status: int, body: JsonObject) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(body), content_type="application/json")
