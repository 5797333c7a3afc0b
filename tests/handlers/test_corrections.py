"""Correcting and retracting what is public: asked for, shown, confirmed, and nothing of before is left to be found."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mujaz.article import Article, Status
from mujaz.run import RunState
from playground.messages import Message
from storage import articles, revisions, stories, subscribers
from tests.handlers.scenes import (
    CHIPS,
    META,
    archived,
    broken,
    forged,
    labels,
    old_button,
    open_desk,
    run_is,
    said_to,
    tapped,
)
from tests.newsroom import EDITOR_ID, Newsroom

MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
DEARER = META.replace("499", "599")
ABOUT_GOOGLE = "كشفت شركة «غوغل» عن ساعة جديدة.\n\nوقالت الشركة إن سعرها 299 دولارًا."
ONLY_EDITORS = "هذا الزر للمحررين وحدهم"
GONE = "سُحب هذا الخبر من قبل، فلا يُصحَّح ولا يُسحب ثانية."


async def public(newsroom: Newsroom, text: str = META) -> Message:
    """The card of an article that the editor has just published for the next digest."""
    card = await newsroom.draft_of(text)
    await tapped(newsroom.layla, card, "في الموجز القادم")
    return await newsroom.layla.sees(lambda message: message.message_id == card.message_id and "نُشر" in message.text)


async def proposed(newsroom: Newsroom, card: Message, text: str, pieces: int = 1) -> Message:
    """What the bot makes of a new text for the article on a card."""
    await tapped(newsroom.layla, card, "صحّح")
    assert (await newsroom.layla.hears()).text.startswith("اكتب النص الجديد")
    newsroom.layla.send(text)
    await newsroom.pieces_arrived(pieces)
    return await newsroom.layla.hears()


async def corrected(newsroom: Newsroom, card: Message, text: str) -> Message:
    """The card after a correction was accepted."""
    shown = await proposed(newsroom, card, text)
    assert (await tapped(newsroom.layla, shown, "صحّح الخبر")).text == "صُحّح الخبر"
    return await newsroom.layla.sees(lambda message: message.text.startswith("صُحّح الخبر: "))


async def retracted(newsroom: Newsroom, card: Message, reason: str = "نفته الشركة") -> Message:
    """The card after a retraction."""
    await tapped(newsroom.layla, card, "اسحب الخبر")
    assert (await newsroom.layla.hears()).text.startswith("لماذا يُسحب خبر «")
    newsroom.layla.send(reason)
    asked = await newsroom.layla.hears()
    assert "هل تسحب هذا الخبر؟" in asked.text
    assert f"السبب: {reason}" in asked.text
    assert (await tapped(newsroom.layla, asked, "نعم، اسحبه")).text == "سُحب الخبر"
    return await newsroom.layla.sees(lambda message: message.text.startswith("سُحب الخبر: "))


async def article(newsroom: Newsroom, article_id: int = 1) -> Article:
    found = await newsroom.mujaz.room.store.read(articles.get, article_id)
    assert found is not None
    return found


async def test_a_correction_is_shown_first_and_then_stands_at_every_door(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await public(newsroom)
    shown = await proposed(newsroom, card, f"ساعة من غوغل\n\n{ABOUT_GOOGLE}")
    assert shown.text.startswith("تصحيح خبر منشور\n\nساعة من غوغل")
    assert "الشركات: غوغل" in shown.text
    assert (await article(newsroom)).version == 1
    await tapped(newsroom.layla, shown, "صحّح الخبر")
    told = await newsroom.layla.sees(lambda message: message.text.startswith("صُحّح الخبر: "))
    assert "هذا إصداره رقم 2" in told.text
    assert sorted(labels(told)) == ["اسحب الخبر", "اقرأ النص", "القصة", "صحّح"]
    now = await article(newsroom)
    assert ([figure.value for figure in now.figures], now.companies) == ([299], ("google",))
    for question, found in (("/search نظارة", "لم أجد"), ("/company meta", "لا أخبار"), ("/company google", "ساعة"),
                            ("/search ساعة", "ساعة من غوغل"), ("/latest", "ساعة من غوغل")):  # fmt: skip
        sara.send(question)
        assert found in (await sara.hears()).text, question
    await newsroom.wait_until(MORNING)
    digest = await sara.hears()
    assert "299 دولارًا" in digest.text
    assert "نظارة" not in digest.text


async def test_a_reply_to_the_card_is_a_correction_and_the_title_stays_where_the_text_begins_with_none(
    newsroom: Newsroom,
) -> None:
    card = await public(newsroom, f"نظارة تفهم العربية\n\n{META}")
    newsroom.layla.send(DEARER, reply_to=card)
    await newsroom.pieces_arrived(1)
    shown = await newsroom.layla.hears()
    assert shown.text.startswith("تصحيح خبر منشور\n\nنظارة تفهم العربية")
    await tapped(newsroom.layla, shown, "صحّح الخبر")
    told = await newsroom.layla.sees(lambda message: message.text.startswith("صُحّح الخبر: "))
    assert [figure.value for figure in (await article(newsroom)).figures] == [599]
    assert (await article(newsroom)).title == "نظارة تفهم العربية"
    newsroom.layla.send(META, reply_to=told)  # the new card is as good as the old one
    await newsroom.pieces_arrived(1)
    assert "499" in (await newsroom.layla.hears()).text


async def test_a_title_that_was_made_of_the_text_is_corrected_with_it(newsroom: Newsroom) -> None:
    text = "تسرّح ميتا 600 موظف من مختبرها.\n\nوقالت الشركة إن القرار نهائي."
    await corrected(newsroom, await public(newsroom, text), text.replace("600", "700"))
    assert (await article(newsroom)).title == "تسرّح ميتا 700 موظف من مختبرها"


async def test_a_correction_may_come_in_pieces_be_changed_and_be_dropped(newsroom: Newsroom) -> None:
    card = await public(newsroom)
    await tapped(newsroom.layla, card, "صحّح")
    await newsroom.layla.hears()
    first, second = DEARER.split("\n\n")
    newsroom.layla.send(first)
    sent = newsroom.layla.send(second)
    await newsroom.pieces_arrived(2)
    shown = await newsroom.layla.hears()
    assert "599" in shown.text
    newsroom.layla.edit(sent, second.replace("599", "699"))
    await newsroom.pieces_arrived(1)
    changed = await newsroom.layla.sees(lambda message: "699" in message.text and message.from_bot)
    assert changed.message_id == shown.message_id
    await tapped(newsroom.layla, changed, "ألغِ التصحيح")
    await newsroom.layla.sees(lambda message: message.text == "أُلغي التصحيح، وبقي الخبر كما هو.")
    assert (await article(newsroom)).version == 1
    for verb in ("apply", "drop"):
        answer = await old_button(newsroom, newsroom.layla, changed, f"correction:2:{verb}")
        assert (answer.text, answer.alert) == ("قُبل هذا التصحيح أو أُلغي من قبل.", True)


@pytest.mark.parametrize(
    ("text", "answer"),
    [(META, "هذا هو النص المنشور نفسه"), ("🙂🎉", "لم أجد في الرسالة نصًا يُقرأ"), (CHIPS, "هذا النص محفوظ من قبل")],
)
async def test_a_text_that_corrects_nothing_is_refused_in_words_and_changes_nothing(
    newsroom: Newsroom, text: str, answer: str
) -> None:
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    card = await public(newsroom)
    told = await proposed(newsroom, card, text)
    assert told.text.startswith(answer)
    assert "لم يتغير الخبر المنشور" in told.text
    assert (await article(newsroom, 2)).version == 1


async def test_who_changed_an_article_and_when_is_kept_and_shown_to_editors(newsroom: Newsroom) -> None:
    card = await public(newsroom)
    newsroom.clock.turn(minutes=10)
    told = await corrected(newsroom, card, DEARER)
    kept = await newsroom.mujaz.room.store.read(revisions.versions, 1)
    assert [(version.number, version.by) for version in kept] == [(1, EDITOR_ID), (2, EDITOR_ID)]
    await tapped(newsroom.layla, told, "اقرأ النص")
    full = await newsroom.layla.hears()
    assert "سعرها 599 دولارًا" in full.text
    assert f"الإصدار 2: 26 أكتوبر 2025، الساعة 20:10، بيد المحرر {EDITOR_ID}" in full.text


async def test_a_correction_may_be_accepted_after_a_restart_and_the_story_goes_on(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        async with desk.opened() as newsroom:
            shown = await proposed(newsroom, await public(newsroom), DEARER)
        async with desk.opened() as newsroom:
            await tapped(newsroom.layla, shown, "صحّح الخبر")
            await newsroom.layla.sees(lambda message: message.text.startswith("صُحّح الخبر: "))
            again = await archived(newsroom, DEARER.replace("كشفت", "أعلنت").replace("الربيع", "الصيف"), "نظارة ميتا")
            story = await newsroom.mujaz.room.store.read(stories.of_article, again.id)
            assert story is not None
            assert story.articles == 2


async def test_a_retracted_article_is_nowhere_to_be_seen_and_editors_read_it_still(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await public(newsroom)
    story = (await article(newsroom)).story
    told = await retracted(newsroom, card)
    gone = await article(newsroom)
    assert (gone.status, gone.retracted_reason, gone.version) == (Status.RETRACTED, "نفته الشركة", 2)
    assert story is not None
    assert await newsroom.mujaz.room.store.read(stories.chapters, story) == []
    for question, nothing in (("/search نظارة", "لم أجد"), ("/company meta", "لا أخبار"), ("/latest", "لم يُنشر"),
                              ("/digest", "لا جديد")):  # fmt: skip
        sara.send(question)
        assert nothing in (await sara.hears()).text, question
    assert labels(told) == ["اقرأ النص"]
    await tapped(newsroom.layla, told, "اقرأ النص")
    full = await newsroom.layla.hears()
    assert "سعرها 499 دولارًا" in full.text
    assert "سُحب هذا الخبر، والسبب: نفته الشركة" in full.text
    for verb in ("correct", "retract", "really"):
        answer = await old_button(newsroom, newsroom.layla, told, f"article:1:{verb}")
        assert (answer.text, answer.alert) == (GONE, True)


async def test_nothing_new_joins_a_retracted_article(newsroom: Newsroom) -> None:
    await retracted(newsroom, await public(newsroom))
    again = await archived(newsroom, DEARER.replace("كشفت", "أعلنت"), "نظارة ميتا")
    assert again.story != (await article(newsroom)).story


async def test_a_retraction_needs_a_reason_that_can_be_read_and_may_be_thought_over(newsroom: Newsroom) -> None:
    layla = newsroom.layla
    card = await public(newsroom)
    await tapped(layla, card, "اسحب الخبر")
    await layla.hears()
    for bad in ("🙂🙂", "ع" * 301):
        layla.send(bad)
        assert (await layla.hears()).text.startswith("لا يصلح هذا سببًا")
    layla.send("نفته الشركة")
    await tapped(layla, await layla.hears(), "أبقه منشورًا")
    kept = await layla.sees(lambda message: message.text == "بقي الخبر منشورًا.")
    answer = await old_button(newsroom, layla, kept, "article:1:really")
    assert (answer.text, answer.alert) == ("انتهت صلاحية هذا الزر", True)
    assert (await article(newsroom)).status is Status.PUBLISHED
    layla.send("ميتا")
    assert (await layla.hears()).text.startswith("ميتا (")  # the next text is no reason any more


async def test_breaking_news_that_is_retracted_on_its_way_goes_to_nobody_else(newsroom: Newsroom) -> None:
    crowd = newsroom.toy.synthetic(900_001, 300)
    store, clock = newsroom.mujaz.room.store, newsroom.clock
    for chat in crowd:
        await store.write(subscribers.subscribe, chat, "ar", newsroom.mujaz.room.slot, clock(), clock())
    card = await newsroom.draft_of(META)
    newsroom.toy.fail("sendMessage", status=429, retry_after=3600, chat_id=crowd[-1])
    await broken(newsroom, card)
    told = await newsroom.layla.sees(lambda message: message.text.startswith("نُشر خبرًا عاجلًا"))
    await retracted(newsroom, told)
    seen = await run_is(newsroom, 1, lambda seen: seen.finished_at is not None)
    assert seen.run.state is RunState.CANCELLED
    clock.turn(hours=2)
    await newsroom.mujaz.tick()
    await asyncio.sleep(0.2)
    assert newsroom.toy.copies(crowd[-1]) == 0


async def test_readers_can_neither_correct_nor_retract(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await public(newsroom)
    for data in ("article:1:correct", "article:1:retract", "article:1:really", "article:1:read", "correction:1:apply"):
        answer = await forged(sara, sara.messages[-1], data)
        assert (answer.text, answer.alert) == (ONLY_EDITORS, True)
    sara.send("نفته الشركة", reply_to=sara.messages[-1])
    await sara.hears()
    assert (await article(newsroom)).version == 1
    assert not any("تصحيح" in text for text in said_to(sara))
