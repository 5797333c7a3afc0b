"""/digest and /latest: news now."""

import re
from datetime import UTC, datetime, timedelta

from tests.handlers.scenes import CHIPS, META, MISTRAL, archived, said_to
from tests.newsroom import Newsroom

LIMIT = 4096


async def test_digest_brings_what_is_new_once(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, "نظارة تترجم")
    sara.send("/digest")
    digest = await sara.hears()
    assert digest.text.startswith("موجز الأحد 26 أكتوبر 2025 في خبر واحد")
    assert "نظارة تترجم" in digest.text

    sara.send("/digest")
    assert (await sara.hears()).text.startswith("لا جديد منذ موجزك السابق")


async def test_what_was_asked_for_is_not_repeated_in_the_morning(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, "نظارة تترجم")
    sara.send("/digest")
    await sara.hears()
    newsroom.clock.turn(minutes=5)
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    await newsroom.wait_until(datetime(2025, 10, 27, 5, 0, tzinfo=UTC))
    morning = await sara.hears()
    assert "مصنع في تايوان" in morning.text
    assert "نظارة تترجم" not in morning.text


async def test_the_digest_counts_its_news_in_good_arabic(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, "نظارة تترجم")
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    sara.send("/digest")
    assert "في خبرين" in (await sara.hears()).text
    newsroom.clock.turn(minutes=1)
    for number in range(3):
        await archived(newsroom, f"{MISTRAL} الدفعة {number}.", f"مكتب {number}")
    sara.send("/digest")
    assert "في 3 أخبار" in (await sara.hears()).text


async def test_latest_lists_the_newest_first_with_dates(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/latest")
    assert (await sara.hears()).text.startswith("لم يُنشر خبر بعد")
    await archived(newsroom, META, "نظارة تترجم", days=2)
    await archived(newsroom, CHIPS, "مصنع في تايوان", days=1)
    sara.send("/latest")
    latest = await sara.hears()
    assert latest.text.startswith("آخر الأخبار")
    assert latest.text.index("مصنع في تايوان") < latest.text.index("نظارة تترجم")
    assert "25 أكتوبر 2025" in latest.text


async def test_strangers_may_ask_for_a_digest_and_for_the_latest(newsroom: Newsroom) -> None:
    stranger = newsroom.toy.person("غريب")
    await archived(newsroom, META, "نظارة تترجم", hours=2)
    await archived(newsroom, CHIPS, "خبر قديم", days=3)
    stranger.send("/digest")
    digest = await stranger.hears()
    assert "نظارة تترجم" in digest.text
    assert "خبر قديم" not in digest.text
    stranger.send("/latest")
    assert "خبر قديم" in (await stranger.hears()).text


async def test_a_very_long_digest_comes_in_several_parts_in_order(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    for number in range(40):
        await archived(newsroom, _long(number), f"العنوان رقم {number}", minutes=number)
    sara.send("/digest")
    first = await sara.hears()
    parts = int(_found(r"من (\d+)", (await sara.hears()).text)[0])
    assert parts > 2
    while len(said_to(sara)) < 1 + parts:
        await sara.hears()
    digest = said_to(sara)[1:]
    assert first.text.startswith("موجز الأحد 26 أكتوبر 2025 في 40 خبر")
    assert [_found(r"تتمة الموجز \(الجزء (\d+)", text) for text in digest[1:]] == [
        [str(part)] for part in range(2, parts + 1)
    ]
    assert all(len(text) <= LIMIT for text in digest)
    assert [int(n) for text in digest for n in _found(r"العنوان رقم (\d+)", text)] == list(range(40))


async def test_a_long_digest_of_the_morning_comes_in_parts_too(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    for number in range(12):
        await archived(newsroom, _long(number), f"العنوان رقم {number}", minutes=number)
    await newsroom.wait_until(datetime(2025, 10, 27, 5, 0, tzinfo=UTC))
    digest = [(await sara.hears()).text, (await sara.hears()).text]
    assert digest[1].startswith("تتمة الموجز (الجزء 2 من 2)")
    assert [int(n) for text in digest for n in _found(r"العنوان رقم (\d+)", text)] == list(range(12))


async def test_a_digest_looks_back_a_week_at_most(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, "نظارة تترجم")
    newsroom.clock.turn_to(newsroom.clock() + timedelta(days=30))
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    sara.send("/digest")
    digest = await sara.hears()
    assert "مصنع في تايوان" in digest.text
    assert "نظارة تترجم" not in digest.text


def _long(number: int) -> str:
    return (
        f"أعلن المختبر رقم {number} خطة جديدة تمتد خمس سنوات، يبني فيها مراكز للبيانات في المدن الساحلية القريبة من "
        "محطات الكهرباء، ويدرب فيها نماذج أكبر من كل ما سبقها، ويستعين بجامعات المنطقة كلها في البحث والتعليم معًا.\n\n"
        f"وتبلغ كلفة الخطة {number + 2} مليارات دولار، تدفع الحكومة نصفها من صندوق الاستثمار، وتدفع البنوك المحلية "
        "نصفها الآخر قروضًا طويلة الأجل، على أن تسدد من أرباح الخدمات التي تبيعها المراكز لشركات التجارة والنقل.\n\n"
        "ويرى خبراء أن النجاح مرهون بوصول الرقائق في موعدها، فقد تأخرت شحنات العام الماضي أشهرًا، واضطر المهندسون "
        "إلى تأجيل التجارب الأولى مرتين، ثم عادوا إلى العمل بعد أن فتح مصنع آخر في الجنوب أبوابه للمشترين."
    )


def _found(pattern: str, text: str) -> list[str]:
    return re.findall(pattern, text)
