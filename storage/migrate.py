"""The schema's stairway: numbered SQL files, each applied once, in order, in a transaction of its own.

`PRAGMA user_version` is the whole record. Refuses to go down, to skip a step and to touch a stranger's file.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from mujaz.errors import DatabaseDamaged, DatabaseTooNew, StorageError
from storage.connection import transaction

APPLICATION_ID = int.from_bytes(b"MUJZ", "big")
FILE_NAME = re.compile(r"(\d{4})_\w+\.sql", re.ASCII)


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: leads a database from version `number - 1` to `number`."""

    number: int
    name: str
    script: str


def load_migrations() -> tuple[Migration, ...]:
    """The steps shipped in `storage.migrations`, in order. Raises StorageError for a misnamed file."""
    files = resources.files("storage.migrations").iterdir()
    scripts = {file.name: file.read_text("utf-8") for file in files if file.name.endswith(".sql")}
    return tuple(parse_migration(name, scripts[name]) for name in sorted(scripts))


def parse_migration(file_name: str, script: str) -> Migration:
    """A step from its file. Raises StorageError for a name that is not NNNN_name.sql."""
    match = FILE_NAME.fullmatch(file_name)
    if match is None:
        raise StorageError(f"a migration's file is called NNNN_name.sql, not {file_name}")
    return Migration(int(match[1]), file_name.removesuffix(".sql"), script)


def check_identity(db: sqlite3.Connection, path: Path) -> None:
    """Raise DatabaseDamaged unless the file is ours or empty. Writes nothing."""
    application_id = _number(db, "PRAGMA application_id")
    empty = application_id == 0 and _number(db, "SELECT count(*) FROM sqlite_schema") == 0
    if application_id != APPLICATION_ID and not empty:
        raise DatabaseDamaged(path, "it is the database of another program")


def version_of(db: sqlite3.Connection) -> int:
    """The version of the schema: how many steps were climbed."""
    return _number(db, "PRAGMA user_version")


def migrate(db: sqlite3.Connection, migrations: Sequence[Migration]) -> int:
    """Climb to the newest version and return it; references between tables are checked after every step.

    Raises DatabaseTooNew; StorageError when the steps are not numbered 1, 2, 3, …, and when one fails.
    The one that fails leaves nothing behind; those before it stay.
    """
    _check_numbers(migrations)
    found = version_of(db)
    if found > len(migrations):
        raise DatabaseTooNew(found, len(migrations))
    for migration in migrations[found:]:
        _apply(db, migration)
    return len(migrations)


def split_statements(script: str) -> Iterator[str]:
    """Cut a script after each whole statement: semicolons in texts, comments and triggers cut nothing.

    (`sqlite3.executescript` would do it, but it commits the open transaction first.)
    """
    statement = ""
    for piece in re.findall(r"[^;]*;|[^;]+", script):
        statement += piece
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement


def _check_numbers(migrations: Sequence[Migration]) -> None:
    for expected, migration in enumerate(migrations, start=1):
        if migration.number != expected:
            raise StorageError(f"migration {migration.name} stands where number {expected:04} is expected")


def _apply(db: sqlite3.Connection, migration: Migration) -> None:
    try:
        with transaction(db):
            for statement in split_statements(migration.script):
                db.execute(statement)
            _check_references(db)
            db.execute(f"PRAGMA application_id={APPLICATION_ID}")
            db.execute(f"PRAGMA user_version={migration.number}")
    except (sqlite3.OperationalError, sqlite3.IntegrityError) as error:  # a damaged file raises neither
        raise StorageError(f"migration {migration.name}: {error}") from error


def _check_references(db: sqlite3.Connection) -> None:
    orphan = db.execute("PRAGMA foreign_key_check").fetchone()
    if orphan is not None:
        table, row, parent, _ = orphan
        raise sqlite3.IntegrityError(f"row {row} of {table} refers to nothing in {parent}")


def _number(db: sqlite3.Connection, query: str) -> int:
    (value,) = db.execute(query).fetchone()
    return int(value)
