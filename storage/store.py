"""The open database: one writer that commits units of work in groups, and a few readers beside it.

Refuses to hand out a connection or a transaction: statements that must agree are written as one unit.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from mujaz.errors import DatabaseDamaged, StorageError
from storage.connection import (
    READER_PRAGMAS,
    WRITER_PRAGMAS,
    Connection,
    Failed,
    Outcome,
    Unit,
    commit_group,
    read_snapshot,
    storage_errors,
)
from storage.lock import hold_lock
from storage.migrate import Migration, check_identity, load_migrations, migrate, version_of

GROUP_LIMIT = 256
GROUP_SECONDS = 0.004
"""Commits begin so far apart where more than one unit waits: a crowd's units share them."""

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Request:
    """A unit asked for, and where its asker waits."""

    unit: Unit[Any]
    answer: asyncio.Future[Outcome[Any]]


class Store:
    """Runs units of work for one event loop. Made by `open_store`."""

    def __init__(self, path: Path, writer: Connection, readers: Iterable[Connection]) -> None:
        self._path = path
        self._writer = writer
        self._requests: deque[_Request] = deque()
        self._writing = False
        self._next_group_at = 0.0
        self._idle: asyncio.LifoQueue[Connection] = asyncio.LifoQueue()
        for reader in readers:
            self._idle.put_nowait(reader)

    async def write(
        self, unit: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a unit after those asked for before it, and return its result once it is safe on disk.

        It happens wholly or not at all, also when its asker is cancelled meanwhile: what was done is kept.
        Raises what the unit raises; StorageError for SQLite's errors and when the group's commit fails.
        """
        loop = asyncio.get_running_loop()
        request = _Request(lambda db: unit(db, *args, **kwargs), loop.create_future())
        self._requests.append(request)
        if not self._writing:
            self._writing = True
            loop.call_soon(self._send_group)  # not at once: whoever else is ready to write now gets in too
        with self.errors():
            outcome: Outcome[T] = await request.answer
            return outcome.unwrap()

    async def read(self, unit: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a unit on the first free reader, on what was committed at one moment, and return its result.

        Cancelling interrupts the statement that is running, so `asyncio.timeout` puts a deadline on a search.
        Raises what the unit raises, and StorageError for SQLite's errors, an attempt to write among them.
        """
        reader = await self._idle.get()
        answer = reader.submit(partial(read_snapshot, lambda db: unit(db, *args, **kwargs)))
        answer.add_done_callback(lambda _: self._idle.put_nowait(reader))
        try:
            outcome = await asyncio.shield(answer)  # the reader stays taken for as long as its thread is
        except asyncio.CancelledError:
            if not answer.done():
                await reader.interrupt()
            raise
        with self.errors():
            return outcome.unwrap()

    def errors(self) -> AbstractContextManager[None]:
        """Where SQLite's errors leave as ours."""
        return storage_errors(self._path)

    def _send_group(self) -> None:
        group = [self._requests.popleft() for _ in range(min(GROUP_LIMIT, len(self._requests)))]
        self._next_group_at = asyncio.get_running_loop().time() + GROUP_SECONDS if len(group) > 1 else 0.0
        committed = self._writer.submit(partial(commit_group, [request.unit for request in group]))
        committed.add_done_callback(partial(self._answer_group, group))

    def _answer_group(self, group: Sequence[_Request], committed: asyncio.Future[Outcome[list[Outcome[Any]]]]) -> None:
        result = committed.result()
        outcomes = [result] * len(group) if isinstance(result, Failed) else result.value
        for request, outcome in zip(group, outcomes, strict=True):
            if not request.answer.done():  # done already: its asker was cancelled
                request.answer.set_result(outcome)
        self._writing = bool(self._requests)
        if self._writing:
            asyncio.get_running_loop().call_at(self._next_group_at, self._send_group)


@asynccontextmanager
async def open_store(
    path: Path,
    *,
    readers: int = 3,
    migrations: Sequence[Migration] | None = None,
    before_migrating: Callable[[], object] | None = None,
) -> AsyncIterator[Store]:
    """Open the database at `path`, made with its folder where missing, at the newest version of its schema.

    On leaving, whatever was asked for is committed first; then all is closed in reverse order. So it is when
    opening fails half-way: a thread of aiosqlite's that is left over keeps the process alive for ever.
    `before_migrating` is called, on the database's thread, when a database with something in it is to be migrated; what
    it raises ends the opening. Raises DatabaseInUse, DatabaseTooNew, DatabaseDamaged, StorageError.
    """
    steps = load_migrations() if migrations is None else migrations
    async with AsyncExitStack() as stack:
        stack.enter_context(hold_lock(path))
        with storage_errors(path):
            writer = await _connect(stack, path, partial(_prepare_writer, path, steps, before_migrating))
            reading = [await _connect(stack, path, _prepare_reader) for _ in range(readers)]
        store = Store(path, writer, reading)
        stack.push_async_callback(_finish, store)
        yield store


async def _connect(stack: AsyncExitStack, path: Path, prepare: Unit[None]) -> Connection:
    connection = Connection.to(path)
    await stack.enter_async_context(connection)
    (await connection.submit(prepare)).unwrap()
    return connection


def _prepare_writer(
    path: Path, migrations: Sequence[Migration], before: Callable[[], object] | None, db: sqlite3.Connection
) -> None:
    check_identity(db, path)
    if before is not None and 0 < version_of(db) < len(migrations):
        before()
    migrate(db, migrations)  # foreign_keys is still off: dropping a table to rebuild it must not cascade
    (mode,) = db.execute("PRAGMA journal_mode=WAL").fetchone()
    if mode != "wal":
        raise StorageError(f"{path} lies on a file system without WAL: its journal mode stays {mode}")
    for pragma in WRITER_PRAGMAS:
        db.execute(pragma)


def _prepare_reader(db: sqlite3.Connection) -> None:
    for pragma in READER_PRAGMAS:
        db.execute(pragma)


async def _finish(store: Store) -> None:
    """Commits what was asked for. A disk that is full makes no failure of the stop: what was acknowledged is safe."""
    try:
        await store.write(_optimize)
    except DatabaseDamaged:
        raise
    except StorageError:
        pass  # without new statistics the next start's questions are answered a little slower


def _optimize(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA optimize")
