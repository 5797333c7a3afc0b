"""Updates from Telegram, kept before Telegram hears that they arrived. Each function is a unit of work.

A statement for all updates at once: each asks Python for its lock, and a crowd's commands come a hundred together.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

import orjson

from storage import subscribers
from storage.times import epoch, moment

KEPT = timedelta(days=2)
"""Telegram repeats an update for at most a day, and after a week of silence counts its ids from anywhere."""
FORGOTTEN_AT_ONCE = 1_000


def keep(db: sqlite3.Connection, updates: Sequence[tuple[int, bytes]], now: datetime) -> list[tuple[int, bytes]]:
    """Stores updates (id, JSON) in their order; gives those that were not here yet."""
    kept = _kept(db, [update_id for update_id, _ in updates])
    fresh = {update_id: body for update_id, body in reversed(updates) if update_id not in kept}
    at = epoch(now)
    rows = [value for update_id, body in fresh.items() for value in (update_id, body, at)]
    if fresh:
        places = ",".join(["(?, ?, ?)"] * len(fresh))
        db.execute(f"INSERT INTO inbox (update_id, body, received_at) VALUES {places}", rows)
    return [*reversed(fresh.items())]


def unfinished(db: sqlite3.Connection) -> list[tuple[int, bytes, datetime]]:
    """What was kept and not handled to its end, in order, with the moment when it came."""
    rows = db.execute("SELECT update_id, body, received_at FROM inbox WHERE done_at IS NULL ORDER BY update_id")
    return [(update_id, body, moment(received_at)) for update_id, body, received_at in rows]


def done(db: sqlite3.Connection, update_ids: Sequence[int], now: datetime, heard: Sequence[int] = ()) -> None:
    """Marks updates as handled to their end; `heard` are the private chats that tapped or wrote."""
    if heard:
        subscribers.heard(db, heard, now)
    db.execute(
        "UPDATE inbox SET done_at = ? WHERE update_id IN (SELECT value FROM json_each(?))",
        (epoch(now), orjson.dumps(update_ids).decode()),
    )


def forget_old(db: sqlite3.Connection, now: datetime) -> bool:
    """Removes handled updates that Telegram cannot repeat any more, FORGOTTEN_AT_ONCE at most; whether more may be."""
    removed = db.execute(
        "DELETE FROM inbox WHERE update_id IN (SELECT update_id FROM inbox WHERE done_at < ? LIMIT ?)",
        (epoch(now - KEPT), FORGOTTEN_AT_ONCE),
    ).rowcount
    return removed == FORGOTTEN_AT_ONCE


def _kept(db: sqlite3.Connection, update_ids: Sequence[int]) -> set[int]:
    (kept,) = db.execute(
        "SELECT json_group_array(update_id) FROM inbox WHERE update_id IN (SELECT value FROM json_each(?))",
        (orjson.dumps(update_ids).decode(),),
    ).fetchone()
    return set(orjson.loads(kept))
