"""Every action of the desk, tried by whoever may not: refused, noted, and nothing has changed."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from mujaz.deed import Outcome
from mujaz.team import ACTS, Right, Role
from playground.messages import Message
from playground.people import Person
from storage import audit, feeds
from storage.team import Member
from tests.handlers.scenes import CHIPS, META, all_heard, answered_in, forged, old_button, open_desk, tapped
from tests.newsroom import EDITOR_ID, Newsroom

OWNER = 4001
ACTIONS = [(kind, verb) for kind, verbs in ACTS.items() for verb in verbs]
COMMANDS = ("post", "drafts", "stats", "feeds", "runs", "broadcast", "team", "audit", "backup")
OF_THE_DESK = (
    "articles",
    "article_versions",
    "pastes",
    "pieces",
    "retractions",
    "feeds",
    "runs",
    "stories",
    "team",
    "asked",
)
"""The tables that a refusal may not touch."""


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    """A newsroom with something for every action: a draft, a public article, a feed, a run, an announcement."""
    async with open_desk(tmp_path) as desk, desk.opened(owner=OWNER) as opened:
        await tapped(opened.layla, await opened.draft_of(CHIPS), "في الموجز القادم")
        await opened.layla.sees(lambda message: "نُشر" in message.text)
        await opened.draft_of(META)
        store = opened.mujaz.room.store
        await store.write(feeds.add, "https://example.org/feed", "موقع", EDITOR_ID, opened.clock())
        await store.write(feeds.set_next, 1, None)
        await opened.mujaz.room.team.put(Member(5001, Role.EDITOR, "نورة"), OWNER)
        yield opened


def data_of(kind: str, verb: str) -> str:
    """A button about something that is there, where there is such a thing."""
    subject = {"draft": 2, "team": 5001}.get(kind, 1)
    alone = kind in ("feeds", "runs") or verb in ("all", "add", "file")
    return f"{kind}:{verb}" if alone else f"{kind}:{subject}:{verb}"


async def stored(newsroom: Newsroom) -> dict[str, list[Any]]:
    """All that the desk decides about, once whatever was asked for is done."""
    await all_heard(newsroom)

    def rows(db: sqlite3.Connection) -> dict[str, list[Any]]:
        return {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in OF_THE_DESK}

    return await newsroom.mujaz.room.store.read(rows)


async def refused(newsroom: Newsroom, person: Person, message: Message, *, forged_ones: bool = False) -> None:
    """Every action is tried on a message, with a genuine seal, or without one."""
    before = await stored(newsroom)
    for kind, verb in ACTIONS:
        if forged_ones and not ACTS[kind][verb].changes:
            continue
        data = data_of(kind, verb)
        newsroom.clock.turn(seconds=2)  # nobody taps faster
        answer = (
            await forged(person, message, data)
            if forged_ones
            else await old_button(newsroom, person, message, data)
            if ACTS[kind][verb].changes
            else await forged(person, message, data)
        )
        assert answer.alert, data
        assert answer.text, data
        (noted,) = await newsroom.mujaz.room.store.read(audit.page, 10**18, 1)
        expected = Outcome.FORGED if forged_ones else Outcome.REFUSED
        assert (noted.deed.what, noted.outcome, noted.deed.user_id) == (f"{kind}:{verb}", expected, person.id)
    assert await stored(newsroom) == before


async def test_a_reader_may_do_nothing_of_the_desk(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await refused(newsroom, sara, sara.messages[-1])
    for command in COMMANDS:
        newsroom.clock.turn(seconds=2)
        sara.send(f"/{command} 3001")
        assert "وحدهم" in (await sara.hears()).text, command
        (noted,) = await newsroom.mujaz.room.store.read(audit.page, 10**18, 1)
        assert (noted.deed.what, noted.outcome, noted.deed.user_id) == (command, Outcome.REFUSED, sara.id)


async def test_an_editor_who_was_removed_may_do_nothing_from_the_next_tap_on(newsroom: Newsroom) -> None:
    nura = newsroom.toy.person("نورة", id=5001)
    nura.send("/start")
    greeting = await nura.hears()
    assert not (await old_button(newsroom, nura, greeting, "feed:1:trust")).alert
    await newsroom.mujaz.room.team.remove(5001)
    await refused(newsroom, nura, greeting)


async def test_a_tap_that_was_forged_does_nothing_whoever_taps(newsroom: Newsroom) -> None:
    owner = newsroom.toy.person("هدى", id=OWNER)
    owner.send("/start")
    await refused(newsroom, owner, await owner.hears(), forged_ones=True)


async def test_a_seal_of_another_chat_or_button_is_none(newsroom: Newsroom) -> None:
    seals = newsroom.mujaz.room.seals
    card = newsroom.layla.messages[-1]
    of_now = seals.seal("draft:2:now", EDITOR_ID)
    for data in (
        seals.seal("draft:2:next", 7),
        f"draft:2:next#{of_now.rpartition('#')[2]}",
        "draft:2:next#" + "A" * 14,
    ):
        before = await stored(newsroom)
        assert "لم يعد هذا الزر صالحًا" in (await forged(newsroom.layla, card, data)).text, data
        assert await stored(newsroom) == before


async def test_who_only_writes_drafts_may_not_publish_or_govern(newsroom: Newsroom) -> None:
    await newsroom.mujaz.room.team.put(Member(5001, Role.CONTRIBUTOR, "نورة"), OWNER)
    nura = newsroom.toy.person("نورة", id=5001)
    nura.send("/start")
    greeting = await nura.hears()
    for kind, verb in ACTIONS:
        if ACTS[kind][verb].right is not Right.DRAFT:
            assert (await old_button(newsroom, nura, greeting, data_of(kind, verb))).alert, (kind, verb)


async def test_an_editor_may_not_govern(newsroom: Newsroom) -> None:
    for kind, verb in ACTIONS:
        if ACTS[kind][verb].right is Right.GOVERN:
            answer = await old_button(newsroom, newsroom.layla, newsroom.layla.messages[-1], data_of(kind, verb))
            assert answer.alert, (kind, verb)


async def test_in_a_group_nobody_may_not_even_the_owner_nor_an_admin_without_a_name(newsroom: Newsroom) -> None:
    owner = newsroom.toy.person("هدى", id=OWNER)
    group = newsroom.toy.group("غرفة", owner)
    group.add_bot(owner.user)
    owner.send("/start", group=group)
    greeting = await answered_in(newsroom, group)
    await refused(newsroom, owner, greeting)
    before, said = await stored(newsroom), len(group.messages)
    for command in COMMANDS:
        newsroom.clock.turn(seconds=9)
        group.say_as_group(f"/{command} 3001")
        owner.send(f"/{command} 3001", group=group)
    await all_heard(newsroom)
    noted = await newsroom.mujaz.room.store.read(audit.page, 10**18, 2 * len(COMMANDS))
    assert {entry.outcome for entry in noted} == {Outcome.REFUSED}
    assert [entry.deed.what for entry in reversed(noted)] == [name for name in COMMANDS for _ in range(2)]
    assert await stored(newsroom) == before
    assert len(group.messages) == said + 2 * len(COMMANDS)
