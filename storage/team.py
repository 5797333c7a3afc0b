"""Whoever joined the team in conversation. Each function is a unit of work on an open connection."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mujaz.team import Role
from storage.times import epoch


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team; `name` as Telegram gave it when they joined, empty where only their number was known."""

    user_id: int
    role: Role
    name: str


def members(db: sqlite3.Connection) -> Sequence[Member]:
    """All who joined, the first first."""
    rows = db.execute("SELECT user_id, role, name FROM team ORDER BY added_at, user_id")
    return [Member(user_id, Role(role), name) for user_id, role, name in rows]


def put(db: sqlite3.Connection, member: Member, now: datetime, by: int) -> None:
    """Somebody joins, or has another role from now on; a name that was known stays."""
    db.execute(
        """INSERT INTO team (user_id, role, name, added_by, added_at) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (user_id) DO UPDATE
           SET (role, name) = (excluded.role, iif(excluded.name = '', name, excluded.name))""",
        (member.user_id, member.role, member.name, by, epoch(now)),
    )


def remove(db: sqlite3.Connection, user_id: int) -> None:
    """Somebody leaves; what they posted stays the newsroom's."""
    db.execute("DELETE FROM team WHERE user_id = ?", (user_id,))
    db.execute("DELETE FROM asked WHERE user_id = ?", (user_id,))
    db.execute("UPDATE pastes SET state = 'closed', ready_at = NULL WHERE editor_id = ? AND state = 'open'", (user_id,))


def secret(db: sqlite3.Connection) -> bytes:
    """With what the buttons of the desk are sealed."""
    (found,) = db.execute("SELECT desk FROM secrets").fetchone()
    return bytes(found)
