"""What we lean on in aiosqlite and SQLite themselves; these fail when an upgrade takes it away."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mujaz.errors import DatabaseDamaged, StorageError
from storage.connection import Connection, Done, Failed, commit_group, storage_errors, transaction


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[Connection]:
    made = Connection.to(tmp_path / "mujaz.db")
    async with made:
        yield made


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        memory.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
        yield memory


def insert(db: sqlite3.Connection, text: str | None) -> int | None:
    return db.execute("INSERT INTO note (text) VALUES (?)", (text,)).lastrowid


def count(db: sqlite3.Connection) -> int:
    found: int = db.execute("SELECT count(*) FROM note").fetchone()[0]
    return found


async def test_contract_units_run_on_aiosqlite_s_thread_in_the_order_of_all_that_it_is_given(
    connection: Connection,
) -> None:
    threads: list[int] = []

    def create(db: sqlite3.Connection) -> None:
        threads.append(threading.get_ident())
        db.execute("CREATE TABLE note (text)")

    created = connection.submit(create)
    rows = await connection.execute_fetchall("SELECT name FROM sqlite_schema")  # aiosqlite's own way in
    assert created.done()
    assert await created == Done(None)
    assert list(rows) == [("note",)]
    assert threads != [threading.get_ident()]


async def test_contract_transactions_are_begun_by_us_alone(connection: Connection) -> None:
    assert connection.isolation_level is None
    assert await connection.submit(lambda db: db.isolation_level) == Done(None)


async def test_contract_a_cancelled_waiter_disturbs_neither_its_unit_nor_the_thread(
    connection: Connection,
) -> None:
    abandoned = connection.submit(lambda db: db.execute("CREATE TABLE note (text)").fetchall())
    abandoned.cancel()
    tables = await connection.submit(lambda db: db.execute("SELECT name FROM sqlite_schema").fetchall())
    assert tables == Done([("note",)])


async def test_contract_closing_finishes_what_was_submitted_and_ends_the_thread(tmp_path: Path) -> None:
    connection = Connection.to(tmp_path / "mujaz.db")
    async with connection:
        thread = (await connection.submit(lambda _: threading.current_thread())).unwrap()
        last = connection.submit(lambda db: db.execute("SELECT 1").fetchone())
    assert await last == Done((1,))
    thread.join(60)
    assert not thread.is_alive()


async def test_contract_a_connection_that_cannot_open_leaves_no_thread(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with pytest.raises(sqlite3.OperationalError):
        await Connection.to(tmp_path)  # a folder
    for thread in set(threading.enumerate()) - before:
        thread.join(60)
    assert set(threading.enumerate()) <= before


async def test_a_unit_for_a_closed_connection_fails_at_once(tmp_path: Path) -> None:
    connection = Connection.to(tmp_path / "mujaz.db")
    async with connection:
        pass
    outcome = await connection.submit(count)
    assert isinstance(outcome, Failed)
    assert str(outcome.error) == "the store is closed"


@pytest.mark.parametrize("error", [ValueError("x"), StopIteration(), KeyboardInterrupt(), SystemExit(1)])
async def test_whatever_a_unit_raises_comes_back_to_its_asker(connection: Connection, error: BaseException) -> None:
    def unit(_: sqlite3.Connection) -> None:
        raise error

    outcome = await asyncio.wait_for(connection.submit(unit), 60)
    assert outcome == Failed(error)


def test_a_failing_unit_takes_no_other_of_its_group_with_it(db: sqlite3.Connection) -> None:
    def half_done(db: sqlite3.Connection) -> None:
        insert(db, "never seen")
        raise ValueError("second thoughts")

    outcomes = commit_group([lambda db: insert(db, "a"), half_done, lambda db: insert(db, "b")], db)
    assert [type(outcome) for outcome in outcomes] == [Done, Failed, Done]
    assert db.execute("SELECT text FROM note").fetchall() == [("a",), ("b",)]
    assert not db.in_transaction


def test_when_the_disk_fills_up_the_whole_group_fails_and_says_so(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "small.db", isolation_level=None)) as db:
        db.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
        db.execute("PRAGMA max_page_count = 20")
        db.execute("PRAGMA cache_size = 2")
        with pytest.raises(sqlite3.OperationalError, match="full"):
            commit_group([lambda db: insert(db, "small"), lambda db: insert(db, "x" * 1_000_000)], db)
        assert not db.in_transaction
        assert count(db) == 0


def test_a_unit_that_undoes_the_group_s_transaction_fails_the_group(db: sqlite3.Connection) -> None:
    def conflicting(db: sqlite3.Connection) -> None:
        db.execute("INSERT OR ROLLBACK INTO note (text) VALUES (NULL)")

    with pytest.raises(sqlite3.IntegrityError):
        commit_group([lambda db: insert(db, "a"), conflicting, lambda db: insert(db, "b")], db)
    assert count(db) == 0


def test_a_commit_that_fails_leaves_nothing_and_no_transaction(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA foreign_keys=ON")
    db.execute("CREATE TABLE tag (note REFERENCES note DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(sqlite3.IntegrityError), transaction(db):
        insert(db, "a")
        db.execute("INSERT INTO tag VALUES (404)")
    assert count(db) == 0
    assert not db.in_transaction


def test_sqlite_s_errors_leave_as_ours_with_their_cause() -> None:
    cause = sqlite3.OperationalError("database is locked")
    with pytest.raises(StorageError, match="database is locked") as caught, storage_errors(Path("mujaz.db")):
        raise cause
    assert caught.value.__cause__ is cause
    assert not isinstance(caught.value, DatabaseDamaged)


def test_damage_is_called_damage(tmp_path: Path) -> None:
    path = tmp_path / "mujaz.db"
    path.write_text("not a database")
    with (
        closing(sqlite3.connect(path)) as db,
        pytest.raises(DatabaseDamaged, match="not a database"),
        storage_errors(path),
    ):
        db.execute("SELECT * FROM sqlite_schema")
