"""What a monitor asks of the database again and again. A unit of work; of messages it reads those of open runs only."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mujaz.delivery import DeliveryState
from storage.times import epoch, moment


@dataclass(frozen=True, slots=True)
class Gauges:
    """Messages of unfinished runs by state, readers by state, articles, feeds by health; what has waited longest.

    `oldest_due` is since when the latest digest, run or retry is due and not decided; `oldest_update` when the first
    update came that is not handled.
    """

    deliveries: Mapping[DeliveryState, int]
    readers: Mapping[str, int]
    articles: int
    feeds: Mapping[str, int]
    sqlite: str
    inbox: int
    oldest_due: datetime | None
    oldest_update: datetime | None


def answers(db: sqlite3.Connection) -> None:
    """Nothing, from the file itself: whether it can be read at all."""
    db.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def measure(db: sqlite3.Connection, now: datetime) -> Gauges:
    """The gauges at `now`."""
    states = db.execute(
        """SELECT d.state, count(*) FROM runs r JOIN deliveries d ON d.run_id = r.id
           WHERE r.finished_at IS NULL AND r.state <> 'draft' GROUP BY d.state"""
    )
    waiting, came = db.execute("SELECT count(*), min(received_at) FROM inbox WHERE done_at IS NULL").fetchone()
    (articles,) = db.execute("SELECT count(*) FROM articles WHERE status = 'published'").fetchone()
    return Gauges(
        deliveries={DeliveryState(state): count for state, count in states},
        readers=dict(db.execute("SELECT state, count(*) FROM subscribers GROUP BY state").fetchall()),
        articles=articles,
        feeds=dict(
            db.execute(
                """SELECT CASE WHEN next_at IS NULL THEN 'paused' WHEN failures > 0 THEN 'failing' ELSE 'well' END,
                          count(*) FROM feeds GROUP BY 1"""
            ).fetchall()
        ),
        sqlite=sqlite3.sqlite_version,
        inbox=waiting,
        oldest_due=oldest_due(db, now),
        oldest_update=None if came is None else moment(came),
    )


def oldest_due(db: sqlite3.Connection, now: datetime) -> datetime | None:
    """Since when the latest digest, run or retry waits that is due and not halted; None where nothing does."""
    (due,) = db.execute(
        """SELECT min(at) FROM (
               SELECT min(next_due_at) AS at FROM slots WHERE next_due_at <= ?1
               UNION ALL
               SELECT min(due_at) FROM runs
               WHERE finished_at IS NULL AND state = 'running' AND NOT walked AND due_at <= ?1
               UNION ALL
               SELECT min(d.next_at) FROM runs r JOIN deliveries d ON d.run_id = r.id
               WHERE r.finished_at IS NULL AND r.state = 'running' AND d.state = 3 AND d.next_at <= ?1)""",
        (epoch(now),),
    ).fetchone()
    return None if due is None else moment(due)
