"""/week and /month: the stories of a period with a picture of who was spoken of, or its words where it is refused."""

import struct
from collections.abc import Sequence

from playground.messages import Message
from playground.people import Person
from tests.handlers.scenes import CHIPS, META, MISTRAL, archived, labels, tapped
from tests.newsroom import Newsroom

PICTURE = "الشركات الأكثر ذكرًا في أسبوع\nمن 20 أكتوبر 2025 إلى 26 أكتوبر 2025\n\n"
TEXT = "موجز الأسبوع، من 20 أكتوبر 2025 إلى 26 أكتوبر 2025\n\n"


async def two_weeks_of_news(newsroom: Newsroom) -> None:
    """Meta once in each week and Mistral in this one only, and something of no company."""
    await archived(newsroom, META, "نظارة تترجم", days=2)
    await archived(newsroom, MISTRAL, "مكتب في الدار البيضاء", days=3)
    await archived(newsroom, CHIPS, "مصنع في تايوان", hours=5)
    await archived(newsroom, "عينت شركة «ميتا» مديرًا جديدًا لمكتبها في الكويت.", "مدير في الكويت", days=9)


async def asked(person: Person, words: str, answers: int = 2) -> Sequence[Message]:
    """What is answered to a text."""
    person.send(words)
    return [await person.hears() for _ in range(answers)]


def sent(newsroom: Newsroom, method: str = "sendPhoto") -> list[object]:
    """What the bot gave as photo, in order: a file, or a file_id."""
    return [given["photo"] for name, given in newsroom.toy.requests if name == method]


async def test_the_week_is_a_picture_with_its_words_and_the_stories_after_it(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await two_weeks_of_news(newsroom)
    shown, told = await asked(sara, "/week")
    assert shown.photo is not None
    assert struct.unpack(">II", shown.photo.data[16:24])[0] == 1000
    assert shown.text == (PICTURE + "ميتا: خبر واحد، مستقرة (1 في الأسبوع السابق)\nميسترال إيه آي: خبر واحد، جديدة")
    assert told.text.startswith(TEXT + "مصنع في تايوان\n")
    stories, _, numbers = told.text.partition("\n\nبالأرقام\n")
    assert "499 دولارًا: نظارة تترجم" in numbers
    assert [stories.count(title) for title in ("نظارة تترجم", "مكتب في الدار البيضاء", "مدير")] == [1, 1, 0]


async def test_the_month_holds_what_the_week_does_not(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await two_weeks_of_news(newsroom)
    shown, told = await asked(sara, "/month")
    assert shown.text == (
        "الشركات الأكثر ذكرًا في شهر\nمن 27 سبتمبر 2025 إلى 26 أكتوبر 2025\n\nميتا: خبران\nميسترال إيه آي: خبر واحد"
    )
    assert told.text.startswith("موجز الشهر، ")
    assert "مدير في الكويت" in told.text


async def test_the_week_may_be_asked_for_in_words(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await two_weeks_of_news(newsroom)
    for words in ("موجز الأسبوع", "الاسبوع"):
        assert [message.text for message in await asked(sara, words)][1].startswith(TEXT)


async def test_a_picture_is_uploaded_once_for_everybody_until_the_news_change(newsroom: Newsroom) -> None:
    sara, omar = await newsroom.reader("سارة"), await newsroom.reader("عمر")
    await two_weeks_of_news(newsroom)
    (first, _), (second, _), (third, _) = [await asked(person, "/week") for person in (sara, omar, sara)]
    assert first.photo == second.photo == third.photo
    assert [isinstance(photo, str) for photo in sent(newsroom)] == [False, True, True]

    await archived(newsroom, "وقعت «إنفيديا» عقدًا لتوريد الرقائق إلى جامعات المغرب.", "رقائق للجامعات", hours=1)
    changed, _ = await asked(sara, "/week")
    assert "إنفيديا: خبر واحد، جديدة" in changed.text
    assert changed.photo != first.photo


async def test_who_reads_english_gets_a_picture_in_english(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await two_weeks_of_news(newsroom)
    sara.send("/settings")
    await tapped(sara, await sara.hears(), "اللغة")
    await tapped(sara, await sara.sees(lambda message: "English" in labels(message)), "English")
    shown, told = await asked(sara, "/week")
    assert "Mistral AI: one article, new" in shown.text
    assert told.text.startswith("The week in brief, 20 October 2025 to 26 October 2025")


async def test_a_chat_that_takes_no_pictures_gets_their_words(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await two_weeks_of_news(newsroom)
    refusal = "Bad Request: not enough rights to send photos to the chat"
    newsroom.toy.fail("sendPhoto", status=400, description=refusal)
    shown, told = await asked(sara, "/week")
    assert shown.photo is None
    assert shown.text.startswith(PICTURE + "ميتا: خبر واحد")
    assert told.text.startswith(TEXT)


async def test_a_picture_that_telegram_has_forgotten_is_uploaded_again(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await two_weeks_of_news(newsroom)
    await asked(sara, "/week")
    newsroom.toy.fail("sendPhoto", status=400, description="Bad Request: wrong file identifier/HTTP URL specified")
    shown, _ = await asked(sara, "/week")
    assert shown.photo is not None
    assert [isinstance(photo, str) for photo in sent(newsroom)] == [False, True, False]


async def test_a_week_without_news_is_said_to_be_one(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, "نظارة تترجم", days=9)
    (answer,) = await asked(sara, "/week", answers=1)
    assert answer.text == "لم يُنشر خبر في الأيام السبعة الأخيرة. لقراءة ما سبق: \u200e/latest"


async def test_news_of_no_company_are_told_without_a_picture(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, "افتتحت البلدية حديقة فيها روبوتات تسقي الأشجار.", "حديقة بروبوتات")
    (answer,) = await asked(sara, "/week", answers=1)
    assert "حديقة بروبوتات" in answer.text
    assert sent(newsroom) == []


async def test_a_group_is_answered_too(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await two_weeks_of_news(newsroom)
    group = newsroom.toy.group("زملاء", sara)
    group.join(newsroom.toy.world.bot)
    sara.send("/week", group=group)
    call = await newsroom.toy.called("sendPhoto")
    assert call["chat_id"] == group.id
