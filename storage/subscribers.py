"""Readers: what they chose, when they are due, what they follow. Each function is a unit of work on an open connection.

A reader's key is Telegram's id of the chat, or stands for a topic of a group (storage.topics).
"""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import orjson

from mujaz.loss import OF_A_TOPIC, loss
from mujaz.run import Run
from mujaz.subscriber import Choices, Slot, State, Subscriber
from storage import choices as chosen
from storage import keepers, moved, profiles, roundups, slots, topics, wanted, windows
from storage.profiles import Profile
from storage.times import epoch, moment

HEARD_AGAIN = timedelta(minutes=1)

_STATES = {state.value: state for state in State}
_KEPT = ", ".join(
    (
        "language", "state", "zone", "country", "last_due_at", "paused_until", "memory", "last_heard_at", "created_at",
        "state_reason", "state_at", "silence_told_at", "brought", *chosen.COLUMNS,
    )
)  # fmt: skip
"""All of a row but its key, and what is derived."""
_SELECT = f"""
    SELECT s.chat_id, s.state, s.last_due_at, s.paused_until, s.memory, s.last_heard_at, {profiles.SAID},
        {roundups.OF_READER}
"""
_LIKE = f"SELECT s.chat_id, s.last_due_at, s.memory, {profiles.SAID}"
"""What decides over what a reader is sent, and nothing else: it is read of each reader of each run."""
_WANTS_ALERT = """
    CASE s.alerts WHEN 0 THEN 0 WHEN 2 THEN :breaking
    ELSE EXISTS (SELECT 1 FROM follows f WHERE f.chat_id = s.chat_id
                 AND f.company IN (SELECT value FROM json_each(:concerns)))
         OR EXISTS (SELECT 1 FROM keywords k WHERE k.chat_id = s.chat_id AND NOT k.paused
                    AND k.said IN (SELECT value FROM json_each(:wished))) END
"""
"""Whether a reader is alerted of an article: who wants breaking news of all such, others of what they follow."""
_CHOSEN = ", ".join(f"{column} = ?" for column in chosen.COLUMNS)


class Reader(NamedTuple):
    """A reader of a run. `like` is what decides over what it is sent, one object for all who are alike in that.

    Of `like`, the key and what was heard stand for nobody's.
    """

    chat_id: int
    like: Subscriber


class InSlot(NamedTuple):
    """A reader of a slot. Those whose last three fields are the same get the same digest (`Like`).

    `since` (unix seconds) opens its window, `memory` is the number of what it was told, `profile` that of its profile,
    or where it has none the text in its stead.
    """

    chat_id: int
    since: int
    memory: int
    profile: int | str


Like = tuple[int, int, int | str]
Alike = dict[tuple[int, int, str], Subscriber]
"""Readers who are alike, by the columns in which they are: kept from page to page of a run."""
ALIKE_MOST = 8192


def get(db: sqlite3.Connection, chat_id: int) -> Subscriber | None:
    """A subscriber in any state."""
    row = db.execute(_SELECT + "FROM subscribers s WHERE s.chat_id = ?", (chat_id,)).fetchone()
    return None if row is None else _from_row(row)


def get_all(db: sqlite3.Connection, chat_ids: Sequence[int]) -> dict[int, Subscriber]:
    """Those of these chats that are subscribers, in any state."""
    places = ",".join("?" * len(chat_ids))
    rows = db.execute(f"{_SELECT} FROM subscribers s WHERE s.chat_id IN ({places})", chat_ids).fetchall()
    return {row[0]: _from_row(row) for row in rows}


# ---------------------------------------------------------------- coming and going


def subscribe(
    db: sqlite3.Connection, chat_id: int, language: str, slot: Slot, now: datetime, window_from: datetime
) -> Subscriber:
    """Makes a chat a subscriber, or brings one back with the choices it had. Returns it as it now is.

    The first digest holds what is published from `window_from` on, and nothing that it had before.
    """
    windows.close(db, window_from)  # should the clock be set back, nothing is published before the window opens
    db.execute(
        """INSERT INTO subscribers (chat_id, language, state, zone, last_due_at, last_heard_at, created_at, state_at)
           VALUES (?, ?, 'active', ?, ?, ?, ?, ?)
           ON CONFLICT (chat_id) DO UPDATE SET
               last_due_at = iif(state = 'active', last_due_at, max(last_due_at, excluded.last_due_at)),
               state = 'active', state_reason = NULL, state_at = excluded.state_at""",
        (chat_id, language, slot.zone, epoch(window_from), epoch(now), epoch(now), epoch(now)),
    )
    if db.execute("SELECT 1 FROM subscriber_slots WHERE chat_id = ?", (chat_id,)).fetchone() is None:
        slots.give(db, chat_id, [slot], now)
        profiles.renew(db, chat_id)
    return _from_row(db.execute(_SELECT + "FROM subscribers s WHERE s.chat_id = ?", (chat_id,)).fetchone())


def leave(db: sqlite3.Connection, chat_id: int, state: State, now: datetime, reason: str | None = None) -> bool:
    """Ends the digests of a chat; says whether it was active. Where the chat is gone, its topics are."""
    whole = state is State.GONE and loss(reason or "") not in OF_A_TOPIC
    readers = [chat_id, *topics.readers_of(db, chat_id)] if whole else [chat_id]
    left = [
        reader
        for reader in readers
        if db.execute(
            "UPDATE subscribers SET state = ?, state_reason = ?, state_at = ? WHERE chat_id = ? AND state = 'active'",
            (state, reason, epoch(now), reader),
        ).rowcount
    ]
    if state is State.GONE and chat_id < 0:  # a person who went away is not written to
        keepers.ended(db, left)
    return chat_id in left


def back(db: sqlite3.Connection, chat_id: int, now: datetime) -> None:
    """A chat that went away can be written to again: a reader that was lost is active again, its window still open.

    Not so its topics that were closed or deleted.
    """
    for reader in (chat_id, *topics.readers_of(db, chat_id)):
        row = db.execute(
            "SELECT state_reason FROM subscribers WHERE chat_id = ? AND state = 'gone'", (reader,)
        ).fetchone()
        if row is not None and (reader == chat_id or loss(row[0] or "") not in OF_A_TOPIC):
            db.execute(
                "UPDATE subscribers SET state = 'active', state_reason = NULL, state_at = ? WHERE chat_id = ?",
                (epoch(now), reader),
            )


def change_chat(db: sqlite3.Connection, old: int, new: int) -> None:
    """A group became a supergroup: the subscription goes with it, with what it follows, and its topics.

    Where the supergroup subscribed itself, it keeps its own choices.
    """
    if old == new:  # each of a group's topics hears of it
        return
    taken = db.execute(
        f"INSERT OR IGNORE INTO subscribers (chat_id, {_KEPT}) SELECT ?, {_KEPT} FROM subscribers WHERE chat_id = ?",
        (new, old),
    ).rowcount
    if taken:
        slots.move(db, old, new)
    for table in ("follows", "saved", "keywords", "roundups"):
        db.execute(f"UPDATE OR IGNORE {table} SET chat_id = ? WHERE chat_id = ?", (new, old))
    for table in ("saved", "roundups", "subscribers"):
        db.execute(f"DELETE FROM {table} WHERE chat_id = ?", (old,))
    profiles.renew(db, new)
    topics.change_chat(db, old, new)
    keepers.move(db, old, new)
    moved.note(db, old, new)


# ---------------------------------------------------------------- choices


def schedule(
    db: sqlite3.Connection, chat_id: int, zone: str, country: str | None, times: Sequence[Slot], now: datetime
) -> None:
    """Gives a reader other times, zone and country (ISO 3166). Its window stays open from its last digest.

    Raises ValueError without any time, and for one in another zone.
    """
    if not times or any(slot.zone != zone for slot in times):
        raise ValueError(f"a reader has one or more times, all in its zone, not {times} in {zone}")
    if db.execute("UPDATE subscribers SET zone = ?, country = ? WHERE chat_id = ?", (zone, country, chat_id)).rowcount:
        slots.give(db, chat_id, times, now)
        profiles.renew(db, chat_id)
        roundups.move(db, chat_id, times)


def choose(db: sqlite3.Connection, chat_id: int, choices: Choices) -> None:
    """Keeps how a reader wants to be written to."""
    db.execute(f"UPDATE subscribers SET {_CHOSEN} WHERE chat_id = ?", (*chosen.to_columns(choices), chat_id))
    profiles.renew(db, chat_id)


def speak(db: sqlite3.Connection, chat_id: int, language: str) -> None:
    """Sets the language of a subscriber."""
    db.execute("UPDATE subscribers SET language = ? WHERE chat_id = ?", (language, chat_id))
    profiles.renew(db, chat_id)


def pause(db: sqlite3.Connection, chat_id: int, until: datetime) -> None:
    """Nothing is sent to a reader until then; what comes meanwhile stands in the digest after."""
    db.execute("UPDATE subscribers SET paused_until = ? WHERE chat_id = ?", (epoch(until), chat_id))


def resume(db: sqlite3.Connection, chat_id: int) -> None:
    """Ends a reader's pause."""
    db.execute("UPDATE subscribers SET paused_until = NULL WHERE chat_id = ?", (chat_id,))


def follow(db: sqlite3.Connection, chat_id: int, company: str) -> None:
    """Notes that a subscriber follows a company."""
    db.execute("INSERT OR IGNORE INTO follows (chat_id, company) VALUES (?, ?)", (chat_id, company))
    profiles.renew(db, chat_id)


def unfollow(db: sqlite3.Connection, chat_id: int, company: str) -> None:
    """Notes that a subscriber no longer follows a company."""
    db.execute("DELETE FROM follows WHERE chat_id = ? AND company = ?", (chat_id, company))
    profiles.renew(db, chat_id)


# ---------------------------------------------------------------- what was given, what was heard


def had_digest(db: sqlite3.Connection, chat_id: int, until: datetime) -> None:
    """A subscriber was given what is new up to `until`: the next digest begins there."""
    db.execute("UPDATE subscribers SET last_due_at = max(last_due_at, ?) WHERE chat_id = ?", (epoch(until), chat_id))


def heard(db: sqlite3.Connection, chat_ids: Sequence[int], now: datetime) -> None:
    """These chats tapped or wrote. Noted to the minute: who taps often is not written down each time."""
    db.execute(
        """UPDATE subscribers SET last_heard_at = ?
           WHERE chat_id IN (SELECT value FROM json_each(?)) AND last_heard_at <= ?""",
        (epoch(now), orjson.dumps(chat_ids).decode(), epoch(now - HEARD_AGAIN)),
    )


# ---------------------------------------------------------------- audiences


def how_many_active(db: sqlite3.Connection) -> int:
    """How many chats receive digests."""
    (n,) = db.execute("SELECT count(*) FROM subscribers WHERE state = 'active'").fetchone()
    return int(n)


def in_slot_after(db: sqlite3.Connection, slot_id: int, cursor: int, due_at: datetime, most: int) -> list[InSlot]:
    """The next active readers of a slot in the order of their keys who had no digest for `due_at` yet.

    Who paused then is passed over.
    """
    rows = db.execute(
        f"""SELECT s.chat_id, s.last_due_at, s.memory, {profiles.OR_SAID}
        FROM subscriber_slots w CROSS JOIN subscribers s ON s.chat_id = w.chat_id
        WHERE w.slot_id = ?1 AND w.chat_id > ?2 AND s.state = 'active' AND s.last_due_at < ?3
            AND (s.paused_until IS NULL OR s.paused_until <= ?3)
        ORDER BY w.chat_id LIMIT ?4""",
        (slot_id, cursor, epoch(due_at), most),
    )
    return list(map(InSlot._make, rows))


def numbered(db: sqlite3.Connection, chat_ids: Sequence[int]) -> list[InSlot]:
    """These subscribers as they now are, of whatever slot."""
    places = ",".join("?" * len(chat_ids))
    rows = db.execute(
        f"""SELECT s.chat_id, s.last_due_at, s.memory, {profiles.OR_SAID} FROM subscribers s
            WHERE s.chat_id IN ({places})""",
        chat_ids,
    )
    return list(map(InSlot._make, rows))


def what_decides(db: sqlite3.Connection, chat_ids: Sequence[int]) -> list[tuple[int, Profile, bytes]]:
    """Of each of these subscribers its key, its profile, and what it was told (storage.memories)."""
    places = ",".join("?" * len(chat_ids))
    rows = db.execute(
        f"""SELECT s.chat_id, {profiles.SAID}, coalesce((SELECT m.blob FROM memories m WHERE m.id = s.memory), x'')
            FROM subscribers s WHERE s.chat_id IN ({places})""",
        chat_ids,
    )
    return [(chat_id, profiles.read(said), memory) for chat_id, said, memory in rows]


def active_after(db: sqlite3.Connection, run: Run, most: int, alike: Alike) -> list[Reader]:
    """The next active readers in the order of their keys who want what a run brings, and were brought none of it yet.

    Who paused when it was due is passed over.
    """
    rows = db.execute(
        _LIKE
        + f"""FROM subscribers s
        WHERE s.state = 'active' AND s.chat_id > :cursor AND (s.paused_until IS NULL OR s.paused_until <= :due)
            AND CASE :kind WHEN 'alert' THEN {_WANTS_ALERT} WHEN 'announcement' THEN s.announcements ELSE 1 END
            AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.run_id = :run AND d.chat_id = s.chat_id)
        ORDER BY s.chat_id LIMIT :most""",
        {
            "cursor": run.cursor,
            "due": epoch(run.due_at),
            "kind": run.kind,
            "run": run.id,
            "most": most,
            "breaking": _is_breaking(db, run.article_id),
            "concerns": _concerns(db, run.article_id),
            "wished": wanted.lines(db, run.article_id),
        },
    )
    return _readers(rows, alike)


def how_many_alerted(db: sqlite3.Connection, article_id: int, now: datetime, *, breaking: bool) -> int:
    """How many readers are alerted of an article that is sent at once, as breaking news or not."""
    (n,) = db.execute(
        f"""SELECT count(*) FROM subscribers s
            WHERE s.state = 'active' AND (s.paused_until IS NULL OR s.paused_until <= :now) AND {_WANTS_ALERT}""",
        {
            "now": epoch(now),
            "concerns": _concerns(db, article_id),
            "wished": wanted.lines(db, article_id),
            "breaking": breaking,
        },
    ).fetchone()
    return int(n)


def _is_breaking(db: sqlite3.Connection, article_id: int | None) -> bool:
    row = db.execute("SELECT breaking FROM articles WHERE id = ?", (article_id,)).fetchone()
    return bool(row and row[0])


def _concerns(db: sqlite3.Connection, article_id: int | None) -> str:
    """The companies whose followers an article is for, for json_each: named themselves, or by their products."""
    named = db.execute("SELECT entity FROM mentions WHERE article_id = ? AND kind = 'company'", (article_id,))
    (makers,) = db.execute("SELECT makers FROM articles WHERE id = ?", (article_id,)).fetchone() or ("",)
    return orjson.dumps([*(company for (company,) in named), *makers.split()]).decode()


def _readers(rows: Iterable[tuple[int, int, int, str]], alike: Alike) -> list[Reader]:
    found = []
    for chat_id, last_due_at, memory, said in rows:
        key = (last_due_at, memory, said)
        like = alike.get(key)
        if like is None:
            if len(alike) >= ALIKE_MOST:
                alike.clear()
            like = alike[key] = _from_row((0, State.ACTIVE.value, last_due_at, None, memory, last_due_at, said, None))
        found.append(Reader(chat_id, like))
    return found


def _from_row(row: tuple[int, str, int, int | None, int, int, str, str | None]) -> Subscriber:
    """Made a thousand times a second: by position, which takes half as long as by name."""
    chat_id, state, last_due_at, paused_until, memory, last_heard_at, said, spans = row
    (language, zone, country, times, choices), follows, wishes = profiles.read(said)
    return Subscriber(
        chat_id,
        language,
        _STATES[state],
        zone,
        times,
        moment(last_due_at),
        follows,
        country,
        choices,
        None if paused_until is None else moment(paused_until),
        memory,
        moment(last_heard_at),
        wishes,
        roundups.read(spans),
    )
