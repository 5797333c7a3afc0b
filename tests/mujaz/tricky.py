"""Reads tricky.toml and its like, the strings on which readings of Arabic go wrong."""

import tomllib
from pathlib import Path
from typing import Any


def cases(table: str, file: str = "tricky.toml") -> list[dict[str, Any]]:
    """The cases of one table, in the order of the file."""
    found: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name(file).read_text("utf-8"))[table]
    return found
