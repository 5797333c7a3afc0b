"""Issue 5, 3: the same news for three readers, as each chose to have it: length, digits, calendar, figures, buttons."""

from datetime import UTC, datetime

from tests.handlers.scenes import CHIPS, archived, labels, tapped
from tests.handlers.test_story import LAYOFFS
from tests.journeys.walking import asked, walked
from tests.newsroom import Newsroom

MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
"""08:00 in Riyadh."""


async def test_each_reader_has_the_digest_in_the_form_that_they_chose(newsroom: Newsroom) -> None:
    sara, yusuf, huda = [await newsroom.reader(name) for name in ("سارة", "يوسف", "هدى")]
    await walked(newsroom, sara, await asked(newsroom, sara, "/settings"), "طول الخبر", "سطر")
    card = await walked(newsroom, huda, await asked(newsroom, huda, "/settings"), "طول الخبر", "مفصّل")
    await walked(newsroom, huda, card, "الأرقام والتاريخ", "١٢٣", "هجري")
    told = await archived(newsroom, LAYOFFS, "ميتا تسرّح 600 موظف")
    await archived(newsroom, CHIPS, "مصنع في تايوان", hours=1)

    await newsroom.wait_until(MORNING)
    line, brief, full = [await reader.hears() for reader in (sara, yusuf, huda)]
    assert len(line.text) < len(brief.text) < len(full.text)
    assert told.summary[-1] in brief.text and told.summary[-1] not in line.text
    assert [digest.text.count("فريق النماذج الكبيرة") for digest in (line, brief, full)] == [0, 0, 1]
    assert [_folded(digest.wire()["entities"]) for digest in (line, brief, full)] == [False, False, True]
    assert brief.text.startswith("موجز الاثنين 27 أكتوبر 2025 في خبرين")
    assert "الاثنين ٥ جمادى الأولى ١٤٤٧ هـ، الموافق ٢٧ أكتوبر ٢٠٢٥" in full.text
    assert ("٦٠٠ موظف" in full.text, "600" in full.text) == (True, False)
    assert "بالأرقام" in brief.text
    for digest, numbers in ((brief, ["2", "1"]), (full, ["٢", "١"])):
        assert labels(digest) == numbers  # Telegram draws a row from the left

    newsroom.clock.turn(seconds=5)
    await tapped(yusuf, brief, "1")
    story = await yusuf.hears()
    assert {"تفاصيل", "احفظ", "تابع ميتا", "قلّل من هذا النوع", "لماذا وصلني هذا؟"} <= set(labels(story))
    assert "فريق النماذج الكبيرة" in (await walked(newsroom, yusuf, story, "تفاصيل")).text


def _folded(entities: object) -> bool:
    assert isinstance(entities, list)
    return any(entity["type"] == "expandable_blockquote" for entity in entities)
