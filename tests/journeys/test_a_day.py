"""A day in the life of two readers in different time zones and one editor."""

from datetime import UTC, datetime
from pathlib import Path

from playground.people import Person
from tests.newsroom import Newsroom

RETELLING = (Path(__file__).parent.parent / "data" / "meta_layoffs.txt").read_text(encoding="utf-8")
FUNDING = (
    "جمعت شركة «ميسترال» الفرنسية 1.7 مليار يورو في جولة تمويل جديدة تقودها «إيه إس إم إل» الهولندية.\n\n"
    "وقالت الشركة إنها ستنفق المال على مراكز البيانات وعلى توظيف باحثين في باريس ولندن. "
    "وتبلغ قيمتها بعد الجولة 11.7 مليار يورو، بحسب رويترز."
)


async def test_each_reader_gets_the_digest_at_the_hour_of_their_own_city(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    yusuf = await newsroom.reader("يوسف")
    await _moves_to(yusuf, "مصر", "القاهرة")

    draft = await newsroom.draft_of(RETELLING)
    newsroom.layla.tap(draft, "في الموجز القادم")
    await newsroom.layla.sees(lambda message: "وسيكون في الموجز القادم" in message.text)

    await newsroom.wait_until(datetime(2025, 10, 27, 5, 0, tzinfo=UTC))  # 08:00 in Riyadh, 07:00 in Cairo
    digest = await sara.hears()
    assert "600 موظف" in digest.text
    assert not any("600 موظف" in message.text for message in yusuf.messages)

    await newsroom.wait_until(datetime(2025, 10, 27, 6, 0, tzinfo=UTC))  # 08:00 in Cairo
    assert "600 موظف" in (await yusuf.hears()).text


async def test_a_reader_with_nothing_new_gets_nothing(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    draft = await newsroom.draft_of(RETELLING)
    newsroom.layla.tap(draft, "في الموجز القادم")
    await newsroom.layla.sees(lambda message: "وسيكون في الموجز القادم" in message.text)
    await newsroom.wait_until(datetime(2025, 10, 27, 5, 0, tzinfo=UTC))
    await sara.hears()
    before = len(sara.messages)

    await newsroom.wait_until(datetime(2025, 10, 28, 5, 0, tzinfo=UTC))
    draft = await newsroom.draft_of(FUNDING)
    newsroom.layla.tap(draft, "في الموجز القادم")
    await newsroom.layla.sees(lambda message: message.text.startswith("نُشر") and "ميسترال" in message.text)
    await newsroom.wait_until(datetime(2025, 10, 29, 5, 0, tzinfo=UTC))
    digest = await sara.hears()
    assert "ميسترال" in digest.text
    assert "600" not in digest.text
    assert len(sara.messages) == before + 1


async def _moves_to(person: Person, country: str, city: str) -> None:
    person.send("/settings")
    card = await person.hears()
    person.tap(card, "المنطقة")
    zones = await person.sees(lambda message: "بتوقيت أي بلد" in message.text)
    person.tap(zones, country)
    await person.sees(lambda message: f"المنطقة الزمنية: {city}" in message.text)
