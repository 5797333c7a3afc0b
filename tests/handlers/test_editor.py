"""The editor's desk: /post, pieces, the card and its buttons."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.handlers.scenes import (
    CHIPS,
    META,
    archived,
    broken,
    how_many_articles,
    labels,
    open_desk,
    pasted,
    published_now,
    said_to,
    tapped,
)
from tests.newsroom import EDITOR_ID, Newsroom

BUTTONS = [
    "انشر الآن", "في الموجز القادم", "في وقت", "خبر عاجل", "غيّر العنوان", "حرّر الحقول", "كما يراه القارئ",
    "سجل المسودة", "احذف المسودة",
]  # fmt: skip
LONG = "\n\n".join(
    f"تقول الفقرة رقم {number} إن المختبرات تتسابق إلى بناء نماذج أكبر، وإن كلفة التدريب تضاعفت منذ العام الماضي."
    for number in range(90)
)
"""About 8,500 code points: three messages in Telegram's apps."""


async def test_post_turns_a_paste_into_a_card_with_all_that_was_read(newsroom: Newsroom) -> None:
    await newsroom.reader("سارة")
    newsroom.layla.send("/post")
    assert (await newsroom.layla.hears()).text.startswith("ألصق نص الخبر")
    card = await pasted(
        newsroom, f"نظارة تترجم الكلام\n\n{META}\n\nوأكدت وكالة رويترز الخبر، وقالت إن «جوجل» تعد نظارة أيضًا."
    )
    for words in (
        "مسودة",
        "نظارة تترجم الكلام",
        "سعرها 499 دولارًا",
        "الشركات: ميتا، غوغل",
        "المصدر: رويترز",
        "القراء: قارئ واحد",
    ):
        assert words in card.text
    assert sorted(labels(card)) == sorted(BUTTONS)


async def test_a_text_without_companies_or_source_says_so(newsroom: Newsroom) -> None:
    card = await newsroom.draft_of(CHIPS)
    assert "لم أجد في النص شركة أعرفها" in card.text
    assert "المصدر: لا يذكره النص" in card.text


async def test_a_paste_that_the_app_cut_becomes_one_article(newsroom: Newsroom) -> None:
    await newsroom.draft_of(f"سباق النماذج\n\n{LONG}")
    assert len(said_to(newsroom.layla)) == 2
    assert await newsroom.mujaz.room.store.read(_bodies) == [LONG]


async def test_several_pastes_after_one_post_are_joined_in_order(newsroom: Newsroom) -> None:
    first, second = META.split("\n\n")
    await newsroom.draft_of(first, second)
    assert await newsroom.mujaz.room.store.read(_bodies) == [META]


async def test_a_text_that_comes_with_the_command_is_not_lost(newsroom: Newsroom) -> None:
    card = await pasted(newsroom, f"/post {META}")
    assert "نظارة" in card.text
    assert "الشركات: ميتا" in card.text


async def test_a_long_text_is_a_post_without_the_command(newsroom: Newsroom) -> None:
    card = await pasted(newsroom, f"{META}\n\n{LONG[:600]}")
    assert card.text.startswith("مسودة")


async def test_a_late_piece_joins_the_draft_and_its_card_changes_in_place(newsroom: Newsroom) -> None:
    card = await newsroom.draft_of(LONG[:4000])
    assert "لم أجد في النص شركة أعرفها" in card.text
    newsroom.layla.send("وقالت شركة «ميتا» إنها لن تشارك في السباق.")
    await newsroom.pieces_arrived(1)
    changed = await newsroom.layla.sees(lambda message: "الشركات: ميتا" in message.text)
    assert changed.message_id == card.message_id
    assert await newsroom.mujaz.room.store.read(how_many_articles) == 1


async def test_an_edited_piece_changes_the_draft_and_its_card(newsroom: Newsroom) -> None:
    newsroom.layla.send("/post")
    await newsroom.layla.hears()
    sent = newsroom.layla.send(META)
    await newsroom.pieces_arrived(1)
    card = await newsroom.layla.hears()
    newsroom.layla.edit(sent, META.replace("499", "599"))
    await newsroom.pieces_arrived(1)
    changed = await newsroom.layla.sees(lambda message: "599 دولارًا" in message.text and message.from_bot)
    assert changed.message_id == card.message_id


async def test_a_card_that_its_editor_deleted_is_shown_again(newsroom: Newsroom) -> None:
    newsroom.layla.send("/post")
    await newsroom.layla.hears()
    sent = newsroom.layla.send(META)
    await newsroom.pieces_arrived(1)
    card = await newsroom.layla.hears()
    newsroom.toy.world.remove(newsroom.layla.chat, card.message_id)
    newsroom.layla.edit(sent, META.replace("499", "599"))
    await newsroom.pieces_arrived(1)
    anew = await newsroom.layla.hears()
    assert "599 دولارًا" in anew.text
    await published_now(newsroom, anew)


async def test_a_card_that_telegram_did_not_take_is_shown_later_and_holds_up_nobody(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    newsroom.clock.turn_to(datetime(2025, 10, 27, 4, 59, 58, tzinfo=UTC))
    newsroom.layla.send("/post")
    await newsroom.layla.hears()
    newsroom.toy.fail("sendMessage", status=500, chat_id=EDITOR_ID)
    newsroom.layla.send(META)
    await newsroom.pieces_arrived(1)  # three seconds: the digest is due with the card
    assert "مصنع في تايوان" in (await sara.hears()).text
    newsroom.clock.turn(seconds=11)
    await newsroom.mujaz.tidy_desk()
    assert (await newsroom.layla.hears()).text.startswith("مسودة")


async def test_the_same_text_twice_is_told_and_not_stored_twice(newsroom: Newsroom) -> None:
    card = await newsroom.draft_of(META)
    await tapped(newsroom.layla, card, "في الموجز القادم")
    told = await newsroom.draft_of(META.replace("«ميتا»", '"ميتا"').replace("نظارة", "نظّـارة"))
    assert told.text.startswith("هذا النص محفوظ من قبل بعنوان")
    assert "26 أكتوبر 2025" in told.text
    assert await newsroom.mujaz.room.store.read(how_many_articles) == 1


@pytest.mark.parametrize(
    ("post", "answer"),
    [("🙂🎉👍", "لم أجد في الرسالة نصًا يُقرأ"), ("— … 1234 !", "لم أجد"), ("خبر طويل جدًا " * 7_700, "النص أطول")],
)
async def test_a_post_that_is_no_article_is_refused_in_words(newsroom: Newsroom, post: str, answer: str) -> None:
    newsroom.layla.send("/post")
    await newsroom.layla.hears()
    assert (await pasted(newsroom, post)).text.startswith(answer)
    assert await newsroom.mujaz.room.store.read(how_many_articles) == 0
    assert (await newsroom.draft_of(META)).text.startswith("مسودة")  # the desk is free again


async def test_a_post_with_nothing_in_it_but_controls_is_answered(newsroom: Newsroom) -> None:
    newsroom.layla.send("/post")
    await newsroom.layla.hears()
    newsroom.layla.send("\u200e\u2067\u200f\u2069.")
    await newsroom.pieces_arrived(1)
    assert (await newsroom.layla.hears()).text.startswith("لم أجد في الرسالة نصًا يُقرأ")


AWKWARD = [
    "<b>ميتا</b> & «جوجل» <i>",
    'قالت "ميتا": a < b && c > d',
    "</b></a> <a href='http://example.com'>اضغط</a>",
    "\u202eميتا تربح\u202c \u200bاليوم\u2067",
    "ميتا\x00 تربح\x07 &amp; &lt;تخسر&gt; &#x202e;",
]


async def test_no_title_or_text_breaks_markup_at_any_door(newsroom: Newsroom) -> None:
    for awkward in AWKWARD:
        card = await newsroom.draft_of(
            f"{awkward}\n\n{awkward} في خبر رقم {AWKWARD.index(awkward)}، وهذه بقية الكلام فيه."
        )
        assert card.text.startswith("مسودة")
        await tapped(newsroom.layla, card, "في الموجز القادم")
        sara = await newsroom.reader("سارة")  # a new one each time: who was told the like before is not told again
        sara.send("/digest")
        digest = await sara.hears()
        assert digest.text.startswith("موجز الأحد 26 أكتوبر 2025 في ")
        assert not set(digest.text) & set("\u202e\u200b\u2067\x00\x07")
        assert {entity.type for entity in digest.entities} <= {
            "bold",
            "url",
            "hashtag",
        }  # what Telegram finds by itself
        assert " في خبر رقم " in digest.text
        newsroom.clock.turn(minutes=1)
    for command in ("/latest", "/company ميتا", "/search تربح"):
        sara.send(command)
        assert _plain((await sara.hears()).text).count("&lt;تخسر&gt; &#x202e;") == 1, command


async def test_a_paste_survives_a_restart_between_its_pieces_and_its_card(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        async with desk.opened() as newsroom:
            newsroom.layla.send("/post")
            await newsroom.layla.hears()
            newsroom.layla.send(META)
            await desk.typing.get()
        async with desk.opened() as newsroom:
            newsroom.clock.turn(seconds=3)
            await newsroom.mujaz.tidy_desk()
            card = await newsroom.layla.hears()
            assert "سعرها 499 دولارًا" in card.text
        async with desk.opened() as newsroom:
            sara = await newsroom.reader("سارة")
            assert (await broken(newsroom, card)).text == "نُشر الخبر"
            assert (await sara.hears()).text.startswith("خبر عاجل")


def _bodies(db: sqlite3.Connection) -> list[str]:
    return [body for (body,) in db.execute("SELECT body FROM articles ORDER BY id")]


def _plain(text: str) -> str:
    """The text without the marks that keep Latin words in order."""
    return text.translate(dict.fromkeys(map(ord, "\u2068\u2069\u200f")))
