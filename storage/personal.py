"""All that is kept about one chat or person, table by table: given as plain data, or forgotten for good.

A person's private chat has the person's number, so what somebody did as an editor is theirs too. What they posted as an
editor stays the newsroom's; that it was they who did so is forgotten. Updates from Telegram are apart, since looking
through them takes a while: first `updates_about`, then `blank` in portions. Each function is a unit of work.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from mujaz.digest.memory import Memory
from mujaz.run import NO_CHAT_YET
from storage import topics
from storage.times import moment

BLANKED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Place:
    """A table, its rows about the readers or the person `:who`, and what forgets them (none: nothing tells whose)."""

    table: str
    rows: str
    forgotten: str | None


_READER = (
    _Place(
        "deliveries",
        """SELECT r.kind, r.due_at, d.* FROM deliveries d JOIN runs r ON r.id = d.run_id
           WHERE d.run_id IN (SELECT id FROM runs) AND d.chat_id = :who ORDER BY d.run_id, d.part""",
        "DELETE FROM deliveries WHERE run_id IN (SELECT id FROM runs) AND chat_id = :who",
    ),
    _Place(
        "memories",
        "SELECT m.blob AS told FROM memories m JOIN subscribers s ON s.memory = m.id WHERE s.chat_id = :who",
        None,  # others may share it; what nobody has is swept
    ),
    _Place(
        "follows",
        "SELECT company FROM follows WHERE chat_id = :who ORDER BY company",
        "DELETE FROM follows WHERE chat_id = :who",
    ),
    _Place(
        "keywords",
        "SELECT said, paused, added_at FROM keywords WHERE chat_id = :who ORDER BY id",
        "DELETE FROM keywords WHERE chat_id = :who",
    ),
    _Place(
        "saved",
        "SELECT story, saved_at FROM saved WHERE chat_id = :who ORDER BY saved_at",
        "DELETE FROM saved WHERE chat_id = :who",
    ),
    _Place(
        "glances",
        "SELECT company, looked_at, before_at FROM glances WHERE chat_id = :who ORDER BY company",
        "DELETE FROM glances WHERE chat_id = :who",
    ),
    _Place(
        "roundups",
        "SELECT span, day, due_at, underway, parts, attempts, try_at FROM roundups WHERE chat_id = :who ORDER BY span",
        "DELETE FROM roundups WHERE chat_id = :who",
    ),
    _Place(
        "subscriber_slots",
        """SELECT t.zone, t.minute, t.weekdays FROM subscriber_slots b JOIN slots t ON t.id = b.slot_id
           WHERE b.chat_id = :who""",
        "DELETE FROM subscriber_slots WHERE chat_id = :who",
    ),
    _Place(  # a run notes how far it came in the order of readers: until it is through, up to the one before as well
        "runs",
        "SELECT id, kind, state, created_at FROM runs WHERE cursor = :who ORDER BY id",
        f"UPDATE runs SET cursor = iif(walked, {NO_CHAT_YET}, cursor - 1) WHERE cursor = :who",
    ),
    _Place("keepers", "SELECT * FROM keepers WHERE reader = :who", "DELETE FROM keepers WHERE reader = :who"),
    _Place(
        "subscribers",
        "SELECT * FROM subscribers WHERE chat_id = :who",
        "DELETE FROM subscribers WHERE chat_id = :who",
    ),
)
_PERSON = (
    _Place(
        "keepers",
        "SELECT * FROM keepers WHERE kept_by = :who ORDER BY reader",
        "DELETE FROM keepers WHERE kept_by = :who",
    ),
    _Place(
        "moved_chats",
        "SELECT * FROM moved_chats WHERE :who IN (chat_id, new_chat_id)",
        "DELETE FROM moved_chats WHERE :who IN (chat_id, new_chat_id)",
    ),
    _Place("topics", "SELECT * FROM topics WHERE chat_id = :who", "DELETE FROM topics WHERE chat_id = :who"),
    _Place(
        "pieces",
        """SELECT * FROM pieces WHERE paste_id IN (SELECT id FROM pastes WHERE :who IN (editor_id, chat_id))
           ORDER BY paste_id, message_id""",
        "DELETE FROM pieces WHERE paste_id IN (SELECT id FROM pastes WHERE :who IN (editor_id, chat_id))",
    ),
    _Place(
        "pastes",
        "SELECT * FROM pastes WHERE :who IN (editor_id, chat_id) ORDER BY id",
        "DELETE FROM pastes WHERE :who IN (editor_id, chat_id)",
    ),
    _Place(
        "retractions",
        "SELECT * FROM retractions WHERE editor_id = :who",
        "DELETE FROM retractions WHERE editor_id = :who",
    ),
    _Place(
        "reports",
        "SELECT story, asked_at, text FROM reports WHERE user_id = :who ORDER BY id",
        "DELETE FROM reports WHERE user_id = :who",
    ),
    _Place(
        "feeds",
        "SELECT id, url, title, added_at FROM feeds WHERE added_by = :who ORDER BY id",
        "UPDATE feeds SET added_by = NULL WHERE added_by = :who",
    ),
    _Place(
        "articles",
        "SELECT id, title, status, created_at FROM articles WHERE created_by = :who ORDER BY id",
        "UPDATE articles SET created_by = NULL WHERE created_by = :who",
    ),
    _Place(
        "article_versions",
        "SELECT article_id, version, changed_at FROM article_versions WHERE changed_by = :who ORDER BY 1, 2",
        "UPDATE article_versions SET changed_by = NULL WHERE changed_by = :who",
    ),
    _Place(
        "story_pins",
        "SELECT * FROM story_pins WHERE decided_by = :who ORDER BY article_id",
        "UPDATE story_pins SET decided_by = 0 WHERE decided_by = :who",
    ),
    _Place(
        "team",
        "SELECT user_id, role, added_at FROM team WHERE added_by = :who ORDER BY user_id",
        "UPDATE team SET added_by = 0 WHERE added_by = :who",
    ),
    _Place("team", "SELECT * FROM team WHERE user_id = :who", "DELETE FROM team WHERE user_id = :who"),
    _Place(
        "audit",
        """SELECT at, user_id, name, deed, subject, outcome FROM audit
           WHERE user_id = :who OR (subject = :who AND deed LIKE 'team:%') ORDER BY id""",
        """UPDATE audit SET name = iif(user_id = :who, '', name), user_id = iif(user_id = :who, 0, user_id),
               subject = iif(subject = :who AND deed LIKE 'team:%', 0, subject)
           WHERE user_id = :who OR (subject = :who AND deed LIKE 'team:%')""",
    ),
    _Place(
        "plans",
        "SELECT * FROM plans WHERE :who IN (planned_by, chat_id)",
        "DELETE FROM plans WHERE :who IN (planned_by, chat_id)",
    ),
    _Place("holds", "SELECT * FROM holds WHERE user_id = :who", "DELETE FROM holds WHERE user_id = :who"),
    _Place("asked", "SELECT * FROM asked WHERE user_id = :who", "DELETE FROM asked WHERE user_id = :who"),
    _Place(
        "runs",
        "SELECT id, kind, state, created_at FROM runs WHERE created_by = :who ORDER BY id",
        """UPDATE runs SET created_by = NULL, state = iif(state = 'draft', 'cancelled', state),
               finished_at = iif(state = 'draft', created_at, finished_at)
           WHERE created_by = :who""",
    ),
)


def everything(db: sqlite3.Connection, chat_id: int) -> dict[str, list[dict[str, Any]]]:
    """All that is kept about a chat and its topics, by table, but for updates: times as ISO 8601, JSON as what it says.

    Tables that hold nothing about it are left out.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for place, who in _places(db, chat_id):
        for row in _rows(db, place.rows, who):
            found.setdefault(place.table, []).append(row)
    return found


def forget(db: sqlite3.Connection, chat_id: int) -> list[int]:
    """Removes all that is kept about a chat and its topics, but for updates; gives the keys of these readers.

    A draft of an announcement is cancelled.
    """
    readers = [chat_id, *topics.readers_of(db, chat_id)]
    for place, who in _places(db, chat_id):
        if place.forgotten is not None:
            db.execute(place.forgotten, {"who": who})
    return readers


def updates_about(db: sqlite3.Connection, chat_id: int) -> list[int]:
    """The ids of updates that name a chat or person, handled or not. Reads all that are kept: to be read, not written.

    In the JSON of an update an id stands bare; within what somebody wrote, quotation marks have backslashes.
    """
    rows = db.execute(
        "SELECT update_id FROM inbox WHERE instr(body, ?) OR instr(body, ?) ORDER BY update_id",
        [f'"id":{chat_id}{end}'.encode() for end in ",}"],
    )
    return [update_id for (update_id,) in rows]


def updates(db: sqlite3.Connection, chat_id: int) -> list[dict[str, Any]]:
    """The updates that name a chat or person, as Telegram sent them."""
    bodies = [
        db.execute("SELECT body FROM inbox WHERE update_id = ?", (update_id,)).fetchone()
        for update_id in updates_about(db, chat_id)
    ]
    return [orjson.loads(body) for (body,) in bodies]


def blank(db: sqlite3.Connection, update_ids: Sequence[int]) -> None:
    """Empties updates but for their ids: Telegram may send them again, and they are not to be handled twice."""
    db.executemany(
        "UPDATE inbox SET body = ? WHERE update_id = ?",
        [(orjson.dumps({"update_id": update_id}), update_id) for update_id in update_ids],
    )


def _places(db: sqlite3.Connection, chat_id: int) -> list[tuple[_Place, int]]:
    readers = [chat_id, *topics.readers_of(db, chat_id)]
    return [(place, reader) for reader in readers for place in _READER] + [(place, chat_id) for place in _PERSON]


def _rows(db: sqlite3.Connection, select: str, who: int) -> list[dict[str, Any]]:
    found = db.execute(select, {"who": who})
    names = [column[0] for column in found.description]
    return [{name: _plain(name, value) for name, value in zip(names, row, strict=True)} for row in found]


def _plain(column: str, value: Any) -> Any:
    if column == "told":
        return [met._asdict() for met in Memory(value)]
    if isinstance(value, bytes):
        return orjson.loads(value)
    if isinstance(value, int) and column.endswith(("_at", "_until")):
        return moment(value).isoformat()
    return value
