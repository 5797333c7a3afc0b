"""Packs a backup into one small file that may leave the machine, sealed where there is a passphrase, and unpacks it.

Packed: gzip. Sealed: AES-256-GCM over pieces of a mebibyte, so that nothing is held whole in memory; the key comes from
the passphrase by scrypt (RFC 7914, N 2^17, r 8, p 1: a second and 128 MB, the first choice of OWASP's password storage
cheat sheet). Each piece is bound to its place and to being the last one or not (as STREAM of Hoang and others,
2015), so that none can be left out, moved or added. Refuses what was changed in any byte.
"""

import gzip
import os
import shutil
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from mujaz.errors import BackupFailed, BackupSealed, BadBackup
from storage.backup.verifying import Pulse

PACKED, SEALED = ".gz", ".sealed"
MAGIC = b"mujaz-sealed-1\n"
SALT_BYTES, KEY_BYTES, TAG_BYTES = 16, 32, 16
PIECE_BYTES = 1 << 20
COST, BLOCK, LANES = 1 << 17, 8, 1
LEVEL = 6


def pack(backup: Path, folder: Path, passphrase: str | None, pulse: Pulse) -> Path:
    """Packs a backup into the folder; gives the file, which ends in `.gz`, or `.gz.sealed` with a passphrase. Blocks.

    Raises OSError.
    """
    packed, size = folder / f"{backup.name}{PACKED}", backup.stat().st_size
    with backup.open("rb") as source, _private(packed) as raw, gzip.open(raw, "wb", LEVEL) as target:
        for _, piece, _ in _pieces(source, PIECE_BYTES):
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
    salt = os.urandom(SALT_BYTES)
    cipher = AESGCM(_key(passphrase, salt))
    target.write(MAGIC + salt)
    for number, piece, last in _pieces(source, PIECE_BYTES):
        target.write(cipher.encrypt(_nonce(number, last), piece, MAGIC))


def _unseal(path: Path, source: IO[bytes], target: IO[bytes], passphrase: str | None) -> None:
    head = source.read(len(MAGIC) + SALT_BYTES)
    if len(head) != len(MAGIC) + SALT_BYTES or not head.startswith(MAGIC):
        raise BadBackup(path, "it is no sealed backup")
    if passphrase is None:
        raise BackupSealed(path)
    cipher = AESGCM(_key(passphrase, head[len(MAGIC) :]))
    for number, piece, last in _pieces(source, PIECE_BYTES + TAG_BYTES):
        try:
            target.write(cipher.decrypt(_nonce(number, last), piece, MAGIC))
        except InvalidTag:
            if number == 0:  # nobody can tell a wrong passphrase from a first piece that was changed
                raise BackupSealed(path) from None
            raise BadBackup(path, "it is not what was sealed") from None


def _pieces(source: IO[bytes], size: int) -> Iterator[tuple[int, bytes, bool]]:
    """The pieces of a file with their numbers and whether each is the last; one empty piece of an empty file."""
    piece, number = source.read(size), 0
    while True:
        following = source.read(size)
        yield number, piece, not following
        if not following:
            return
        piece, number = following, number + 1


def _nonce(number: int, last: bool) -> bytes:
    """Twelve bytes; used once, since each file has a salt, and so a key, of its own."""
    return struct.pack(">7xI?", number, last)


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt, KEY_BYTES, COST, BLOCK, LANES).derive(passphrase.encode())
