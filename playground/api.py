"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>.

Every request and every reply is checked against the Bot API's data; what breaks it is answered with a 400 or
a 500 that says so, and noted in the world's violations. A method that the toy does not have is a 404 that
names it, noted as well.
"""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from playground import editing, errors, offering, presenting, receiving, sending
from playground.errors import Refused, bad_request, not_found, too_many_requests
from playground.faults import Faults
from playground.messages import JsonObject
from playground.replies import refusal, success
from playground.requests import decoded, parameters_of
from playground.trouble import Trouble
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
    "answerInlineQuery": offering.answer_inline_query,
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
    "getMyStarBalance": presenting.get_my_star_balance,
}
_RECEIVING = {
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
}
# Replies to taps, chat actions and deletions may come at any pace (tdlib/telegram-bot-api#648).
_PACED = frozenset({"sendMessage", "sendPhoto", "sendDocument", "editMessageText", "editMessageReplyMarkup"})
_BY_LOWER_CASE = {name.lower(): name for name in (*_METHODS, *_RECEIVING)}

# Telegram acts on these, the toy cannot: better a loud refusal than a test that proves nothing.
_NOT_EMULATED = frozenset({
    "business_connection_id", "direct_messages_topic_id", "message_effect_id",
    "suggested_post_parameters", "rich_message",
})  # fmt: skip


class Api:
    """Answers the bot."""

    def __init__(self, world: World, webhook: Webhook, faults: Faults, trouble: Trouble) -> None:
        self._world = world
        self._webhook = webhook
        self._faults = faults
        self._trouble = trouble

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Puts the Bot API among the addresses of the server."""
        router.add_route("GET", "/file/bot{token}/{path:.+}", self._download)
        for verb in ("GET", "POST"):
            router.add_route(verb, "/bot{token}/{method}", self._call)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        answer = await self._answer_to(request)
        await self._trouble.travel()
        return answer

    async def _answer_to(self, request: web.Request) -> web.StreamResponse:
        try:
            presenting.check_token(self._world, request.match_info["token"])
            method = self._method(request.match_info["method"])
            given = decoded(await parameters_of(request), self._world.spec.methods[method])
            return await self._answer(request, method, given)
        except Refused as refused:
            return refusal(refused)
        except web.HTTPRequestEntityTooLarge:
            return refusal(Refused(413, errors.ENTITY_TOO_LARGE))

    def _method(self, name: str) -> str:
        method = _BY_LOWER_CASE.get(name.lower())
        if method is None:
            self._world.violation(name, "method is not emulated")
            raise not_found(f"method {name} is not emulated")
        return method

    async def _answer(self, request: web.Request, method: str, given: JsonObject) -> web.StreamResponse:
        self._world.note_call(method, given)
        self._check_request(method, given)
        fault = self._faults.take(method, given.get("chat_id"))
        if fault is None or fault.carried_out:
            self._keep_pace(method, given)
        if fault is None:
            return await self._accept(method, given)
        if fault.kind == "flood":
            self._world.hold(given.get("chat_id"), fault.retry_after[0])
        return await self._trouble.meet(request, fault, lambda: self._accept(method, given))

    def _keep_pace(self, method: str, given: JsonObject) -> None:
        excess = self._world.excess(given) if method in _PACED else None
        if excess is None:
            return
        if excess.provoked and self._world.strict:
            self._world.violation(f"{method} to {given['chat_id']}", f"a 429 of the bot's own making: {excess.why}")
        raise too_many_requests(excess.retry_after)

    async def _accept(self, method: str, given: JsonObject) -> web.Response:
        try:
            result = await self._carry_out(method, given)
        except Refused as refused:
            return refusal(refused)
        if problem := self._world.spec.reply(method, result):
            sentence = self._world.violation(f"reply of {method}", problem)
            return refusal(Refused(500, f"Internal Server Error: {sentence}"))
        return success(result)

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
            return refusal(Refused(404, "Not Found"))
        return web.Response(body=file.data, content_type=file.mime_type)
