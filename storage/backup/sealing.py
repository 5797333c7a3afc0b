"""Packs a backup into one small file that may leave the machine, sealed where there is a passphrase, and unpacks it.

Packed: gzip. Sealed: libsodium's secretstream (XChaCha20-Poly1305) over pieces of a mebibyte, so that nothing is held
whole in memory and no piece can be changed, left out, moved or added; the key comes from the passphrase by Argon2id at
libsodium's «moderate» price (half a second, 256 MB). Refuses what was changed in any byte.
"""

import gzip
import os
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO

from mujaz.errors import BackupFailed, BackupSealed, BadBackup
from storage.backup.verifying import Pulse

PACKED, SEALED = ".gz", ".sealed"
MAGIC = b"mujaz-sealed-1\n"
SALT_BYTES, KEY_BYTES, HEADER_BYTES, TAG_BYTES = 16, 32, 24, 17
PIECE_BYTES = 1 << 20
MESSAGE, FINAL = 0, 3
"""Secretstream's tags: of a piece, and of the last one."""
PASSES, MEMORY_BYTES = 3, 256 << 20
"""Argon2id's «moderate» limits, as libsodium names them."""
LEVEL = 6


def pack(backup: Path, folder: Path, passphrase: str | None, pulse: Pulse) -> Path:
    """Packs a backup into the folder; gives the file, which ends in `.gz`, or `.gz.sealed` with a passphrase. Blocks.

    Raises OSError.
    """
    packed, size = folder / f"{backup.name}{PACKED}", backup.stat().st_size
    with backup.open("rb") as source, _private(packed) as raw, gzip.open(raw, "wb", LEVEL) as target:
        for piece, _ in _pieces(source, PIECE_BYTES):
            target.write(piece)
            pulse(source.tell() / max(size, 1))
    if passphrase is None:
        return packed
    sealed = packed.with_name(f"{packed.name}{SEALED}")
    with packed.open("rb") as source, _private(sealed) as target:
        _seal(source, target, passphrase)
    packed.unlink()
    return sealed


def unpack(given: Path, folder: Path, passphrase: str | None) -> Path:
    """The database in a packed or sealed file, as a file in the folder; one that is neither is given back as it is.

    Raises BackupSealed where the passphrase is missing or another one, BadBackup where the file is missing or not
    whole, BackupFailed where the disk does not take it.
    """
    try:
        packed = _unsealed(given, folder, passphrase) if given.suffix == SEALED else given
        return _unzipped(packed, folder) if packed.suffix == PACKED else packed
    except FileNotFoundError as error:
        raise BadBackup(given, "there is no such file") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BadBackup(given, "it is not whole") from error
    except OSError as error:
        raise BackupFailed(f"{error.filename or folder}: {error.strerror}") from error


def _unsealed(given: Path, folder: Path, passphrase: str | None) -> Path:
    packed = folder / given.stem
    with given.open("rb") as source, _private(packed) as target:
        _unseal(given, source, target, passphrase)
    return packed


def _unzipped(packed: Path, folder: Path) -> Path:
    database = folder / packed.stem
    with gzip.open(packed) as source, _private(database) as target:
        shutil.copyfileobj(source, target, PIECE_BYTES)
    return database


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb")


def _seal(source: IO[bytes], target: IO[bytes], passphrase: str) -> None:
    from nacl import bindings as sodium  # noqa: PLC0415 - as in `_key`

    salt = os.urandom(SALT_BYTES)
    stream = sodium.crypto_secretstream_xchacha20poly1305_state()
    header = sodium.crypto_secretstream_xchacha20poly1305_init_push(stream, _key(passphrase, salt))
    target.write(MAGIC + salt + header)
    for piece, last in _pieces(source, PIECE_BYTES):
        target.write(sodium.crypto_secretstream_xchacha20poly1305_push(stream, piece, tag=FINAL if last else MESSAGE))


def _unseal(path: Path, source: IO[bytes], target: IO[bytes], passphrase: str | None) -> None:
    from nacl import bindings as sodium  # noqa: PLC0415 - as in `_key`
    from nacl.exceptions import CryptoError  # noqa: PLC0415 - as in `_key`

    magic, salt, header = (source.read(size) for size in (len(MAGIC), SALT_BYTES, HEADER_BYTES))
    if magic != MAGIC or len(header) != HEADER_BYTES:
        raise BadBackup(path, "it is no sealed backup")
    if passphrase is None:
        raise BackupSealed(path)
    stream = sodium.crypto_secretstream_xchacha20poly1305_state()
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(stream, header, _key(passphrase, salt))
    first = True
    for piece, last in _pieces(source, PIECE_BYTES + TAG_BYTES):
        try:
            opened, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(stream, piece)
        except (CryptoError, ValueError) as error:
            if first:  # nobody can tell a wrong passphrase from a first piece that was changed
                raise BackupSealed(path) from error
            raise BadBackup(path, "it is not what was sealed") from error
        if (tag == FINAL) is not last:
            raise BadBackup(path, "it was cut short, or lengthened")
        target.write(opened)
        first = False


def _pieces(source: IO[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """The pieces of a file, and whether each is the last; one empty piece of an empty file."""
    piece = source.read(size)
    while following := source.read(size):
        yield piece, False
        piece = following
    yield piece, True


def _key(passphrase: str, salt: bytes) -> bytes:
    # Loaded where it is wanted: a bot that seals nothing does without.
    from nacl.pwhash import argon2id  # noqa: PLC0415

    return argon2id.kdf(KEY_BYTES, passphrase.encode(), salt, opslimit=PASSES, memlimit=MEMORY_BYTES)
