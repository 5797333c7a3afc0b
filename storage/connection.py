"""One SQLite connection on a thread of its own, and what happens there: units of work and their transactions.

A *unit of work* is a plain function of a `sqlite3.Connection` and its arguments. It fetches its rows before
it returns, and neither begins nor ends a transaction. Refuses the usual style of one hop to the thread per
statement: a task cancelled between two of them leaves its transaction open.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, NoReturn, TypeAlias, TypeVar

import aiosqlite

from mujaz.errors import DatabaseDamaged, StorageError

A = TypeVar("A")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

WRITER_PRAGMAS = (
    "PRAGMA busy_timeout=5000",
    "PRAGMA synchronous=FULL",  # what is acknowledged survives a power cut; NORMAL loses it
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-3072",  # KiB: a larger one fills while a run drains, and memory is to stay flat then
    "PRAGMA journal_size_limit=67108864",  # after a long reader the WAL shrinks back to 64 MiB
    "PRAGMA analysis_limit=400",  # rows an index: keeps the optimize at close short in a file of any size
)
READER_PRAGMAS = (
    "PRAGMA busy_timeout=5000",
    "PRAGMA cache_size=-2048",
    "PRAGMA mmap_size=268435456",
    "PRAGMA query_only=ON",
)


@dataclass(frozen=True, slots=True)
class Done(Generic[T_co]):
    """A unit that returned."""

    value: T_co

    def unwrap(self) -> T_co:
        return self.value


@dataclass(frozen=True, slots=True)
class Failed:
    """A unit that raised."""

    error: BaseException

    def unwrap(self) -> NoReturn:
        raise self.error


Unit: TypeAlias = Callable[[sqlite3.Connection], T]
Outcome: TypeAlias = Done[T] | Failed
Question: TypeAlias = tuple[Callable[..., Any], tuple[Hashable, ...]]
"""What reads, and its arguments after the connection."""


class Connection(aiosqlite.Connection):
    """aiosqlite's thread, given whole units of work instead of single statements.

    The one place that leans on aiosqlite's protected `_tx` and `_connection`; a contract test watches both.
    """

    @classmethod
    def to(cls, path: Path) -> "Connection":
        """A connection still to be opened with `async with`; transactions are begun by us alone."""
        return cls(partial(sqlite3.connect, path, isolation_level=None), iter_chunk_size=64)

    def submit(self, unit: Unit[T]) -> asyncio.Future[Outcome[T]]:
        """Queue a unit on the thread, behind those submitted before. Cancelling the future stops nothing.

        The outcome is a value, never the future's exception: nobody may be left to collect that, and a future
        refuses StopIteration, so that its waiter would hang.
        """
        future: asyncio.Future[Outcome[T]] = asyncio.get_running_loop().create_future()
        if self._connection is None:
            future.set_result(Failed(sqlite3.ProgrammingError("the store is closed")))
        else:
            self._tx.put_nowait((future, partial(attempt, unit, self._connection)))
        return future


def attempt(unit: Callable[[A], T], given: A) -> Outcome[T]:
    """Run a unit, or other work of a thread, and report what became of it: only its asker knows what to do then."""
    try:
        return Done(unit(given))
    except BaseException as error:  # a thread's boundary: anything less leaves the asker waiting for ever
        return Failed(error)


@contextmanager
def transaction(db: sqlite3.Connection, begin: str = "BEGIN IMMEDIATE") -> Iterator[None]:
    """Commit the block, or leave nothing of it."""
    db.execute(begin)
    try:
        yield
        db.execute("COMMIT")
    finally:
        if db.in_transaction:  # some errors, a full disk among them, have already rolled back
            db.execute("ROLLBACK")


def read_snapshot(unit: Unit[T], db: sqlite3.Connection) -> T:
    """Run a reading unit so that all its statements see the database at one moment."""
    with transaction(db, "BEGIN"):
        return unit(db)


def answer_each(db: sqlite3.Connection, questions: Sequence[Question]) -> dict[Question, Outcome[Any]]:
    """What came of each of some reading units."""
    return {(unit, args): attempt(lambda db: unit(db, *args), db) for unit, args in questions}  # noqa: B023


def commit_group(units: Sequence[Unit[Any]], db: sqlite3.Connection) -> list[Outcome[Any]]:
    """Run units in order and commit them together. A unit that fails is undone alone.

    Raises when the whole group fails: at its commit, or by an error after which SQLite rolls everything back.
    """
    with transaction(db):
        return [_in_savepoint(unit, db) for unit in units]


def _in_savepoint(unit: Unit[T], db: sqlite3.Connection) -> Outcome[T]:
    db.execute("SAVEPOINT unit")
    outcome = attempt(unit, db)
    if isinstance(outcome, Failed):
        if not db.in_transaction:  # a full disk, say: the units before this one are undone too
            raise outcome.error
        db.execute("ROLLBACK TO unit")
    db.execute("RELEASE unit")
    return outcome


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Let SQLite's errors leave as ours: DatabaseDamaged for a file beyond use, StorageError for all else."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translated(error, path) from error


def _translated(error: sqlite3.Error, path: Path) -> StorageError:
    primary_code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if primary_code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DatabaseDamaged(path, str(error))
    return StorageError(str(error))
