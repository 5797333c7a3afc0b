"""SQLite as apsw ships it, in the shape of the standard library's connection: only so can a test lay its own files
beneath the store, since a file layer registered with one copy of SQLite is unknown to every other.

Does what units of work and the store use of a connection, and refuses the rest: it has no other members.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import apsw

from storage.connection import Connection

Values = Sequence[Any] | Mapping[str, Any]


@dataclass(frozen=True)
class Rows:
    """What a statement gave, all of it, as a cursor gives it."""

    _rows: Iterator[tuple[Any, ...]]
    rowcount: int
    lastrowid: int

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return self._rows

    def fetchone(self) -> tuple[Any, ...] | None:
        return next(self._rows, None)

    def fetchall(self) -> list[tuple[Any, ...]]:
        return list(self._rows)


class OtherSqlite:
    """A connection whose transactions are begun by the caller alone."""

    def __init__(self, path: Path, vfs: str) -> None:
        with _errors_as_in_sqlite3():
            self._db = apsw.Connection(str(path), vfs=vfs)

    @property
    def in_transaction(self) -> bool:
        return self._db.in_transaction

    def execute(self, sql: str, values: Values = ()) -> Rows:
        with _errors_as_in_sqlite3():
            rows = list(self._db.execute(sql, values))
        return Rows(iter(rows), self._db.changes(), self._db.last_insert_rowid())

    def executemany(self, sql: str, values: Iterable[Values]) -> None:
        for each in values:
            self.execute(sql, each)

    def close(self) -> None:
        with _errors_as_in_sqlite3():
            self._db.close()


def connection(path: Path, vfs: str) -> Connection:
    """The store's own connection with its thread and its groups, on a file layer of ours: see `Connection.to`."""
    return Connection(lambda: cast(sqlite3.Connection, OtherSqlite(path, vfs)), iter_chunk_size=64)


@contextmanager
def _errors_as_in_sqlite3() -> Iterator[None]:
    try:
        yield
    except apsw.Error as error:
        kind = sqlite3.IntegrityError if isinstance(error, apsw.ConstraintError) else sqlite3.OperationalError
        told = kind(str(error))
        told.sqlite_errorcode = getattr(error, "extendedresult", apsw.SQLITE_ERROR)  # set by SQLite's errors alone
        raise told from error
