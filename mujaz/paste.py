"""A paste: what an editor posts, in as many pieces as Telegram's apps cut it into. Pure; decides nothing of storage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SETTLING = timedelta(seconds=2)
"""How long after a piece the next one may come; then the paste counts as complete and its card is shown."""

CUT_AT = 3_000
"""A piece of so many code points was probably cut by the app (the limit is 4096, apps cut at a space or a line)."""

SHOW_AGAIN = timedelta(seconds=10)
"""When the card is tried again if Telegram did not take it."""

WAIT_FOR_EDITOR = timedelta(hours=1)
"""When it is tried again if its editor has blocked the bot."""

PATIENCE = timedelta(minutes=15)
"""How long an empty /post waits for its text, and a draft for the title that was asked for."""

LATE = timedelta(seconds=60)
"""How long after a cut piece a late continuation still joins the paste whose card is shown already."""

_ENDS = (".", "!", "?", "؟", "…", ":", "»", "”", '"')


@dataclass(frozen=True, slots=True)
class Paste:
    """An editor's paste. `article_id` is its draft, `card_message_id` the card that shows it."""

    id: int
    editor_id: int
    chat_id: int
    article_id: int | None
    card_message_id: int | None
    title: str | None
    """The title that the editor typed, if any: it outlives a late piece."""
    revision: int
    """How often pieces came or changed."""
    corrects: int | None = None
    """The public article whose text this is to replace; such a paste has no draft."""
    source: str | None = None
    url: str | None = None
    reported_at: datetime | None = None
    """Of what was published elsewhere: by whom, where, and when as far as it says."""


@dataclass(frozen=True, slots=True)
class Clipping:
    """An article that was published elsewhere, as it comes to the desk: from a link, a file, a channel, a feed."""

    title: str
    text: str
    source: str | None = None
    url: str | None = None
    reported_at: datetime | None = None


def joined(pieces: Sequence[str]) -> str:
    """The pieces as one text. Where an app cut inside a line the line goes on, else a new paragraph begins."""
    text = ""
    for index, piece in enumerate(pieces):
        text += (_glue(pieces[index - 1]) if index else "") + piece.strip()
    return text


def _glue(before: str) -> str:
    cut_inside_a_line = len(before) >= CUT_AT and not before.rstrip().endswith(_ENDS)
    return " " if cut_inside_a_line else "\n\n"
