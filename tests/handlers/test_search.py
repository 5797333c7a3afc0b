"""/search: words in titles and texts."""

import pytest

from tests.handlers.scenes import CHIPS, META, MISTRAL, archived, forged, labels, tapped
from tests.newsroom import Newsroom

CITIES = ("الرباط", "مسقط", "تونس", "المنامة", "عمّان", "الخرطوم", "نواكشوط", "بيروت")
WORDS = ("نهر", "جبل", "مطار", "ميناء", "غابة", "صحراء", "بحيرة", "قلعة")


async def test_search_finds_words_in_another_form_and_says_what_it_looked_for(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    await archived(newsroom, META, "نظارة تترجم")
    sara.send("/search الرقائق")
    found = await sara.hears()
    assert found.text.startswith("نتائج البحث عن «الرقائق»")
    assert "مصنع في تايوان" in found.text
    assert "نظارة تترجم" not in found.text


async def test_an_article_that_holds_all_the_words_hides_those_that_hold_one(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    await archived(newsroom, MISTRAL, "مكتب في الدار البيضاء")
    sara.send("/search مصنع تايوان")
    found = await sara.hears()
    assert "مصنع في تايوان" in found.text
    assert "الدار البيضاء" not in found.text


async def test_search_says_honestly_that_it_found_nothing(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/search زرافة")
    nothing = await sara.hears()
    assert nothing.text.startswith("لم أجد في الأرشيف شيئًا عن «زرافة»")
    assert "/latest" in nothing.text


async def test_search_without_words_asks_for_some(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/search")
    assert (await sara.hears()).text.startswith("اكتب ما تبحث عنه")


async def test_drafts_are_not_found(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await newsroom.draft_of(CHIPS)
    sara.send("/search رقائق")
    assert (await sara.hears()).text.startswith("لم أجد")
    sara.send("/latest")
    assert (await sara.hears()).text.startswith("لم يُنشر خبر بعد")


async def eight_found(newsroom: Newsroom) -> None:
    """Eight long articles that hold the same words, of eight stories."""
    for number, (city, word) in enumerate(zip(CITIES, WORDS, strict=True)):
        text = f"تُبنى مراكز البيانات في {city} قرب {word}. " + f"{word} {city} b " * 40
        await archived(newsroom, text, f"خبر رقم {number} من {city} " + f"{word} c " * 18, hours=number + 1)


async def test_results_are_turned_page_by_page_and_each_opens_its_story(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await eight_found(newsroom)
    sara.send("/search مراكز البيانات")
    first = await sara.hears()
    assert first.reply_to is not None
    assert first.text.startswith("نتائج البحث عن «مراكز البيانات»\n\n1. خبر رقم")
    assert set(labels(first)) == {"1", "2", "3", "4", "5", "المزيد", "تابع هذا البحث"}
    await tapped(sara, first, "المزيد")
    second = await sara.sees(lambda message: "السابق" in labels(message))
    assert second.message_id == first.message_id
    assert set(labels(second)) == {"1", "2", "3", "السابق"}
    found = [f"خبر رقم {number}" for number in range(8) if f"خبر رقم {number}" in first.text + second.text]
    assert len(found) == 8
    await tapped(sara, second, "1")
    assert (await sara.hears()).text.startswith("خبر رقم")
    await tapped(sara, second, "السابق")
    await sara.sees(lambda message: message.message_id == first.message_id and message.text == first.text)


@pytest.mark.parametrize(
    "typed", ["مراكز البيانات", "بحث مراكز البيانات", "/search@playground_toy_bot\nمراكز البيانات"]
)
async def test_pages_go_on_whichever_way_the_question_was_put(newsroom: Newsroom, typed: str) -> None:
    sara = await newsroom.reader("سارة")
    await eight_found(newsroom)
    sara.send(typed)
    first = await sara.hears()
    await tapped(sara, first, "المزيد")
    second = await sara.sees(lambda message: "السابق" in labels(message))
    assert second.text.startswith("نتائج البحث عن «مراكز البيانات»")


async def test_what_is_only_close_is_called_close(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    for typed, header in (("تايوان", "البحث عن"), ("مصتع", "قريبة من"), ("مصنع زرافات", "قريبة من")):
        sara.send(f"/search {typed}")
        found = await sara.hears()
        assert found.text.startswith(f"نتائج {header} «{typed}»")
        assert "مصنع في تايوان" in found.text


async def test_who_deleted_the_question_is_asked_for_it_again(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/latest")
    answer = await forged(sara, await sara.hears(), "found:1")
    assert "اكتبه من جديد" in answer.text


async def test_a_page_beyond_the_last_says_that_there_is_no_more(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    sara.send("/search تايوان")
    found = await sara.hears()
    await forged(sara, found, "found:99")
    await sara.sees(lambda message: message.text == "لا نتائج أخرى عن «تايوان».")


async def test_a_search_is_followed_by_a_tap_with_all_its_words(newsroom: Newsroom) -> None:
    sara, stranger = await newsroom.reader("سارة"), newsroom.toy.person("غريب")
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    for person in (stranger, sara):
        person.send("/search مصنع في تايوان")
        found = await person.hears()
        toast = await tapped(person, found, "تابع هذا البحث")
        assert toast.text.startswith("تتابع الآن" if person is sara else "لست مشتركًا")
    newsroom.clock.turn(seconds=5)
    sara.send("/following")
    assert "+مصنع +تايوان" in (await sara.hears()).text
