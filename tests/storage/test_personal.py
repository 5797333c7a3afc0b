"""What is kept about somebody is shown whole, and forgotten whole: table by table."""

import re
import sqlite3
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
import pytest

from mujaz.deed import Deed, Outcome
from mujaz.delivery import Delivery
from mujaz.digest.memory import NOTHING_TOLD, Met, remember
from mujaz.period import Span
from mujaz.run import RunState
from mujaz.subscriber import Choices, Length
from mujaz.team import Role
from storage import (
    announcements,
    articles,
    asked,
    audit,
    drafts,
    glances,
    inbox,
    intents,
    keepers,
    keywords,
    memories,
    moved,
    pastes,
    personal,
    plans,
    reports,
    retractions,
    roundups,
    runs,
    saved,
    subscribers,
    team,
    topics,
)
from storage.asked import Asked
from storage.intents import Intent
from storage.keepers import Kept
from storage.plans import Plan
from storage.team import Member
from tests.storage.rows import DAY, DUE, NOW, digest_run, news, published, reader

SARA = 987_654_321
GROUP = -1_009_876_543_210
YUSUF = 900
"""Somebody else, who is to lose nothing."""

PERSONAL = re.compile(r"chat_id|new_chat_id|reader|editor_id|.*_by|user_id|cursor")
"""What columns that name a chat or a person are called."""
OTHER_NUMBERS = re.compile(
    r"id|(.*_)?at|.*_until|.*since|rank|version|parts?|state|status|attempts|failures|every|revision|minute|weekdays"
    r"|update_id|message_id|card_message_id|thread_id|story|subject|memory|profile|composition"
    r"|length|most|digits|calendar|alerts|alerts_a_day|quiet_start|quiet_end|announcements|brought"
    r"|breaking|trusted|channel|untold|walked|paid|paused|suspect_duplicate"
)
"""What columns with other whole numbers are called: counts, choices, moments, numbers of what is no person."""


def tables(db: sqlite3.Connection) -> dict[str, list[str]]:
    """Every table with its columns, but for those that the search index keeps for itself."""
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    found = {name: [column[1] for column in db.execute(f"PRAGMA table_info({name})")] for name in names}
    return {name: columns for name, columns in found.items() if not name.startswith("search_")}


def rows(db: sqlite3.Connection) -> dict[str, list[Any]]:
    return {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in tables(db)}


def where(db: sqlite3.Connection, *ids: int) -> set[str]:
    """The tables that hold any of these numbers, in whatever column, also within a text."""
    digits = [str(abs(number)) for number in ids]
    return {
        table
        for table, held in rows(db).items()
        if any(number in repr(value) for row in held for value in row for number in digits)
    }


def lives(db: sqlite3.Connection, person: int) -> None:
    """A reader of some standing who is an editor as well."""
    reader(db, person)
    keepers.keep(db, Kept(-1000 - person % 7, person, "قناة"), channel=True)
    subscribers.choose(db, person, Choices(length=Length.FULL))
    subscribers.follow(db, person, "meta")
    keywords.add(db, person, ["+رقائق"], NOW)
    saved.save(db, person, 1, NOW)
    reports.ask(db, person, 1, NOW)
    glances.note(db, person, "meta", NOW)
    wanting = replace(subscribers.get_all(db, [person])[person], roundups=frozenset({Span.WEEK}))
    roundups.give(db, wanting, NOW)
    number = memories.intern(db, remember(NOTHING_TOLD, [Met(1, person % 7)]).blob)
    db.execute("UPDATE subscribers SET memory = ? WHERE chat_id = ?", (number, person))
    message = {"message_id": 1, "from": {"id": person, "first_name": "س"}, "chat": {"id": person}, "text": "/start"}
    inbox.keep(db, [(person % 1000, orjson.dumps({"update_id": person % 1000, "message": message}))], NOW)
    paste = pastes.begin(db, person, person, NOW)
    pastes.add_piece(db, paste, 1, f"نص من {person % 1000}", NOW)
    (ready,) = [found for found in pastes.ready(db, NOW + DAY) if found.editor_id == person]
    draft = pastes.become_draft(db, ready, news(f"خبر {person % 1000}"), NOW)
    retractions.ask(db, person, draft.id, NOW)
    db.execute("INSERT OR IGNORE INTO stories (id, title, opened_at, updated_at) VALUES (1, 'ميتا', 0, 0)")
    db.execute("INSERT INTO story_pins VALUES (?, 1, 'stays', ?, 0)", (draft.id, person))
    team.put(db, Member(person, Role.EDITOR, "هدى"), NOW, person)
    plans.put(db, Plan(draft.id, NOW, person, person, 1))
    drafts.hold(db, draft.id, person, "هدى", NOW)
    asked.ask(db, person, Asked("team:add", 0), NOW)
    audit.note(db, Deed(person, "هدى", "team:editor", person), Outcome.DONE, NOW)
    db.execute(
        "INSERT INTO feeds (url, title, every, added_by, added_at) VALUES (?, 'خلاصة', 3600, ?, 0)",
        (f"u{person % 1000}", person),
    )


def gets_a_digest(db: sqlite3.Connection, *people: int) -> None:
    """A digest of two parts is on its way to all of them."""
    published(db, "ميتا")
    run = digest_run(db)
    told = [Intent(Delivery(run.id, person, 0, NOW), 2, run.due_at) for person in people]
    intents.record(db, told, [run], [], NOW)


@pytest.fixture
def lived_in(db: sqlite3.Connection) -> sqlite3.Connection:
    for person in (SARA, YUSUF):
        lives(db, person)
    gets_a_digest(db, SARA, YUSUF)
    for person in (SARA, YUSUF):
        announcements.begin(db, person, NOW)
    return db


def test_of_every_column_that_could_name_somebody_it_is_known_whether_it_does(db: sqlite3.Connection) -> None:
    """A new column with whole numbers is to be called as one of the two, and what names somebody is to be forgotten."""
    unknown = [
        f"{table}.{name}"
        for table in tables(db)
        for _, name, kind, *_ in db.execute(f"PRAGMA table_info({table})")
        if kind == "INTEGER" and name not in _references(db, table)
        if bool(PERSONAL.fullmatch(name)) == bool(OTHER_NUMBERS.fullmatch(name))
    ]
    assert unknown == []


def _references(db: sqlite3.Connection, table: str) -> set[str]:
    """The columns of a table that refer to things that are nobody's."""
    rows = db.execute(f"PRAGMA foreign_key_list({table})").fetchall()
    return {column for _, _, other, column, *_ in rows if other != "subscribers"}


def test_every_table_that_names_people_holds_something_of_this_person(lived_in: sqlite3.Connection) -> None:
    """And so do the tests below look at every one; a new table has to join them."""
    naming = {table for table, columns in tables(lived_in).items() if any(map(PERSONAL.fullmatch, columns))}
    assert naming - {"topics", "moved_chats"} <= where(lived_in, SARA)
    assert where(lived_in, SARA) - naming == {"inbox"}


def test_nothing_is_left_of_somebody_who_wants_to_be_forgotten(lived_in: sqlite3.Connection) -> None:
    personal.blank(lived_in, personal.updates_about(lived_in, SARA))
    assert personal.forget(lived_in, SARA) == [SARA]
    assert where(lived_in, SARA) == set()
    emptied = [orjson.loads(body) for (body,) in lived_in.execute("SELECT body FROM inbox ORDER BY update_id")]
    assert emptied[0] == {"update_id": SARA % 1000}  # should Telegram send it again, it is not handled again
    assert personal.everything(lived_in, SARA) == {}
    assert personal.updates_about(lived_in, SARA) == []
    assert lived_in.execute("PRAGMA foreign_key_check").fetchall() == []


def test_others_lose_nothing(lived_in: sqlite3.Connection) -> None:
    before = personal.everything(lived_in, YUSUF), personal.updates(lived_in, YUSUF)
    personal.forget(lived_in, SARA)
    personal.blank(lived_in, personal.updates_about(lived_in, SARA))
    assert (personal.everything(lived_in, YUSUF), personal.updates(lived_in, YUSUF)) == before


def test_the_newsroom_keeps_its_articles_and_an_announcement_that_was_not_sent_never_is(
    lived_in: sqlite3.Connection,
) -> None:
    titles = [title for (title,) in lived_in.execute("SELECT title FROM articles ORDER BY id")]
    personal.forget(lived_in, SARA)
    assert [title for (title,) in lived_in.execute("SELECT title FROM articles ORDER BY id")] == titles
    states = [RunState(state) for (state,) in lived_in.execute("SELECT state FROM runs WHERE kind = 'announcement'")]
    assert sorted(states) == [RunState.CANCELLED, RunState.DRAFT]


def test_somebody_is_shown_all_that_would_be_forgotten(lived_in: sqlite3.Connection) -> None:
    shown = personal.everything(lived_in, SARA)
    assert set(shown) | {"inbox"} == where(lived_in, SARA) | {"memories", "pieces"}
    assert shown["follows"] == [{"company": "meta"}]
    assert shown["memories"] == [{"told": [{"story": 1, "article": SARA % 7, "run": 0, "part": 0}]}]
    assert shown["subscribers"][0]["last_due_at"] == DUE.isoformat()
    assert [piece["text"] for piece in shown["pieces"]] == [f"نص من {SARA % 1000}"]
    assert [(row["kind"], row["part"]) for row in shown["deliveries"]] == [("digest", 0), ("digest", 1)]
    (update,) = personal.updates(lived_in, SARA)
    assert update["message"]["text"] == "/start"
    assert orjson.loads(orjson.dumps(shown)) == shown


def test_who_never_came_is_shown_nothing_and_forgetting_them_changes_nothing(lived_in: sqlite3.Connection) -> None:
    before = rows(lived_in)
    assert personal.everything(lived_in, 404) == {}
    assert personal.forget(lived_in, 404) == [404]
    assert rows(lived_in) == before


def test_a_number_that_somebody_wrote_is_not_taken_for_a_person(db: sqlite3.Connection) -> None:
    message = {"from": {"id": YUSUF}, "text": f'{{"id":{SARA},}}', "date": SARA}
    inbox.keep(db, [(1, orjson.dumps({"update_id": 1, "message": message}))], NOW)
    assert personal.updates_about(db, SARA) == []
    assert personal.updates_about(db, YUSUF) == [1]


def test_a_group_is_forgotten_with_its_topics(db: sqlite3.Connection) -> None:
    topic = topics.reader_of(db, GROUP, 12)
    other = topics.reader_of(db, -1005, 12)
    for key in (GROUP, topic, other):
        reader(db, key)
        subscribers.follow(db, key, "meta")
        keepers.keep(db, Kept(key, YUSUF, "مجموعة"), channel=False)
    moved.note(db, -12, GROUP)
    gets_a_digest(db, GROUP, topic, other)
    shown = personal.everything(db, GROUP)
    assert [row["chat_id"] for row in shown["subscribers"]] == [GROUP, topic]
    assert [row["thread_id"] for row in shown["topics"]] == [12]
    assert personal.forget(db, GROUP) == [GROUP, topic]
    assert where(db, GROUP, topic) == set()
    assert subscribers.get(db, other) is not None


def test_who_comes_back_is_somebody_new(lived_in: sqlite3.Connection) -> None:
    personal.forget(lived_in, SARA)
    again = reader(lived_in, SARA, now=DUE + timedelta(hours=1))
    assert (again.choices, again.follows, again.memory) == (Choices(), frozenset(), 0)
    assert again.last_due_at == DUE + timedelta(hours=1) - DAY
    runs.open_due(lived_in, DUE + DAY)
    assert articles.latest(lived_in, 1) != []
