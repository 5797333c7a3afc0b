"""Files go both ways and come back byte for byte."""

import aiohttp
import pytest

from playground.files import DOWNLOAD_LIMIT, image_size
from playground.people import Person
from playground.server import DEFAULT_TOKEN, Playground
from tests.playground.conftest import PNG, Client

JPEG = bytes.fromhex("ffd8ffe000044a46ffc0000b080014002803") + b"\x00" * 8


async def test_the_bot_downloads_what_a_person_sent(toy: Playground, call: Client, sara: Person) -> None:
    await call.updates()
    sara.send_document("مقال.txt", "نص المقال".encode(), caption="اقرأ")
    message = (await call.updates())[0]["message"]
    assert (message["caption"], message["document"]["file_name"]) == ("اقرأ", "مقال.txt")
    file = (await call("getFile", file_id=message["document"]["file_id"])).result
    async with call.session.get(f"{toy.url}/file/bot{DEFAULT_TOKEN}/{file['file_path']}") as response:
        assert (await response.read()).decode() == "نص المقال"
    for address in (f"bot{DEFAULT_TOKEN}/nothing", f"bot1:wrong/{file['file_path']}"):
        async with call.session.get(f"{toy.url}/file/{address}") as response:
            assert response.status == 404


async def test_a_person_gets_the_document_that_the_bot_uploaded(call: Client, sara: Person) -> None:
    form = aiohttp.FormData({"chat_id": str(sara.id), "caption": "<b>ملف</b>", "parse_mode": "HTML"})
    form.add_field("document", b"1,2", filename="a.csv", content_type="text/csv")
    sent = (await call.raw("POST", f"{call.base}/sendDocument", data=form)).result
    assert sent["document"]["mime_type"] == "text/csv"
    heard = await sara.hears()
    assert heard.document is not None
    assert (heard.html, heard.document.name, heard.document.data) == ("<b>ملف</b>", "a.csv", b"1,2")


async def test_a_file_may_be_attached_under_another_name(call: Client, sara: Person) -> None:
    form = aiohttp.FormData({"chat_id": str(sara.id), "photo": "attach://chart"})
    form.add_field("chart", PNG, filename="chart.png", content_type="image/png")
    sent = (await call.raw("POST", f"{call.base}/sendPhoto", data=form)).result
    assert [(size["width"], size["height"]) for size in sent["photo"]] == [(40, 20)]
    again = await call("sendPhoto", chat_id=sara.id, photo=sent["photo"][0]["file_id"])
    assert again.result["photo"] == sent["photo"]
    as_document = await call("sendDocument", chat_id=sara.id, document=sent["photo"][0]["file_id"])
    assert as_document.description == "Bad Request: can't use file of type Photo as Document"


async def test_a_picture_that_is_none_is_refused(call: Client, sara: Person) -> None:
    form = aiohttp.FormData({"chat_id": str(sara.id)})
    form.add_field("photo", b"no picture", filename="x.png")
    refused = await call.raw("POST", f"{call.base}/sendPhoto", data=form)
    assert refused.description == "Bad Request: IMAGE_PROCESS_FAILED"


async def test_a_caption_has_at_most_1024_letters(call: Client, sara: Person) -> None:
    document = sara.send_document("a.txt", b"x").document
    assert document is not None
    sent = await call("sendDocument", chat_id=sara.id, document=document.file_id, caption="أ" * 1024)
    assert sent.status == 200
    refused = await call("sendDocument", chat_id=sara.id, document=document.file_id, caption="أ" * 1025)
    assert refused.description == "Bad Request: message caption is too long"


async def test_a_file_above_twenty_megabytes_cannot_be_downloaded(call: Client, sara: Person) -> None:
    document = sara.send_document("big.bin", bytes(DOWNLOAD_LIMIT + 1)).document
    assert document is not None
    answer = await call("getFile", file_id=document.file_id)
    assert answer.description == "Bad Request: file is too big"


async def test_photos_voice_notes_and_stickers_arrive_as_such(call: Client, sara: Person) -> None:
    await call.updates()
    sara.send_photo(JPEG, caption="صورة")
    sara.send_voice()
    sara.send_sticker()
    photo, voice, sticker = [update["message"] for update in await call.updates()]
    assert (photo["photo"][-1]["width"], photo["caption"]) == (40, "صورة")
    assert voice["voice"]["duration"] == 3
    assert sticker["sticker"]["emoji"] == "👍"


async def test_no_file_is_fetched_from_the_network(toy: Playground, call: Client, sara: Person) -> None:
    answer = await call("sendPhoto", chat_id=sara.id, photo="https://example.com/a.png")
    assert "no network" in answer.description
    toy.violations.clear()


@pytest.mark.parametrize(
    ("data", "size"),
    [(PNG, (40, 20)), (JPEG, (40, 20)), (b"", None), (b"\xff\xd8", None), (b"\xff\xd8\xff\xc0\x00", None)],
)
def test_the_size_of_a_picture_is_read(data: bytes, size: tuple[int, int] | None) -> None:
    assert image_size(data) == size
