"""Issue 5, 8: all is chosen from one message that changes in its place, or typed, and the next digest is as chosen."""

from datetime import UTC, datetime

from tests.handlers.scenes import CHIPS, META, archived, labels, said_to, tapped
from tests.journeys.walking import asked, walked
from tests.newsroom import Newsroom

EVENING = datetime(2025, 10, 27, 17, 0, tzinfo=UTC)
"""19:00 in Cairo, whose summer time lasts until the end of October."""


async def test_a_reader_chooses_by_taps_and_by_words_tries_it_and_has_it_so(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    first = await asked(newsroom, sara, "/settings")
    assert "موعد الموجز القادم: الاثنين 27 أكتوبر 2025، الساعة 08:00" in first.text
    card = await walked(newsroom, sara, first, "المنطقة", "مصر")
    card = await walked(newsroom, sara, card, "طول الخبر", "سطر")
    card = await walked(newsroom, sara, card, "أوقف الإعلانات")
    card = await walked(newsroom, sara, card, "قلّل من نوع", "تسريح موظفين", "رجوع")
    assert card.message_id == first.message_id
    for line in ("المنطقة الزمنية: القاهرة", "طول الخبر: سطر", "الإعلانات: لا تصلك", "الأقل في الموجز: تسريح موظفين"):
        assert line in card.text
    for typed, told in (
        ("/time 25:00", "لا توجد ساعة «25:00»"),
        ("/time غدًا", "لم أفهم من «غدًا»"),
        ("/timezone بنغزي", "هل تقصد"),
        ("/time ٨ مساءً", "الاثنين 27 أكتوبر 2025، الساعة 20:00"),
    ):
        assert told in (await asked(newsroom, sara, typed)).text

    await archived(newsroom, META, "نظارة تترجم", days=2)
    newsroom.clock.turn(seconds=5)
    await tapped(sara, card, "أرسل لي مثالًا")
    await sara.sees(lambda message: message.text.startswith("هذا مثال لموجزك"))
    await sara.sees(lambda message: "نظارة تترجم" in message.text)
    english = await walked(newsroom, sara, card, "اللغة", "English")
    assert "Less of: layoffs" in english.text
    assert "Invite a friend" in labels(english)

    yusuf = await newsroom.reader("يوسف")
    preview = await asked(newsroom, newsroom.layla, "/broadcast تتوقف الخدمة ساعة مساء الغد.")
    card = await newsroom.layla.sees(lambda message: "أرسل مجانًا" in labels(message))
    await tapped(newsroom.layla, card, "أرسل مجانًا")
    await yusuf.sees(lambda message: message.text == preview.text)
    await newsroom.all_delivered()
    assert preview.text not in said_to(sara)  # who has no announcements still has the digest

    await archived(newsroom, CHIPS, "مصنع في تايوان")
    await newsroom.wait_until(EVENING)  # 20:00 in Cairo
    digest = await sara.sees(lambda message: message.text.startswith("Digest of Monday 27 October 2025"))
    assert "مصنع في تايوان" in digest.text
