"""Runs: opened once per slot and local date, for one article, or by an admin. Each function is a unit of work."""

import sqlite3
from contextlib import suppress
from datetime import datetime

from mujaz.errors import RunElsewhere
from mujaz.run import ANNOUNCED_FOR, CORRECTED_AFTER, CORRECTED_FOR, NO_CHAT_YET, Order, Run, RunKind, RunState, after
from mujaz.subscriber import Slot
from mujaz.when import EXPIRY, GRACE, latest_due, next_due
from storage import windows
from storage.times import epoch, moment

_SELECT = """
    SELECT id, kind, state, slot_id, article_id, due_at, expires_at, cursor, created_at, walked, paid, created_by
    FROM runs
"""


def any_due(db: sqlite3.Connection, now: datetime) -> bool:
    """Whether a slot fell due, or a queued run's time has come."""
    return bool(
        db.execute("SELECT 1 FROM slots WHERE next_due_at <= ? LIMIT 1", (epoch(now),)).fetchone()
        or db.execute(
            "SELECT 1 FROM runs WHERE finished_at IS NULL AND due_at <= ? AND state = 'queued' LIMIT 1", (epoch(now),)
        ).fetchone()
    )


def open_due(db: sqlite3.Connection, now: datetime) -> int:
    """Opens a run for each slot that fell due and has readers, starts what was queued for now; says how many.

    Of several missed due times only the latest counts, and only within mujaz.when.GRACE: later, the news folds into
    the next digest, since a reader's window opens at the last one received.
    """
    slots = db.execute("SELECT id, zone, minute, weekdays FROM slots WHERE next_due_at <= ?", (epoch(now),)).fetchall()
    opened = 0
    for slot_id, zone, minute, weekdays in slots:
        slot = Slot(zone, minute, weekdays)
        day, due_at = latest_due(slot, now)
        windows.close(db, due_at)
        if now - due_at <= GRACE:
            opened += db.execute(
                """INSERT OR IGNORE INTO runs (kind, state, slot_id, local_date, due_at, expires_at, created_at)
                   SELECT 'digest', 'running', ?1, ?2, ?3, ?4, ?5
                   WHERE EXISTS (SELECT 1 FROM subscriber_slots w CROSS JOIN subscribers s ON s.chat_id = w.chat_id
                                 WHERE w.slot_id = ?1 AND s.state = 'active')""",
                (slot_id, day.isoformat(), epoch(due_at), epoch(due_at + EXPIRY), epoch(now)),
            ).rowcount
        db.execute("UPDATE slots SET next_due_at = ? WHERE id = ?", (epoch(next_due(slot, now)), slot_id))
    return opened + _start_queued(db, now)


def open_alert(db: sqlite3.Connection, article_id: int, now: datetime) -> None:
    """Opens the run that sends one article to those who are alerted of it: see storage.subscribers.active_after."""
    db.execute(
        """INSERT INTO runs (kind, state, article_id, due_at, expires_at, created_at)
           VALUES ('alert', 'running', ?, ?, ?, ?)""",
        (article_id, epoch(now), epoch(now + EXPIRY), epoch(now)),
    )


def open_correction(db: sqlite3.Connection, article_id: int, now: datetime) -> None:
    """Opens the run that brings an article as it now is to all who have it as it was, instead of the one before.

    It starts a little later: what is on its way with the old text has arrived by then.
    """
    earlier = db.execute(
        """SELECT id FROM runs WHERE article_id = ? AND kind = 'correction' AND finished_at IS NULL
               AND state <> 'cancelled'""",
        (article_id,),
    ).fetchall()
    for (run_id,) in earlier:
        give(db, run_id, Order.CANCEL, now)
    starts = now + CORRECTED_AFTER
    db.execute(
        """INSERT INTO runs (kind, state, article_id, due_at, expires_at, created_at)
           VALUES ('correction', 'queued', ?, ?, ?, ?)""",
        (article_id, epoch(starts), epoch(starts + CORRECTED_FOR), epoch(now)),
    )


def draft_announcement(db: sqlite3.Connection, by: int, now: datetime) -> Run:
    """Opens the draft of an announcement of an admin; nothing of it is sent before it is queued."""
    (run_id,) = db.execute(
        """INSERT INTO runs (kind, state, due_at, expires_at, created_by, created_at)
           VALUES ('announcement', 'draft', ?1, ?2, ?3, ?1) RETURNING id""",
        (epoch(now), epoch(now + ANNOUNCED_FOR), by),
    ).fetchone()
    return get(db, run_id)


def queue(db: sqlite3.Connection, run_id: int, *, paid: bool, due_at: datetime) -> Run:
    """Confirms a draft: it starts at `due_at`. Raises RunElsewhere when it was confirmed or cancelled before."""
    give(db, run_id, Order.QUEUE, due_at)
    db.execute(
        "UPDATE runs SET paid = ?, due_at = ?, expires_at = ? WHERE id = ?",
        (paid, epoch(due_at), epoch(due_at + ANNOUNCED_FOR), run_id),
    )
    return get(db, run_id)


def give(db: sqlite3.Connection, run_id: int, order: Order, now: datetime, reason: str | None = None) -> Run:
    """Does with a run what was ordered; `reason` is why. Raises RunElsewhere when its state does not allow it.

    A cancelled draft is over at once; of any other run messages may still be on their way.
    """
    run = get(db, run_id)
    becomes = after(run.state, order)
    if becomes is None:
        raise RunElsewhere(run.state)
    over = order is Order.FINISH or (order is Order.CANCEL and run.state in (RunState.DRAFT, RunState.QUEUED))
    db.execute(
        "UPDATE runs SET state = ?, reason = ?, finished_at = iif(?, ?, finished_at) WHERE id = ?",
        (becomes, reason, over, epoch(now), run_id),
    )
    return get(db, run_id)


def freeze(db: sqlite3.Connection, run_id: int, why: str, now: datetime) -> None:
    """Halts a run whose text Telegram refuses; one that an admin halted before stays as it is."""
    with suppress(RunElsewhere):
        give(db, run_id, Order.FREEZE, now, why)


def unfinished(db: sqlite3.Connection) -> list[Run]:
    """The runs of which something is on its way or may still be, the earliest due first."""
    rows = db.execute(_SELECT + "WHERE finished_at IS NULL AND state NOT IN ('draft', 'queued') ORDER BY due_at, id")
    return [from_row(row) for row in rows]


def newest(db: sqlite3.Connection, most: int) -> list[Run]:
    """The newest runs in any state but drafts, the newest first."""
    rows = db.execute(_SELECT + "WHERE state <> 'draft' ORDER BY created_at DESC, id DESC LIMIT ?", (most,))
    return [from_row(row) for row in rows]


def get(db: sqlite3.Connection, run_id: int) -> Run:
    """A run in any state. Raises KeyError for an unknown id."""
    row = db.execute(_SELECT + "WHERE id = ?", (run_id,)).fetchone()
    if row is None:
        raise KeyError(run_id)
    return from_row(row)


def reason(db: sqlite3.Connection, run_id: int) -> str | None:
    """Why a run was halted, where Mujaz did it."""
    (words,) = db.execute("SELECT reason FROM runs WHERE id = ?", (run_id,)).fetchone()
    return None if words is None else str(words)


def advance(db: sqlite3.Connection, run: Run) -> None:
    """Keeps a run's cursor: the readers up to it were decided; with `walked`, all of them were."""
    db.execute(
        "UPDATE runs SET cursor = max(cursor, ?), walked = max(walked, ?) WHERE id = ?",
        (run.cursor, run.walked, run.id),
    )


def finish(db: sqlite3.Connection, run_id: int, now: datetime) -> None:
    """Closes a run of which nothing is on its way any more; who was its last reader is not kept."""
    db.execute(
        """UPDATE runs SET state = iif(state = 'cancelled', state, 'done'), finished_at = ?,
               cursor = iif(walked, ?, cursor)
           WHERE id = ?""",
        (epoch(now), NO_CHAT_YET, run_id),
    )


def from_row(row: tuple[int, str, str, int | None, int | None, int, int, int, int, int, int, int | None]) -> Run:
    """A run from a row of its table."""
    run_id, kind, state, slot_id, article_id, due_at, expires_at, cursor, created_at, walked, paid, created_by = row
    return Run(
        id=run_id,
        kind=RunKind(kind),
        state=RunState(state),
        slot_id=slot_id,
        article_id=article_id,
        due_at=moment(due_at),
        expires_at=moment(expires_at),
        cursor=cursor,
        opened_at=moment(created_at),
        walked=bool(walked),
        paid=bool(paid),
        created_by=created_by,
    )


def _start_queued(db: sqlite3.Connection, now: datetime) -> int:
    return db.execute(
        "UPDATE runs SET state = 'running' WHERE finished_at IS NULL AND state = 'queued' AND due_at <= ?",
        (epoch(now),),
    ).rowcount
