"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>.

Every request and every reply is checked against the Bot API's data; what breaks it is answered with a 400 or
a 500 that says so, and noted in the world's violations. A method that the toy does not have is a 404 that
names it, noted as well.
"""

from collections.abc import Callable
from typing import Any

import orjson
from aiohttp import web

from playground import editing, errors, presenting, receiving, sending
from playground.errors import Refused, bad_request, not_found, too_many_requests
from playground.faults import Fault, Faults
from playground.messages import JsonObject
from playground.requests import decoded, parameters_of
from playground.webhook import Webhook
from playground.world import World

Method = Callable[[World, JsonObject], Any]

_METHODS: dict[str, Method] = {
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "answerCallbackQuery": editing.answer_callback_query,
    "getMe": presenting.get_me,
    "logOut": presenting.log_out,
    "close": presenting.close,
    "setMyName": presenting.set_my_name,
    "getMyName": presenting.get_my_name,
    "setMyDescription": presenting.set_my_description,
    "getMyDescription": presenting.get_my_description,
    "setMyShortDescription": presenting.set_my_short_description,
    "getMyShortDescription": presenting.get_my_short_description,
    "setMyCommands": presenting.set_my_commands,
    "getMyCommands": presenting.get_my_commands,
    "deleteMyCommands": presenting.delete_my_commands,
    "getChat": presenting.get_chat,
    "getChatMember": presenting.get_chat_member,
    "getChatMemberCount": presenting.get_chat_member_count,
    "getFile": presenting.get_file,
}
_RECEIVING = {
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
}
_BY_LOWER_CASE = {name.lower(): name for name in (*_METHODS, *_RECEIVING)}

# Telegram acts on these, the toy cannot: better a loud refusal than a test that proves nothing.
_NOT_EMULATED = frozenset({
    "business_connection_id", "message_thread_id", "direct_messages_topic_id", "message_effect_id",
    "suggested_post_parameters", "rich_message",
})  # fmt: skip


class Api:
    """Answers the bot."""

    def __init__(self, world: World, webhook: Webhook, faults: Faults) -> None:
        self._world = world
        self._webhook = webhook
        self._faults = faults

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Puts the Bot API among the addresses of the server."""
        router.add_route("GET", "/file/bot{token}/{path:.+}", self._download)
        for verb in ("GET", "POST"):
            router.add_route(verb, "/bot{token}/{method}", self._call)

    async def _call(self, request: web.Request) -> web.Response:
        try:
            presenting.check_token(self._world, request.match_info["token"])
            method = self._method(request.match_info["method"])
            given = decoded(await parameters_of(request), self._world.spec.methods[method])
            return await self._answer(request, method, given)
        except Refused as refusal:
            return _refusal(refusal)
        except web.HTTPRequestEntityTooLarge:
            return _refusal(Refused(413, errors.ENTITY_TOO_LARGE))

    def _method(self, name: str) -> str:
        method = _BY_LOWER_CASE.get(name.lower())
        if method is None:
            self._world.violation(name, "method is not emulated")
            raise not_found(f"method {name} is not emulated")
        return method

    async def _answer(self, request: web.Request, method: str, given: JsonObject) -> web.Response:
        self._world.note_call(method, given)
        self._check_request(method, given)
        fault = self._faults.take(method, given.get("chat_id"))
        if fault and not fault.accepted:
            return _fail(request, fault)
        result = await self._carry_out(method, given)
        if problem := self._world.spec.reply(method, result):
            raise Refused(500, f"Internal Server Error: {self._world.violation(f'reply of {method}', problem)}")
        if fault:
            return _fail(request, fault)
        return _json(200, {"ok": True, "result": result})

    def _check_request(self, method: str, given: JsonObject) -> None:
        if problem := self._world.spec.request(method, given):
            raise bad_request(self._world.violation(method, problem))
        for name in _NOT_EMULATED & given.keys():
            raise bad_request(self._world.violation(method, f"{name} is not emulated"))

    async def _carry_out(self, method: str, given: JsonObject) -> Any:
        if method in _RECEIVING:
            return await _RECEIVING[method](self._world, self._webhook, given)
        return _METHODS[method](self._world, given)

    async def _download(self, request: web.Request) -> web.Response:
        file = self._world.files.at(request.match_info["path"])
        if request.match_info["token"] != self._world.token or file is None:
            return _refusal(Refused(404, "Not Found"))
        return web.Response(body=file.data, content_type=file.mime_type)


def _fail(request: web.Request, fault: Fault) -> web.Response:
    if fault.status is None:
        if request.transport:
            request.transport.abort()
        return web.Response()
    if fault.status == 429:
        return _refusal(too_many_requests(fault.retry_after))
    if fault.status in (502, 504):
        # These come from the machines in front of the Bot API, which speak HTML.
        return web.Response(status=fault.status, text="<html><h1>Bad Gateway</h1></html>", content_type="text/html")
    return _refusal(
        Refused(fault.status, fault.description or _USUAL.get(fault.status, "Internal Server Error: restart"))
    )


_USUAL = {
    400: f"Bad Request: {errors.CHAT_NOT_FOUND}",
    401: errors.UNAUTHORIZED,
    403: f"Forbidden: {errors.BLOCKED}",
}


def _refusal(refusal: Refused) -> web.Response:
    body: JsonObject = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = dict(refusal.parameters)
    response = _json(refusal.code, body)
    if "retry_after" in refusal.parameters:
        response.headers["Retry-After"] = str(refusal.parameters["retry_after"])
    return response


def _json(status: int, body: JsonObject) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(body), content_type="application/json")
