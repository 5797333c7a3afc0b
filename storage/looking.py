"""A look into the database from outside the bot, also while it runs. Changes nothing, not even the WAL."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from mujaz.errors import DatabaseTooNew, StorageError
from storage.connection import read_snapshot, storage_errors
from storage.migrate import check_identity, load_migrations, version_of

P = ParamSpec("P")
T = TypeVar("T")


@contextmanager
def read_only(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that can only read. SQLite's errors leave as ours."""
    address = f"{path.resolve().as_uri()}?mode=ro"
    with storage_errors(path), closing(sqlite3.connect(address, uri=True, isolation_level=None)) as db:
        db.execute("PRAGMA busy_timeout=5000")
        yield db


def look(path: Path, unit: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs a unit on one moment of a database whose schema is today's.

    Raises DatabaseDamaged, DatabaseTooNew, and StorageError for a schema that is still to be migrated.
    """
    with read_only(path) as db:
        check_identity(db, path)
        found, known = version_of(db), len(load_migrations())
        if found > known:
            raise DatabaseTooNew(found, known)
        if found < known:
            raise StorageError(f"{path} has version {found} and is to be migrated to {known}: start the bot once")
        return read_snapshot(lambda db: unit(db, *args, **kwargs), db)
