"""Puts a backup in the database's place. What stood there is kept beside it, whole; nobody may be using it.

Refuses a backup that is not whole, and one of a newer Mujaz.
"""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from mujaz.errors import BackupFailed, BadBackup
from storage.backup.copying import MADE_AT, sync
from storage.backup.verifying import Pulse, hash_of, verified
from storage.lock import hold_lock

BESIDE = ("", "-wal", "-shm")


def restore(backup: Path, database: Path, now: datetime, pulse: Pulse) -> Path | None:
    """Restores a backup; gives where the database that stood there is kept, None where there was none. Blocks.

    Raises BadBackup, DatabaseTooNew, DatabaseInUse, and BackupFailed where the disk does not take it: then all is as
    it was.
    """
    verified(backup, pulse)
    with hold_lock(database):
        new = database.with_name(f"{database.name}.restoring")
        try:
            shutil.copyfile(backup, new)
            new.chmod(0o600)
            sync(new)
            if hash_of(new, pulse) != hash_of(backup, pulse):
                raise BadBackup(backup, "its copy differs from it: the disk, or the memory, is failing")
            return _exchange(new, database, now)
        except OSError as error:
            raise BackupFailed(f"{error.filename or database}: {error.strerror}") from error
        finally:
            new.unlink(missing_ok=True)


def _exchange(new: Path, database: Path, now: datetime) -> Path | None:
    """The WAL goes before its database does: beside another database SQLite would take it for that one's."""
    kept = _keep(database, now) if database.exists() else None
    for end in BESIDE[1:]:
        database.with_name(f"{database.name}{end}").unlink(missing_ok=True)
    new.replace(database)
    sync(database.parent)
    return kept


def _keep(database: Path, now: datetime) -> Path:
    kept = database.with_name(f"{database.name}.before-{now.astimezone(UTC).strftime(MADE_AT)}")
    for end in BESIDE:
        old = database.with_name(f"{database.name}{end}")
        if old.exists():
            _link(old, kept.with_name(f"{kept.name}{end}"))
    return kept


def _link(old: Path, kept: Path) -> None:
    """A second name for the same file: it takes no room, and is there at once or not at all."""
    try:
        os.link(old, kept)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        shutil.copy2(old, kept)
