"""The audit log of the desk, and which sealed buttons did their work. Each function is a unit of work."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from mujaz.deed import Deed, Entry, Outcome
from storage.times import epoch, moment

_SELECT = "SELECT id, at, user_id, name, deed, subject, outcome FROM audit "


def note(db: sqlite3.Connection, deed: Deed, outcome: Outcome, now: datetime) -> None:
    """Notes a deed whose outcome is known."""
    _insert(db, deed, outcome, now, None, None)


def begin(db: sqlite3.Connection, deed: Deed, seal: str, tap: str, now: datetime) -> int | None:
    """Notes a deed before it is done, so that none is done unnoted; its button works no more.

    None where another tap had the button do its work. The same tap, handled again after a crash, goes on.
    """
    row = db.execute("SELECT id, tap, outcome FROM audit WHERE seal = ?", (seal,)).fetchone()
    if row is None:
        return _insert(db, deed, Outcome.BEGUN, now, seal, tap)
    number, first, outcome = row
    return int(number) if first == tap and outcome == Outcome.BEGUN else None


def settle(db: sqlite3.Connection, entry: int, outcome: Outcome) -> None:
    """Notes what came of a deed; the button of one that failed may be tapped again."""
    db.execute(
        "UPDATE audit SET outcome = ?, seal = iif(? = 'failed', NULL, seal) WHERE id = ?", (outcome, outcome, entry)
    )


def page(db: sqlite3.Connection, before: int, most: int) -> Sequence[Entry]:
    """The newest entries below a number, the newest first."""
    return [_from_row(row) for row in db.execute(_SELECT + "WHERE id < ? ORDER BY id DESC LIMIT ?", (before, most))]


def about(db: sqlite3.Connection, subject: int, kinds: Sequence[str], most: int) -> Sequence[Entry]:
    """What was done to something, by the kinds of its buttons, the newest first."""
    rows = db.execute(_SELECT + "WHERE subject = ? AND outcome = 'done' ORDER BY id DESC LIMIT 1000", (subject,))
    found = [_from_row(row) for row in rows]
    return [entry for entry in found if entry.deed.what.partition(":")[0] in kinds][:most]


def everything(db: sqlite3.Connection, most: int) -> Sequence[Entry]:
    """The newest entries in their order."""
    return [*reversed(page(db, 2**62, most))]


def _insert(
    db: sqlite3.Connection, deed: Deed, outcome: Outcome, now: datetime, seal: str | None, tap: str | None
) -> int:
    (number,) = db.execute(
        """INSERT INTO audit (at, user_id, name, deed, subject, outcome, seal, tap) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
           RETURNING id""",
        (epoch(now), deed.user_id, deed.name, deed.what, deed.subject, outcome, seal, tap),
    ).fetchone()
    return int(number)


def _from_row(row: tuple[int, int, int, str, str, int | None, str]) -> Entry:
    number, at, user_id, name, what, subject, outcome = row
    return Entry(number, moment(at), Deed(user_id, name, what, subject), Outcome(outcome))
