"""Deliveries: intent, result, retry. Each function is a unit of work on an open connection.

A row is SENDING before its message goes out, so after a crash the rows in SENDING are exactly those that may have
arrived.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from mujaz.delivery import Delivery, DeliveryState, Gone, Moved, Outcome, Run, RunKind, Settlement
from mujaz.subscriber import State
from storage import subscribers
from storage.times import epoch, moment


def intend(db: sqlite3.Connection, run: Run, delivery: Delivery, parts: int) -> None:
    """Records that a reader's message is about to go out, with the run's cursor: one transaction.

    Later parts wait for the first. A digest's reader has now had the digest of this due time.
    """
    db.execute("UPDATE runs SET cursor = ? WHERE id = ?", (delivery.chat_id, run.id))
    if run.kind is RunKind.DIGEST:
        db.execute("UPDATE subscribers SET last_due_at = ? WHERE chat_id = ?", (epoch(run.due_at), delivery.chat_id))
    db.executemany(
        "INSERT INTO deliveries (run_id, chat_id, part, state, attempts, since) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (run.id, delivery.chat_id, part, DeliveryState.WAITING if part else DeliveryState.SENDING,
             0 if part else 1, epoch(delivery.since))
            for part in range(parts)
        ],
    )  # fmt: skip


def settle(
    db: sqlite3.Connection, delivery: Delivery, outcome: Outcome, settlement: Settlement, now: datetime
) -> Delivery | None:
    """Records how a try ended. Gives the next part, already SENDING, when this one was sent and another waits.

    A reader that is gone is pruned, a group that moved takes its subscription along, in the same transaction.
    """
    db.execute(
        """UPDATE deliveries SET state = ?, next_at = ?, message_id = ?, error = ?,
               attempts = attempts - ?, suspect_duplicate = suspect_duplicate OR ?
           WHERE run_id = ? AND chat_id = ? AND part = ?""",
        (settlement.state, settlement.next_at and epoch(settlement.next_at), settlement.message_id, settlement.error,
         not settlement.counts, settlement.suspect_duplicate, delivery.run_id, delivery.chat_id, delivery.part),
    )  # fmt: skip
    match outcome:
        case Gone(reason):
            subscribers.leave(db, delivery.chat_id, State.GONE, now, reason)
        case Moved(chat_id):
            _move(db, delivery, chat_id, now)
    if settlement.state is DeliveryState.SENT:
        return _next_part(db, delivery)
    if settlement.state in (DeliveryState.DEAD, DeliveryState.SKIPPED):
        _skip_waiting(db, delivery)
        _give_back(db, delivery)
    return None


def recover(db: sqlite3.Connection, now: datetime) -> list[Delivery]:
    """After a start: what was SENDING may have arrived; it is tried again and marked as a possible duplicate.

    Returns the list of possible duplicates.
    """
    rows = db.execute(
        """UPDATE deliveries SET state = ?, next_at = ?, suspect_duplicate = 1
           WHERE state = ? RETURNING run_id, chat_id, part, since, attempts""",
        (DeliveryState.RETRY, epoch(now), DeliveryState.SENDING),
    ).fetchall()
    return [_from_row(row) for row in rows]


def take_retries(db: sqlite3.Connection, now: datetime, most: int) -> list[Delivery]:
    """Marks due retries as SENDING again and gives them. Those of an expired run become DEAD instead."""
    _end_expired(db, now)
    due = db.execute(
        "SELECT run_id, chat_id, part FROM deliveries WHERE state = ? AND next_at <= ? ORDER BY next_at LIMIT ?",
        (DeliveryState.RETRY, epoch(now), most),
    ).fetchall()
    taken = []
    for key in due:
        row = db.execute(
            """UPDATE deliveries SET state = ?, attempts = attempts + 1 WHERE run_id = ? AND chat_id = ? AND part = ?
               RETURNING run_id, chat_id, part, since, attempts""",
            (DeliveryState.SENDING, *key),
        ).fetchone()
        taken.append(_from_row(row))
    return taken


def _end_expired(db: sqlite3.Connection, now: datetime) -> None:
    """A digest that cannot be delivered in its time ends; its reader's window is open again for the next one."""
    expired = db.execute(
        """UPDATE deliveries SET state = ?, error = coalesce(error, 'expired') WHERE state IN (?, ?) AND run_id IN
               (SELECT id FROM runs WHERE expires_at <= ?) RETURNING run_id, chat_id, part, since, attempts""",
        (DeliveryState.DEAD, DeliveryState.RETRY, DeliveryState.WAITING, epoch(now)),
    ).fetchall()
    for row in expired:
        _give_back(db, _from_row(row))


def _give_back(db: sqlite3.Connection, delivery: Delivery) -> None:
    """The news of a digest that never arrived stands in the reader's next one, unless a part of it was sent."""
    db.execute(
        """UPDATE subscribers SET last_due_at = ?1 WHERE chat_id = ?2
               AND last_due_at = (SELECT due_at FROM runs WHERE id = ?3 AND kind = 'digest')
               AND NOT EXISTS (SELECT 1 FROM deliveries WHERE run_id = ?3 AND chat_id = ?2 AND state = ?4)""",
        (epoch(delivery.since), delivery.chat_id, delivery.run_id, DeliveryState.SENT),
    )


def skip(db: sqlite3.Connection, delivery: Delivery, reason: str) -> None:
    """Ends a retry that has nothing to send any more (its article was withdrawn, its reader left)."""
    db.execute(
        "UPDATE deliveries SET state = ?, error = ? WHERE run_id = ? AND chat_id = ? AND part = ?",
        (DeliveryState.SKIPPED, reason, delivery.run_id, delivery.chat_id, delivery.part),
    )
    _skip_waiting(db, delivery)


def next_retry(db: sqlite3.Connection) -> datetime | None:
    """When the earliest retry is due."""
    (at,) = db.execute("SELECT min(next_at) FROM deliveries WHERE state = ?", (DeliveryState.RETRY,)).fetchone()
    return None if at is None else moment(at)


def alerted(db: sqlite3.Connection, chat_ids: Collection[int], since: datetime) -> dict[int, set[int]]:
    """For each chat, the ids of articles that alerts opened after `since` brought it, or are just bringing."""
    found: dict[int, set[int]] = defaultdict(set)
    for article_id, run_id in db.execute(
        "SELECT article_id, id FROM runs WHERE kind = 'alert' AND due_at > ?", (epoch(since),)
    ).fetchall():
        for chat_id in chat_ids:
            if _reached(db, run_id, chat_id):
                found[chat_id].add(article_id)
    return found


def _reached(db: sqlite3.Connection, run_id: int, chat_id: int) -> bool:
    row = db.execute(
        "SELECT 1 FROM deliveries WHERE run_id = ? AND chat_id = ? AND part = 0 AND state IN (?, ?, ?)",
        (run_id, chat_id, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.RETRY),
    ).fetchone()
    return row is not None


def _next_part(db: sqlite3.Connection, delivery: Delivery) -> Delivery | None:
    row = db.execute(
        """UPDATE deliveries SET state = ?, attempts = 1 WHERE run_id = ? AND chat_id = ? AND part = ? AND state = ?
           RETURNING run_id, chat_id, part, since, attempts""",
        (DeliveryState.SENDING, delivery.run_id, delivery.chat_id, delivery.part + 1, DeliveryState.WAITING),
    ).fetchone()
    return None if row is None else _from_row(row)


def _skip_waiting(db: sqlite3.Connection, delivery: Delivery) -> None:
    db.execute(
        """UPDATE deliveries SET state = ?, error = 'an earlier part was not sent'
           WHERE run_id = ? AND chat_id = ? AND state = ?""",
        (DeliveryState.SKIPPED, delivery.run_id, delivery.chat_id, DeliveryState.WAITING),
    )


def _move(db: sqlite3.Connection, delivery: Delivery, chat_id: int, now: datetime) -> None:
    subscribers.change_chat(db, delivery.chat_id, chat_id)
    db.execute(
        """INSERT OR IGNORE INTO deliveries (run_id, chat_id, part, state, attempts, since, next_at)
           SELECT run_id, ?, part, CASE part WHEN ? THEN ? ELSE state END, 0, since, ?
           FROM deliveries WHERE run_id = ? AND chat_id = ? AND part >= ?""",
        (
            chat_id,
            delivery.part,
            DeliveryState.RETRY,
            epoch(now),
            delivery.run_id,
            delivery.chat_id,
            delivery.part,
        ),
    )


def _from_row(row: tuple[int, int, int, int, int]) -> Delivery:
    run_id, chat_id, part, since, attempts = row
    return Delivery(run_id, chat_id, part, moment(since), attempts)
