"""The text of .docx and .pdf, by python-docx and pypdf. It refuses bombs before it opens them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from unicodedata import normalize

import docx
from docx.document import Document as Docx
from docx.opc.exceptions import OpcError
from docx.table import Table
from lxml import etree
from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.errors import FileNotDecryptedError, LimitReachedError, PyPdfError

from mujaz.article import BODY_MOST
from mujaz.errors import FileDamaged, FileLocked, HostileFile
from mujaz.sources.prose import paragraphs

UNPACKED_MOST = 30_000_000
"""Bytes that all parts of a .docx may become, its pictures too, and that a stream of a .pdf may become."""
WORDS_MOST = 5_000_000
"""Bytes that one part of XML within a .docx may become: a tree takes ten times as much."""
PARTS_MOST = 2_000
PAGES_MOST = 100
PDF_WORK = 500_000
"""Operands and operators of one page of a .pdf; a full page of a newspaper has a tenth of it."""
_LOCKED = 0x1
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, struct.error, ValueError)
_BROKEN_DOCX = (*_BROKEN_ZIP, OpcError, etree.XMLSyntaxError, LookupError, TypeError, AttributeError)
_BROKEN_PDF = (PyPdfError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, OSError, AssertionError,
               NotImplementedError, zlib.error, struct.error)  # fmt: skip


def docx_text(data: bytes) -> str:
    """The paragraphs and tables in their order. Raises HostileFile, FileLocked, FileDamaged."""
    try:
        _look_into(data)
        return paragraphs("\n".join(_blocks(docx.Document(io.BytesIO(data)))))
    except RecursionError:
        raise HostileFile from None
    except _BROKEN_DOCX as error:
        raise FileDamaged from error


def pdf_text(data: bytes) -> str:
    """The text of the first PAGES_MOST pages. Raises HostileFile, FileLocked, FileDamaged."""
    limits = Configuration(
        zlib_maximum_output_length=UNPACKED_MOST,
        lzw_maximum_output_length=UNPACKED_MOST,
        run_length_maximum_output_length=UNPACKED_MOST,
        brotli_maximum_output_length=UNPACKED_MOST,
        stream_decoding_work_maximum_length=2 * UNPACKED_MOST,
        stream_parsing_work_maximum_count=PDF_WORK,
        jbig2dec_binary=None,
    )
    try:
        with apply_configuration(limits):
            return _joined_lines("\n\n".join(_pages(PdfReader(io.BytesIO(data)))))
    except FileNotDecryptedError as error:
        raise FileLocked from error
    except (LimitReachedError, RecursionError, MemoryError) as error:
        raise HostileFile from error
    except _BROKEN_PDF as error:
        raise FileDamaged from error


def _look_into(data: bytes) -> None:
    """Adds up what the parts say that they become: more than that zipfile does not read of them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    if any(part.flag_bits & _LOCKED for part in parts):
        raise FileLocked
    biggest = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
    if len(parts) > PARTS_MOST or biggest > WORDS_MOST or sum(part.file_size for part in parts) > UNPACKED_MOST:
        raise HostileFile


def _blocks(document: Docx) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from (" | ".join(dict.fromkeys(cell.text for cell in row.cells)) for row in block.rows)
        else:
            yield block.text


def _pages(reader: PdfReader) -> Iterator[str]:
    """Pages until there is more than an article holds."""
    length = 0
    for number, page in enumerate(reader.pages):
        if number == PAGES_MOST or length > BODY_MOST:
            return
        text = page.extract_text()
        length += len(text)
        yield text


def _joined_lines(text: str) -> str:
    """Paragraphs of lines as they were printed: a line that ends no sentence goes on in the next.

    Arabic letters in their printed shapes become letters.
    """
    lines: list[str] = []
    going_on = False
    for line in map(str.strip, normalize("NFKC", text).splitlines()):
        if going_on and line:
            lines[-1] += f" {line}"
        elif line:
            lines.append(line)
        going_on = bool(line) and not line.endswith((".", "!", "?", "؟", ":", "»"))
    return paragraphs("\n".join(lines))
