"""Publishing in a moment or at a time, undone without a trace; where drafts stand; their fields; review."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mujaz.article import Article, Status
from mujaz.subscriber import Alerts, Choices
from mujaz.team import Role
from playground.messages import Message
from playground.people import Person
from storage import articles, subscribers
from storage.team import Member
from tests.handlers.scenes import (
    CHIPS,
    META,
    MISTRAL,
    all_heard,
    archived,
    forged,
    how_many_articles,
    labels,
    open_desk,
    published_now,
    said_in,
    said_to,
    tapped,
)
from tests.newsroom import EDITOR_ID, Newsroom

AFTERNOON = datetime(2025, 10, 27, 15, 30, tzinfo=UTC)
"""18:30 in Riyadh, on the day after the newsroom's evening."""


async def article(newsroom: Newsroom, article_id: int = 1) -> Article:
    found = await newsroom.mujaz.room.store.read(articles.get, article_id)
    assert found is not None
    return found


async def alerted_reader(newsroom: Newsroom) -> Person:
    sara = await newsroom.reader("سارة")
    await newsroom.mujaz.room.store.write(subscribers.follow, sara.id, "meta")
    await newsroom.mujaz.room.store.write(subscribers.choose, sara.id, Choices(alerts=Alerts.FOLLOWED))
    return sara


async def shown(newsroom: Newsroom, words: str) -> Message:
    return await newsroom.layla.sees(lambda message: words in message.text)


async def standing(newsroom: Newsroom, card: Message, wanted: Callable[[Message], bool]) -> Message:
    """The message of a card, once it is as wanted."""
    return await newsroom.layla.sees(lambda message: message.message_id == card.message_id and wanted(message))


async def typed(newsroom: Newsroom, text: str) -> Message:
    newsroom.layla.send(text)
    return await newsroom.layla.hears()


async def test_publishing_now_waits_half_a_minute_and_an_undo_before_that_leaves_no_trace(newsroom: Newsroom) -> None:
    sara = await alerted_reader(newsroom)
    card = await newsroom.draft_of(META)
    before = await article(newsroom)
    assert (await tapped(newsroom.layla, card, "انشر الآن")).text == "يمكنك أن تتراجع الآن"
    soon = await shown(newsroom, "يُنشر بعد 30 ثانية")
    assert labels(soon) == ["تراجع"]
    newsroom.clock.turn(seconds=29)
    await newsroom.mujaz.tidy_desk()
    assert (await tapped(newsroom.layla, soon, "تراجع")).text == "لم يُنشر شيء"
    again = await newsroom.layla.sees(lambda message: message.text == card.text)
    newsroom.clock.turn(minutes=5)
    await newsroom.mujaz.tidy_desk()
    assert await article(newsroom) == before
    assert not any("499" in text for text in said_to(sara))
    assert "في طريقه" in (await published_now(newsroom, again)).text
    assert (await article(newsroom)).status is Status.PUBLISHED


async def test_what_was_to_be_published_is_published_after_a_restart_and_not_before_its_moment(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        async with desk.opened() as newsroom:
            await tapped(newsroom.layla, await newsroom.draft_of(META), "انشر الآن")
            await shown(newsroom, "يُنشر بعد")
        async with desk.opened() as newsroom:
            await newsroom.mujaz.tidy_desk()
            assert (await article(newsroom)).status is Status.DRAFT
            desk.clock.turn(seconds=30)
            await newsroom.mujaz.tidy_desk()
            assert (await article(newsroom)).status is Status.PUBLISHED
            await newsroom.layla.sees(lambda message: message.text.startswith("نُشر"))


@pytest.mark.parametrize("time", ["18:30", "٦:٣٠ مساءً"])
async def test_a_draft_is_published_at_the_time_that_was_typed(newsroom: Newsroom, time: str) -> None:
    card = await newsroom.draft_of(META)
    await tapped(newsroom.layla, card, "في وقت")
    assert "بتوقيت الرياض" in (await newsroom.layla.hears()).text
    assert "الاثنين 27 أكتوبر 2025 الساعة 18:30" in (await typed(newsroom, time)).text
    await all_heard(newsroom)
    newsroom.clock.turn_to(AFTERNOON - timedelta(seconds=1))
    await newsroom.mujaz.tidy_desk()
    assert (await article(newsroom)).status is Status.DRAFT
    newsroom.clock.turn_to(AFTERNOON)
    await newsroom.mujaz.tidy_desk()
    assert (await article(newsroom)).published_at == AFTERNOON
    await newsroom.layla.sees(lambda message: message.text.startswith("نُشر"))


async def test_what_is_no_time_is_refused_and_asked_for_again(newsroom: Newsroom) -> None:
    await tapped(newsroom.layla, await newsroom.draft_of(META), "في وقت")
    await newsroom.layla.hears()
    for words in ("قريبًا", "9 و10", "25:70"):
        assert "يُنشر" not in (await typed(newsroom, words)).text
    assert "يُنشر" in (await typed(newsroom, "9 مساءً")).text


async def test_a_draft_tells_what_was_published_already_and_which_story_it_continues(newsroom: Newsroom) -> None:
    await archived(newsroom, META, "نظارة من ميتا", days=3)
    card = await newsroom.draft_of(f"{META}\n\nوأكدت الشركة الموعد.")
    assert "ربما نشرنا هذا الخبر قبل 3 أيام: نظارة من ميتا" in card.text
    assert "القصة: يتابع «نظارة من ميتا»" in card.text
    await tapped(newsroom.layla, card, "احذف المسودة")
    await shown(newsroom, "حُذفت المسودة")
    other = await newsroom.draft_of(MISTRAL)
    assert "القصة: جديدة" in other.text
    assert "ربما نشرنا" not in other.text


async def test_a_draft_stands_in_the_story_that_its_editor_chose(newsroom: Newsroom) -> None:
    first = await archived(newsroom, META, "نظارة من ميتا", days=3)
    card = await newsroom.draft_of(f"{META}\n\nوأكدت الشركة الموعد.")
    await tapped(newsroom.layla, card, "حرّر الحقول")
    fields = await newsroom.layla.sees(lambda message: "القصة" in labels(message))
    await tapped(newsroom.layla, fields, "القصة")
    offered = await shown(newsroom, "أي قصة يتابعها")
    assert "نظارة من ميتا" in labels(offered)
    await tapped(newsroom.layla, offered, "قصة جديدة")
    chosen = await shown(newsroom, "القصة: جديدة")
    await tapped(newsroom.layla, chosen, "في الموجز القادم")
    await shown(newsroom, "نُشر")
    assert (await article(newsroom, 2)).story != first.story


async def test_every_field_of_a_draft_is_changed_by_a_button(newsroom: Newsroom) -> None:
    card = await newsroom.draft_of(META)
    for field, words, told in (
        ("الملخص", "نظارة جديدة من ميتا. تصل في الربيع.", "نظارة جديدة من ميتا. تصل في الربيع."),
        ("المصدر", "صحيفة الغد", "المصدر: صحيفة الغد"),
        ("الشركات", "غوغل، OpenAI", "الشركات: غوغل، أوبن إيه آي"),
    ):
        await tapped(newsroom.layla, card, "حرّر الحقول")
        fields = await standing(newsroom, card, lambda message: "الملخص" in labels(message))
        await tapped(newsroom.layla, fields, field)
        assert (await newsroom.layla.hears()).text.startswith("اكتب")
        assert "تغيّر" in (await typed(newsroom, words)).text
        card = await newsroom.layla.hears()
        assert told in card.text, field
    for field, question, choice in (("الحدث", "أي حدث", "تمويل"), ("الأرقام", "أي رقم", "499 دولارًا")):
        await tapped(newsroom.layla, card, "حرّر الحقول")
        await all_heard(newsroom)
        await tapped(newsroom.layla, await standing(newsroom, card, lambda m: "الأرقام" in labels(m)), field)
        await all_heard(newsroom)
        offered = await standing(newsroom, card, lambda m: m.text.startswith("أي "))
        assert question in offered.text
        await tapped(newsroom.layla, offered, choice)
        await standing(newsroom, card, lambda m: m.text.startswith("مسودة"))
    now = await article(newsroom)
    assert (now.companies, now.source, now.event, now.figures) == (("google", "openai"), "صحيفة الغد", "funding", ())


async def test_a_company_that_nobody_knows_is_refused_and_nothing_is_lost(newsroom: Newsroom) -> None:
    card = await newsroom.draft_of(META)
    await tapped(newsroom.layla, card, "حرّر الحقول")
    await tapped(newsroom.layla, await newsroom.layla.sees(lambda message: "الشركات" in labels(message)), "الشركات")
    await newsroom.layla.hears()
    assert "لا أعرف شركة باسم «زخرفون»" in (await typed(newsroom, "ميتا، زخرفون")).text
    assert (await article(newsroom)).companies == ("meta",)
    assert "تغيّرت الشركات" in (await typed(newsroom, "غوغل")).text


async def test_a_preview_is_what_the_reader_gets(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await newsroom.draft_of(META)
    await tapped(newsroom.layla, card, "كما يراه القارئ")
    seen = [(await newsroom.layla.hears()).text for _ in range(6)]
    assert [text.partition(": ")[0] for text in seen[::2]] == ["طول الخبر"] * 3
    await tapped(newsroom.layla, card, "في الموجز القادم")
    await newsroom.wait_until(datetime(2025, 10, 27, 5, 0, tzinfo=UTC))
    got = (await sara.hears()).text
    assert got.partition("\n")[2] == seen[3].partition("\n")[2]


async def test_two_editors_see_who_is_at_work_on_a_draft(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk, desk.opened(editors=frozenset({EDITOR_ID, 3002})) as newsroom:
        nura = desk.toy.person("نورة", id=3002)
        card = await newsroom.draft_of(META)
        await tapped(newsroom.layla, card, "غيّر العنوان")
        await newsroom.layla.hears()
        nura.send("/drafts")
        listed = await nura.hears()
        await tapped(nura, listed, labels(listed)[0])
        hers = await nura.hears()
        assert "يعمل على هذه المسودة الآن: ليلى" in hers.text
        assert "ليلى" in (await tapped(nura, hers, "غيّر العنوان")).text
        await typed(newsroom, "نظارة من ميتا")
        await tapped(nura, hers, "غيّر العنوان")
        assert "العنوان" in (await nura.hears()).text
        nura.send("نظارة تترجم")
        await nura.sees(lambda message: message.text.startswith("مسودة\n\nنظارة تترجم"))
        assert (await article(newsroom)).title == "نظارة تترجم"


async def test_where_review_is_wanted_a_second_editor_publishes_and_the_group_sees_it(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        owner = desk.toy.person("هدى", id=4001)
        group = desk.toy.group("المراجعة", owner)
        group.add_bot(owner.user)
        async with desk.opened(editors=frozenset({EDITOR_ID, 3002}), review=True, review_group=group.id) as newsroom:
            nura = desk.toy.person("نورة", id=3002)
            nura.send("/start")
            await nura.hears()
            card = await newsroom.draft_of(META)
            assert "انشر الآن" not in labels(card)
            await tapped(newsroom.layla, card, "اطلب المراجعة")
            asked = await nura.hears()
            assert asked.text.startswith("ليلى: مسودة تنتظر مراجعتك")
            assert any("مسودة تنتظر مراجعتك" in text for text in said_in(newsroom, group))
            alone = newsroom.mujaz.room.seals.seal("draft:1:next", EDITOR_ID)
            assert "ينشرها محرر آخر" in (await forged(newsroom.layla, card, alone)).text
            await tapped(nura, asked, "سجل المسودة")
            assert "ليلى: طلب مراجعة مسودة" in (await nura.hears()).text
            await tapped(nura, asked, "في الموجز القادم")
            await nura.sees(lambda message: message.text.startswith("نُشر"))


async def test_a_contributor_writes_and_hands_over_and_publishes_nothing(newsroom: Newsroom) -> None:
    await newsroom.mujaz.room.team.put(Member(5001, Role.CONTRIBUTOR, "نورة"), EDITOR_ID)
    newsroom.layla.send("/start")
    await newsroom.layla.hears()
    nura = newsroom.toy.person("نورة", id=5001)
    nura.send(f"/post {META}")
    await newsroom.pieces_arrived(1)
    card = await nura.hears()
    assert "اطلب المراجعة" in labels(card)
    assert not {"انشر الآن", "في وقت", "في الموجز القادم", "خبر عاجل"} & set(labels(card))
    assert (await tapped(nura, card, "اطلب المراجعة")).text == "وصلت المسودة إلى المحررين"
    asked = await newsroom.layla.hears()
    await tapped(newsroom.layla, asked, "في الموجز القادم")
    await newsroom.layla.sees(lambda message: message.text.startswith("نُشر"))
    assert (await article(newsroom)).status is Status.PUBLISHED


async def test_the_list_of_drafts_says_when_there_is_none(newsroom: Newsroom) -> None:
    for words in ("", " <b>", " " + "خ" * 4000, ' "NEAR(a b)" OR *'):
        assert (await typed(newsroom, f"/drafts{words}")).text.startswith("لا مسودات تنتظر")
    await newsroom.draft_of(CHIPS)
    assert (await typed(newsroom, "/drafts")).text.startswith("المسودات التي تنتظر: 1")
    assert await newsroom.mujaz.room.store.read(how_many_articles) == 1
