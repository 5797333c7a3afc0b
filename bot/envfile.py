"""The file of settings as lines: values are put where their settings stand, everything else is left as it is."""

import os
from collections.abc import Mapping
from pathlib import Path


def merged(text: str, values: Mapping[str, str]) -> str:
    """The text with these values wherever their settings stand; one that does not stand in it comes at its end."""
    found, lines = set(), []
    for line in text.splitlines():
        name = line.partition("=")[0].strip().removeprefix("export ").strip()
        found.add(name)
        lines.append(f"{name}={values[name]}" if name in values else line)
    lines += [f"{name}={value}" for name, value in values.items() if name not in found]
    return "".join(f"{line}\n" for line in lines)


def write(path: Path, text: str) -> None:
    """Replaces the file, readable for its owner alone; the one before is kept as `.env.before`. Raises OSError."""
    new = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(new, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        path.replace(path.with_name(f"{path.name}.before"))
    new.replace(path)
