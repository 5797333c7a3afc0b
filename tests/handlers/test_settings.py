"""/settings: time, place, language, and when the next digest comes."""

from datetime import UTC, datetime

from playground.messages import Message
from playground.people import Person
from tests.handlers.scenes import META, archived, labels, tapped
from tests.newsroom import Newsroom


async def test_settings_show_every_choice_and_the_day_of_the_next_digest(newsroom: Newsroom) -> None:
    card = await _card(await newsroom.reader("سارة"))
    for line in (
        "الوقت: كل يوم في الساعة 08:00",
        "المنطقة الزمنية: الرياض",
        "اللغة: العربية",
        "موعد الموجز القادم: الاثنين 27 أكتوبر 2025، الساعة 08:00.",
    ):
        assert line in card.text


async def test_an_hour_still_to_come_today_is_announced_for_today(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")  # it is 20:00
    card = await _card(sara)
    await tapped(sara, card, "الوقت")
    times = await sara.sees(lambda message: "في أي ساعة" in message.text)
    await tapped(sara, times, "21:00")
    assert "الأحد 26 أكتوبر 2025، الساعة 21:00" in (await _card(sara)).text


async def test_each_screen_leads_back_to_the_card(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await _card(sara)
    for button, question in (("الوقت", "في أي ساعة"), ("المنطقة", "بتوقيت أي مدينة"), ("اللغة", "بأي لغة")):
        newsroom.clock.turn(seconds=2)
        await tapped(sara, card, button)
        screen = await sara.sees(lambda message, asked=question: asked in message.text)  # type: ignore[misc]  # mypy cannot infer a lambda with a default
        await tapped(sara, screen, "رجوع")
        await sara.sees(lambda message: message.message_id == card.message_id and "إعداداتك" in message.text)


async def test_the_digest_follows_the_city_that_was_chosen(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    card = await _card(sara)
    await tapped(sara, card, "المنطقة")
    zones = await sara.sees(lambda message: "بتوقيت أي مدينة" in message.text)
    assert "✓ الرياض" in labels(zones)
    assert (await tapped(sara, zones, "لندن")).text == "حُفظ اختيارك"
    await sara.sees(lambda message: "المنطقة الزمنية: لندن" in message.text)
    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(datetime(2025, 10, 27, 8, 0, tzinfo=UTC))  # 08:00 in London, 11:00 in Riyadh
    assert "نظارة تترجم" in (await sara.hears()).text


async def test_mujaz_speaks_english_to_who_asks_for_it_and_arabic_again(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await _speaks(sara, await _card(sara), "اللغة", "English", "Your settings")
    sara.send("/help")
    assert "What can I do?" in (await sara.hears()).text
    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(datetime(2025, 10, 27, 5, 0, tzinfo=UTC))
    digest = await sara.hears()
    assert digest.text.startswith("Digest of Monday 27 October 2025")
    assert "نظارة تترجم" in digest.text

    await _speaks(sara, await _card(sara), "Language", "العربية", "إعداداتك")
    sara.send("/help")
    assert "ماذا أستطيع أن أفعل؟" in (await sara.hears()).text


async def test_a_stranger_without_settings_is_told_how_to_subscribe(newsroom: Newsroom) -> None:
    stranger = newsroom.toy.person("غريب")
    stranger.send("/settings")
    assert "لست مشتركًا بعد" in (await stranger.hears()).text


async def _card(person: Person) -> Message:
    person.send("/settings")
    return await person.hears()


async def _speaks(person: Person, card: Message, button: str, language: str, then: str) -> None:
    await tapped(person, card, button)
    screen = await person.sees(lambda m: m.message_id == card.message_id and language in labels(m))
    await tapped(person, screen, language)
    await person.sees(lambda m: m.message_id == card.message_id and then in m.text)
