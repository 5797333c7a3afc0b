"""What a command says to an operator at a terminal: in Arabic or English, results on standard output.

A progress bar stands on standard error, where work takes longer than two seconds and somebody is looking.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TextIO
from zoneinfo import ZoneInfo

from mujaz.texts.catalogue import LANGUAGES, Voice, voice
from storage.backup import Pulse

SILENT_SECONDS = 2.0
BETWEEN_SECONDS = 0.1
WIDTH = 30


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language that is asked for by `--language`, else that of the environment; English where it has none."""
    chooser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    chooser.add_argument("--language", choices=LANGUAGES)
    try:
        given: str | None = chooser.parse_known_args(arguments)[0].language
    except argparse.ArgumentError:  # told by the parser of the command itself
        given = None
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return given or ("ar" if locale.startswith("ar") else "en")


class Terminal:
    """Speaks one language."""

    def __init__(self, language: str) -> None:
        self.voice: Voice = voice(language, ZoneInfo("UTC"))

    @classmethod
    def of(cls, arguments: Sequence[str]) -> "Terminal":
        """In the language of a command line and this process' environment."""
        return cls(language_of(arguments, os.environ))

    def say(self, key: str, **values: object) -> None:
        """A result."""
        self.show(self.voice.label(key, **values))

    def show(self, line: str) -> None:
        """A line as it is, so that it may be copied."""
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def warn(self, line: str) -> None:
        """What went wrong, on standard error."""
        sys.stderr.write(line + "\n")

    @contextmanager
    def progress(self) -> Iterator[Pulse]:
        """A bar for work that tells how far it is, from 0 to 1."""
        bar = Bar(sys.stderr) if sys.stderr.isatty() else None
        try:
            yield bar.show if bar else _nothing
        finally:
            if bar:
                bar.clear()


class Bar:
    """Drawn over itself on one line, not before the work has taken SILENT_SECONDS."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._next = time.monotonic() + SILENT_SECONDS
        self._drawn = False

    def show(self, fraction: float) -> None:
        """How far the work is."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + BETWEEN_SECONDS
        self._drawn = True
        full = round(WIDTH * fraction)
        self._stream.write(f"\r[{'#' * full}{'.' * (WIDTH - full)}] {fraction:4.0%}")
        self._stream.flush()

    def clear(self) -> None:
        """Takes the bar away, so that the result stands alone."""
        if self._drawn:
            self._stream.write("\r" + " " * (WIDTH + 8) + "\r")
            self._stream.flush()


def minute(moment: datetime) -> str:
    """A moment as operators write it: 2025-10-27 00:30 UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def size(count: int) -> str:
    """Bytes in MiB."""
    return f"{count / (1 << 20):,.1f} MiB"


def _nothing(fraction: float) -> None:
    """Nobody is looking."""
