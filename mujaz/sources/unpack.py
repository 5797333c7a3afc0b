"""Unpacks what a server sends packed (gzip, deflate, brotli), piece by piece and never more than a limit."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

import brotli

from mujaz.errors import FileDamaged, HostileFile

ACCEPTED = "gzip, deflate, br"
"""The Accept-Encoding of what is unpacked here."""
STEP = 65_536
"""Bytes that are unpacked at a time."""


_TELLING = 2
"""Bytes by which the two forms of deflate are told apart."""


class _Packed(Protocol):
    def unpack(self, data: bytes) -> Iterator[bytes]: ...


class _Zlib:
    """gzip, or deflate in either of its two forms: some servers leave its header out."""

    def __init__(self, *, headless: bool = False) -> None:
        self._machine = zlib.decompressobj(-zlib.MAX_WBITS if headless else zlib.MAX_WBITS | 32)

    def unpack(self, data: bytes) -> Iterator[bytes]:
        while data and not self._machine.eof:
            yield self._machine.decompress(data, STEP)
            data = self._machine.unconsumed_tail


class _Brotli:
    def __init__(self) -> None:
        self._machine = brotli.Decompressor()

    def unpack(self, data: bytes) -> Iterator[bytes]:
        yield self._machine.process(data, output_buffer_limit=STEP)
        while not self._machine.can_accept_more_data():
            yield self._machine.process(b"", output_buffer_limit=STEP)


class _Plain:
    def unpack(self, data: bytes) -> Iterator[bytes]:
        yield data


class Unpacker:
    """One answer of a server. `encoding` is its Content-Encoding; `most` the bytes that it may become."""

    def __init__(self, encoding: str, most: int) -> None:
        self._encoding = encoding.strip().lower()
        self._most = most
        self._packed: _Packed | None = None
        self._first = b""
        self._size = 0

    def add(self, data: bytes) -> bytes:
        """What a piece becomes. Raises HostileFile beyond the limit, FileDamaged for what is not packed as it says."""
        if self._packed is None:
            data = self._first = self._first + data
            if len(data) < _TELLING and self._encoding == "deflate":
                return b""  # nothing that was packed is so short: its form is told by what comes next
            self._packed = _machine(self._encoding, data)
        return b"".join(self._limited(self._packed.unpack(data)))

    def _limited(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        try:
            for piece in pieces:
                self._size += len(piece)
                if self._size > self._most:
                    raise HostileFile
                yield piece
        except (zlib.error, brotli.error) as error:
            raise FileDamaged from error


def _machine(encoding: str, first: bytes) -> _Packed:
    if encoding in ("", "identity"):
        return _Plain()
    if encoding == "br":
        return _Brotli()
    if encoding in ("gzip", "x-gzip", "deflate"):
        return _Zlib(headless=encoding == "deflate" and not _has_header(first))
    raise FileDamaged


def _has_header(data: bytes) -> bool:
    """Whether deflated data begin as zlib says they should (RFC 1950)."""
    return data[0] & 0x0F == 8 and int.from_bytes(data[:_TELLING]) % 31 == 0
