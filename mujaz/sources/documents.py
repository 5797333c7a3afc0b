"""Files as editors send them → text: .txt, .md, .html, .docx, .pdf. It refuses what it would have to guess at."""

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from markdown_it import MarkdownIt
from markdown_it.token import Token

from mujaz.article import BODY_MOST
from mujaz.errors import FileTooBig, NoArticleThere, NoTextInFile, PostTooLong, UnknownFile
from mujaz.sources import office
from mujaz.sources.charset import decode
from mujaz.sources.item import FILE_MEGABYTES, FILE_MOST, Document
from mujaz.sources.pages import read_page
from mujaz.sources.prose import paragraphs, prose

_SAYING = ("inline", "fence", "code_block")


def read_file(name: str, data: bytes) -> Document:
    """The text of a file. `name` tells its kind, unless its first bytes say otherwise.

    Total on any bytes: raises FileTooBig, UnknownFile, FileLocked, FileDamaged, HostileFile, NoTextInFile, PostTooLong.
    """
    if len(data) > FILE_MOST:
        raise FileTooBig(FILE_MEGABYTES)
    found = _READERS[kind_of(name, data)](data)
    if not any(char.isalpha() for char in found.text):
        raise NoTextInFile
    return found


def kind_of(name: str, data: bytes) -> str:
    """The kind of a file, «.docx». Raises UnknownFile."""
    if data.startswith(b"%PDF-"):
        return ".pdf"
    kind = PurePosixPath(name.strip().lower()).suffix
    if kind not in _READERS or (data.startswith(b"PK\3\4") and kind != ".docx"):
        raise UnknownFile
    return kind


def _plain(data: bytes) -> Document:
    return Document("", _short(decode(data)))


def _markdown(data: bytes) -> Document:
    """Without its marks; a heading at the top is the title."""
    tokens = MarkdownIt("commonmark", {"html": False}).parse(_short(decode(data)))
    said = [
        (token, _words(token)) for token in tokens if token.type == "inline" or token.type in ("fence", "code_block")
    ]
    text = paragraphs("\n".join(words for _, words in said))
    titled = bool(tokens) and tokens[0].type == "heading_open"
    return Document(said[0][1] if titled and said else "", text)


def _words(token: Token) -> str:
    if token.children is None:
        return token.content
    return "".join("\n" if one.type in ("softbreak", "hardbreak") else one.content for one in token.children)


def _html(data: bytes) -> Document:
    """The article of a page that was saved; a page that holds no article may still be text that somebody wrote."""
    try:
        page = read_page(data, "", "")
    except NoArticleThere:
        return Document("", _short(prose(decode(data))))
    return Document(page.title, _short(page.text))


def _docx(data: bytes) -> Document:
    return Document("", _short(office.docx_text(data)))


def _pdf(data: bytes) -> Document:
    return Document("", _short(office.pdf_text(data)))


def _short(text: str) -> str:
    """The text, in paragraphs as it was. Raises PostTooLong before anything slow is done with it."""
    if len(text) > BODY_MOST:
        raise PostTooLong(len(text), BODY_MOST)
    return text.replace("\r\n", "\n").strip()


_READERS: Mapping[str, Callable[[bytes], Document]] = {
    ".txt": _plain, ".text": _plain, ".md": _markdown, ".markdown": _markdown,
    ".html": _html, ".htm": _html, ".docx": _docx, ".pdf": _pdf,
}  # fmt: skip
KINDS = tuple(_READERS)
