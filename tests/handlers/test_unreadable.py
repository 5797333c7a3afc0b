"""What Mujaz cannot read gets a kind answer; editors are told how to post."""

from collections.abc import Callable

from playground.people import Person
from tests.newsroom import Newsroom

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000280000001408060000") + b"pixels"

SENT: list[tuple[Callable[[Person], object], str]] = [
    (lambda person: person.send_voice(), "وصلتني رسالتك الصوتية"),
    (lambda person: person.send_sticker(), "ملصق جميل"),
    (lambda person: person.send_photo(PNG), "لا أستطيع قراءة الصور"),
    (lambda person: person.send_document("report.pdf", b"%PDF-1.7 a report"), "لا أستطيع قراءة الملفات"),
]


async def test_a_reader_gets_a_kind_answer_to_what_cannot_be_read(newsroom: Newsroom) -> None:
    stranger = newsroom.toy.person("غريب")
    for send, answer in SENT:
        send(stranger)
        heard = (await stranger.hears()).text
        assert heard.startswith(answer)
        assert "/post" not in heard


async def test_an_editor_is_told_how_to_post_instead(newsroom: Newsroom) -> None:
    for send, answer in SENT[:-1]:
        send(newsroom.layla)
        heard = (await newsroom.layla.hears()).text
        assert heard.startswith(answer)
        assert "للنشر أرسل \u200e/post" in heard


async def test_an_editors_file_is_read_or_its_fault_named(newsroom: Newsroom) -> None:
    newsroom.layla.send_document("report.pdf", b"%PDF-1.7 a report")
    assert (await newsroom.layla.hears()).text.startswith("هذا الملف تالف")


async def test_the_caption_of_a_picture_is_read_like_a_text(newsroom: Newsroom) -> None:
    stranger = newsroom.toy.person("غريب")
    stranger.send_photo(PNG, "ميتا")
    assert (await stranger.hears()).text.startswith("ميتا (")


async def test_a_picture_does_not_end_an_editors_paste(newsroom: Newsroom) -> None:
    newsroom.layla.send("/post")
    await newsroom.layla.hears()
    newsroom.layla.send_photo(PNG)
    await newsroom.layla.hears()
    newsroom.layla.send("افتتحت ميتا مكتبًا في القاهرة.\n\nوسيعمل فيه مئة مهندس.")
    await newsroom.pieces_arrived(1)
    assert (await newsroom.layla.hears()).text.startswith("مسودة")
