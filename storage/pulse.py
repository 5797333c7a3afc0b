"""How the newsroom does, for its editors: readers gained and lost, what reached them, what they keep, feeds, the queue.

A unit of work that only reads; it counts whole tables, so nobody is shown it unasked.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from mujaz.delivery import DeliveryState
from storage.times import epoch


@dataclass(frozen=True, slots=True)
class Pulse:
    """Numbers of the last days, and of now: what waits, and how feeds are."""

    readers: int
    gained: int
    lost: int
    digests: int
    glances: int
    saved: int
    follows: int
    feeds: int
    failing: int
    paused: int
    drafts: int
    planned: int
    waiting: int


def taken(db: sqlite3.Connection, now: datetime, days: int) -> Pulse:
    """Those of the last so many days before `now`."""
    since = epoch(now - timedelta(days=days))

    def count(query: str, *values: object) -> int:
        (found,) = db.execute(f"SELECT count(*) FROM {query}", values).fetchone()
        return int(found)

    return Pulse(
        readers=count("subscribers WHERE state = 'active'"),
        gained=count("subscribers WHERE created_at >= ?", since),
        lost=count("subscribers WHERE state <> 'active' AND state_at >= ?", since),
        digests=count(
            """deliveries d JOIN runs r ON r.id = d.run_id
               WHERE r.kind = 'digest' AND r.created_at >= ? AND d.part = 0 AND d.state = ?""",
            since,
            DeliveryState.SENT,
        ),
        glances=count("glances WHERE looked_at >= ?", since),
        saved=count("saved WHERE saved_at >= ?", since),
        follows=count("follows"),
        feeds=count("feeds"),
        failing=count("feeds WHERE failures > 0 AND next_at IS NOT NULL"),
        paused=count("feeds WHERE next_at IS NULL"),
        drafts=count("articles WHERE status = 'draft'"),
        planned=count("plans"),
        waiting=count("inbox WHERE done_at IS NULL"),
    )
