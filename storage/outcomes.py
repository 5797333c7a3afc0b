"""What became of a run's messages, and the lists that an admin looks through. Each function is a unit of work."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from mujaz.delivery import DeliveryState
from mujaz.run import RunKind
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
    """A message in one of the lists: whose it is, and what Telegram or the wire said."""

    run_id: int
    kind: RunKind
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


def dead_letters(db: sqlite3.Connection, most: int) -> list[Listed]:
    """Messages that were given up, of the newest runs first."""
    return _listed(db, "d.state = 4", most)


def suspects(db: sqlite3.Connection, most: int) -> list[Listed]:
    """Messages that may have arrived twice, or of which nobody knows whether they arrived, of the newest runs first."""
    return _listed(db, "d.suspect_duplicate = 1", most)


def how_many_dead(db: sqlite3.Connection) -> int:
    """How many messages were given up and wait for an admin."""
    (count,) = db.execute("SELECT count(*) FROM deliveries WHERE state = 4").fetchone()
    return int(count)


def requeue(db: sqlite3.Connection, run_id: int, now: datetime) -> int:
    """Sends at most AT_ONCE dead letters of a run again; says how many.

    Left out are digests whose news a later digest brought: their readers would get it twice.
    """
    rows = db.execute(
        """SELECT d.chat_id, d.part, r.kind = 'digest', r.due_at FROM deliveries d JOIN runs r ON r.id = d.run_id
           JOIN subscribers s ON s.chat_id = d.chat_id
           WHERE d.run_id = ? AND d.state = 4 AND s.state = 'active'
             AND (r.kind <> 'digest' OR s.last_due_at IN (d.since, r.due_at)) LIMIT ?""",
        (run_id, AT_ONCE),
    ).fetchall()
    for chat_id, part, is_digest, due_at in rows:
        db.execute(
            """UPDATE deliveries SET state = 3, next_at = ?, attempts = 0
               WHERE run_id = ? AND chat_id = ? AND part = ?""",
            (epoch(now), run_id, chat_id, part),
        )
        if is_digest:
            db.execute("UPDATE subscribers SET last_due_at = ? WHERE chat_id = ?", (due_at, chat_id))
    if rows:
        db.execute(
            """UPDATE runs SET state = iif(state = 'done', 'running', state), finished_at = NULL,
                   expires_at = max(expires_at, ?) WHERE id = ?""",
            (epoch(now + AGAIN_WITHIN), run_id),
        )
    return len(rows)


def _listed(db: sqlite3.Connection, which: str, most: int) -> list[Listed]:
    rows = db.execute(
        f"""SELECT d.run_id, r.kind, d.chat_id, d.part, d.error FROM deliveries d JOIN runs r ON r.id = d.run_id
            WHERE {which} ORDER BY d.run_id DESC, d.chat_id, d.part LIMIT ?""",
        (most,),
    )
    return [Listed(run_id, RunKind(kind), chat_id, part, reason) for run_id, kind, chat_id, part, reason in rows]
