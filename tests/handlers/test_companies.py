"""/companies and /compare: the catalogue by letter, country and activity; two companies point by point."""

import pytest

from playground.messages import Message
from tests.handlers.scenes import META, MISTRAL, archived, forged, labels, tapped
from tests.newsroom import Newsroom

LAYOFFS = "أعلنت شركة «ميتا» تسريح 600 موظف من مختبرها.\n\nوقالت الشركة إن التسريح يبدأ اليوم، ويشمل فرق البحث."


async def test_the_companies_most_reported_of_late_come_first_in_two_columns(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, MISTRAL, "مكتب في الدار البيضاء", days=2)
    sara.send("/companies")
    shown = await sara.hears()
    assert shown.text.startswith("الشركات: كلها\n")
    assert all(len(row) <= 3 for row in shown.keyboard)
    assert [len(row) for row in shown.keyboard[:8]] == [2] * 8
    assert shown.keyboard[0][1].text == "ميسترال إيه آي"  # one begins to read at the right
    await tapped(sara, shown, "ميسترال إيه آي")
    assert "مكتب في الدار البيضاء" in (await sara.hears()).text


async def test_the_catalogue_is_browsed_by_country_letter_and_activity_in_one_message(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/companies")
    shown = await sara.hears()

    async def pressed(button: str, words: str) -> Message:
        newsroom.clock.turn(seconds=1)
        await tapped(sara, next(m for m in sara.messages if m.message_id == shown.message_id), button)
        return await sara.sees(lambda m: m.message_id == shown.message_id and words in m.text)

    countries = await pressed("بالبلد", "من أي بلد؟")
    button = next(label for label in labels(countries) if label.startswith("المملكة العربية السعودية ("))
    saudi = await pressed(button, "المملكة العربية السعودية")
    assert "أرامكو" in labels(saudi)
    assert "ميتا" not in labels(saudi)
    letters = await pressed("بالحرف", "بأي حرف")
    under = await pressed(next(label for label in labels(letters) if label.startswith("م (")), "الشركات: م")
    assert "ميتا" in labels(under) or "التالية" in labels(under)
    await pressed("بالنشاط", "بأي نشاط؟")
    everything = await pressed("كلها", "الشركات: كلها")
    await pressed("التالية", "الصفحة 2 من")
    assert "التالية" in labels(everything)


@pytest.mark.parametrize(
    ("typed", "shelf"),
    [("السعودية", "المملكة العربية السعودية"), ("SA", "المملكة العربية السعودية"), ("م", "م"), ("رقائق", "رقائق")],
)
async def test_a_shelf_may_be_named(newsroom: Newsroom, typed: str, shelf: str) -> None:
    sara = await newsroom.reader("سارة")
    sara.send(f"/companies {typed}")
    assert (await sara.hears()).text.startswith(f"الشركات: {shelf}\n")


async def test_a_name_after_companies_is_that_company_and_buttons_that_mean_nothing_say_so(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/companies ميتا")
    card = await sara.hears()
    assert card.text.startswith("ميتا")
    for data in ("shelf:country:XX:0", "shelf:letter::0"):
        assert "انتهت صلاحية" in (await forged(sara, card, data)).text


@pytest.mark.parametrize("typed", ["/compare ميتا mistral", "/compare mistral مع فيسبوك", "قارن بين ميتا وميسترال"])
async def test_two_companies_are_told_point_by_point(newsroom: Newsroom, typed: str) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, "نظارة تترجم", days=40)
    await archived(newsroom, LAYOFFS, "ميتا تسرّح 600 موظف", days=2)
    await archived(newsroom, MISTRAL, "مكتب في الدار البيضاء", days=3)
    sara.send(typed)
    told = await sara.hears()
    assert "ميتا: خبر واحد، مستقرة" in told.text
    assert "ميسترال إيه آي: خبر واحد، جديدة" in told.text
    assert "ميتا: خبران" in told.text
    assert "ميتا: 600 موظف، ميتا تسرّح 600 موظف" in told.text
    assert "ميسترال إيه آي: مكتب في الدار البيضاء" in told.text
    assert set(labels(told)) == {"ميتا", "ميسترال إيه آي"}
    await tapped(sara, told, "ميتا")
    assert (await sara.hears()).text.startswith("ميتا")


async def test_one_company_or_none_is_no_comparison_and_mujaz_says_what_to_type(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    for typed, answer in (
        ("/compare", "اكتب اسمي شركتين"),
        ("/compare ميتا", "بماذا أقارن ميتا؟"),
        ("/compare ميتا فيسبوك", "بماذا أقارن ميتا؟"),
        ("/compare زقزوق", "لا أعرف شركة في «زقزوق»"),
    ):
        sara.send(typed)
        assert (await sara.hears()).text.startswith(answer)
