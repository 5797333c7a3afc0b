"""Issue 5, 4: what continues a story leads back to where it was met; what was wrong is put right where it stands."""

from datetime import UTC, datetime, timedelta

from tests.handlers.scenes import CHIPS, META, archived, broken
from tests.handlers.test_corrections import corrected, public, retracted
from tests.newsroom import Newsroom
from tests.pipeline.test_correcting import from_bot, went_out
from tests.pipeline.test_remembering import DEARER

MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
"""08:00 in Riyadh."""


async def test_a_story_goes_on_in_an_alert_is_corrected_in_place_and_withdrawn_with_its_reason(
    newsroom: Newsroom,
) -> None:
    sara, yusuf = await newsroom.reader("سارة"), await newsroom.reader("يوسف")
    card = await public(newsroom)
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    await newsroom.wait_until(MORNING)
    digests = [await reader.hears() for reader in (sara, yusuf)]
    await newsroom.all_delivered()

    newsroom.clock.turn(hours=1)
    await broken(newsroom, await newsroom.draft_of(DEARER))
    for reader, digest in zip((sara, yusuf), digests, strict=True):
        alert = await reader.hears()
        assert alert.reply_to is not None
        assert alert.reply_to.message_id == digest.message_id
    await newsroom.all_delivered()

    newsroom.toy.fail(
        "editMessageText", status=400, description="Bad Request: message can't be edited", chat_id=yusuf.id
    )
    await corrected(newsroom, card, META.replace("الربيع", "الصيف"))
    await went_out(newsroom)
    edited, told = from_bot(sara)[1], from_bot(yusuf)[-1]
    assert "تصحيح: " in edited.text
    assert ("الصيف" in edited.text, "مصنع في تايوان" in edited.text) == (True, True)
    assert told.text.startswith("تصحيح: ")
    assert told.reply_to is not None
    assert told.reply_to.message_id == digests[1].message_id

    newsroom.clock.turn(seconds=61)
    shown = next(message for message in reversed(newsroom.layla.messages) if message.text.startswith("صُحّح الخبر: "))
    await retracted(newsroom, shown, "نفته الشركة")
    await newsroom.wait_until(newsroom.clock() + timedelta(seconds=61))
    await went_out(newsroom)
    edited = from_bot(sara)[1]
    assert "سُحب هذا الخبر" in edited.text
    assert "السبب: نفته الشركة" in edited.text
    assert "مصنع في تايوان" in edited.text
