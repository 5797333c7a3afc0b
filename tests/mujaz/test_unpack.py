"""What servers send packed is unpacked as they packed it, and never becomes more than a limit."""

import gzip
import tracemalloc
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.errors import FileDamaged, HostileFile
from mujaz.sources.unpack import Unpacker


def headless(data: bytes) -> bytes:
    machine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return machine.compress(data) + machine.flush()


PACKED = {
    "": bytes, "identity": bytes, "gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress,
    "br": brotli.compress,
}  # fmt: skip


@given(st.sampled_from([*PACKED]), st.binary(max_size=200_000), st.integers(1, 5_000))
def test_what_was_packed_comes_out_whole_in_whatever_pieces_it_comes(encoding: str, data: bytes, step: int) -> None:
    packed = PACKED[encoding](data)
    unpacker = Unpacker(encoding, 1_000_000)
    assert b"".join(unpacker.add(packed[at : at + step]) for at in range(0, len(packed), step)) == data


def test_deflate_without_its_header_comes_out_too() -> None:
    assert Unpacker("deflate", 100).add(headless(b"news")) == b"news"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_bomb_is_refused_with_memory_flat(encoding: str) -> None:
    data = bytes(200_000_000)
    bomb = brotli.compress(data, quality=3) if encoding == "br" else PACKED[encoding](data)
    tracemalloc.start()
    try:
        with pytest.raises(HostileFile):
            Unpacker(encoding, 5_000_000).add(bomb)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "gzip, br"])
def test_what_is_not_packed_as_it_says_is_refused_by_name(encoding: str) -> None:
    with pytest.raises(FileDamaged):
        Unpacker(encoding, 1_000).add(b"\xff\xff not packed at all" * 100)
