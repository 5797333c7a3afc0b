"""A reader's choices changed as one unit of work, read, decided and written: of two admins of a group neither loses."""

import sqlite3
from collections.abc import Callable
from datetime import datetime

from mujaz.subscriber import Subscriber
from storage import roundups, subscribers


def change(
    db: sqlite3.Connection, key: int, decide: Callable[[Subscriber], Subscriber], now: datetime
) -> Subscriber | None:
    """The reader as `decide` wants it: schedule, language, choices, round-ups, pause, what is not followed any more.

    None for who is no reader.

    Raises what `decide` raises; nothing is changed then.
    """
    reader = subscribers.get(db, key)
    if reader is None:
        return None
    wanted = decide(reader)
    if (wanted.zone, wanted.country, wanted.slots) != (reader.zone, reader.country, reader.slots):
        subscribers.schedule(db, key, wanted.zone, wanted.country, wanted.slots, now)
    if wanted.choices != reader.choices:
        subscribers.choose(db, key, wanted.choices)
    for company in reader.follows - wanted.follows:
        subscribers.unfollow(db, key, company)
    if wanted.roundups != reader.roundups:
        roundups.give(db, wanted, now)
    if wanted.language != reader.language:
        subscribers.speak(db, key, wanted.language)
    if wanted.paused_until is None:
        subscribers.resume(db, key)
    else:
        subscribers.pause(db, key, wanted.paused_until)
    return wanted
