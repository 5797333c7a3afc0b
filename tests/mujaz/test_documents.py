"""What files become, and which are refused by name before they do harm."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from mujaz.article import BODY_MOST
from mujaz.errors import (
    FileDamaged,
    FileLocked,
    FileTooBig,
    HostileFile,
    NoTextInFile,
    PostTooLong,
    Refusal,
    UnknownFile,
)
from mujaz.sources.documents import KINDS, read_file
from mujaz.sources.item import FILE_MOST
from tests.mujaz.test_pages import FIRST, SECOND, TITLE, page

TEXT = f"{TITLE}\n\n{FIRST}\n\n{SECOND}"


def word() -> bytes:
    document = docx.Document()
    for line in TEXT.split("\n\n"):
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "الباحثون", "100"
    return saved(document.save)


def pdf(text: str = "Meta opens a laboratory in Riyadh. A hundred will work there.") -> bytes:
    """One page in Helvetica, as simple as a PDF can be."""
    drawn = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode() if text else b""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"".join(b"%d 0 obj%sendobj\n" % (number, part) for number, part in enumerate(parts, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF\n"


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    kept = io.BytesIO()
    save(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("خبر.txt", TEXT.encode(), id="text"),
        pytest.param("NEWS.TXT", TEXT.replace("\n", "\r\n").encode("cp1256"), id="text in windows-1256"),
        pytest.param("news.txt", TEXT.encode("utf-16"), id="text in UTF-16"),
        pytest.param("news.docx", word(), id="Word"),
        pytest.param("news.md", f"# {TITLE}\n\n{FIRST}\n\n**{SECOND}**\n".encode(), id="Markdown"),
        pytest.param("news.html", page(), id="a page that was saved"),
        pytest.param("news.htm", f"<p>{TITLE}<p>{FIRST}<p>{SECOND}".encode("cp1256"), id="a piece of HTML"),
    ],
)
def test_the_text_of_a_file_is_read(name: str, data: bytes) -> None:
    text = read_file(name, data).text
    assert FIRST in text
    assert SECOND in text
    assert "<" not in text
    assert "**" not in text


def test_a_heading_of_markdown_is_the_title() -> None:
    assert read_file("news.md", f"# {TITLE}\n\n{FIRST}".encode()).title == TITLE


def test_tables_of_word_keep_their_rows() -> None:
    assert read_file("news.docx", word()).text.endswith("الباحثون | 100")


@pytest.mark.parametrize("name", ["news.pdf", "news.txt", "news"])
def test_the_text_of_a_pdf_is_read_whatever_it_is_called(name: str) -> None:
    assert read_file(name, pdf()).text == "Meta opens a laboratory in Riyadh. A hundred will work there."


def locked() -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf())))
    writer.encrypt("سر", algorithm="RC4-128")
    return saved(writer.write)


def packed(size: int, name: str = "word/document.xml", times: int = 1) -> bytes:
    def save(kept: io.BytesIO) -> None:
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(times):
                archive.writestr(f"{name}{number or ''}", bytes(size))

    return saved(save)


def laughing() -> bytes:
    laughs = '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;">]>'
    kept = io.BytesIO(word())
    rebuilt = io.BytesIO()
    with zipfile.ZipFile(kept) as before, zipfile.ZipFile(rebuilt, "w") as after:
        for part in before.infolist():
            said = before.read(part)
            if part.filename == "word/document.xml":
                said = said.replace(b"?>", b"?>" + laughs.encode(), 1).replace(TITLE.encode(), b"&b;")
            after.writestr(part.filename, said)
    return rebuilt.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "refusal"),
    [
        pytest.param("news.rar", b"Rar!", UnknownFile, id="a kind that is not read"),
        pytest.param("news.doc", b"\xd0\xcf\x11\xe0", UnknownFile, id="the Word of long ago"),
        pytest.param("news.txt", word(), UnknownFile, id="Word that is called text"),
        pytest.param("", b"x", UnknownFile, id="without a name"),
        pytest.param("news.txt", b"a" * (FILE_MOST + 1), FileTooBig, id="too big"),
        pytest.param("news.txt", b"a" * (BODY_MOST + 1), PostTooLong, id="longer than an article"),
        pytest.param("news.txt", b"", NoTextInFile, id="empty"),
        pytest.param("news.md", b"# 1\n\n---", NoTextInFile, id="no letters"),
        pytest.param("news.pdf", pdf(""), NoTextInFile, id="a page that was photographed"),
        pytest.param("news.pdf", locked(), FileLocked, id="a PDF with a password"),
        pytest.param("news.pdf", b"not at all", FileDamaged, id="no PDF"),
        pytest.param("news.pdf", pdf()[:300], FileDamaged, id="half a PDF"),
        pytest.param("news.docx", b"not at all", FileDamaged, id="no Word"),
        pytest.param("news.docx", word()[:2000], FileDamaged, id="half a Word"),
        pytest.param("news.docx", packed(10), FileDamaged, id="an archive that is no Word"),
        pytest.param("news.docx", packed(200_000_000), HostileFile, id="a bomb of XML"),
        pytest.param("news.docx", packed(10_000_000, "word/media/p.png", 5), HostileFile, id="a bomb of pictures"),
        pytest.param("news.docx", packed(0, "x", 3_000), HostileFile, id="an archive of too many parts"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(name: str, data: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        read_file(name, data)


def test_entities_within_word_do_not_grow() -> None:
    assert "haha" not in read_file("news.docx", laughing()).text


@given(st.sampled_from(KINDS), st.binary(max_size=400))
def test_any_bytes_are_a_document_or_refused(kind: str, data: bytes) -> None:
    _total(kind, data)


@given(st.integers(0, 2_000), st.binary(min_size=1, max_size=8), st.sampled_from([".pdf", ".docx"]))
def test_a_file_that_was_damaged_anywhere_is_a_document_or_refused(place: int, put: bytes, kind: str) -> None:
    whole = pdf() if kind == ".pdf" else WORD
    _total(kind, whole[:place] + put + whole[place + len(put) :])


WORD = word()


def _total(kind: str, data: bytes) -> None:
    with suppress(Refusal):
        assert any(map(str.isalpha, read_file(f"x{kind}", data).text))
