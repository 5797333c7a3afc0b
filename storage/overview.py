"""What an admin sees of runs: each with what it carries and what became of its messages. One snapshot."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from mujaz.run import Run
from mujaz.subscriber import Slot
from storage import outcomes, runs
from storage.outcomes import Tally
from storage.times import moment


@dataclass(frozen=True, slots=True)
class Overview:
    """A run with its slot, its article's title or its sealed text, whichever it has.

    `reason` is why Mujaz halted it; `finished_at` is None while something of it may still go out.
    """

    run: Run
    tally: Tally
    reason: str | None
    finished_at: datetime | None
    slot: Slot | None
    title: str | None
    tail: bytes | None


def newest(db: sqlite3.Connection, most: int) -> list[Overview]:
    """The newest runs in any state but drafts, the newest first."""
    return [_of(db, run) for run in runs.newest(db, most)]


def of(db: sqlite3.Connection, run_id: int) -> Overview:
    """One run. Raises KeyError for an unknown id."""
    return _of(db, runs.get(db, run_id))


def _of(db: sqlite3.Connection, run: Run) -> Overview:
    finished_at, zone, minute, weekdays, title, tail = db.execute(
        """SELECT r.finished_at, s.zone, s.minute, s.weekdays, a.title,
                  iif(r.kind = 'announcement', (SELECT tail FROM bodies WHERE run_id = r.id LIMIT 1), NULL)
           FROM runs r LEFT JOIN slots s ON s.id = r.slot_id LEFT JOIN articles a ON a.id = r.article_id
           WHERE r.id = ?""",
        (run.id,),
    ).fetchone()
    return Overview(
        run=run,
        tally=outcomes.tally(db, run.id),
        reason=runs.reason(db, run.id),
        finished_at=None if finished_at is None else moment(finished_at),
        slot=None if zone is None else Slot(zone, minute, weekdays),
        title=title,
        tail=tail,
    )
