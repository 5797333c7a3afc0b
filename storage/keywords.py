"""What readers follow in lines of mujaz.wishes: keywords, people, products, events, and companies that rest.

Each function is a unit of work on an open connection.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mujaz.wishes import Of, parted, wish
from storage import profiles, subscribers
from storage.times import epoch

MOST = 50
"""Lines that a reader may have."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A line that a reader follows; `paused`: it rests."""

    id: int
    said: str
    paused: bool


def add(db: sqlite3.Connection, chat_id: int, said: Sequence[str], now: datetime) -> int:
    """Notes lines that a reader follows from now on, those that rest among them; says for how many there was room."""
    noted = 0
    for line in dict.fromkeys(said):
        parts = parted(line)
        if parts is not None and parts[0] is Of.COMPANY:
            _follow(db, chat_id, parts[1])
        elif not db.execute("UPDATE keywords SET paused = 0 WHERE (chat_id, said) = (?, ?)", (chat_id, line)).rowcount:
            if len(of_reader(db, chat_id)) >= MOST:
                continue
            db.execute("INSERT INTO keywords (chat_id, said, added_at) VALUES (?, ?, ?)", (chat_id, line, epoch(now)))
        noted += 1
    profiles.renew(db, chat_id)
    return noted


def of_reader(db: sqlite3.Connection, chat_id: int) -> list[Followed]:
    """The lines of a reader in the order in which they came."""
    rows = db.execute("SELECT id, said, paused FROM keywords WHERE chat_id = ? ORDER BY id", (chat_id,))
    return [Followed(id_, said, bool(paused)) for id_, said, paused in rows]


def rest(db: sqlite3.Connection, chat_id: int, id_: int) -> None:
    """Nothing comes of a line until it goes on."""
    db.execute("UPDATE keywords SET paused = 1 WHERE (chat_id, id) = (?, ?)", (chat_id, id_))
    profiles.renew(db, chat_id)


def go_on(db: sqlite3.Connection, chat_id: int, id_: int) -> None:
    """A line that rested is followed again; a company is one of the followed companies then."""
    row = db.execute("SELECT said FROM keywords WHERE (chat_id, id) = (?, ?)", (chat_id, id_)).fetchone()
    parts = None if row is None else parted(row[0])
    if parts is not None and parts[0] is Of.COMPANY:
        _follow(db, chat_id, parts[1])
    db.execute("UPDATE keywords SET paused = 0 WHERE (chat_id, id) = (?, ?)", (chat_id, id_))
    profiles.renew(db, chat_id)


def remove(db: sqlite3.Connection, chat_id: int, id_: int) -> None:
    """A line is followed no more."""
    db.execute("DELETE FROM keywords WHERE (chat_id, id) = (?, ?)", (chat_id, id_))
    profiles.renew(db, chat_id)


def rest_company(db: sqlite3.Connection, chat_id: int, company: str, now: datetime) -> None:
    """Nothing comes of a company that is followed until it goes on: it waits among the lines."""
    subscribers.unfollow(db, chat_id, company)
    db.execute(
        "INSERT OR REPLACE INTO keywords (chat_id, said, paused, added_at) VALUES (?, ?, 1, ?)",
        (chat_id, wish(Of.COMPANY, company), epoch(now)),
    )


def _follow(db: sqlite3.Connection, chat_id: int, company: str) -> None:
    db.execute("DELETE FROM keywords WHERE (chat_id, said) = (?, ?)", (chat_id, wish(Of.COMPANY, company)))
    subscribers.follow(db, chat_id, company)
