"""How a reader is written to, and whom it follows, as one JSON text that readers alike share. Each is a unit of work.

Derived: columns of subscribers, follows and subscriber_slots decide. Where they changed and the profile was not
renewed, SAID composes the same from them.
"""

import sqlite3
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from mujaz.subscriber import Choices, Slot
from storage import choices as chosen
from storage import slots

_KEYWORDS = """
    (SELECT json_group_array(said) FROM
        (SELECT k.said FROM keywords k WHERE k.chat_id = s.chat_id AND NOT k.paused ORDER BY k.said))
"""
_ALWAYS = f"""
    json_array(s.language, s.zone, s.country, {", ".join(f"s.{column}" for column in chosen.COLUMNS)},
               (SELECT group_concat(f.company, ' ') FROM follows f WHERE f.chat_id = s.chat_id), {slots.OF_READER})
"""
_COMPOSED = f"iif({_KEYWORDS} = '[]', {_ALWAYS}, json_insert({_ALWAYS}, '$[#]', json({_KEYWORDS})))"
"""Who follows no keywords has no place for them in the profile, as all had before there were any."""
OR_SAID = f"iif(s.profile, s.profile, {_COMPOSED})"
"""The number of the profile of the subscriber `s`, or where it has none what is composed in its stead."""
SAID = f"coalesce((SELECT p.said FROM profiles p WHERE p.id = s.profile), {_COMPOSED})"
"""The profile of the subscriber `s` as `read` takes it."""


class Way(NamedTuple):
    """How readers want to be written to, and when: few differ in it."""

    language: str
    zone: str
    country: str | None
    slots: tuple[Slot, ...]
    choices: Choices


class Profile(NamedTuple):
    """What readers alike have in common."""

    way: Way
    follows: frozenset[str]
    wishes: frozenset[str] = frozenset()


def renew(db: sqlite3.Connection, chat_id: int) -> None:
    """A reader chose something: it has another profile, stored when it is new."""
    row = db.execute(
        f"""INSERT INTO profiles (said) SELECT {_COMPOSED} FROM subscribers s WHERE s.chat_id = ?
            ON CONFLICT (said) DO UPDATE SET unused_since = NULL RETURNING id""",
        (chat_id,),
    ).fetchone()
    if row is not None:
        db.execute("UPDATE subscribers SET profile = ? WHERE chat_id = ?", (row[0], chat_id))


@lru_cache(maxsize=4096)
def read(said: str) -> Profile:
    """What SAID gives; readers alike share one object."""
    language, zone, country, *rest = orjson.loads(said)
    columns, (follows, times, *wishes) = rest[: len(chosen.COLUMNS)], rest[len(chosen.COLUMNS) :]
    way = _way(language, zone, country, times, *columns)
    return Profile(way, _names(follows), frozenset(wishes[0]) if wishes else frozenset())


@lru_cache(maxsize=4096)
def _way(language: str, zone: str, country: str | None, times: str, *columns: Any) -> Way:
    return Way(language, zone, country, slots.read(zone, times), chosen.from_columns(columns))


def _names(listed: str | None) -> frozenset[str]:
    return frozenset(listed.split()) if listed else frozenset()
