"""What the bot may rely on when it says that something is stored."""

import asyncio
import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from mujaz.errors import DatabaseDamaged, DatabaseInUse, DatabaseTooNew, StorageError
from storage.migrate import APPLICATION_ID, Migration
from storage.store import GROUP_LIMIT, Store, open_store

ROOT = Path(__file__).parents[2]
NOTES = Migration(1, "0001_notes", "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;")
TAGS = Migration(
    2,
    "0002_tags",
    "CREATE TABLE tag (note INTEGER REFERENCES note DEFERRABLE INITIALLY DEFERRED, name TEXT) STRICT;",
)
STEPS = (NOTES, TAGS)

ENDLESS = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT 1 FROM n WHERE another_row()) SELECT count(*) FROM n
"""

# Eight writers at once, at full speed, each acknowledging on standard output what the store has acknowledged to it.
WRITER = """
import asyncio, sys
from pathlib import Path
from storage.store import open_store
from tests.storage.test_store import STEPS, insert_pair

async def write_for_ever(store, name):
    for number in range(10**9):
        text = f"{name}/{number}"
        await store.write(insert_pair, text)
        print(text, flush=True)

async def main():
    async with open_store(Path(sys.argv[1]), migrations=STEPS) as store:
        await asyncio.gather(*(write_for_ever(store, f"{sys.argv[2]}/{name}") for name in range(8)))

asyncio.run(main())
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mujaz.db"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[Store]:
    async with open_store(path, migrations=STEPS) as opened:
        yield opened


def insert(db: sqlite3.Connection, text: str | None) -> int | None:
    return db.execute("INSERT INTO note (text) VALUES (?)", (text,)).lastrowid


def insert_pair(db: sqlite3.Connection, text: str) -> None:
    note = insert(db, text)
    db.execute("INSERT INTO tag VALUES (?, ?)", (note, text))


def texts(db: sqlite3.Connection) -> list[str]:
    return [text for (text,) in db.execute("SELECT text FROM note ORDER BY id")]


def tags(db: sqlite3.Connection) -> list[str]:
    return [name for (name,) in db.execute("SELECT name FROM tag ORDER BY rowid")]


def fail(db: sqlite3.Connection, error: BaseException) -> None:
    insert(db, "never seen")
    raise error


def pragma(db: sqlite3.Connection, name: str) -> object:
    return db.execute(f"PRAGMA {name}").fetchone()[0]


async def commits_of(store: Store, log: list[str]) -> None:
    """From the next group on, log the statements that the writer runs."""
    await store.write(lambda db: db.set_trace_callback(log.append))
    await store.write(lambda db: None)
    log.clear()


async def test_what_is_written_is_there_after_a_restart(path: Path) -> None:
    async with open_store(path, migrations=STEPS) as store:
        assert await store.write(insert, "ميتا تسرّح") == 1
        assert await store.read(texts) == ["ميتا تسرّح"]
    async with open_store(path, migrations=STEPS) as store:
        assert await store.read(texts) == ["ميتا تسرّح"]


def test_what_was_acknowledged_survives_10_kills_at_random_moments(path: Path) -> None:
    dice, acknowledged = random.Random(9), set[str]()
    for round_ in range(10):
        acknowledged |= _written_until_killed(path, str(round_), dice.uniform(0, 0.3))
    asyncio.run(_assert_all_stored(path, acknowledged))


def _written_until_killed(path: Path, name: str, seconds: float) -> set[str]:
    """What a process at full speed was told is safe, until kill -9 so many seconds after the first of it."""
    with _writing(path, name) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline()
        threading.Timer(seconds, writer.kill).start()
        return {line.strip() for line in (first, *writer.stdout) if line.endswith("\n")}


def _writing(path: Path, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), name]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


async def _assert_all_stored(path: Path, acknowledged: set[str]) -> None:
    async with open_store(path, migrations=STEPS) as store:
        stored = await store.read(texts)
        assert acknowledged - set(stored) == set()
        assert await store.read(tags) == stored
        assert await store.read(lambda db: pragma(db, "integrity_check")) == "ok"


async def test_units_run_in_the_order_in_which_they_were_asked_for(store: Store) -> None:
    asked = [str(number) for number in range(3 * GROUP_LIMIT)]
    ids = await asyncio.gather(*(store.write(insert, text) for text in asked))
    assert ids == list(range(1, len(asked) + 1))
    assert await store.read(texts) == asked


async def test_units_that_wait_together_share_one_commit(store: Store) -> None:
    log: list[str] = []
    await commits_of(store, log)
    await asyncio.gather(*(store.write(insert, str(number)) for number in range(2 * GROUP_LIMIT + 1)))
    assert log.count("COMMIT") == 3
    assert log.count("BEGIN IMMEDIATE") == 3


async def test_a_failing_unit_of_a_group_takes_no_other_with_it(store: Store) -> None:
    reason = ValueError("second thoughts")
    results = await asyncio.gather(
        store.write(insert, "a"),
        store.write(fail, reason),
        store.write(insert, None),
        store.write(insert, "b"),
        return_exceptions=True,
    )
    assert results[0] == 1
    assert results[1] is reason
    assert isinstance(results[2], StorageError)
    assert isinstance(results[2].__cause__, sqlite3.IntegrityError)
    assert results[3] == 2
    assert await store.read(texts) == ["a", "b"]


async def test_when_the_commit_fails_nobody_is_told_that_it_went_well(store: Store) -> None:
    results = await asyncio.gather(
        store.write(insert, "a"),
        store.write(lambda db: db.execute("INSERT INTO tag VALUES (404, 'orphan')").rowcount),
        store.write(insert, "b"),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [StorageError] * 3
    assert len({id(result) for result in results}) == 3
    assert await store.write(insert, "later") == 1
    assert await store.read(texts) == ["later"]


async def test_a_unit_that_raises_stop_iteration_does_not_leave_its_asker_waiting(store: Store) -> None:
    for ask in (store.write, store.read):
        with pytest.raises(RuntimeError):
            await asyncio.wait_for(ask(lambda db: next(db.execute("SELECT 1 WHERE 0"))), 60)


async def test_a_unit_happens_even_if_its_asker_has_left(store: Store) -> None:
    async with asyncio.TaskGroup() as tasks:
        asker = tasks.create_task(store.write(insert, "sent to a reader"))
        await asyncio.sleep(0)
        asker.cancel()
    await store.write(insert, "next")
    assert asker.cancelled()
    assert await store.read(texts) == ["sent to a reader", "next"]


async def test_what_was_asked_for_is_committed_before_the_store_closes(path: Path) -> None:
    async with asyncio.TaskGroup() as tasks, open_store(path, migrations=STEPS) as store:
        askers = [tasks.create_task(store.write(insert, "x")) for _ in range(600)]
        await asyncio.sleep(0)
    assert [asker.result() for asker in askers] == list(range(1, 601))


async def test_a_closed_store_refuses_work_instead_of_hanging(path: Path) -> None:
    async with open_store(path, readers=1, migrations=STEPS) as store:
        pass
    with pytest.raises(StorageError, match="closed"):
        await asyncio.wait_for(store.write(insert, "late"), 60)
    for _ in range(2):
        with pytest.raises(StorageError, match="closed"):
            await asyncio.wait_for(store.read(texts), 60)


async def test_a_reader_never_sees_what_is_not_committed(store: Store) -> None:
    half_way, go_on = threading.Event(), threading.Event()

    def slow(db: sqlite3.Connection) -> None:
        insert(db, "in the making")
        half_way.set()
        go_on.wait(60)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(store.write(slow))
        assert await asyncio.to_thread(half_way.wait, 60)
        assert await store.read(texts) == []
        go_on.set()
    assert await store.read(texts) == ["in the making"]


async def test_the_statements_of_a_reading_unit_agree_with_each_other(store: Store) -> None:
    first_read, go_on = threading.Event(), threading.Event()

    def read_twice(db: sqlite3.Connection) -> tuple[list[str], list[str]]:
        before = texts(db)
        first_read.set()
        go_on.wait(60)
        return before, texts(db)

    async with asyncio.TaskGroup() as tasks:
        asker = tasks.create_task(store.read(read_twice))
        assert await asyncio.to_thread(first_read.wait, 60)
        await store.write(insert, "meanwhile")
        go_on.set()
    assert asker.result() == ([], [])


async def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(StorageError, match="readonly"):
        await store.read(insert, "sneaked in")
    assert await store.read(texts) == []


async def test_a_search_that_is_given_up_stops_and_frees_its_reader(path: Path) -> None:
    running, enough = threading.Event(), threading.Event()

    def another_row() -> bool:
        running.set()
        return not enough.is_set()

    def endless(db: sqlite3.Connection) -> None:
        db.create_function("another_row", 0, another_row)
        db.execute(ENDLESS)

    async with open_store(path, readers=1, migrations=STEPS) as store, asyncio.TaskGroup() as tasks:
        asker = tasks.create_task(store.read(endless))
        assert await asyncio.to_thread(running.wait, 60)
        asker.cancel()
        try:
            assert await asyncio.wait_for(store.read(texts), 60) == []
        finally:
            enough.set()
    assert asker.cancelled()


async def test_more_readers_than_connections_all_get_their_turn(path: Path) -> None:
    async with open_store(path, readers=2, migrations=STEPS) as store:
        await store.write(insert, "x")
        assert await asyncio.gather(*(store.read(texts) for _ in range(50))) == [["x"]] * 50


async def test_the_settings_that_durability_and_memory_rest_on_hold(store: Store) -> None:
    def settings(db: sqlite3.Connection) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "cache_size", "busy_timeout", "query_only")
        return {name: pragma(db, name) for name in names}

    writer = await store.write(settings)
    assert (writer["journal_mode"], writer["synchronous"], writer["foreign_keys"]) == ("wal", 2, 1)
    assert (writer["cache_size"], writer["busy_timeout"]) == (-3072, 5000)
    reader = await store.read(settings)
    assert (reader["query_only"], reader["cache_size"], reader["busy_timeout"]) == (1, -2048, 5000)


async def test_a_second_store_on_the_same_file_is_refused_and_the_first_goes_on(store: Store, path: Path) -> None:
    with pytest.raises(DatabaseInUse):
        async with open_store(path, migrations=STEPS):
            pytest.fail("two stores on one file")
    assert await store.write(insert, "still here") == 1


def test_a_second_process_on_the_same_file_is_refused(path: Path) -> None:
    with _writing(path, "first") as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline()
        with pytest.raises(DatabaseInUse):
            asyncio.run(_open_and_leave(path))
        writer.kill()


async def _open_and_leave(path: Path, migrations: tuple[Migration, ...] = STEPS) -> None:
    async with open_store(path, migrations=migrations):
        pass


def test_a_newer_database_is_refused_and_left_as_it_is(path: Path) -> None:
    asyncio.run(_open_and_leave(path))
    before = path.read_bytes()
    with pytest.raises(DatabaseTooNew, match=r"version 2.*knows 1"):
        asyncio.run(_open_and_leave(path, (NOTES,)))
    assert path.read_bytes() == before


@pytest.mark.parametrize("garbage", [b"xx", b"\0" * 4096, b"<html>" * 2000, "صورة".encode() * 4096])
def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(path: Path, garbage: bytes) -> None:
    path.write_bytes(garbage)
    with pytest.raises(DatabaseDamaged):
        asyncio.run(_open_and_leave(path))
    assert path.read_bytes() == garbage


def test_the_database_of_another_program_is_refused_and_left_as_it_is(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE photos (id)")
    before = path.read_bytes()
    with pytest.raises(DatabaseDamaged, match="another program"):
        asyncio.run(_open_and_leave(path))
    assert path.read_bytes() == before


def test_a_database_that_was_cut_short_is_called_damaged(path: Path) -> None:
    asyncio.run(_open_and_leave(path))
    path.write_bytes(path.read_bytes()[:4096])
    with pytest.raises(DatabaseDamaged):
        asyncio.run(_open_and_leave(path))


async def test_a_database_is_marked_as_ours(store: Store) -> None:
    assert await store.read(lambda db: pragma(db, "application_id")) == APPLICATION_ID


async def test_the_folder_of_the_database_is_made_where_it_is_missing(tmp_path: Path) -> None:
    await _open_and_leave(tmp_path / "var" / "lib" / "mujaz.db")
    assert (tmp_path / "var" / "lib" / "mujaz.db").is_file()


async def test_an_opening_that_fails_half_way_leaves_neither_a_thread_nor_the_lock(path: Path) -> None:
    before = set(threading.enumerate())
    broken = Migration(3, "0003_broken", "CREATE TABLE half (x); SELECT nonsense;")
    with pytest.raises(StorageError, match="0003_broken"):
        async with open_store(path, migrations=(*STEPS, broken)):
            pytest.fail("opened with a broken migration")
    for thread in set(threading.enumerate()) - before:
        thread.join(60)
    assert set(threading.enumerate()) <= before
    async with open_store(path, migrations=STEPS) as store:
        assert await store.read(texts) == []


async def test_an_error_in_the_work_comes_out_as_it_is_and_the_store_is_closed(path: Path) -> None:
    with pytest.raises(KeyError, match="work"):
        async with open_store(path, migrations=STEPS) as store:
            await store.write(insert, "before")
            raise KeyError("work")
    async with open_store(path, migrations=STEPS) as store:
        assert await store.read(texts) == ["before"]


async def test_closing_folds_the_wal_into_the_one_file_that_people_copy(path: Path) -> None:
    async with open_store(path, migrations=STEPS) as store:
        await store.write(insert, "x")
    assert not path.with_name("mujaz.db-wal").exists()
