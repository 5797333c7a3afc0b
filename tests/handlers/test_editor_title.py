"""Changing a draft's title: asked for by a button, typed in one message, kept through corrections and restarts."""

from pathlib import Path

from tests.handlers.scenes import META, open_desk, tapped
from tests.newsroom import Newsroom


async def test_the_title_is_changed_by_a_good_one_only(newsroom: Newsroom) -> None:
    layla = newsroom.layla
    card = await newsroom.draft_of(META)
    await tapped(layla, card, "غيّر العنوان")
    assert (await layla.hears()).text.startswith("اكتب العنوان الجديد")
    for bad in ("🙂🙂", "ع" * 201, "…"):
        layla.send(bad)
        assert (await layla.hears()).text.startswith("لا يصلح هذا عنوانًا")
    layla.send("نظارة   تفهم\nالعربية")
    assert (await layla.hears()).text.startswith("تغيّر العنوان")
    changed = await layla.sees(lambda message: "نظارة تفهم العربية" in message.text and message.from_bot)
    assert changed.message_id == card.message_id
    layla.send("ميتا")
    assert (await layla.hears()).text.startswith("ميتا (")  # the next text is no title any more


async def test_a_title_outlives_a_correction_of_the_text(newsroom: Newsroom) -> None:
    layla = newsroom.layla
    layla.send("/post")
    await layla.hears()
    sent = layla.send(META)
    await newsroom.pieces_arrived(1)
    await tapped(layla, await layla.hears(), "غيّر العنوان")
    await layla.hears()
    layla.send("نظارة تفهم العربية")
    await layla.hears()
    layla.edit(sent, META.replace("499", "599"))
    await newsroom.pieces_arrived(1)
    card = await layla.sees(lambda message: "599 دولارًا" in message.text and message.from_bot)
    assert "نظارة تفهم العربية" in card.text


async def test_after_publishing_an_open_question_for_a_title_is_forgotten(newsroom: Newsroom) -> None:
    layla = newsroom.layla
    card = await newsroom.draft_of(META)
    await tapped(layla, card, "غيّر العنوان")
    await layla.hears()
    await tapped(layla, card, "في الموجز القادم")
    layla.send("ميتا")
    assert (await layla.hears()).text.startswith("ميتا (")


async def test_a_title_may_be_typed_after_a_restart(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        async with desk.opened() as newsroom:
            card = await newsroom.draft_of(META)
            await tapped(newsroom.layla, card, "غيّر العنوان")
            await newsroom.layla.hears()
        async with desk.opened() as newsroom:
            newsroom.layla.send("نظارة تفهم العربية")
            assert (await newsroom.layla.hears()).text.startswith("تغيّر العنوان")
            await newsroom.layla.sees(lambda m: m.message_id == card.message_id and "نظارة تفهم العربية" in m.text)
