"""A real database file, climbed to the newest version, for units of work to be called on."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.storage.rows import opened


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A connection as the writer has it."""
    with closing(opened(tmp_path / "mujaz.sqlite")) as connection:
        yield connection
