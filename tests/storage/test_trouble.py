"""The disk is full or fails, another program holds the database: who asked is told, and what was kept stays kept."""

import asyncio
import random
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from mujaz.errors import StorageError
from storage.connection import WRITER_PRAGMAS, Connection
from storage.store import Store, open_store
from tests.storage.failing import failing
from tests.storage.other_sqlite import connection
from tests.storage.test_store import STEPS, insert_pair, tags, texts
from tests.storage.traffic import Traffic, begin, contents

HOLD = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mujaz.db"


@contextmanager
def held_by_another_process(path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield other  # leaving closes its standard input, upon which it ends


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """The kernel refuses this process every write beyond so many bytes of a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def _ask(store: Store, wanted: list[str]) -> list[str]:
    """Asks for units together; gives those that were acknowledged. The others were refused with StorageError."""
    answers = await asyncio.gather(*(store.write(insert_pair, text) for text in wanted), return_exceptions=True)
    assert {type(answer) for answer in answers} <= {type(None), StorageError}
    return [text for text, answer in zip(wanted, answers, strict=True) if answer is None]


async def _room(store: Store, pages: int) -> None:
    """How many pages more than now the database may have."""
    await store.write(_limit, pages)


def _limit(db: sqlite3.Connection, pages: int) -> None:
    (now,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count={now + pages}")


async def test_when_the_disk_is_full_every_asker_hears_it_and_there_is_what_was_acknowledged(path: Path) -> None:
    async with open_store(path, migrations=STEPS) as store:
        kept = await _ask(store, ["before"])
        await _room(store, 2)
        refused = 0
        for number in range(20):
            wanted = [f"{number} small", f"{number} large" + "x" * 20_000, f"{number} after"]
            told = await _ask(store, wanted)
            kept += told
            refused += len(wanted) - len(told)
            assert await store.read(texts) == await store.read(tags) == kept
        assert refused >= 20
        await _room(store, 1000)
        kept += await _ask(store, ["there is room again " + "x" * 20_000])
        assert await store.read(texts) == await store.read(tags) == kept
        assert len(kept) >= 2
        assert kept[-1].startswith("there is room again")


async def test_a_bot_whose_disk_is_full_stops_as_asked_and_has_all_that_it_kept(path: Path) -> None:
    traffic = Traffic(await begin(path), random.Random(3))
    with ExitStack() as trouble:
        async with open_store(path) as store:
            for _ in range(50):
                await asyncio.gather(*map(store.write, traffic.group()), return_exceptions=True)
            kept = await store.read(contents)
            trouble.enter_context(files_no_larger_than(0))
    async with open_store(path) as store:
        assert await store.read(contents) == kept


async def test_a_file_that_may_not_grow_keeps_what_was_acknowledged_and_nothing_else(path: Path) -> None:
    dice = random.Random(27)
    async with open_store(path, migrations=STEPS) as store:
        kept, wanted = await _ask(store, ["before"]), 1
        for number in range(200):
            texts_of_group = [f"{number}/{n}" + "x" * dice.choice((0, 9000)) for n in range(dice.randint(1, 5))]
            with files_no_larger_than(dice.randrange(4_000_000)):
                kept += await _ask(store, texts_of_group)
            wanted += len(texts_of_group)
            assert await store.read(texts) == await store.read(tags) == kept
        kept += await _ask(store, ["room again"])
    assert kept[-1] == "room again"
    assert 100 < len(kept) < wanted - 100
    _assert_sound(path, kept)


async def test_a_disk_that_fails_now_and_then_keeps_what_was_acknowledged_and_nothing_else(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without checkpoints: apsw calls a COMMIT failed whose checkpoint failed; SQLite and sqlite3 call it done."""
    dice, kept = random.Random(28), list[str]()
    monkeypatch.setattr("storage.store.WRITER_PRAGMAS", (*WRITER_PRAGMAS, "PRAGMA wal_autocheckpoint=0"))
    with failing(dice) as disk:
        monkeypatch.setattr(Connection, "to", lambda path: connection(path, disk.name))
        async with open_store(path, readers=1, migrations=STEPS) as store:
            for number in range(300):
                disk.refusals = dice.choice((0, 0.01, 0.1, 1))
                kept += await _ask(store, [f"{number}/{n}" + "x" * dice.choice((0, 9000)) for n in range(4)])
                disk.refusals = 0
                assert await store.read(texts) == await store.read(tags) == kept
            kept += await _ask(store, ["well again"])
    assert kept[-1] == "well again"
    assert 100 < len(kept) < 4 * 300 - 100
    _assert_sound(path, kept)


def _assert_sound(path: Path, kept: list[str]) -> None:
    with closing(sqlite3.connect(path)) as db:
        assert texts(db) == tags(db) == kept
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_while_another_process_holds_the_database_every_asker_hears_it_and_reading_goes_on(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.store.WRITER_PRAGMAS", (*WRITER_PRAGMAS, "PRAGMA busy_timeout=50"))
    async with open_store(path, migrations=STEPS) as store:
        assert await _ask(store, ["before"]) == ["before"]
        with held_by_another_process(path):
            assert await _ask(store, ["a", "b"]) == []
            with pytest.raises(StorageError, match="locked"):
                await store.write(insert_pair, "c")
            assert await store.read(texts) == ["before"]
        assert await _ask(store, ["after"]) == ["after"]
        assert await store.read(texts) == await store.read(tags) == ["before", "after"]


async def test_a_short_hold_by_another_process_only_makes_the_asker_wait(path: Path) -> None:
    async with open_store(path, migrations=STEPS) as store, asyncio.TaskGroup() as tasks:
        with held_by_another_process(path):
            asker = tasks.create_task(store.write(insert_pair, "patient"))
            await asyncio.sleep(0.05)
            assert not asker.done()
        await asker
        assert await store.read(texts) == ["patient"]
