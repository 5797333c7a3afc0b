"""/missed: what came since somebody's last tap or command, condensed by how long they were away."""

from mujaz.digest.missed import OF_A_DAY, OF_A_WEEK, OF_LONGER
from playground.messages import Message
from playground.people import Person
from storage import subscribers
from tests.handlers.scenes import CHIPS, META, MISTRAL, all_heard, archived, tapped
from tests.newsroom import Newsroom


async def came(newsroom: Newsroom) -> Person:
    """A reader who has subscribed at this moment."""
    sara = await newsroom.reader("سارة")
    await all_heard(newsroom)
    return sara


async def asked(newsroom: Newsroom, person: Person, words: str = "/missed") -> Message:
    person.send(words)
    answer = await person.hears()
    await all_heard(newsroom)
    return answer


MANY = (
    "افتتحت بلدية طنجة مكتبة ليلية للطلاب.",
    "هبط مسبار ياباني على كويكب بعيد.",
    "قررت محكمة في بروكسل تغريم صيدلية.",
    "زرع فلاحون في السودان قمحًا يتحمل الملح.",
    "أعلن متحف القاهرة عن جناح للمخطوطات.",
    "فاز منتخب عُمان بكأس الشراع.",
    "ارتفع سعر النحاس في بورصة لندن.",
    "دشنت الكويت جسرًا للمشاة فوق الخليج.",
    "رصد علماء في تشيلي انفجار نجم.",
    "أضرب سائقو القطارات في ليون يومين.",
    "صدرت في بيروت رواية عن الصيادين.",
    "جربت مستشفيات الدوحة روبوتًا يوزع الدواء.",
    "خفضت نيوزيلندا ضريبة الدراجات.",
    "اكتشف غواصون سفينة غارقة قرب مالطا.",
)


async def many_stories(newsroom: Newsroom) -> None:
    """Fourteen that have nothing to do with each other."""
    for text in MANY:
        await archived(newsroom, text, text.removesuffix("."))


def how_many(answer: Message) -> int:
    return sum(text.removesuffix(".") in answer.text for text in MANY)


async def test_missed_tells_all_that_came_since_the_last_command_and_nothing_twice(newsroom: Newsroom) -> None:
    sara = await came(newsroom)
    await archived(newsroom, META, "نظارة تترجم", hours=1)
    newsroom.clock.turn(hours=2)
    await asked(newsroom, sara, "/help")
    newsroom.clock.turn(hours=3)
    await archived(newsroom, CHIPS, "مصنع في تايوان", hours=1)
    await archived(newsroom, MISTRAL, "مكتب في الدار البيضاء", hours=2)
    answer = await asked(newsroom, sara)
    assert answer.text.startswith("ما فاتك منذ الأحد 26 أكتوبر 2025، الساعة 22:00: خبران")
    assert "مصنع في تايوان" in answer.text and "مكتب في الدار البيضاء" in answer.text
    assert "نظارة تترجم" not in answer.text

    newsroom.clock.turn(minutes=5)
    assert (await asked(newsroom, sara, "ما فاتني")).text.startswith("لم يفتك شيء: لا أخبار منذ")


async def test_a_tap_counts_as_being_there(newsroom: Newsroom) -> None:
    sara = newsroom.toy.person("سارة")
    greeting = await asked(newsroom, sara, "/start")
    await archived(newsroom, META, "نظارة تترجم")
    newsroom.clock.turn(hours=1)
    await tapped(sara, greeting, "07:00")
    await all_heard(newsroom)
    newsroom.clock.turn(hours=1)
    assert "لم يفتك شيء" in (await asked(newsroom, sara)).text


async def test_after_days_away_the_weightiest_are_told_and_the_rest_is_counted(newsroom: Newsroom) -> None:
    sara = await came(newsroom)
    newsroom.clock.turn(hours=25)
    await many_stories(newsroom)
    answer = await asked(newsroom, sara)
    assert answer.text.startswith("أهم ما فاتك منذ الأحد 26 أكتوبر 2025، الساعة 20:00")
    assert how_many(answer) == OF_A_WEEK
    assert f"وسوى ذلك في هذه المدة: {len(MANY) - OF_A_WEEK} أخبار" in answer.text


async def test_after_weeks_more_is_told_than_after_days_and_less_than_all(newsroom: Newsroom) -> None:
    sara = await came(newsroom)
    newsroom.clock.turn(days=20)
    await many_stories(newsroom)
    assert OF_A_WEEK < how_many(await asked(newsroom, sara)) == OF_LONGER < OF_A_DAY


async def test_within_a_day_all_stories_are_told(newsroom: Newsroom) -> None:
    sara = await came(newsroom)
    newsroom.clock.turn(hours=24)
    await many_stories(newsroom)
    answer = await asked(newsroom, sara)
    assert how_many(answer) == len(MANY) > OF_LONGER


async def test_what_is_followed_is_told_first_however_light(newsroom: Newsroom) -> None:
    sara = await came(newsroom)
    await newsroom.mujaz.room.store.write(subscribers.follow, sara.id, "mistral")
    newsroom.clock.turn(days=3)
    await archived(newsroom, MISTRAL, "مكتب في الدار البيضاء", days=1)
    await many_stories(newsroom)
    told = (await asked(newsroom, sara)).text
    assert told.index("مكتب في الدار البيضاء") < min(
        told.index(text.removesuffix(".")) for text in MANY if text.removesuffix(".") in told
    )


async def test_what_was_retracted_meanwhile_was_not_missed(newsroom: Newsroom) -> None:
    sara = await came(newsroom)
    newsroom.clock.turn(hours=2)
    article = await archived(newsroom, META, "نظارة تترجم")
    await newsroom.mujaz.room.intake.retract(article.id, "خطأ", newsroom.layla.id)
    assert "لم يفتك شيء" in (await asked(newsroom, sara)).text


async def test_what_was_told_as_missed_does_not_come_again_in_the_digest(newsroom: Newsroom) -> None:
    sara = await came(newsroom)
    newsroom.clock.turn(hours=2)
    await archived(newsroom, META, "نظارة تترجم")
    assert "نظارة تترجم" in (await asked(newsroom, sara)).text
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    newsroom.clock.turn(minutes=1)
    digest = (await asked(newsroom, sara, "/digest")).text
    assert "مصنع في تايوان" in digest and "نظارة تترجم" not in digest


async def test_somebody_who_never_subscribed_is_told_the_last_day(newsroom: Newsroom) -> None:
    await archived(newsroom, META, "نظارة تترجم", hours=20)
    await archived(newsroom, CHIPS, "مصنع في تايوان", hours=30)
    told = (await asked(newsroom, newsroom.toy.person("غريب"))).text
    assert "نظارة تترجم" in told and "مصنع" not in told
