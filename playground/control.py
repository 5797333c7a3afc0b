"""The control API, with which the chat page shows the toy and plays the people in it: /, /page/… and /_ctl/….

Bad input is a 400 with {"error": …}. It is not part of Telegram and checks no token: whoever reaches it may
do anything.
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import orjson
from aiohttp import web

from playground.events import Event
from playground.messages import JsonObject
from playground.pageviews import event_view, message_view, person_view, private_chat_view, state_view
from playground.people import Person
from playground.world import World

PAGE = Path(__file__).with_name("page")
HEARTBEAT = 15.0

Act = Callable[[Person, JsonObject], JsonObject]
Hire = Callable[[str, str], Person]
Answer = Callable[[web.Request], Awaitable[Any]]
Handler = Callable[[web.Request], Awaitable[web.Response]]


def _send(person: Person, given: JsonObject) -> JsonObject:
    return message_view(person.pick(_text(given)))


def _edit(person: Person, given: JsonObject) -> JsonObject:
    return message_view(person.edit(person.chat.messages[given["message_id"]], _text(given)))


def _tap(person: Person, given: JsonObject) -> JsonObject:
    message = person.chat.messages[given["message_id"]]
    button = message.keyboard[given["row"]][given["column"]]
    if button.data is None:
        raise ValueError("this button asks the bot nothing")
    return {"query_id": person.press(message, button)}


def _choose(person: Person, given: JsonObject) -> JsonObject:
    return message_view(person.choose(str(given["query_id"]), str(given["result_id"])))


def _text(given: JsonObject) -> str:
    if not isinstance(given["text"], str) or not given["text"].strip():
        raise ValueError("text must be a non-empty string")
    return given["text"]


def _voice(person: Person, given: JsonObject) -> JsonObject:
    return message_view(person.send_voice())


def _sticker(person: Person, given: JsonObject) -> JsonObject:
    return message_view(person.send_sticker())


def _block(person: Person, given: JsonObject) -> JsonObject:
    person.block()
    return {}


def _unblock(person: Person, given: JsonObject) -> JsonObject:
    person.unblock()
    return {}


_ACTS: dict[str, Act] = {
    "send": _send,
    "tap": _tap,
    "choose": _choose,
    "edit": _edit,
    "voice": _voice,
    "sticker": _sticker,
    "block": _block,
    "unblock": _unblock,
}


class Control:
    """The page's side of the toy. `add_person` makes a new person of a name and a role."""

    def __init__(self, world: World, people: dict[int, Person], add_person: Callable[[str, str], Person]) -> None:
        self._world = world
        self._people = people
        self._add_person = add_person

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Puts the control API and the page among the addresses of the server."""
        router.add_get("/", self._index)
        router.add_static("/page", PAGE)
        router.add_get("/_ctl/state", checked(self._state))
        router.add_get("/_ctl/events", self._events)
        router.add_get("/_ctl/files/{id}", self._file)
        router.add_post("/_ctl/people", checked(self._new_person))
        router.add_get("/_ctl/people/{id}", checked(self._private_chat))
        router.add_post("/_ctl/people/{id}/inline", checked(self._inline))
        router.add_post("/_ctl/people/{id}/upload", checked(self._upload))
        router.add_post("/_ctl/people/{id}/{act}", checked(self._act))

    async def _index(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    async def _state(self, request: web.Request) -> JsonObject:
        return state_view(self._world, self._people.values())

    async def _new_person(self, request: web.Request) -> JsonObject:
        given = await body_of(request)
        name = given["name"]
        if not isinstance(name, str) or not name.strip():
            raise ValueError("name must be a non-empty string")
        return person_view(self._add_person(name.strip(), str(given.get("role", "reader"))))

    async def _private_chat(self, request: web.Request) -> JsonObject:
        return private_chat_view(self._world, self._person(request))

    async def _act(self, request: web.Request) -> JsonObject:
        act = _ACTS[request.match_info["act"]]
        return act(self._person(request), await body_of(request))

    async def _inline(self, request: web.Request) -> JsonObject:
        person, given = self._person(request), await body_of(request)
        query = person.asks_inline(str(given["words"]))
        results = await person.offered(query)
        shown = [{name: str(result.get(name, "")) for name in ("id", "title", "description")} for result in results]
        return {"query_id": query, "results": shown}

    async def _upload(self, request: web.Request) -> JsonObject:
        form = await request.post()
        file, caption = form["file"], form.get("caption")
        if not isinstance(file, web.FileField):
            raise ValueError("file must be a file")
        person, data = self._person(request), file.file.read()
        note = caption if isinstance(caption, str) else None
        if file.content_type in ("image/png", "image/jpeg"):
            return message_view(person.send_photo(data, note))
        return message_view(person.send_document(file.filename, data, note))

    def _person(self, request: web.Request) -> Person:
        return self._people[int(request.match_info["id"])]

    async def _file(self, request: web.Request) -> web.Response:
        file = self._world.files.get(request.match_info["id"])
        if file is None:
            return _json({"error": "no such file"}, 400)
        # A document may be anything, HTML too: the browser must not open it as a page of this address.
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
        return web.Response(body=file.data, content_type=file.mime_type, headers=headers)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        await response.write(b": listening\n\n")
        with self._world.events.subscribed() as queue:
            try:
                await _stream(response, queue)
            except ConnectionError:
                return response
        return response


async def _stream(response: web.StreamResponse, queue: "asyncio.Queue[Event | None]") -> None:
    while True:
        try:
            async with asyncio.timeout(HEARTBEAT):
                event = await queue.get()
        except TimeoutError:
            await response.write(b": still here\n\n")
            continue
        if event is None:
            return
        await response.write(b"data: %s\n\n" % orjson.dumps(event_view(event)))


def checked(
    answer: Callable[[web.Request], Awaitable[Any]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Answers with JSON, and with a 400 what the page asked wrongly."""

    async def handle(request: web.Request) -> web.Response:
        try:
            return _json(await answer(request), 200)
        except (LookupError, ValueError, TypeError) as error:
            return _json({"error": str(error) or type(error).__name__}, 400)

    return handle


async def body_of(request: web.Request) -> JsonObject:
    """The JSON object that a request brings; ValueError or TypeError where it brings none."""
    body = orjson.loads(await request.read() or b"{}")
    if not isinstance(body, dict):
        raise TypeError("the body must be an object")
    return body


def _json(body: JsonObject, status: int) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(body), content_type="application/json")
