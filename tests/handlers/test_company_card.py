"""A company's card: its stories by month and page, what is new, limits, figures, weeks, a link to follow."""

import pytest

from tests.handlers.scenes import META, archived, labels, tapped
from tests.newsroom import Newsroom

LAYOFFS = "أعلنت شركة «ميتا» تسريح 600 موظف من مختبرها.\n\nوقالت الشركة إن التسريح يبدأ اليوم، ويشمل فرق البحث."
STORIES = (
    ("نظارة تقرأ للمكفوفين", "طرحت «ميتا» نظارة تقرأ اللافتات للمكفوفين بصوت مسموع، وثمنها أقل من ثمن هاتف."),
    ("غرامة في الهند", "غرّمت هيئة المنافسة الهندية «ميتا» بسبب شروط تطبيق المراسلة، وأمهلتها شهرين للاستئناف."),
    ("كابل تحت البحر", "مدّت «ميتا» كابلًا بحريًا يربط القارات الخمس، ويبلغ طوله أكثر من محيط الأرض."),
    ("مبرمجون في القاهرة", "درّبت «ميتا» ألفي مبرمج مصري على النماذج المفتوحة في جامعة القاهرة."),
    ("استقالة كبير الباحثين", "ترك كبير الباحثين في «ميتا» منصبه ليعود إلى التدريس، ولم تسمّ خلفًا له."),
    ("طاقة نووية لمراكزها", "اشترت «ميتا» كهرباء مفاعل نووي في إلينوي عشرين عامًا لتغذي مراكز بياناتها."),
    ("إعلانات بلا مصممين", "تولّد أداة من «ميتا» صور الإعلانات من وصف قصير، فيستغني المعلن عن المصمم."),
    ("ساعة تراقب النبض", "أوقفت «ميتا» مشروع ساعة تراقب نبض القلب بعد عامين من العمل عليها."),
)


async def eight_stories(newsroom: Newsroom) -> None:
    """One story of Meta every five days, back from yesterday."""
    for number, (title, text) in enumerate(STORIES):
        await archived(newsroom, text, title, days=5 * number + 1)


async def test_stories_stand_under_their_months_and_pages_lead_to_the_older_ones(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await eight_stories(newsroom)
    sara.send("/company ميتا")
    card = await sara.hears()
    assert card.text.startswith("ميتا")
    assert "في الأرشيف عنها: 8 أخبار." in card.text
    october, september = card.text.index("أكتوبر 2025\n1. نظارة تقرأ للمكفوفين"), card.text.index("سبتمبر 2025\n6. ")
    assert october < september
    assert "ساعة تراقب" not in card.text
    assert {"1", "6", "الأقدم"} <= set(labels(card))

    await tapped(sara, card, "الأقدم")
    older = await sara.sees(lambda message: "الصفحة 2 من 2" in message.text)
    assert older.message_id == card.message_id
    assert "1. إعلانات بلا مصممين" in older.text
    assert "أبرز المنتجات" not in older.text
    await tapped(sara, older, "الأحدث")
    await sara.sees(lambda message: message.message_id == card.message_id and "1. نظارة تقرأ للمكفوفين" in message.text)


async def test_a_number_opens_the_card_of_its_story(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await eight_stories(newsroom)
    sara.send("/company ميتا")
    await tapped(sara, await sara.hears(), "2")
    assert (await sara.hears()).text.startswith("غرامة في الهند\n")


async def test_what_came_since_the_reader_looked_last_comes_first(newsroom: Newsroom) -> None:
    sara, omar = await newsroom.reader("سارة"), await newsroom.reader("عمر")
    await archived(newsroom, META, "نظارة تترجم", days=3)
    sara.send("/company ميتا")
    assert "منذ آخر اطلاع لك" not in (await sara.hears()).text
    newsroom.clock.turn(hours=5)
    await archived(newsroom, LAYOFFS, "ميتا تسرّح 600 موظف")
    newsroom.clock.turn(minutes=1)
    for person, told in ((sara, True), (omar, False)):
        person.send("/company ميتا")
        assert ("منذ آخر اطلاع لك\n1. ميتا تسرّح" in (await person.hears()).text) == told


@pytest.mark.parametrize(
    "typed", ["ميتا layoffs", "تسريح meta", "meta تسريح", "layoffs ميتا ٣٠", "30 يومًا ميتا تسريح الموظفين"]
)
async def test_a_kind_of_news_and_days_may_be_asked_for_in_any_order(newsroom: Newsroom, typed: str) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, "نظارة تترجم", days=2)
    await archived(newsroom, LAYOFFS, "ميتا تسرّح 600 موظف", days=3)
    sara.send(f"/company {typed}")
    card = await sara.hears()
    assert "ميتا تسرّح 600 موظف" in card.text
    assert "نظارة" not in card.text
    assert "من هذا النوع: تسريح موظفين" in card.text
    assert ("في آخر 30 يومًا" in card.text) == ("30" in typed or "٣٠" in typed)


async def test_days_leave_out_what_is_older_and_an_empty_answer_says_so(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, "نظارة تترجم", days=20)
    for typed, told in (
        ("meta 30", "نظارة تترجم"),
        ("meta 7", "لا أخبار عنها من هذا."),
        ("meta week", "لا أخبار"),
    ):
        sara.send(f"/company {typed}")
        assert told in (await sara.hears()).text


async def test_figures_come_with_what_they_tell_of_their_date_and_their_source(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    moment = newsroom.clock()
    await newsroom.mujaz.room.intake.archive(
        "ميتا تسرّح 600 موظف", LAYOFFS, source="رويترز", url=None, reported_at=moment, published_at=moment
    )
    sara.send("/company ميتا")
    card = await sara.hears()
    await tapped(sara, card, "بالأرقام")
    shown = await sara.sees(lambda message: "الأحدث أولًا" in message.text)
    assert shown.message_id == card.message_id
    assert "1. 600 موظف (تسريح موظفين)\nميتا تسرّح 600 موظف" in shown.text
    assert "26 أكتوبر 2025" in shown.text
    assert "رويترز" in shown.text
    await tapped(sara, shown, "الأخبار")
    await sara.sees(lambda message: message.message_id == card.message_id and "في الأرشيف عنها" in message.text)


async def test_its_weeks_are_a_picture_with_its_words(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await eight_stories(newsroom)
    sara.send("/company ميتا")
    await tapped(sara, await sara.hears(), "أسبوعًا بعد أسبوع")
    shown = await sara.hears()
    assert shown.photo is not None
    assert shown.text.startswith("أخبار ميتا أسبوعًا بعد أسبوع\n")
    assert "أسبوع 20 أكتوبر 2025: خبران" in shown.text


async def test_following_on_a_page_leaves_the_page_as_it_is(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await eight_stories(newsroom)
    sara.send("/company ميتا 60")
    await tapped(sara, await sara.hears(), "الأقدم")
    older = await sara.sees(lambda message: "الصفحة 2 من 2" in message.text)
    await tapped(sara, older, "تابع الشركة")
    after = await sara.sees(lambda message: "ألغِ المتابعة" in labels(message))
    assert after.text == older.text


async def test_a_link_proposes_to_follow_and_nothing_is_followed_before_a_tap(newsroom: Newsroom) -> None:
    sara, omar = await newsroom.reader("سارة"), newsroom.toy.person("عمر")
    sara.send("/company ميتا")
    await tapped(sara, await sara.hears(), "شارك المتابعة")
    link = (await sara.hears()).text.split()[-1]
    assert link.endswith("?start=f_meta")

    omar.send("/start f_meta")
    assert "أهلًا بك في موجز" in (await omar.hears()).text
    asked = await omar.hears()
    assert asked.text.startswith("هل تريد أن تتابع ميتا؟")
    assert "تتابع الآن ميتا" in (await tapped(omar, asked, "تابع الشركة")).text
    omar.send("/start f_meta")
    assert (await omar.hears()).text.startswith("أنت تتابع ميتا")


async def test_a_link_to_a_company_that_nobody_knows_is_a_greeting(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    for payload in ("f_nothing", "f_", "f_" + "a" * 60):
        sara.send(f"/start {payload}")
        assert (await sara.hears()).text.startswith("أنت مشترك في موجز")
