"""How much there is of everything, for whoever looks after the bot. A unit of work; counts whole tables."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from mujaz.delivery import DeliveryState
from storage.times import epoch, moment


@dataclass(frozen=True, slots=True)
class Totals:
    """Articles and readers by their state, messages of the last days by theirs, updates that wait to be handled."""

    articles: Mapping[str, int]
    newest: datetime | None
    readers: Mapping[str, int]
    languages: Mapping[str, int]
    runs: int
    messages: Mapping[DeliveryState, int]
    inbox: int


def count_all(db: sqlite3.Connection, now: datetime, days: int) -> Totals:
    """Counts. Runs and messages are those of runs opened within so many days before `now`."""
    since = epoch(now - timedelta(days=days))
    (newest,) = db.execute("SELECT max(published_at) FROM articles WHERE status = 'published'").fetchone()
    states = db.execute(
        """SELECT d.state, count(*) FROM deliveries d JOIN runs r ON r.id = d.run_id
           WHERE r.created_at >= ? GROUP BY d.state ORDER BY d.state""",
        (since,),
    )
    return Totals(
        articles=_grouped(db, "status FROM articles"),
        newest=None if newest is None else moment(newest),
        readers=_grouped(db, "state FROM subscribers"),
        languages=_grouped(db, "language FROM subscribers WHERE state = 'active'"),
        runs=_one(db, "SELECT count(*) FROM runs WHERE state <> 'draft' AND created_at >= ?", since),
        messages={DeliveryState(state): count for state, count in states},
        inbox=_one(db, "SELECT count(*) FROM inbox WHERE done_at IS NULL"),
    )


def _grouped(db: sqlite3.Connection, what: str) -> dict[str, int]:
    column = what.split()[0]
    return dict(db.execute(f"SELECT {column}, count(*) FROM (SELECT {what}) GROUP BY 1 ORDER BY 1").fetchall())


def _one(db: sqlite3.Connection, query: str, *values: int) -> int:
    (count,) = db.execute(query, values).fetchone()
    return int(count)
