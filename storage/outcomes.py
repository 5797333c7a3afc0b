"""What became of a run's messages, and the lists that an admin looks through. Each function is a unit of work."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from mujaz.delivery import DeliveryState
from storage import compositions
from storage.deliveries import NOT_THE_FIRST
from storage.knowing import learn
from storage.times import epoch

AGAIN_WITHIN = timedelta(hours=6)
"""How long messages that an admin sends again have for it."""

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Tally:
    """Messages of a run by their state, and how many of them may have arrived twice."""

    by_state: Mapping[DeliveryState, int]
    suspects: int

    def of(self, *states: DeliveryState) -> int:
        """How many are in any of these states."""
        return sum(self.by_state.get(state, 0) for state in states)


@dataclass(frozen=True, slots=True)
class Listed:
    """A message in one of the lists: whose it is, which part, and what Telegram or the wire said."""

    chat_id: int
    part: int
    reason: str | None


def tally(db: sqlite3.Connection, run_id: int) -> Tally:
    """Counts a run's messages. Reads all of them: some tens of milliseconds for a few hundred thousand."""
    counted = db.execute("SELECT state, count(*) FROM deliveries WHERE run_id = ? GROUP BY state", (run_id,)).fetchall()
    (suspects,) = db.execute(
        "SELECT count(*) FROM deliveries WHERE run_id = ? AND suspect_duplicate = 1", (run_id,)
    ).fetchone()
    return Tally({DeliveryState(state): count for state, count in counted}, suspects)


def dead_letters(db: sqlite3.Connection, run_id: int, most: int) -> list[Listed]:
    """Messages of a run that were given up, in the order of their chats."""
    return _listed(db, run_id, "state = 4", most)


def suspects(db: sqlite3.Connection, run_id: int, most: int) -> list[Listed]:
    """Messages of a run that may have arrived twice, or of which nobody knows whether they arrived."""
    return _listed(db, run_id, "suspect_duplicate = 1", most)


def requeue(db: sqlite3.Connection, run_id: int, now: datetime) -> int:
    """Sends at most AT_ONCE dead letters of a run again, with the parts that wait for them; says how many.

    Left out are digests whose news a later digest brought, since their readers would get it twice, and whatever an
    admin cancelled.
    """
    rows = db.execute(
        """SELECT d.chat_id, d.part, r.kind = 'digest', r.kind = 'correction', r.due_at, d.composition
           FROM deliveries d JOIN runs r ON r.id = d.run_id
           JOIN subscribers s ON s.chat_id = d.chat_id
           WHERE d.run_id = ? AND d.state = 4 AND r.state <> 'cancelled' AND s.state = 'active'
             AND (r.kind <> 'digest' OR s.last_due_at IN (d.since, r.due_at))
             AND (r.kind = 'correction' OR NOT EXISTS (
                 SELECT 1 FROM deliveries e
                 WHERE e.run_id = d.run_id AND e.chat_id = d.chat_id AND e.part < d.part AND e.state = 4))
           LIMIT ?""",
        (run_id, AT_ONCE),
    ).fetchall()
    for chat_id, part, is_digest, corrects, due_at, composition in rows:
        _again(db, run_id, chat_id, part, now, alone=corrects)
        if composition is not None and not corrects:
            learn(db, chat_id, compositions.met(db, composition)[0])
        if is_digest:
            db.execute("UPDATE subscribers SET last_due_at = ? WHERE chat_id = ?", (due_at, chat_id))
    if rows:
        db.execute(
            """UPDATE runs SET state = iif(state = 'done', 'running', state), finished_at = NULL,
                   expires_at = max(expires_at, ?) WHERE id = ?""",
            (epoch(now + AGAIN_WITHIN), run_id),
        )
    return len(rows)


def _again(db: sqlite3.Connection, run_id: int, chat_id: int, part: int, now: datetime, *, alone: bool) -> None:
    """The first part that was given up is due now; those behind it wait for it once more, unless each stands alone."""
    db.execute(
        """UPDATE deliveries SET state = iif(part = ?1, 3, 0), next_at = iif(part = ?1, ?2, NULL), attempts = 0
           WHERE run_id = ?3 AND chat_id = ?4
               AND (part = ?1 OR NOT ?6 AND part > ?1 AND (state = 4 OR state = 5 AND error = ?5))""",
        (part, epoch(now), run_id, chat_id, NOT_THE_FIRST, alone),
    )


def _listed(db: sqlite3.Connection, run_id: int, which: str, most: int) -> list[Listed]:
    rows = db.execute(
        f"SELECT chat_id, part, error FROM deliveries WHERE run_id = ? AND {which} ORDER BY chat_id, part LIMIT ?",
        (run_id, most),
    )
    return [Listed(*row) for row in rows]
