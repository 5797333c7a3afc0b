"""Who wants nothing kept is forgotten while messages are on their way, and nothing trips over the gap."""

import sqlite3
from datetime import UTC, datetime, timedelta

from mujaz.run import Order
from mujaz.subscriber import Choices, Quiet
from pipeline.forgetting import forget
from storage import inbox, personal, subscribers
from tests.handlers.scenes import META, all_heard, archived, run_is, said_to
from tests.newsroom import Newsroom

MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
NEWS = "نظارة تترجم"


async def forgotten(newsroom: Newsroom, chat_id: int) -> None:
    room = newsroom.mujaz.room
    await forget(room.store, room.courier, chat_id)
    assert await room.store.read(personal.everything, chat_id) == {}
    assert await room.store.read(personal.updates_about, chat_id) == []


async def test_a_held_digest_of_somebody_who_is_forgotten_never_comes(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, NEWS)
    await newsroom.mujaz.room.store.write(subscribers.choose, sara.id, Choices(quiet=Quiet(21 * 60, 10 * 60)))
    await newsroom.wait_until(MORNING)
    await run_is(newsroom, 1, lambda seen: sum(seen.tally.by_state.values()) == 1)
    await all_heard(newsroom)
    await forgotten(newsroom, sara.id)
    await newsroom.wait_until(MORNING + timedelta(hours=3))
    await newsroom.all_delivered()
    assert len(said_to(sara)) == 1  # the greeting
    assert await newsroom.mujaz.room.store.read(personal.everything, sara.id) == {}


async def test_somebody_who_is_forgotten_while_a_run_pauses_gets_none_of_it_and_all_others_do(
    newsroom: Newsroom,
) -> None:
    readers = [await newsroom.reader(f"قارئ {number}") for number in range(12)]
    await archived(newsroom, META, NEWS)
    newsroom.toy.fail("sendMessage", status=429, retry_after=1, chat_id=readers[-1].id)
    await newsroom.wait_until(MORNING)
    await newsroom.mujaz.room.courier.order(1, Order.PAUSE)
    await all_heard(newsroom)
    had = len(said_to(readers[-1]))
    await forgotten(newsroom, readers[-1].id)
    newsroom.clock.turn(seconds=5)
    await newsroom.mujaz.room.courier.order(1, Order.RESUME)
    await newsroom.all_delivered()
    assert [len(said_to(reader)) for reader in readers] == [2] * 11 + [had]
    assert await newsroom.mujaz.room.store.read(personal.everything, readers[-1].id) == {}


async def test_an_update_that_was_emptied_is_settled_and_the_person_can_begin_anew(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await all_heard(newsroom)
    await forgotten(newsroom, sara.id)
    assert await newsroom.mujaz.room.store.read(_bodies) != []
    sara.send("/start")
    assert (await sara.hears()).text.startswith("أهلًا بك في موجز")
    await all_heard(newsroom)
    assert await newsroom.mujaz.room.store.read(inbox.unfinished) == []


def _bodies(db: sqlite3.Connection) -> list[bytes]:
    return [body for (body,) in db.execute("SELECT body FROM inbox")]
