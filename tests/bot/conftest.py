"""Fixtures for what an operator does at a terminal."""

from contextlib import closing
from pathlib import Path

import pytest

from tests.storage.rows import opened, published


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with an article, named in the settings."""
    path = tmp_path / "mujaz.sqlite"
    with closing(opened(path)) as db:
        published(db, "ميتا تسرّح موظفين")
    monkeypatch.setenv("MUJAZ_DATABASE", str(path))
    monkeypatch.setenv("LANG", "C")
    monkeypatch.chdir(tmp_path)
    return path
