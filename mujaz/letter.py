"""What Mujaz sends to one chat: HTML that Telegram accepts, with its buttons. Knows nothing of how it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: `data` comes back when it is tapped (1–64 UTF-8 bytes, checked by Telegram)."""

    label: str
    data: str


Keyboard = tuple[tuple[Button, ...], ...]
"""Rows of buttons as Telegram shows them, from left to right in every language (mujaz.texts turns Arabic rows)."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message: at most 4096 code points after parsing, at most 100 entities (mujaz.digest.split).

    `stories` are those that it tells, in order: an answer to it can be found by them.
    """

    html: Markup
    keyboard: Keyboard = ()
    stories: tuple[int, ...] = ()


class Sheet(NamedTuple):
    """A letter in pieces of HTML, one after the other: most of them stand in letters of other readers too."""

    pieces: Sequence[Markup]
    keyboard: Keyboard
    stories: tuple[int, ...]
