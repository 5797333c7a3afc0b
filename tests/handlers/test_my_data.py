"""/privacy, /export, /delete_me: people see all that is kept about them, and it goes when they say so twice."""

import json
import sqlite3
from datetime import UTC, datetime
from typing import Any

import pytest

from playground.messages import Message
from playground.people import Person
from storage import subscribers
from tests.handlers.scenes import META, all_heard, archived, forged, labels, said_to, tapped
from tests.newsroom import Newsroom

MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
NEWS = "نظارة تترجم"


async def lived(newsroom: Newsroom) -> Person:
    """A reader who chose, follows something, and had a digest."""
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, NEWS)
    await newsroom.mujaz.room.store.write(subscribers.follow, sara.id, "meta")
    sara.send("/quiet 22:00-07:00")
    await sara.hears()
    await newsroom.wait_until(MORNING)
    assert NEWS in (await sara.hears()).text
    await newsroom.all_delivered()
    return sara


async def asked(person: Person, words: str) -> Message:
    person.send(words)
    return await person.hears()


async def exported(person: Person) -> dict[str, Any]:
    sent = await asked(person, "/export")
    assert sent.document is not None
    assert (sent.document.name, sent.document.mime_type) == (f"mujaz-{person.id}.json", "application/json")
    found: dict[str, Any] = json.loads(sent.document.data)
    return found


def holding(db: sqlite3.Connection, number: int) -> set[str]:
    """The tables of the database that hold a number, in whatever column, also within a text.

    The tables of the search index that SQLite cannot list are made of the tables around them, which are looked at.
    """
    kept = "type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    names = [name for (name,) in db.execute(f"SELECT name FROM sqlite_master WHERE {kept}")]
    return {
        name
        for name in names
        for row in db.execute(f'SELECT * FROM "{name}"')
        if any(str(number) in _plain(value) for value in row)
    }


def _plain(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


async def test_privacy_tells_what_is_kept_and_for_how_long_and_leads_on(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    told = (await asked(sara, "/privacy")).text
    assert told.startswith("ما أحفظه عنك، ولماذا")
    assert "بعد يومين" in told  # what came from Telegram
    assert "بعد 14 يومًا" in told  # backups
    assert "/export" in told and "/delete_me" in told
    assert (await asked(sara, "بياناتي")).text == told


async def test_the_file_holds_what_was_chosen_what_was_sent_and_what_was_written(newsroom: Newsroom) -> None:
    sara = await lived(newsroom)
    found = await exported(sara)
    assert found["chat"] == sara.id
    assert found["made_at"] == MORNING.isoformat()
    assert found["kept"]["follows"] == [{"company": "meta"}]
    assert found["kept"]["subscribers"][0]["zone"] == "Asia/Riyadh"
    assert [row["kind"] for row in found["kept"]["deliveries"]] == ["digest"]
    assert [met["run"] for met in found["kept"]["memories"][0]["told"]] == [1]
    written = [update["message"]["text"] for update in found["updates"]]
    assert written == ["/start", "/quiet 22:00-07:00", "/export"]


async def test_the_file_holds_nothing_of_others(newsroom: Newsroom) -> None:
    sara, yusuf = await lived(newsroom), await newsroom.reader("يوسف")
    assert str(sara.id) not in json.dumps(await exported(yusuf))


async def test_who_never_subscribed_gets_a_file_with_what_they_wrote(newsroom: Newsroom) -> None:
    found = await exported(newsroom.toy.person("غريب"))
    assert (found["kept"], len(found["updates"])) == ({}, 1)


async def test_who_says_so_twice_is_forgotten_in_every_table(newsroom: Newsroom) -> None:
    sara = newsroom.toy.person("سارة", id=987_654_321)
    await asked(sara, "/start")
    await asked(sara, "/company meta")
    question = await asked(sara, "/delete_me")
    assert labels(question) == ["نعم، احذف كل شيء", "لا تحذف شيئًا"]
    assert "subscribers" in await newsroom.mujaz.room.store.read(holding, sara.id)
    await tapped(sara, question, "نعم، احذف كل شيء")
    answer = await sara.sees(lambda message: message.text.startswith("حُذف كل ما كنت أحفظه عنك"))
    assert (answer.message_id, labels(answer)) == (question.message_id, [])
    await all_heard(newsroom)
    assert await newsroom.mujaz.room.store.read(holding, sara.id) == set()


async def test_who_was_forgotten_gets_nothing_more_and_may_begin_anew(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, NEWS)
    await tapped(sara, await asked(sara, "/delete_me"), "نعم، احذف كل شيء")
    await all_heard(newsroom)
    had = said_to(sara)
    await newsroom.wait_until(MORNING)
    await newsroom.all_delivered()
    assert said_to(sara) == had
    assert (await asked(sara, "/start")).text.startswith("أهلًا بك في موجز")


async def test_asking_deletes_nothing_and_one_may_think_better_of_it(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    question = await asked(sara, "/delete_me")
    await tapped(sara, question, "لا تحذف شيئًا")
    await sara.sees(lambda message: message.text == "لم يُحذف شيء.")
    assert await newsroom.mujaz.room.store.read(subscribers.get, sara.id) is not None


async def test_two_taps_at_once_tell_no_lie(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    question = await asked(sara, "/delete_me")
    for button in ("forget:really", "forget:really", "forget:keep"):
        sara.tap(question, button)
    await all_heard(newsroom)
    assert said_to(sara)[-1].startswith("لا أحفظ عنك اشتراكًا ولا اختيارات")


async def test_who_deleted_the_question_before_the_answer_is_answered_anew(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    question = await asked(sara, "/delete_me")
    newsroom.toy.fail("editMessageText", status=400, description="Bad Request: message to edit not found")
    await tapped(sara, question, "نعم، احذف كل شيء")
    assert (await sara.hears()).text.startswith("حُذف كل ما كنت أحفظه عنك")


async def test_a_forged_button_deletes_nothing(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    question = await asked(sara, "/delete_me")
    assert (await forged(sara, question, "forget:everybody")).text == "انتهت صلاحية هذا الزر"
    assert await newsroom.mujaz.room.store.read(subscribers.get, sara.id) is not None


@pytest.mark.parametrize(("person", "told"), [("layla", True), ("sara", False)])
async def test_editors_are_told_that_their_articles_stay(newsroom: Newsroom, person: str, told: bool) -> None:
    asker = newsroom.layla if person == "layla" else await newsroom.reader("سارة")
    assert ("الأخبار التي نشرتها تبقى" in (await asked(asker, "/delete_me")).text) == told
