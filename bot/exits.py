"""Exit codes, and the mistakes of an operator as values."""

from dataclasses import dataclass
from enum import IntEnum


class Exit(IntEnum):
    """How the process ends; a supervisor of processes (systemd, Docker) acts on it."""

    STOPPED = 0
    FAILED = 1
    BAD_SETTINGS = 2
    ANOTHER_INSTANCE = 3
    TOKEN_REFUSED = 4
    DATABASE_UNUSABLE = 5


@dataclass(frozen=True, slots=True)
class Mistake:
    """A setting that cannot stand, and what to do about it."""

    setting: str
    advice: str


class BadSettings(Exception):
    """The settings do not allow a start; holds every mistake at once."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__(f"{len(mistakes)} bad settings")
        self.mistakes = mistakes

    def report(self) -> str:
        """The mistakes for a terminal, a line each."""
        lines = [f"  {mistake.setting}: {mistake.advice}" for mistake in self.mistakes]
        return "\n".join(["Mujaz cannot start, these settings need your attention (see .env.example):", *lines])
