"""Makes one backup: a copy of what was committed at one moment, checked and hashed before it gets its name.

It may be made while the bot, this process or another, goes on writing: the copying connection holds one snapshot, so
that SQLite never begins anew, and writes nothing. Refuses to count a copy that is not whole.
"""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

from mujaz.errors import BackupFailed, DatabaseDamaged, StorageError
from storage.backup.verifying import Pulse, damage_in, hash_of, note_of
from storage.connection import transaction
from storage.looking import read_only

PAGES_AT_ONCE = 256
"""A mebibyte: between two of them the disk belongs to those who deliver."""
PAUSE_SECONDS = 0.002
SPARE_BYTES = 16 << 20
"""What must be left on the disk beside a backup."""
MADE_AT = "%Y%m%dT%H%M%SZ"


class Kind(StrEnum):
    """Why a backup was made; it is part of its name."""

    NIGHTLY = "nightly"
    MIGRATION = "migration"
    REPAIR = "repair"
    ASKED = "asked"
    RESCUED = "rescued"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup by its file; what its name says."""

    path: Path
    made_at: datetime
    kind: Kind


def make(database: Path, folder: Path, kind: Kind, now: datetime, pulse: Pulse, *, check: bool = True) -> Backup:
    """Copies a database into the folder, which is made where missing. Blocks; on a thread of its own.

    `check=False` keeps a copy of a file that is known to be damaged. Raises BackupFailed where it cannot be written,
    DatabaseDamaged where what was copied is not whole, and StorageError. Whatever fails leaves nothing behind.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _refuse_without_room(database, folder)
        target = _free_name(folder, kind, now)
        _fill(database, target, pulse, check=check)
    except OSError as error:
        raise BackupFailed(f"{error.filename or folder}: {error.strerror}") from error
    return Backup(target, now.astimezone(UTC).replace(microsecond=0), kind)


def rescue(db: sqlite3.Connection, folder: Path, now: datetime) -> Backup:
    """Copies what an open connection still sees though its file has lost its name, the last commits included. Blocks.

    A unit of work. Raises BackupFailed where no disk takes it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = _free_name(folder, Kind.RESCUED, now)
        part = target.with_name(f"{target.name}.part")
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            db.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        _name(part, target, lambda fraction: None)
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(f"{folder}: {error}") from error
    return Backup(target, now.astimezone(UTC).replace(microsecond=0), Kind.RESCUED)


def size_of(database: Path) -> int:
    """Bytes of a database and what is still in its WAL."""
    wal = database.with_name(f"{database.name}-wal")
    return database.stat().st_size + (wal.stat().st_size if wal.exists() else 0)


def _refuse_without_room(database: Path, folder: Path) -> None:
    needed, free = size_of(database) + SPARE_BYTES, shutil.disk_usage(folder).free
    if free < needed:
        raise BackupFailed(f"{folder} has room for {free >> 20} MiB, a backup needs {needed >> 20} MiB")


def _free_name(folder: Path, kind: Kind, now: datetime) -> Path:
    stem = f"mujaz-{now.astimezone(UTC).strftime(MADE_AT)}-{kind}"
    names = (f"{stem}.sqlite", *(f"{stem}-{number}.sqlite" for number in range(2, 100)))
    free = next((folder / name for name in names if not (folder / name).exists()), None)
    if free is None:
        raise BackupFailed(f"{folder} holds a hundred backups of this second")
    return free


def _fill(database: Path, target: Path, pulse: Pulse, *, check: bool) -> None:
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)  # of a process that was killed
    try:
        _copy(database, part, pulse)
        if check and (found := damage_in(part, pulse)):
            raise DatabaseDamaged(database, found)
        _name(part, target, pulse)
    finally:
        part.unlink(missing_ok=True)
        if not target.exists():
            note_of(target).unlink(missing_ok=True)


def _copy(database: Path, part: Path, pulse: Pulse) -> None:
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # it holds what people told the bot
    with (
        _failing_disks(part),
        read_only(database) as source,
        closing(sqlite3.connect(part, isolation_level=None)) as target,
    ):
        target.execute("PRAGMA synchronous=OFF")  # synced once, when it is whole
        with transaction(source, "BEGIN"):
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # from here on the snapshot stands still
            source.backup(target, pages=PAGES_AT_ONCE, progress=partial(_step, pulse))
        target.execute("PRAGMA journal_mode=DELETE")  # one file that can be read from a read-only place


@contextmanager
def _failing_disks(part: Path) -> Iterator[None]:
    try:
        yield
    except (DatabaseDamaged, BackupFailed):
        raise
    except StorageError as error:
        raise BackupFailed(f"{part.parent}: {error}") from error


def _step(pulse: Pulse, status: int, remaining: int, total: int) -> None:
    pulse(1 - remaining / max(total, 1))
    time.sleep(PAUSE_SECONDS)


def _name(part: Path, target: Path, pulse: Pulse) -> None:
    """Makes a whole copy a backup, after it is on the disk; its hash stands beside it first."""
    sync(part)
    note_of(target).write_text(f"{hash_of(part, pulse)}  {target.name}\n", "utf-8")
    sync(note_of(target))
    part.rename(target)
    sync(target.parent)


def sync(path: Path) -> None:
    """Brings a file, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
