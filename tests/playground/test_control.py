"""The chat page sees what people see, and does what people do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import orjson
import pytest

from playground.people import Person
from playground.server import Playground
from tests.playground.conftest import PNG, Client

Control = Callable[..., Awaitable[tuple[int, Any]]]


@pytest.fixture
async def control(toy: Playground) -> AsyncIterator[Control]:
    async with aiohttp.ClientSession(toy.url) as session:

        async def ask(verb: str, path: str, **options: Any) -> tuple[int, Any]:
            async with session.request(verb, f"/_ctl/{path}", **options) as response:
                return response.status, await response.json()

        yield ask


async def test_the_state_lists_the_bot_and_the_people(control: Control, call: Client, sara: Person) -> None:
    await call("setMyShortDescription", short_description="أخبار الذكاء الاصطناعي")
    status, state = await control("GET", "state")
    assert status == 200
    assert state["bot"]["short_description"] == "أخبار الذكاء الاصطناعي"
    assert set(state["bot"]) == {"id", "name", "username", "description", "short_description"}
    assert state["people"] == [{"id": 2001, "name": "سارة", "role": "reader", "language_code": "ar"}]


async def test_a_chat_shows_messages_buttons_and_keyboards(control: Control, call: Client, sara: Person) -> None:
    buttons = {
        "inline_keyboard": [
            [{"text": "حفظ", "callback_data": "save"}, {"text": "المصدر", "url": "https://example.com/"}],
            [{"text": "نسخ", "copy_text": {"text": "x"}}],
        ]
    }
    await call("sendMessage", chat_id=sara.id, text="<b>خبر</b> https://example.com/a", parse_mode="HTML")
    await call("sendMessage", chat_id=sara.id, text="أزرار", reply_markup=buttons)
    menu = {"keyboard": [[{"text": "/today"}]], "input_field_placeholder": "اكتب"}
    await call("sendMessage", chat_id=sara.id, text="قائمة", reply_markup=menu)
    _, chat = await control("GET", f"people/{sara.id}")
    assert chat["person"]["name"] == "سارة"
    assert chat["blocked"] is False
    assert chat["reply_keyboard"] == {"rows": [["/today"]], "placeholder": "اكتب"}
    hello, news, with_buttons, _ = chat["messages"]
    assert (hello["from"], hello["text"], hello["keyboard"]) == ("person", "/start", None)
    assert news["entities"][0] == {"type": "bold", "offset": 0, "length": 3}
    assert news["preview_url"] == "https://example.com/a"
    assert with_buttons["keyboard"] == [
        [{"text": "حفظ", "data": "save"}, {"text": "المصدر", "url": "https://example.com/"}],
        [{"text": "نسخ", "copy": "x"}],
    ]
    await call("sendMessage", chat_id=sara.id, text="x", reply_markup={"remove_keyboard": True})
    assert (await control("GET", f"people/{sara.id}"))[1]["reply_keyboard"] is None


async def test_the_page_plays_a_person(control: Control, call: Client, sara: Person) -> None:
    await call.updates()
    markup = {"inline_keyboard": [[{"text": "نعم", "callback_data": "yes"}]]}
    sent = (await call("sendMessage", chat_id=sara.id, text="؟", reply_markup=markup)).result["message_id"]
    place = f"people/{sara.id}"
    _, written = await control("POST", f"{place}/send", json={"text": "مرحبا"})
    await control("POST", f"{place}/edit", json={"message_id": written["id"], "text": "أهلا"})
    _, tapped = await control("POST", f"{place}/tap", json={"message_id": sent, "row": 0, "column": 0})
    await control("POST", f"{place}/voice", json={})
    await control("POST", f"{place}/sticker", json={})
    for act in ("block", "unblock"):
        assert (await control("POST", f"{place}/{act}"))[0] == 200
    updates = await call.updates()
    kinds = [next(kind for kind in update if kind != "update_id") for update in updates]
    assert kinds == ["message", "edited_message", "callback_query", "message", "message"] + ["my_chat_member"] * 2
    assert updates[2]["callback_query"]["id"] == tapped["query_id"]


async def test_the_page_uploads_documents_and_pictures_and_shows_them(
    toy: Playground, control: Control, call: Client, sara: Person
) -> None:
    for name, kind, data in (("a.txt", "text/plain", b"x"), ("a.png", "image/png", PNG)):
        form = aiohttp.FormData({"caption": "وصف"})
        form.add_field("file", data, filename=name, content_type=kind)
        status, view = await control("POST", f"people/{sara.id}/upload", data=form)
        assert (status, view["text"]) == (200, "وصف")
        address = view["photo"] or view["document"]["url"]
        async with call.session.get(toy.url + address) as response:
            assert await response.read() == data


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("people/99/send", {"text": "x"}),
        ("people/x/send", {"text": "x"}),
        ("people/2001/send", {"text": " "}),
        ("people/2001/send", {}),
        ("people/2001/send", ["text"]),
        ("people/2001/tap", {"message_id": 1, "row": 0, "column": 0}),
        ("people/2001/edit", {"message_id": 1, "text": "x"}),
        ("people/2001/dance", {}),
        ("people", {"name": ""}),
    ],
)
async def test_bad_input_is_a_400_that_says_so(control: Control, sara: Person, path: str, body: Any) -> None:
    status, answer = await control("POST", path, json=body)
    assert status == 400
    assert set(answer) == {"error"}


async def test_the_page_adds_people(control: Control, toy: Playground) -> None:
    status, person = await control("POST", "people", json={"name": "ليلى", "role": "editor"})
    assert (status, person["name"], person["role"]) == (200, "ليلى", "editor")
    assert (await control("GET", "state"))[1]["people"] == [person]


async def test_several_pages_hear_what_happens_until_the_toy_closes(
    toy: Playground, call: Client, sara: Person
) -> None:
    events = f"{toy.url}/_ctl/events"
    async with asyncio.timeout(20), call.session.get(events) as one, call.session.get(events) as two:
        pages = (one, two)
        for page in pages:
            assert page.content_type == "text/event-stream"
            assert await page.content.readuntil(b"\n\n") == b": listening\n\n"
        await call("sendChatAction", chat_id=sara.id, action="typing")
        await call("sendMessage", chat_id=sara.id, text="خبر")
        for page in pages:
            action, message = [await event(page) for _ in range(2)]
            assert action == {"type": "action", "person": sara.id, "action": "typing"}
            assert (message["type"], message["message"]["text"]) == ("message", "خبر")
        await toy.close()
        assert [await page.content.read() for page in pages] == [b"", b""]


async def event(page: aiohttp.ClientResponse) -> dict[str, Any]:
    line = await page.content.readuntil(b"\n\n")
    body: dict[str, Any] = orjson.loads(line.removeprefix(b"data: "))
    return body


async def test_a_page_that_leaves_disturbs_nobody(toy: Playground, call: Client, sara: Person) -> None:
    async with call.session.get(f"{toy.url}/_ctl/events") as page:
        await page.content.readuntil(b"\n\n")
    for _ in range(3):
        assert (await call("sendMessage", chat_id=sara.id, text="x")).status == 200


async def test_a_port_that_is_taken_is_an_os_error(toy: Playground) -> None:
    second = Playground()
    with pytest.raises(OSError, match="in use"):
        await second.start(port=int(toy.url.rpartition(":")[2]))
    await second.close()


async def test_a_button_that_asks_for_the_location_sends_it(control: Control, call: Client, sara: Person) -> None:
    sara.send("مرحبا")
    button = {"text": "أرسل موقعي", "request_location": True}
    await call("sendMessage", chat_id=sara.id, text="أين أنت؟", reply_markup={"keyboard": [[button]]})
    _, sent = await control("POST", f"people/{sara.id}/send", json={"text": "أرسل موقعي"})
    assert sent["text"] == "30.0444, 31.2357"
    assert sara.messages[-1].wire()["location"] == {"latitude": 30.0444, "longitude": 31.2357}
    _, sent = await control("POST", f"people/{sara.id}/send", json={"text": "غير ذلك"})
    assert sent["text"] == "غير ذلك"
