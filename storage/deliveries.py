"""Deliveries: what came of a try, and what follows from it. Each function is a unit of work on an open connection.

What is about to go out is recorded in storage.intents.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from mujaz.address import is_topic
from mujaz.delivery import Delivery, DeliveryState, Gone, Moved, Outcome, Settlement
from mujaz.run import Run, RunKind, RunState
from mujaz.subscriber import State
from storage import knowing, runs, subscribers, topics
from storage.batches import some, values
from storage.times import epoch, moment, not_before

_TELLING = (RunKind.DIGEST, RunKind.ALERT)
"""Kinds of runs whose readers remember what they bring."""
NOT_THE_FIRST = "an earlier part was not sent"
"""Why a later part of a message was given up."""


class Result(NamedTuple):
    """How a try ended, and what follows from it. `last`: no part waits for this one."""

    delivery: Delivery
    outcome: Outcome
    settlement: Settlement
    last: bool = True


def hold(db: sqlite3.Connection, delivery: Delivery, until: datetime) -> None:
    """Puts what was about to go out off until the end of its reader's quiet hours. It was no try."""
    db.execute(
        """UPDATE deliveries SET state = ?1, attempts = attempts - 1, next_at = ?2, held_until = ?2
           WHERE run_id = ?3 AND chat_id = ?4 AND part = ?5""",
        (DeliveryState.HELD, not_before(until), delivery.run_id, delivery.chat_id, delivery.part),
    )


def sent(db: sqlite3.Connection, results: Iterable[Result]) -> None:
    """Telegram took these, and no part of theirs waits."""
    rows = [
        (result.settlement.message_id, result.delivery.run_id, result.delivery.chat_id, result.delivery.part)
        for result in results
    ]
    for group in some(rows):
        db.execute(
            f"""WITH sent (message, run, chat, place) AS ({values(4, len(group))})
                UPDATE deliveries SET state = 2, message_id = message, next_at = NULL, error = NULL
                FROM sent WHERE run_id = run AND chat_id = chat AND part = place""",
            list(chain.from_iterable(group)),
        )


def settle(
    db: sqlite3.Connection, delivery: Delivery, outcome: Outcome, settlement: Settlement, now: datetime
) -> Delivery | None:
    """Records how a try ended. Gives the next part, already SENDING, when this one was sent and another waits.

    A reader that is gone is pruned, a group that moved takes its subscription along, in the same transaction. What
    would be tried again ends here where its run was cancelled meanwhile.
    """
    if isinstance(outcome, Moved) and is_topic(delivery.chat_id):
        settlement = Settlement(DeliveryState.RETRY, now, counts=False)  # its key is the same at the new address
    state = settlement.state
    if state is DeliveryState.RETRY and _is_cancelled(db, delivery.run_id):
        state = DeliveryState.CANCELLED
    db.execute(
        """UPDATE deliveries SET state = ?, next_at = ?, message_id = ?, error = ?,
               attempts = attempts - ?, suspect_duplicate = suspect_duplicate OR ?
           WHERE run_id = ? AND chat_id = ? AND part = ?""",
        (state, settlement.next_at and not_before(settlement.next_at), settlement.message_id, settlement.error,
         not settlement.counts, settlement.suspect_duplicate, delivery.run_id, delivery.chat_id, delivery.part),
    )  # fmt: skip
    match outcome:
        case Gone(reason):
            subscribers.leave(db, delivery.chat_id, State.GONE, now, reason)
        case Moved(chat_id):
            _move(db, delivery, chat_id, now)
    if state is DeliveryState.SENT:
        return _next_part(db, delivery)
    if state is not DeliveryState.RETRY:
        skip_waiting(db, delivery)
    if state in (DeliveryState.DEAD, DeliveryState.SKIPPED, DeliveryState.CANCELLED):
        give_back(db, delivery)
    return None


def recover(db: sqlite3.Connection, now: datetime) -> list[Delivery]:
    """After a start: what was SENDING may have arrived. It is tried again where its run repeats, else it is UNKNOWN.

    Returns the list of possible duplicates.
    """
    suspects = []
    for run in runs.unfinished(db):
        repeats = run.kind.repeats and run.state is not RunState.CANCELLED
        rows = db.execute(
            """UPDATE deliveries SET state = ?, next_at = ?, suspect_duplicate = 1
               WHERE run_id = ? AND state = ? RETURNING run_id, chat_id, part, since, attempts, composition""",
            (
                DeliveryState.RETRY if repeats else DeliveryState.UNKNOWN,
                epoch(now) if repeats else None,
                run.id,
                DeliveryState.SENDING,
            ),
        ).fetchall()
        found = [from_row(row) for row in rows]
        if not repeats:
            for delivery in found:
                skip_waiting(db, delivery)
        suspects += found
    return suspects


def how_many_chats(db: sqlite3.Connection, run_id: int) -> int:
    """To how many chats a run was sent, or is about to be; not to those for which it is held."""
    (count,) = db.execute(
        "SELECT count(*) FROM deliveries WHERE run_id = ? AND part = 0 AND state <> ?", (run_id, DeliveryState.HELD)
    ).fetchone()
    return int(count)


def skip_waiting(db: sqlite3.Connection, delivery: Delivery, state: DeliveryState = DeliveryState.SKIPPED) -> None:
    """Ends the parts of a message that wait for one that is not sent."""
    db.execute(
        "UPDATE deliveries SET state = ?, error = ? WHERE run_id = ? AND chat_id = ? AND state = ?",
        (state, NOT_THE_FIRST, delivery.run_id, delivery.chat_id, DeliveryState.WAITING),
    )


def give_back(db: sqlite3.Connection, delivery: Delivery) -> None:
    """What never arrived was not told: it stands in the reader's next digest, unless a part of it was sent."""
    run_id, chat_id = delivery.run_id, delivery.chat_id
    (kind, due_at, arrived) = db.execute(
        """SELECT kind, due_at, EXISTS (SELECT 1 FROM deliveries WHERE run_id = ?1 AND chat_id = ?2 AND state = ?3)
           FROM runs WHERE id = ?1""",
        (run_id, chat_id, DeliveryState.SENT),
    ).fetchone()
    if arrived or kind not in _TELLING:
        return
    if kind == RunKind.DIGEST:
        db.execute(
            "UPDATE subscribers SET last_due_at = ? WHERE chat_id = ? AND last_due_at = ?",
            (epoch(delivery.since), chat_id, due_at),
        )
    if delivery.composition is not None:
        knowing.unlearn(db, chat_id, delivery.composition)


def message_ids(db: sqlite3.Connection, parts: Sequence[tuple[int, int, int]]) -> dict[tuple[int, int, int], int]:
    """The messages that these parts are: each by run, chat and part; nothing where it is not known."""
    found = {}
    for run_id, chat_id, part in parts:
        row = db.execute(
            "SELECT message_id FROM deliveries WHERE run_id = ? AND chat_id = ? AND part = ? AND state = ?",
            (run_id, chat_id, part, DeliveryState.SENT),
        ).fetchone()
        if row is not None and row[0] is not None:
            found[run_id, chat_id, part] = row[0]
    return found


def how_many_alerts(db: sqlite3.Connection, run: Run, opens: Mapping[int, datetime]) -> dict[int, int]:
    """How many alerts each of these chats was brought since a moment of its own, or is just being; none of `run`."""
    found: dict[int, int] = defaultdict(int)
    earlier = (
        db.execute(
            "SELECT id, due_at FROM runs WHERE kind = 'alert' AND id <> ? AND due_at >= ?",
            (run.id, epoch(min(opens.values()))),
        ).fetchall()
        if opens
        else []
    )
    for run_id, due_at in earlier:
        for chat_id, since in opens.items():
            if due_at >= epoch(since) and _reached(db, run_id, chat_id):
                found[chat_id] += 1
    return found


def from_row(row: tuple[int, int, int, int, int, int | None]) -> Delivery:
    """A row's run, chat, part, window, tries and composition."""
    run_id, chat_id, part, since, attempts, composition = row
    return Delivery(run_id, chat_id, part, moment(since), attempts, composition)


def _reached(db: sqlite3.Connection, run_id: int, chat_id: int) -> bool:
    row = db.execute(
        "SELECT 1 FROM deliveries WHERE run_id = ? AND chat_id = ? AND part = 0 AND state IN (?, ?, ?, ?)",
        (run_id, chat_id, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.RETRY, DeliveryState.HELD),
    ).fetchone()
    return row is not None


def _is_cancelled(db: sqlite3.Connection, run_id: int) -> bool:
    return db.execute("SELECT 1 FROM runs WHERE id = ? AND state = 'cancelled'", (run_id,)).fetchone() is not None


def _next_part(db: sqlite3.Connection, delivery: Delivery) -> Delivery | None:
    row = db.execute(
        """UPDATE deliveries SET state = ?, attempts = 1 WHERE run_id = ? AND chat_id = ? AND part = ? AND state = ?
           RETURNING run_id, chat_id, part, since, attempts, composition""",
        (DeliveryState.SENDING, delivery.run_id, delivery.chat_id, delivery.part + 1, DeliveryState.WAITING),
    ).fetchone()
    return None if row is None else from_row(row)


def _move(db: sqlite3.Connection, delivery: Delivery, chat_id: int, now: datetime) -> None:
    """The reader, and all that is still to be sent to it, goes to the group's new address."""
    old = delivery.chat_id
    if is_topic(old):
        subscribers.change_chat(db, topics.address(db, old).chat_id, chat_id)
        return
    subscribers.change_chat(db, old, chat_id)
    db.execute(
        """INSERT OR IGNORE INTO deliveries (run_id, chat_id, part, state, attempts, since, next_at, composition)
           SELECT run_id, ?, part, CASE part WHEN ? THEN ? ELSE state END, 0, since, ?, composition
           FROM deliveries WHERE run_id = ? AND chat_id = ? AND (part = ? OR state = ?)""",
        (
            chat_id,
            delivery.part,
            DeliveryState.RETRY,
            epoch(now),
            delivery.run_id,
            old,
            delivery.part,
            DeliveryState.WAITING,
        ),
    )
    db.execute(
        """UPDATE OR IGNORE deliveries SET chat_id = ?
           WHERE run_id IN (SELECT id FROM runs WHERE finished_at IS NULL AND id <> ?) AND chat_id = ?
               AND state IN (?, ?, ?)""",
        (chat_id, delivery.run_id, old, DeliveryState.WAITING, DeliveryState.RETRY, DeliveryState.HELD),
    )
