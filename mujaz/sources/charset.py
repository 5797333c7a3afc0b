"""Bytes → text, whatever letters they are in, and whatever they claim to be.

A claim is believed only where the bytes bear it out: Arabic sites say UTF-8 and send windows-1256, and the reverse.
"""

import codecs
import re
from collections.abc import Iterator

ENCODINGS = {
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii", "iso8859-1", "cp1252", "iso8859-6", "cp1256", "cp720",
    "mac-arabic", "iso8859-15", "cp1250", "cp1251", "iso8859-2", "koi8-r", "iso8859-9", "cp1254", "cp1253", "cp1255",
    "gb18030", "gbk", "gb2312", "big5", "shift_jis", "euc_jp", "euc_kr",
}  # fmt: skip
"""What is decoded at all. Python knows more, some of which run code paths that are slow on purpose (punycode)."""
GUESSED = ["utf_8", "cp1256", "iso8859_6", "cp1252"]
LOOKED_AT = 4_096
"""Bytes at the beginning in which a document may say what letters it is in."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CLAIM = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_LATIN = {"iso8859-1", "cp1252", "ascii"}
"""What servers claim for everything; nothing contradicts it, so it is believed last."""


def decode(data: bytes, claimed: str | None = None) -> str:
    """The text. `claimed` is what the server said («windows-1256»). Total: what no encoding fits is read with marks."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    for encoding in _candidates(data, claimed):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    from charset_normalizer import from_bytes  # noqa: PLC0415 - most texts say what they are, and nobody waits for it

    guessed = from_bytes(data, cp_isolation=GUESSED).best()
    return data.decode(guessed.encoding if guessed else "utf-8", "replace")


def charset_in(content_type: str) -> str | None:
    """What a Content-Type says of the letters: of «text/html; charset=utf-8» that is «utf-8»."""
    found = _CLAIM.search(content_type.encode("ascii", "replace"))
    return found[1].decode("ascii") if found else None


def _candidates(data: bytes, claimed: str | None) -> Iterator[str]:
    inside = _CLAIM.search(data[:LOOKED_AT])
    claims = [_known(claimed), _known(inside[1].decode("ascii")) if inside else None]
    yield from (claim for claim in claims if claim and claim not in _LATIN)
    yield "utf-8"


def _known(label: str | None) -> str | None:
    try:
        name = codecs.lookup(label).name if label else None
    except (LookupError, ValueError):
        return None
    return name if name in ENCODINGS else None
