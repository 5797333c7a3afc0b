"""/following: names, kinds of news and keywords followed; listed with what they brought; paused, removed, exported."""

from structlog.testing import capture_logs

from mujaz.subscriber import Alerts, Choices
from playground.messages import Message
from playground.people import Person
from storage import subscribers
from tests.handlers.scenes import CHIPS, META, MISTRAL, archived, broken, failures, labels, tapped
from tests.newsroom import Newsroom


async def said(newsroom: Newsroom, person: Person, words: str) -> Message:
    newsroom.clock.turn(seconds=9)
    person.send(words)
    return await person.hears()


async def tap(newsroom: Newsroom, person: Person, message: Message, button: str) -> Message:
    newsroom.clock.turn(seconds=9)
    await tapped(person, message, button)
    return await person.hears()


async def wishes(newsroom: Newsroom, person: Person) -> tuple[frozenset[str], frozenset[str]]:
    found = await newsroom.mujaz.room.store.read(subscribers.get, person.id)
    assert found is not None
    return found.follows, found.wishes


async def test_names_kinds_and_keywords_are_followed_and_listed_with_what_a_week_brought(newsroom: Newsroom) -> None:
    await archived(newsroom, META, "ميتا تكشف عن نظارة مترجمة", hours=3)
    await archived(newsroom, CHIPS, "مصنع رقائق جديد في تايوان", hours=2)
    sara = await newsroom.reader("سارة")
    assert (await said(newsroom, sara, "/following")).text.startswith("لا تتابع شيئًا بعد")
    added = await said(newsroom, sara, "/following ميتا\nسام ألتمان\nتسريح\n+رقائق -آبل\n😀")
    assert added.text.startswith("تتابع الآن: ميتا، سام ألتمان، تسريح موظفين، ")
    assert "لم أجد في هذا ما يُتابَع: 😀" in added.text
    assert await wishes(newsroom, sara) == (
        frozenset({"meta"}), frozenset({"person:Sam Altman", "event:layoffs", "+رقائق -آبل"}),
    )  # fmt: skip
    listed = await said(newsroom, sara, "متابعاتي")
    assert "1. ميتا: خبر واحد" in listed.text and "2. سام ألتمان: لا أخبار" in listed.text
    assert "4. +رقائق -آبل: خبر واحد" in listed.text


async def test_what_is_followed_can_rest_go_on_and_be_removed(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await said(newsroom, sara, "/following ميتا\n+رقائق")
    listed = await said(newsroom, sara, "/following")
    resting = await tap(newsroom, sara, await tap(newsroom, sara, listed, "1"), "أوقفه مؤقتًا")
    assert "متوقف مؤقتًا" in resting.text and await wishes(newsroom, sara) == (frozenset(), frozenset({"+رقائق"}))
    again = await tap(newsroom, sara, await tap(newsroom, sara, resting, "2"), "تابعه من جديد")
    assert await wishes(newsroom, sara) == (frozenset({"meta"}), frozenset({"+رقائق"}))
    gone = await tap(newsroom, sara, await tap(newsroom, sara, again, "2"), "احذفه")
    assert "رقائق" not in gone.text and await wishes(newsroom, sara) == (frozenset({"meta"}), frozenset())


async def test_what_one_exports_another_follows(newsroom: Newsroom) -> None:
    sara, yusuf = await newsroom.reader("سارة"), await newsroom.reader("يوسف")
    await said(newsroom, sara, "/following ميتا\nتسريح\nسام ألتمان\n+رقائق «مركز بيانات»")
    exported = await tap(newsroom, sara, await said(newsroom, sara, "/following"), "صدّر القائمة")
    lines = exported.text.split("\n\n", 1)[1].replace("\n\n", "\n")
    await said(newsroom, yusuf, f"/following {lines}")
    assert await wishes(newsroom, yusuf) == await wishes(newsroom, sara)


async def test_what_keywords_ask_for_comes_first_in_the_digest_and_the_card_says_why(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await said(newsroom, sara, "/following +«الدار البيضاء»")
    await archived(newsroom, MISTRAL, "ميسترال تفتتح مكتبًا في المغرب", hours=3)
    await archived(newsroom, META, "ميتا تكشف عن نظارة مترجمة")
    digest = await said(newsroom, sara, "/digest")
    assert digest.text.index("ميسترال") < digest.text.index("نظارة")
    card = await tap(newsroom, sara, digest, "1")
    newsroom.clock.turn(seconds=9)
    assert "لأنك تتابع +«الدار البيضاء»" in (await tapped(sara, card, "لماذا وصلني هذا؟")).text


async def test_what_keywords_ask_for_comes_at_once_to_who_wants_alerts_of_what_they_follow(newsroom: Newsroom) -> None:
    sara, yusuf = await newsroom.reader("سارة"), await newsroom.reader("يوسف")
    await said(newsroom, sara, "/following +نظارة")
    await said(newsroom, yusuf, "/following +رقائق")
    for person in (sara, yusuf):
        await newsroom.mujaz.room.store.write(subscribers.choose, person.id, Choices(alerts=Alerts.FOLLOWED))
    await broken(newsroom, await newsroom.draft_of(META))
    assert "نظارة" in (await sara.hears()).text
    await newsroom.all_delivered()
    assert not [message for message in yusuf.messages if "نظارة" in message.text]


async def test_who_is_no_reader_is_told_and_any_text_is_answered(newsroom: Newsroom) -> None:
    stranger, sara = newsroom.toy.person("غريب"), await newsroom.reader("سارة")
    assert "/start" in (await said(newsroom, stranger, "/following ميتا")).text
    with capture_logs() as logged:
        for typed in (
            "س" * 4000,
            "<b>x</b>",
            "NEAR(a, 5) AND *",
            "'; DROP TABLE keywords; --",
            "٣",
            "event:nothing",
            "«",
        ):
            assert (await said(newsroom, sara, f"/following {typed}"[:4096])).text
        listed = await said(newsroom, sara, "/following")
    assert failures(logged) == [] and "DROP TABLE keywords" in listed.text and labels(listed)
