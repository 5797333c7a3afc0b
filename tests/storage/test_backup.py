"""What an operator may rely on who has a backup: it is whole, it comes back, and nothing is lost on the way."""

import hashlib
import os
import shutil
import sqlite3
import stat
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from mujaz.errors import BackupFailed, BadBackup, DatabaseDamaged, DatabaseInUse, DatabaseTooNew
from storage.backup import Backup, Halted, Kind, all_in, make, newest_good, patiently, restore, rotate
from storage.backup.copying import SPARE_BYTES
from storage.lock import hold_lock
from storage.migrate import load_migrations
from storage.store import open_store
from tests.storage.rows import NOW, opened, published


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database that somebody closed, with an article in it."""
    path = tmp_path / "mujaz.sqlite"
    with closing(opened(path)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        published(db, "ميتا تسرّح موظفين")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def quiet(fraction: float) -> None:
    """Nobody looks, nobody halts."""


def backed_up(database: Path, folder: Path, days_ago: float = 0, kind: Kind = Kind.NIGHTLY) -> Backup:
    return make(database, folder, kind, NOW - timedelta(days=days_ago), quiet)


def dump(path: Path) -> list[str]:
    """Everything that a database says, in the order of its tables; of an index of words the tables behind it."""
    with closing(sqlite3.connect(path)) as db:
        kept = "type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        tables = [name for (name,) in db.execute(f"SELECT name FROM sqlite_schema WHERE {kept} ORDER BY name")]
        return [f"{table}: {row}" for table in tables for row in db.execute(f"SELECT * FROM {table}").fetchall()]


def titles(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [title for (title,) in db.execute("SELECT title FROM articles ORDER BY id")]


def spoil(path: Path, page: int = 3) -> None:
    """Overwrites a page in the middle, as a failing disk does."""
    with path.open("r+b") as file:
        file.seek(page * 4096)
        file.write(b"\xa5" * 4096)


# ---------------------------------------------------------------- making one


def test_a_backup_says_what_the_database_says(database: Path, folder: Path) -> None:
    made = backed_up(database, folder)
    assert dump(made.path) == dump(database)
    assert made.path.name == "mujaz-20251027T040000Z-nightly.sqlite"
    assert all_in(folder) == [made]


def test_a_backup_can_be_checked_with_sha256sum_and_only_its_owner_may_read_it(database: Path, folder: Path) -> None:
    made = backed_up(database, folder)
    note = made.path.with_name(made.path.name + ".sha256").read_text("utf-8")
    assert note == f"{hashlib.sha256(made.path.read_bytes()).hexdigest()}  {made.path.name}\n"
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert sorted(file.name for file in folder.iterdir()) == [made.path.name, f"{made.path.name}.sha256"]


def test_two_backups_of_the_same_second_are_two(database: Path, folder: Path) -> None:
    assert len({backed_up(database, folder).path for _ in range(3)}) == 3
    assert len(all_in(folder)) == 3


def test_a_backup_under_full_writing_is_one_moment_and_is_finished(tmp_path: Path, folder: Path) -> None:
    path, stop = tmp_path / "busy.sqlite", threading.Event()
    with closing(opened(path)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE pairs (a INTEGER, b INTEGER, filling BLOB)")
        db.execute("BEGIN")
        db.executemany("INSERT INTO pairs VALUES (0, 0, zeroblob(?))", [(4000,)] * 3000)
        db.execute("COMMIT")

    def write() -> None:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as writer:
            number = 0
            while not stop.is_set():
                number += 1
                writer.execute("BEGIN IMMEDIATE")
                writer.execute("UPDATE pairs SET a = ? WHERE rowid = 1", (number,))
                writer.execute("UPDATE pairs SET b = ? WHERE rowid = 3000", (number,))
                writer.execute("COMMIT")

    thread = threading.Thread(target=write)
    thread.start()
    try:
        made = backed_up(path, folder)
    finally:
        stop.set()
        thread.join()
    with closing(sqlite3.connect(made.path)) as db:
        (first, last) = db.execute(
            "SELECT (SELECT a FROM pairs WHERE rowid = 1), (SELECT b FROM pairs WHERE rowid = 3000)"
        ).fetchone()
    assert first == last


async def test_a_backup_is_made_while_the_bot_holds_the_database(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "mujaz.sqlite"
    async with open_store(path) as store:
        await store.write(published, "ميتا")
        made = await patiently(lambda pulse: make(path, folder, Kind.NIGHTLY, NOW, pulse))
        await store.write(published, "غوغل")
    assert titles(made.path) == ["ميتا"]
    assert titles(path) == ["ميتا", "غوغل"]


def test_a_backup_of_a_bot_that_was_killed_holds_what_it_had_acknowledged(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "mujaz.sqlite"
    with closing(opened(path)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        published(db, "ميتا")
        for end in ("", "-wal"):  # what the disk holds at this moment
            shutil.copy(f"{path}{end}", f"{tmp_path / 'killed.sqlite'}{end}")
    assert titles(backed_up(tmp_path / "killed.sqlite", folder).path) == ["ميتا"]


def test_a_damaged_database_becomes_no_backup_and_is_left_alone(database: Path, folder: Path) -> None:
    spoil(database)
    before = database.read_bytes()
    with pytest.raises(DatabaseDamaged):
        backed_up(database, folder)
    assert list(folder.iterdir()) == []
    assert database.read_bytes() == before
    assert make(database, folder, Kind.REPAIR, NOW, quiet, check=False).path.exists()


def test_a_disk_without_room_is_told_with_how_much_is_needed(
    database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(database.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=SPARE_BYTES))
    with pytest.raises(BackupFailed, match=r"room for 16 MiB, a backup needs \d+ MiB"):
        backed_up(database, folder)
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_a_file_is_told(database: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BackupFailed, match="file"):
        backed_up(database, tmp_path / "file")


def test_a_backup_that_nobody_waits_for_ends_and_leaves_nothing(database: Path, folder: Path) -> None:
    def halted(fraction: float) -> None:
        raise Halted

    with pytest.raises(Halted):
        make(database, folder, Kind.NIGHTLY, NOW, halted)
    assert list(folder.iterdir()) == []


# ---------------------------------------------------------------- the folder


def test_old_backups_go_but_never_the_newest_and_never_what_somebody_asked_for(database: Path, folder: Path) -> None:
    asked = backed_up(database, folder, days_ago=90, kind=Kind.ASKED)
    old = [backed_up(database, folder, days_ago=days) for days in (40, 30, 15)]
    young = backed_up(database, folder, days_ago=13)
    (folder / "notes.txt").write_text("of somebody", "utf-8")
    assert rotate(folder, timedelta(days=14), NOW) == old
    assert all_in(folder) == [asked, young]
    assert len(list(folder.iterdir())) == 5  # each with its hash, and the notes
    assert rotate(folder, timedelta(days=1), NOW + timedelta(days=365)) == []


def test_what_a_killed_backup_left_is_cleared_away_a_day_later(database: Path, folder: Path) -> None:
    backed_up(database, folder)
    part = folder / "mujaz-20251001T000000Z-nightly.sqlite.part"
    for age, stays in ((timedelta(hours=1), True), (timedelta(days=2), False)):
        part.touch()
        os.utime(part, (0, (NOW - age).timestamp()))
        rotate(folder, timedelta(days=14), NOW)
        assert part.exists() is stays


def test_the_newest_good_backup_is_found_behind_spoilt_ones(database: Path, folder: Path) -> None:
    good = backed_up(database, folder, days_ago=3)
    bits = backed_up(database, folder, days_ago=2)
    with bits.path.open("r+b") as file:  # one flipped bit in the middle of a text: SQLite itself notices nothing
        content = bits.path.read_bytes()
        file.seek(content.index("موظفين".encode()))
        file.write(b"\xda")
    spoil(backed_up(database, folder, days_ago=1).path)
    assert newest_good(folder, quiet) == good
    assert newest_good(folder / "nowhere", quiet) is None


# ---------------------------------------------------------------- bringing one back


def test_a_restored_database_says_what_the_backup_says_and_the_one_before_is_kept(database: Path, folder: Path) -> None:
    made = backed_up(database, folder)
    said = dump(database)
    with closing(sqlite3.connect(database)) as db:
        published(db, "غوغل")
        db.commit()
    kept = restore(made.path, database, NOW, quiet)
    assert kept is not None
    assert dump(database) == said
    assert titles(kept) == ["ميتا تسرّح موظفين", "غوغل"]


def test_what_still_stood_in_the_wal_is_kept_and_does_not_get_into_the_restored_database(
    tmp_path: Path, folder: Path, database: Path
) -> None:
    made = backed_up(database, folder)
    killed = tmp_path / "killed.sqlite"
    with closing(opened(tmp_path / "living.sqlite")) as db:
        db.execute("PRAGMA journal_mode=WAL")
        published(db, "غوغل")
        for end in ("", "-wal"):
            shutil.copy(f"{tmp_path / 'living.sqlite'}{end}", f"{killed}{end}")
    kept = restore(made.path, killed, NOW, quiet)
    assert kept is not None
    assert titles(killed) == ["ميتا تسرّح موظفين"]
    assert titles(kept) == ["غوغل"]


def test_a_restore_where_nothing_stood_makes_the_database(tmp_path: Path, database: Path, folder: Path) -> None:
    made = backed_up(database, folder)
    assert restore(made.path, tmp_path / "other" / "mujaz.sqlite", NOW, quiet) is None
    assert titles(tmp_path / "other" / "mujaz.sqlite") == ["ميتا تسرّح موظفين"]


def test_a_backup_of_a_newer_mujaz_is_refused_and_nothing_changes(database: Path, folder: Path) -> None:
    newer = database.with_name("newer.sqlite")
    shutil.copy(database, newer)
    with closing(sqlite3.connect(newer)) as db:
        db.execute(f"PRAGMA user_version={len(load_migrations()) + 1}")
    before = database.read_bytes()
    with pytest.raises(DatabaseTooNew):
        restore(newer, database, NOW, quiet)
    assert database.read_bytes() == before


@pytest.mark.parametrize("garbage", [b"", b"notes of somebody" * 300])
def test_what_is_no_backup_is_refused_and_nothing_changes(database: Path, tmp_path: Path, garbage: bytes) -> None:
    (tmp_path / "garbage").write_bytes(garbage)
    before = database.read_bytes()
    with pytest.raises(BadBackup, match="garbage"):
        restore(tmp_path / "garbage", database, NOW, quiet)
    with pytest.raises(BadBackup, match="no such file"):
        restore(tmp_path / "nowhere", database, NOW, quiet)
    assert database.read_bytes() == before


def test_a_database_in_use_is_not_replaced(database: Path, folder: Path) -> None:
    made = backed_up(database, folder)
    with hold_lock(database), pytest.raises(DatabaseInUse):
        restore(made.path, database, NOW, quiet)
    assert not list(database.parent.glob("*.before-*"))


# ---------------------------------------------------------------- before a migration


async def test_before_a_migration_the_database_is_kept_as_it_was_and_a_new_one_needs_none(
    tmp_path: Path, folder: Path
) -> None:
    path, steps = tmp_path / "mujaz.sqlite", load_migrations()

    def keep() -> None:
        make(path, folder, Kind.MIGRATION, NOW, quiet)

    async with open_store(path, migrations=steps[:-1], before_migrating=keep):
        assert all_in(folder) == []
    async with open_store(path, before_migrating=keep):
        (kept,) = all_in(folder)
    async with open_store(path, before_migrating=keep):
        assert all_in(folder) == [kept]
    with closing(sqlite3.connect(kept.path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(steps) - 1,)


async def test_no_backup_no_migration(tmp_path: Path) -> None:
    path, steps = tmp_path / "mujaz.sqlite", load_migrations()
    async with open_store(path, migrations=steps[:-1]):
        pass

    def fail() -> None:
        raise BackupFailed("no room")

    with pytest.raises(BackupFailed):
        async with open_store(path, before_migrating=fail):
            pytest.fail("opened")
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(steps) - 1,)
