"""The stairway: every step once, whole or not at all."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.errors import DatabaseDamaged, DatabaseTooNew, StorageError
from storage.migrate import (
    Migration,
    check_identity,
    load_migrations,
    migrate,
    parse_migration,
    split_statements,
)

FIRST = Migration(1, "0001_notes", "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;")
SECOND = Migration(2, "0002_tags", "CREATE TABLE tag (note INTEGER REFERENCES note, name TEXT) STRICT;")

FRAGMENTS = (
    "CREATE TABLE IF NOT EXISTS a (x TEXT DEFAULT 'one; two');",
    "CREATE TABLE IF NOT EXISTS b (y); -- first; second\n",
    "/* a; comment */ CREATE VIEW IF NOT EXISTS v AS SELECT ';' AS \"semi;colon\";",
    "CREATE TRIGGER IF NOT EXISTS t AFTER INSERT ON base BEGIN SELECT 1; SELECT CASE WHEN 1 THEN 2 END; END;",
    "\n\n",
    ";",
    "-- nothing but a remark\n",
    "CREATE TABLE IF NOT EXISTS «ميتا» (اسم TEXT DEFAULT '؛;')\n;",
)


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        yield connection


def version(db: sqlite3.Connection) -> int:
    found: int = db.execute("PRAGMA user_version").fetchone()[0]
    return found


def schema(db: sqlite3.Connection) -> list[tuple[str, str]]:
    return db.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()


def test_a_new_database_climbs_every_step(db: sqlite3.Connection) -> None:
    assert migrate(db, (FIRST, SECOND)) == version(db) == 2
    assert [name for name, _ in schema(db)] == ["note", "tag"]


def test_an_older_database_keeps_its_rows_and_climbs_only_what_is_missing(db: sqlite3.Connection) -> None:
    migrate(db, (FIRST,))
    db.execute("INSERT INTO note (text) VALUES ('خبر')")
    assert migrate(db, (FIRST, SECOND)) == 2
    assert db.execute("SELECT text FROM note").fetchall() == [("خبر",)]


def test_climbing_again_changes_nothing(db: sqlite3.Connection) -> None:
    migrate(db, (FIRST, SECOND))
    before = db.total_changes, schema(db)
    assert migrate(db, (FIRST, SECOND)) == 2
    assert (db.total_changes, schema(db)) == before


def test_a_newer_database_is_refused(db: sqlite3.Connection) -> None:
    migrate(db, (FIRST, SECOND))
    with pytest.raises(DatabaseTooNew, match=r"version 2.*knows 1"):
        migrate(db, (FIRST,))
    assert version(db) == 2


def test_a_step_that_fails_half_way_leaves_the_version_before_it_intact(db: sqlite3.Connection) -> None:
    broken = Migration(2, "0002_broken", "CREATE TABLE half (x); INSERT INTO note VALUES (1, 'x'); SELECT nonsense;")
    with pytest.raises(StorageError, match=r"0002_broken.*nonsense"):
        migrate(db, (FIRST, broken))
    assert version(db) == 1
    assert [name for name, _ in schema(db)] == ["note"]
    assert db.execute("SELECT count(*) FROM note").fetchone() == (0,)
    assert migrate(db, (FIRST, SECOND)) == 2


def test_a_step_that_breaks_a_reference_is_undone(db: sqlite3.Connection) -> None:
    orphan = Migration(3, "0003_orphan", "INSERT INTO tag VALUES (404, 'يتيم');")
    with pytest.raises(StorageError, match=r"0003_orphan.*refers to nothing in note"):
        migrate(db, (FIRST, SECOND, orphan))
    assert version(db) == 2
    assert db.execute("SELECT count(*) FROM tag").fetchone() == (0,)


def test_a_step_may_rebuild_a_table_that_others_refer_to(db: sqlite3.Connection) -> None:
    migrate(db, (FIRST, SECOND))
    db.execute("INSERT INTO note VALUES (7, 'باقٍ')")
    db.execute("INSERT INTO tag VALUES (7, 'وسم')")
    rebuild = """
        CREATE TABLE note_new (id INTEGER PRIMARY KEY, text TEXT NOT NULL, pinned INTEGER DEFAULT 0) STRICT;
        INSERT INTO note_new (id, text) SELECT id, text FROM note;
        DROP TABLE note;
        ALTER TABLE note_new RENAME TO note;
    """
    migrate(db, (FIRST, SECOND, Migration(3, "0003_rebuild", rebuild)))
    assert db.execute("SELECT text, name, pinned FROM note JOIN tag ON note = id").fetchall() == [("باقٍ", "وسم", 0)]


@pytest.mark.parametrize("numbers", [(2,), (1, 3), (1, 1), (2, 1), (0, 1)])
def test_gaps_and_doubles_in_the_numbers_are_refused_before_anything_runs(
    db: sqlite3.Connection, numbers: tuple[int, ...]
) -> None:
    steps = [Migration(number, f"{number:04}_step", f"CREATE TABLE t{number} (x);") for number in numbers]
    with pytest.raises(StorageError, match=r"000\d_step stands where number 000\d is expected"):
        migrate(db, steps)
    assert schema(db) == []


@pytest.mark.parametrize("name", ["1_short.sql", "0001.sql", "0001-dash.sql", "٠٠٠١_notes.sql", "notes.sql"])
def test_a_misnamed_file_is_refused(name: str) -> None:
    with pytest.raises(StorageError, match="NNNN_name"):
        parse_migration(name, "")


def test_the_number_of_a_step_is_in_the_name_of_its_file() -> None:
    assert parse_migration("0012_slots.sql", "SELECT 1;") == Migration(12, "0012_slots", "SELECT 1;")


def test_the_steps_that_are_shipped_lead_a_new_database_to_the_top(db: sqlite3.Connection) -> None:
    steps = load_migrations()
    assert migrate(db, steps) == len(steps)


def test_a_trigger_with_semicolons_arrives_whole_and_works(db: sqlite3.Connection) -> None:
    script = """
        CREATE TABLE log (line TEXT); -- one; line each
        CREATE TRIGGER note_logged AFTER INSERT ON note BEGIN
            INSERT INTO log VALUES ('جديد; ' || new.text);
            INSERT INTO log VALUES (CASE WHEN new.id > 1 THEN 'later' ELSE 'first' END);
        END;
    """
    migrate(db, (FIRST, Migration(2, "0002_log", script)))
    db.execute("INSERT INTO note (text) VALUES ('خبر')")
    assert db.execute("SELECT line FROM log").fetchall() == [("جديد; خبر",), ("first",)]


@given(st.lists(st.sampled_from(FRAGMENTS)).map("".join))
def test_a_script_in_pieces_says_what_the_whole_script_says(script: str) -> None:
    script = "CREATE TABLE base (z);" + script
    with closing(sqlite3.connect(":memory:")) as whole, closing(sqlite3.connect(":memory:")) as pieces:
        whole.executescript(script)
        for statement in split_statements(script):
            pieces.execute(statement)
        assert schema(pieces) == schema(whole)


@given(st.text(alphabet="ab;'\"- \n/*[]`"))
def test_cutting_a_script_loses_none_of_it(script: str) -> None:
    assert "".join(split_statements(script)).rstrip() == script.rstrip()


def test_the_database_of_another_program_is_refused(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE photos (id)")
    with pytest.raises(DatabaseDamaged, match="another program"):
        check_identity(db, Path("photos.db"))


def test_an_empty_database_and_our_own_are_welcome(db: sqlite3.Connection) -> None:
    check_identity(db, Path("mujaz.db"))
    migrate(db, (FIRST,))
    check_identity(db, Path("mujaz.db"))
