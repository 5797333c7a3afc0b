"""/team and /audit: owners add and remove people, who work from then on; and what everybody did can be read."""

import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mujaz.team import Role
from playground.people import Person
from tests.handlers.scenes import META, all_heard, labels, open_desk, said_to, tapped
from tests.newsroom import Newsroom

OWNER = 4001


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with open_desk(tmp_path) as desk, desk.opened(owner=OWNER) as opened:
        yield opened


async def _owner(newsroom: Newsroom) -> Person:
    owner = newsroom.toy.person("هدى", id=OWNER)
    owner.send("/team")
    assert (await owner.hears()).text.startswith("هيئة التحرير")
    return owner


async def _stranger_on_card(newsroom: Newsroom, owner: Person, nura: Person) -> None:
    await tapped(owner, owner.messages[-1], "أضف شخصًا")
    assert (await owner.hears()).text.startswith("أعد توجيه رسالة")
    owner.forward_from("السلام عليكم", nura)
    shown = await owner.hears()
    assert shown.text.startswith("نورة\n\nالرقم: ")
    assert sorted(labels(shown)) == ["اجعله كاتبًا", "اجعله محررًا", "هيئة التحرير كلها"]


async def test_an_editor_joins_by_a_forwarded_message_and_works_and_leaves_again(newsroom: Newsroom) -> None:
    owner, nura = await _owner(newsroom), await newsroom.reader("نورة")
    await _stranger_on_card(newsroom, owner, nura)
    await tapped(owner, owner.messages[-1], "اجعله محررًا")
    assert (await nura.hears()).text.startswith("أنت الآن محرر")
    nura.send("/post")
    assert (await nura.hears()).text.startswith("ألصق نص الخبر")
    card = await owner.sees(lambda message: "الصفة: محرر" in message.text)
    await tapped(owner, card, "أخرجه")
    asked = await owner.sees(lambda message: message.text.startswith("هل تُخرج نورة"))
    await tapped(owner, asked, "نعم، أخرجه")
    await owner.sees(lambda message: message.text.startswith("خرج نورة"))
    nura.send("/post")
    assert (await nura.hears()).text.startswith("النشر للمحررين وحدهم")
    nura.send(META)
    await all_heard(newsroom)
    assert not any(text.startswith("مسودة") for text in said_to(nura))


async def test_who_hides_their_account_is_added_by_number_in_whatever_digits(newsroom: Newsroom) -> None:
    owner, nura = await _owner(newsroom), await newsroom.reader("نورة")
    await tapped(owner, owner.messages[-1], "أضف شخصًا")
    await owner.hears()
    owner.forward_from("السلام عليكم", "نورة")
    assert (await owner.hears()).text.startswith("لم أتبيّن من هو")
    owner.send(str(nura.id).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))
    await tapped(owner, await owner.hears(), "اجعله كاتبًا")
    assert (await nura.hears()).text.startswith("أنت الآن كاتب")
    assert newsroom.mujaz.room.team.role(nura.id) is Role.CONTRIBUTOR


async def test_who_joined_is_still_of_the_team_after_a_restart(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        async with desk.opened(owner=OWNER) as newsroom:
            owner = await _owner(newsroom)
            owner.send("/team 5001")
            await tapped(owner, await owner.hears(), "اجعله محررًا")
        async with desk.opened(owner=OWNER) as newsroom:
            assert newsroom.mujaz.room.team.role(5001) is Role.EDITOR


async def test_who_is_named_in_the_settings_is_removed_only_there(newsroom: Newsroom) -> None:
    owner = await _owner(newsroom)
    owner.send(f"/team {newsroom.layla.id}")
    shown = await owner.hears()
    assert "صفته من إعدادات موجز" in shown.text
    assert labels(shown) == ["هيئة التحرير كلها"]


@pytest.mark.parametrize("words", ["من؟", "0", "9" * 4000, "<b>", '"NEAR(a b)" OR *'])
async def test_what_is_no_person_is_answered_with_how_to_name_one(newsroom: Newsroom, words: str) -> None:
    owner = await _owner(newsroom)
    owner.send(f"/team {words}")
    assert "اكتب رقمه" in (await owner.hears()).text


async def test_the_log_tells_who_did_what_page_by_page_and_in_a_file(newsroom: Newsroom) -> None:
    owner = await _owner(newsroom)
    await tapped(newsroom.layla, await newsroom.draft_of(META), "في الموجز القادم")
    owner.send("/audit")
    assert "ليلى: نشر مسودة في الموجز القادم (رقم 1)" in (await owner.hears()).text
    for number in range(16):
        newsroom.clock.turn(seconds=1)
        owner.send(f"/team {6000 + number}")
        await tapped(owner, await owner.hears(), "اجعله كاتبًا")
    owner.send("/audit")
    page = await owner.hears()
    assert "ليلى" not in page.text
    await tapped(owner, page, "الأقدم")
    older = await owner.sees(lambda message: message.message_id == page.message_id and "ليلى" in message.text)
    assert "الأقدم" not in labels(older)
    await tapped(owner, older, "السجل في ملف")
    sent = await owner.sees(lambda message: message.text.startswith("سجل غرفة التحرير، وأوقاته"))
    assert sent.document is not None
    rows = list(csv.DictReader(io.StringIO(sent.document.data.decode("utf-8-sig"))))
    assert (rows[0]["deed"], rows[0]["name"], rows[0]["outcome"]) == ("draft:next", "ليلى", "done")
    assert len(rows) == 17


@pytest.mark.parametrize("words", ["", " <b>", " " + "خ" * 4000, ' "NEAR(a b)" OR *'])
async def test_whatever_follows_the_log_is_shown(newsroom: Newsroom, words: str) -> None:
    owner = await _owner(newsroom)
    owner.send(f"/audit{words}")
    assert (await owner.hears()).text.startswith("سجل غرفة التحرير")
