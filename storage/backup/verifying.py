"""Whether a database file is whole and ours, and whether a backup is still what was written. Writes nothing."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mujaz.errors import BadBackup, DatabaseTooNew, StorageError
from storage.backup.patience import Halted
from storage.looking import read_only
from storage.migrate import check_identity, load_migrations

OPERATIONS_A_PULSE = 200_000
"""Of SQLite's virtual machine: some milliseconds."""
HASHED_AT_ONCE = 1 << 20

Pulse = Callable[[float], None]
"""Called often with what is done so far, from 0 to 1. May raise Halted, which ends the work."""


def damage_in(path: Path, pulse: Pulse) -> str | None:
    """What is wrong with a database file, read from its beginning to its end; None where it is whole.

    Raises DatabaseDamaged where it is not even ours.
    """
    with read_only(path) as db:
        check_identity(db, path)
        return damage(db, pulse)


def damage(db: sqlite3.Connection, pulse: Pulse) -> str | None:
    """SQLite's own complaint about structure, indexes or references; None where there is none."""
    with beating(db, pulse):
        (words,) = db.execute("PRAGMA integrity_check(1)").fetchone()
        if words != "ok":
            return str(words)
        orphan = db.execute("PRAGMA foreign_key_check").fetchone()
    return None if orphan is None else f"a row of {orphan[0]} refers to nothing in {orphan[2]}"


def verified(backup: Path, pulse: Pulse) -> int:
    """The version of the schema in a backup that is whole and that this Mujaz can use.

    Raises BadBackup, and DatabaseTooNew where a newer Mujaz made it.
    """
    if not backup.is_file():
        raise BadBackup(backup, "there is no such file")
    _compare_with_note(backup, pulse)
    try:
        if found := damage_in(backup, pulse):
            raise BadBackup(backup, found)
        with read_only(backup) as db:
            (version,) = db.execute("PRAGMA user_version").fetchone()
    except BadBackup:
        raise
    except StorageError as error:
        raise BadBackup(backup, str(error.__cause__ or error)) from error
    if version == 0:
        raise BadBackup(backup, "it is empty")
    known = len(load_migrations())
    if version > known:
        raise DatabaseTooNew(version, known)
    return int(version)


def note_of(backup: Path) -> Path:
    """The file beside a backup that holds its hash, as `sha256sum --check` reads it."""
    return backup.with_name(f"{backup.name}.sha256")


def hash_of(path: Path, pulse: Pulse) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    digest, size, done = hashlib.sha256(), path.stat().st_size, 0
    with path.open("rb") as file:
        while piece := file.read(HASHED_AT_ONCE):
            digest.update(piece)
            done += len(piece)
            pulse(done / size)
    return digest.hexdigest()


def _compare_with_note(backup: Path, pulse: Pulse) -> None:
    note = note_of(backup)
    if note.exists() and note.read_text("utf-8").split()[:1] != [hash_of(backup, pulse)]:
        raise BadBackup(backup, "it is not what was written: its hash differs")


@contextmanager
def beating(db: sqlite3.Connection, pulse: Pulse) -> Iterator[None]:
    """Lets the pulse interrupt a long statement."""
    halted = False

    def beat() -> bool:
        nonlocal halted
        try:
            pulse(1)
        except Halted:
            halted = True
        return halted

    db.set_progress_handler(beat, OPERATIONS_A_PULSE)
    try:
        yield
    except sqlite3.OperationalError as error:
        if halted:
            raise Halted from error
        raise
    finally:
        db.set_progress_handler(None, 0)
