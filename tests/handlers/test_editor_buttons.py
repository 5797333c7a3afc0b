"""The buttons of a draft: publish now, next digest, discard; for editors only, and once."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mujaz.subscriber import Alerts, Choices
from storage import articles, subscribers
from tests.handlers.scenes import (
    CHIPS,
    META,
    archived,
    forged,
    how_many_articles,
    labels,
    old_button,
    open_desk,
    published_now,
    said_to,
    tapped,
)
from tests.newsroom import Newsroom

MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
GONE = "نُشرت هذه المسودة أو حُذفت من قبل. لنشر خبر جديد أرسل \u200e/post"
ONLY_EDITORS = "هذا الزر للمحررين وحدهم"


async def test_breaking_news_is_asked_once_more_and_reaches_readers_at_once_and_not_again_in_the_next_digest(
    newsroom: Newsroom,
) -> None:
    sara = await newsroom.reader("سارة")
    card = await newsroom.draft_of(META)
    await tapped(newsroom.layla, card, "خبر عاجل")
    asked = await newsroom.layla.sees(lambda message: message.text.startswith("هل تنشر هذا الخبر عاجلًا؟"))
    assert (asked.message_id, "قارئ واحد" in asked.text) == (card.message_id, True)
    assert (await tapped(newsroom.layla, asked, "نعم، انشره عاجلًا")).text == "نُشر الخبر"
    told = await newsroom.layla.sees(lambda message: message.text.startswith("نُشر خبرًا عاجلًا"))
    assert "قارئ واحد" in told.text
    assert sorted(labels(told)) == ["اسحب الخبر", "اقرأ النص", "القصة", "صحّح"]
    alert = await sara.hears()
    assert alert.text.startswith("خبر عاجل")
    assert "سعرها 499 دولارًا" in alert.text
    (article,) = await newsroom.mujaz.room.store.read(articles.latest, 9)
    assert article.breaking

    newsroom.clock.turn(minutes=1)
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    await newsroom.wait_until(MORNING)
    digest = await sara.hears()
    assert "مصنع في تايوان" in digest.text
    assert "499" not in digest.text


async def test_news_that_is_not_breaking_after_all_is_still_a_draft(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await newsroom.draft_of(META)
    await tapped(newsroom.layla, card, "خبر عاجل")
    asked = await newsroom.layla.sees(lambda message: message.text.startswith("هل تنشر هذا الخبر عاجلًا؟"))
    await tapped(newsroom.layla, asked, "رجوع")
    again = await newsroom.layla.sees(lambda message: message.text == card.text and labels(message) == labels(card))
    await tapped(newsroom.layla, again, "في الموجز القادم")
    await newsroom.wait_until(MORNING)
    assert (await sara.hears()).text.startswith("موجز")
    assert not any(text.startswith("خبر عاجل") for text in said_to(sara))


async def test_publish_now_alerts_who_wants_alerts_on_what_they_follow_and_the_digest_brings_it_to_the_others(
    newsroom: Newsroom,
) -> None:
    sara, yusuf, huda = await newsroom.reader("سارة"), await newsroom.reader("يوسف"), await newsroom.reader("هدى")
    store = newsroom.mujaz.room.store
    for person, company in ((sara, "meta"), (huda, "google")):
        await store.write(subscribers.follow, person.id, company)
        await store.write(subscribers.choose, person.id, Choices(alerts=Alerts.FOLLOWED))
    await store.write(subscribers.follow, yusuf.id, "meta")
    await published_now(newsroom, await newsroom.draft_of(META))
    told = await newsroom.layla.sees(lambda message: message.text.startswith("نُشر الآن"))
    assert "قارئ واحد" in told.text
    assert (await sara.hears()).text.startswith("خبر عمّا تتابعه")
    await newsroom.wait_until(MORNING)
    for person in (yusuf, huda):
        assert (await person.hears()).text.startswith("موجز")
    await newsroom.all_delivered()
    assert sum("499" in text for text in said_to(sara)) == 1


async def test_news_of_which_nobody_wants_an_alert_waits_for_the_digest_and_the_editor_is_told_so(
    newsroom: Newsroom,
) -> None:
    sara = await newsroom.reader("سارة")
    await published_now(newsroom, await newsroom.draft_of(META))
    told = await newsroom.layla.sees(lambda message: "سيكون في الموجز القادم لكل قارئ" in message.text)
    assert "قارئ واحد" in told.text
    await newsroom.wait_until(MORNING)
    assert (await sara.hears()).text.startswith("موجز")


async def test_a_discarded_draft_reaches_nobody_and_may_be_posted_again(newsroom: Newsroom) -> None:
    card = await newsroom.draft_of(META)
    await tapped(newsroom.layla, card, "احذف المسودة")
    await newsroom.layla.sees(lambda message: message.text == "حُذفت المسودة." and labels(message) == [])
    assert await newsroom.mujaz.room.store.read(how_many_articles) == 0
    assert (await newsroom.draft_of(META)).text.startswith("مسودة")


async def test_two_quick_taps_on_breaking_publish_once(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await newsroom.draft_of(META)
    await tapped(newsroom.layla, card, "خبر عاجل")
    asked = await newsroom.layla.sees(lambda message: message.text.startswith("هل تنشر هذا الخبر عاجلًا؟"))
    first, second = newsroom.layla.tap(asked, "نعم، انشره عاجلًا"), newsroom.layla.tap(asked, "نعم، انشره عاجلًا")
    assert (await newsroom.layla.answered(first)).text == "نُشر الخبر"
    again = await newsroom.layla.answered(second)
    assert (again.text, again.alert) == ("أدّى هذا الزر عمله من قبل", True)
    await sara.hears()
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    await newsroom.wait_until(MORNING)
    await sara.hears()
    assert sum("499" in text for text in said_to(sara)) == 1


@pytest.mark.parametrize(
    "button",
    ["now", "urgent", "breaking", "back", "next", "discard", "title", "at", "undo", "fields", "preview", "event1"],
)
async def test_the_buttons_of_a_settled_draft_say_that_it_is_settled(newsroom: Newsroom, button: str) -> None:
    card = await newsroom.draft_of(META)
    article = card.keyboard[0][0].data
    assert article is not None
    await tapped(newsroom.layla, card, "احذف المسودة")
    answer = await old_button(newsroom, newsroom.layla, card, f"draft:{article.split(':')[1]}:{button}")
    assert (answer.text, answer.alert) == (GONE, True)


async def test_a_reader_who_tries_to_post_is_told_politely_and_nothing_happens(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/post")
    assert (await sara.hears()).text.startswith("النشر للمحررين وحدهم")
    sara.send(f"{META}\n\n{CHIPS}\n\n{META}\n\n{CHIPS}")
    assert "مسودة" not in (await sara.hears()).text
    assert await newsroom.mujaz.room.store.read(how_many_articles) == 0


async def test_a_reader_who_forges_a_button_changes_nothing(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await newsroom.draft_of(META)
    for button in (button for row in card.keyboard for button in row):
        assert button.data is not None
        newsroom.clock.turn(seconds=2)  # nobody taps faster
        answer = await forged(sara, sara.messages[-1], button.data)
        assert (answer.text, answer.alert) == (ONLY_EDITORS, True)
    assert (await published_now(newsroom, card)).text.startswith("نُشر")


async def test_an_editor_who_was_removed_cannot_use_old_buttons(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        async with desk.opened() as newsroom:
            card = await newsroom.draft_of(META)
        async with desk.opened(editors=frozenset()) as newsroom:
            layla = newsroom.layla
            answer = await tapped(layla, card, "انشر الآن")
            assert (answer.text, answer.alert) == (ONLY_EDITORS, True)
            layla.send("/post")
            assert (await layla.hears()).text.startswith("النشر للمحررين وحدهم")
            layla.send("/latest")
            assert (await layla.hears()).text.startswith("لم يُنشر خبر بعد")


async def test_a_discarded_draft_is_not_brought_back_by_a_late_piece(newsroom: Newsroom) -> None:
    layla = newsroom.layla
    card = await newsroom.draft_of(LONG)
    await tapped(layla, card, "احذف المسودة")
    await layla.sees(lambda message: message.text.startswith("حُذفت المسودة"))
    layla.send("بقية الخبر")
    assert (await layla.hears()).text.startswith("لم أجد في الأرشيف")


async def test_a_second_long_article_right_after_publishing_the_first_is_a_draft_of_its_own(
    newsroom: Newsroom,
) -> None:
    layla = newsroom.layla
    card = await newsroom.draft_of(LONG)
    await tapped(layla, card, "في الموجز القادم")
    await layla.sees(lambda message: message.text.startswith("نُشر"))
    layla.send(LONG.replace("ميتا", "غوغل"))
    await newsroom.pieces_arrived(1)
    assert "غوغل" in (await layla.sees(lambda message: message.text.startswith("مسودة"))).text


LONG = "أعلنت ميتا خطة جديدة لمراكز البيانات.\n\n" + "وقالت الشركة إن الخطة تمتد ثلاث سنوات وتشمل عدة بلدان. " * 60
