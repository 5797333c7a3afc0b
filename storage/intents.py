"""What is about to go out: recorded before it does, with what its reader knows from then on. Sends nothing.

A row is SENDING before its message goes out, so after a crash the rows in SENDING are exactly those that may have
arrived. Intents and results come in groups: a thousand messages a second take a hundred commits. What was chosen by
what its reader knew, and was overtaken by something else that told of the same, is chosen anew. Each function is a
unit of work on an open connection.
"""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import NamedTuple

import orjson

from mujaz.delivery import Delivery, DeliveryState
from mujaz.run import Run
from storage import deliveries, knowing, retries, runs
from storage.batches import some, values
from storage.compositions import NOTHING_KEPT, Kept
from storage.deliveries import Result
from storage.times import epoch

# As plain numbers: SQLite's module asks for an adapter of every value that is not.
_WAITING, _SENDING = int(DeliveryState.WAITING), int(DeliveryState.SENDING)
TAKEN_IN = "its news stand in a later digest"
"""Why a digest that was held was given up."""


class Intent(NamedTuple):  # a thousand a second: a frozen dataclass takes three times as long to make
    """A message that is about to go out, in so many parts; `due_at` is the due time of the digest that it is.

    With `held_until` it does not go out before: its reader has quiet hours. `kept` is what it contains and what its
    reader knows from now on.
    """

    delivery: Delivery
    parts: int
    due_at: datetime | None
    held_until: datetime | None = None
    kept: Kept | None = None


class Recorded(NamedTuple):
    """The parts that follow what was sent, SENDING already; and by run and chat the intents that were `overtaken`."""

    following: Sequence[Delivery]
    overtaken: Collection[tuple[int, int]] = ()


def record(
    db: sqlite3.Connection,
    intents: Sequence[Intent],
    walked: Iterable[Run],
    results: Sequence[Result],
    now: datetime,
) -> Recorded:
    """Commits what is about to go out, how far its runs have come, and what came of what went out before."""
    for run in walked:
        runs.advance(db, run)
    overtaken = intend(db, intents, now)
    plain: list[Result] = []
    special: list[Result] = []
    for result in results:
        (plain if result.last and result.settlement.state is DeliveryState.SENT else special).append(result)
    deliveries.sent(db, plain)
    following = (deliveries.settle(db, result.delivery, result.outcome, result.settlement, now) for result in special)
    return Recorded([part for part in following if part is not None], overtaken)


def intend(db: sqlite3.Connection, intents: Sequence[Intent], now: datetime) -> set[tuple[int, int]]:
    """Records that messages are about to go out; later parts wait for the first.

    A digest's reader has now had the digest of its due time, and knows what it tells. Gives by run and chat what was
    overtaken: something else was told there meanwhile. That is due again at once, and to be chosen anew.
    """
    epochs: dict[datetime, int] = {}  # readers who are alike share a moment
    rows: list[tuple[int, int, int, int, int, int, int | None]] = []
    for (run_id, chat_id, part, since, _, _), parts, _, _, kept in intents:
        opens = epochs.get(since)
        if opens is None:
            opens = epochs[since] = epoch(since)
        composition = kept.composition if kept else None
        rows.append((run_id, chat_id, part, _SENDING, 1, opens, composition))
        rows += [(run_id, chat_id, later, _WAITING, 0, opens, composition) for later in range(part + 1, part + parts)]
    for group in some(rows):
        db.execute(
            "INSERT INTO deliveries (run_id, chat_id, part, state, attempts, since, composition) "
            + values(7, len(group)),
            list(chain.from_iterable(group)),
        )
    for intent in intents:
        if intent.held_until is not None:
            deliveries.hold(db, intent.delivery, intent.held_until)
    if digests := [intent for intent in intents if intent.due_at is not None]:
        _take_in(db, digests)
    return _know(db, intents, now)


def _know(db: sqlite3.Connection, intents: Sequence[Intent], now: datetime) -> set[tuple[int, int]]:
    """Readers know what they are about to be told, one message of theirs after the other."""
    overtaken: set[tuple[int, int]] = set()
    waiting: Sequence[Intent] = [it for it in intents if it.due_at is not None or (it.kept and it.kept.memory)]
    due_at = {moment: epoch(moment) for moment in {it.due_at for it in waiting} if moment is not None}
    while waiting:
        first = {intent.delivery.chat_id: intent for intent in reversed(waiting)}
        waiting = [intent for intent in waiting if first[intent.delivery.chat_id] is not intent]
        told = [
            (chat_id, due_at.get(it.due_at) if it.due_at else None, *(it.kept or NOTHING_KEPT))
            for chat_id, it in first.items()
        ]
        for chat_id in knowing.told(db, told):
            delivery = first[chat_id].delivery
            choose_again(db, delivery, now)
            overtaken.add((delivery.run_id, chat_id))
    return overtaken


def choose_again(db: sqlite3.Connection, delivery: Delivery, now: datetime) -> None:
    """What was to be told is not any more: the message is due now, and nothing of it is decided. It was no try."""
    key = (delivery.run_id, delivery.chat_id)
    db.execute("DELETE FROM deliveries WHERE run_id = ? AND chat_id = ? AND part > 0", key)
    db.execute(
        """UPDATE deliveries SET state = ?, next_at = ?, composition = NULL, attempts = 0
           WHERE run_id = ? AND chat_id = ? AND part = 0""",
        (DeliveryState.RETRY, epoch(now), *key),
    )


def decide(db: sqlite3.Connection, intents: Sequence[Intent], now: datetime) -> set[tuple[int, int]]:
    """What was to be chosen anew is chosen, and about to go out; gives what was overtaken once more."""
    for intent in intents:
        delivery = intent.delivery
        assert intent.kept is not None, "it tells something"
        db.execute(
            "UPDATE deliveries SET composition = ?, since = ? WHERE run_id = ? AND chat_id = ? AND part = 0",
            (intent.kept.composition, epoch(delivery.since), delivery.run_id, delivery.chat_id),
        )
        db.executemany(
            """INSERT INTO deliveries (run_id, chat_id, part, state, attempts, since, composition)
               VALUES (?, ?, ?, ?, 0, ?, ?)""",
            [
                (delivery.run_id, delivery.chat_id, part, _WAITING, epoch(delivery.since), intent.kept.composition)
                for part in range(1, intent.parts)
            ],
        )
    return _know(db, intents, now)


def _take_in(db: sqlite3.Connection, digests: Sequence[Intent]) -> None:
    """Digests that are held for readers of later ones are not sent: their news stand in these."""
    (underway,) = db.execute("SELECT count(*) FROM runs WHERE finished_at IS NULL AND kind = 'digest'").fetchone()
    if underway <= 1:
        return
    new = {(it.delivery.run_id, it.delivery.chat_id) for it in digests}
    rows = db.execute(
        """SELECT d.run_id, d.chat_id, d.part, d.since, d.attempts, d.composition
           FROM json_each(?) j CROSS JOIN runs r ON r.finished_at IS NULL AND r.kind = 'digest'
           CROSS JOIN deliveries d ON d.run_id = r.id AND d.chat_id = j.value AND d.part = 0 AND d.state = 8""",
        (orjson.dumps([chat_id for _, chat_id in new]).decode(),),
    ).fetchall()
    for held in map(deliveries.from_row, rows):
        if (held.run_id, held.chat_id) not in new:
            retries.skip(db, held, TAKEN_IN)
