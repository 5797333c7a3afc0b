"""/search: words in titles and texts."""

from tests.handlers.scenes import CHIPS, META, MISTRAL, archived
from tests.newsroom import Newsroom


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


async def test_answers_too_long_for_one_message_come_in_several_and_none_is_left_out(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    for number in range(8):
        await archived(newsroom, f"مراكز البيانات {number}: " + "ب a " * 60, f"خبر رقم {number} " + "ج b " * 44)
    before = len(sara.messages)
    sara.send("/search مراكز البيانات")
    await sara.sees(lambda _: all(any(f"خبر رقم {n}" in m.text for m in sara.messages[before:]) for n in range(8)))
    assert len([message for message in sara.messages[before:] if message.from_bot]) > 1
