"""A conversation that fails: the person gets an apology with the number under which the log has the cause."""

import re
import sqlite3

from structlog.testing import capture_logs

from pipeline.replies import REPLY_PAUSES
from tests.handlers.scenes import META, failures, forged, said_to, tapped
from tests.newsroom import EDITOR_ID, Newsroom

TRIES = len(REPLY_PAUSES) + 1
NUMBER = re.compile(r"بالرقم ([0-9]{6})")


async def test_an_answer_that_telegram_refused_becomes_an_apology_with_the_number_of_the_log(
    newsroom: Newsroom,
) -> None:
    sara = await newsroom.reader("سارة")
    newsroom.toy.fail("sendMessage", times=TRIES, status=500, chat_id=sara.id)
    with capture_logs() as logged:
        sara.send("/latest")
        apology = await sara.hears()
    assert apology.text.startswith("عذرًا، وقع خطأ من جهتي")
    assert [entry["number"] for entry in failures(logged)] == NUMBER.findall(apology.text)
    sara.send("/latest")
    assert (await sara.hears()).text.startswith("لم يُنشر خبر بعد")


async def test_an_answer_that_telegram_did_not_take_is_sent_again(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    newsroom.toy.fail("sendMessage", status=502, chat_id=sara.id)
    sara.send("/help")
    assert "ماذا أستطيع" in (await sara.hears()).text
    newsroom.toy.fail("sendMessage", status=429, retry_after=1, chat_id=sara.id)
    sara.send("/help")
    assert "ماذا أستطيع" in (await sara.hears()).text


async def test_a_tap_that_fails_is_answered_and_apologised_for(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    newsroom.toy.fail("editMessageText", times=TRIES, status=500)
    with capture_logs() as logged:
        await tapped(sara, sara.messages[-1], "07:00")  # the toast is out already when the edit fails
        apology = await sara.hears()
    assert [entry["number"] for entry in failures(logged)] == NUMBER.findall(apology.text)


async def test_a_failing_database_is_apologised_for_and_the_next_try_works(newsroom: Newsroom) -> None:
    sara = newsroom.toy.person("سارة")
    await newsroom.mujaz.room.store.write(_break, "subscribers")
    with capture_logs() as logged:
        sara.send("/start")
        apology = await sara.hears()
    assert [entry["number"] for entry in failures(logged)] == NUMBER.findall(apology.text)
    await newsroom.mujaz.room.store.write(_mend)
    sara.send("/start")
    assert (await sara.hears()).text.startswith("أهلًا بك في موجز")


async def test_a_piece_that_could_not_be_kept_may_be_sent_again_into_the_same_paste(newsroom: Newsroom) -> None:
    layla = newsroom.layla
    layla.send("/post")
    await layla.hears()
    await newsroom.mujaz.room.store.write(_break, "pieces")
    layla.send(META)
    assert (await layla.hears()).text.startswith("عذرًا")
    await newsroom.mujaz.room.store.write(_mend)
    layla.send(META)
    await newsroom.pieces_arrived(1)
    assert (await layla.hears()).text.startswith("مسودة")


async def test_a_sign_of_typing_that_fails_does_not_alarm_the_editor(newsroom: Newsroom) -> None:
    layla = newsroom.layla
    layla.send("/post")
    await layla.hears()
    newsroom.toy.fail("sendChatAction", status=429, chat_id=EDITOR_ID)
    layla.send(META[:40])
    layla.send(META[40:])
    await newsroom.pieces_arrived(1)  # of two: the sign of the first one failed
    assert (await layla.hears()).text.startswith("مسودة")


async def test_an_apology_that_fails_too_ends_nothing(newsroom: Newsroom) -> None:
    sara, yusuf = await newsroom.reader("سارة"), await newsroom.reader("يوسف")
    newsroom.toy.fail("sendMessage", times=2 * TRIES, status=500, chat_id=sara.id)
    sara.send("/latest")
    sara.send("/help")
    assert "ماذا أستطيع" in (await sara.hears()).text
    assert not any("عذرًا" in text for text in said_to(sara))
    yusuf.send("/latest")
    await yusuf.hears()


async def test_a_reader_who_blocks_the_bot_while_it_answers_is_no_failure(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    newsroom.toy.fail("sendMessage", status=403, chat_id=sara.id)
    with capture_logs() as logged:
        sara.send("/latest")
        sara.send("/help")
        assert "ماذا أستطيع" in (await sara.hears()).text
    assert failures(logged) == []
    assert len(said_to(sara)) == 2  # the greeting and the help: no apology


async def test_an_apology_names_nothing_of_the_inside(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await newsroom.mujaz.room.store.write(_break, "follows")
    await forged(sara, sara.messages[-1], "follow:meta")
    apology = (await sara.hears()).text
    assert not re.search(r"sqlite|Error|Traceback|follows|planted", apology, re.IGNORECASE)
    await newsroom.mujaz.room.store.write(_mend)


def _break(db: sqlite3.Connection, table: str) -> None:
    """From now on the database refuses to add to a table."""
    db.execute(f"CREATE TRIGGER planted BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'planted'); END")


def _mend(db: sqlite3.Connection) -> None:
    db.execute("DROP TRIGGER planted")
