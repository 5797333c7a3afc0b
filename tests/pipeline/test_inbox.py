"""Updates: kept before they are confirmed, in order, none lost by a restart, none able to stop the others."""

import sqlite3
from pathlib import Path
from typing import Any

import orjson
from structlog.testing import capture_logs

from playground.server import Playground
from storage import inbox
from storage.store import open_store
from tests.handlers.scenes import all_heard, open_desk, said_to
from tests.newsroom import Newsroom

KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "unheard_of")
MALFORMED: list[Any] = [
    None,
    5,
    "text",
    [1, 2],
    True,
    {},
    {"text": "لا شيء غير هذا"},
    {"message_id": "x", "date": "y", "chat": 5},
    {"message_id": 1, "date": 10**18, "chat": {"id": 2001, "type": "private"}, "text": "تاريخ بعيد"},
    {"message_id": 1, "date": 10**19, "chat": {"id": 2001, "type": "private"}, "text": "تاريخ أبعد"},
    {"message_id": 1, "date": -(10**12), "chat": {"id": 2001, "type": "private"}, "text": "تاريخ قديم"},
    {"message_id": 1, "date": None, "chat": None, "from": []},
    {"message_id": 1, "date": 1, "chat": {"id": 2001, "type": "private"}, "entities": [{"type": "bold"}]},
    {"message_id": 1, "date": 1, "chat": {"id": 2001, "type": "private"}, "photo": "a string"},
]


async def test_an_update_is_confirmed_only_after_it_is_kept(newsroom: Newsroom, tmp_path: Path) -> None:
    sara = await newsroom.reader("سارة")
    await all_heard(newsroom)
    await newsroom.mujaz.room.store.write(_do_not_wait)
    other = sqlite3.connect(tmp_path / "mujaz.sqlite", isolation_level=None)
    with capture_logs() as logged:
        other.execute("BEGIN IMMEDIATE")  # somebody holds the database: nothing can be kept
        try:
            update_id = _sent(newsroom.toy, sara.send("/latest").message_id)
            await newsroom.toy.called("getUpdates")  # the bot's next try, after it could not keep this one
            assert newsroom.toy.world.updates.holds(update_id)
            assert max(given["offset"] for given in _polls(newsroom.toy)) <= update_id
        finally:
            other.execute("ROLLBACK")
            other.close()
        assert (await sara.hears()).text.startswith("لم يُنشر خبر بعد")
    assert "task_failed" in {entry["event"] for entry in logged}
    await newsroom.toy.world.called.until(lambda: _confirmed(newsroom.toy, update_id))
    assert await newsroom.mujaz.room.store.read(_kept, update_id)
    assert sum(text.startswith("لم يُنشر") for text in said_to(sara)) == 1


async def test_each_person_is_answered_in_the_order_of_their_questions(newsroom: Newsroom) -> None:
    people = [newsroom.toy.person(name) for name in ("سارة", "يوسف", "هند")]
    for number in range(10):
        for person in people:
            person.send(f"بحث زرافة{number}")
    for person in people:
        for number in range(10):
            assert f"«زرافة{number}»" in (await person.hears()).text


async def test_malformed_updates_are_logged_and_skipped_and_the_next_is_answered(tmp_path: Path) -> None:
    updates = [{kind: malformed} for kind in KINDS for malformed in MALFORMED]
    async with open_desk(tmp_path) as desk:
        # The toy sends nothing that breaks the Bot API, so they are put where the bot keeps what it was sent.
        async with open_store(tmp_path / "mujaz.sqlite") as store:
            bodies = [(number, orjson.dumps({"update_id": number, **body})) for number, body in enumerate(updates)]
            await store.write(inbox.keep, bodies, desk.clock())
        with capture_logs() as logged:
            async with desk.opened() as newsroom:
                sara = desk.toy.person("سارة")
                sara.send("/help")
                assert "ماذا أستطيع" in (await sara.hears()).text
                await all_heard(newsroom)
    events = [entry["event"] for entry in logged]
    assert events.count("malformed_update") > len(updates) / 2  # of the others python-telegram-bot makes something
    assert "task_failed" not in events


async def test_dates_beyond_all_calendars_are_skipped_on_the_wire_too(newsroom: Newsroom) -> None:
    sara = newsroom.toy.person("سارة")
    with capture_logs() as logged:
        for date in (10**12, 10**18, -(10**18)):
            newsroom.toy.world.updates.add("message", {**sara.send("/help").wire(), "date": date}, sara.id)
            await all_heard(newsroom)
            newsroom.clock.turn(seconds=5)
        sara.send("/latest")
        await sara.sees(lambda message: "لم يُنشر خبر بعد" in message.text)
    events = [entry["event"] for entry in logged]
    assert "malformed_update" in events
    assert "task_failed" not in events


async def test_what_was_kept_and_not_answered_is_answered_after_a_restart_in_order(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        sara = desk.toy.person("سارة")
        for number in range(3):
            sara.send(f"بحث زرافة{number}")
        pending = desk.toy.world.updates.waiting()
        async with open_store(tmp_path / "mujaz.sqlite") as store:  # a bot that was killed right after keeping them
            await store.write(inbox.keep, [(p.update_id, orjson.dumps(p.body)) for p in pending], desk.clock())
        desk.toy.world.updates.forget()
        async with desk.opened() as newsroom:
            for number in range(3):
                assert f"«زرافة{number}»" in (await sara.hears()).text
            await all_heard(newsroom)
        async with desk.opened() as newsroom:
            sara.send("/help")
            assert "ماذا أستطيع" in (await sara.hears()).text
        assert len(said_to(sara)) == 4


async def test_an_update_that_telegram_repeats_is_answered_once(newsroom: Newsroom) -> None:
    sara = newsroom.toy.person("سارة")
    newsroom.toy.drop("getUpdates", times=1)  # the answer is lost: Telegram gives the same updates again
    sara.send("بحث زرافة")
    assert "زرافة" in (await sara.hears()).text
    sara.send("/help")
    assert "ماذا أستطيع" in (await sara.hears()).text
    assert len(said_to(sara)) == 2


async def test_who_wrote_while_the_bot_was_down_is_answered(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        async with desk.opened():
            pass
        sara = desk.toy.person("سارة")
        sara.send("/start")
        desk.clock.turn(hours=3)
        async with desk.opened():
            assert (await sara.hears()).text.startswith("أهلًا بك")


def _do_not_wait(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA busy_timeout=0")


def _kept(db: sqlite3.Connection, update_id: int) -> bool:
    return db.execute("SELECT 1 FROM inbox WHERE update_id = ?", (update_id,)).fetchone() is not None


def _sent(toy: Playground, message_id: int) -> int:
    """The id of the update that brings a message."""
    (update_id,) = [
        pending.update_id
        for pending in toy.world.updates.waiting()
        if pending.body.get("message", {}).get("message_id") == message_id
    ]
    return update_id


def _polls(toy: Playground) -> list[Any]:
    return [given for method, given in toy.requests if method == "getUpdates"]


def _confirmed(toy: Playground, update_id: int) -> bool | None:
    return any(given["offset"] > update_id for given in _polls(toy)) or None
