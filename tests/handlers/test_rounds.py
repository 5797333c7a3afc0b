"""Round-ups that come by themselves to who wants them: a picture and words, once, and nothing to anybody else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mujaz.period import Span
from mujaz.subscriber import Choices, Quiet, Slot, State, Subscriber
from playground.people import Person
from storage import choosing, rounds, subscribers
from tests.conftest import SUNDAY_EVENING
from tests.handlers.scenes import (
    CHIPS,
    META,
    MISTRAL,
    all_heard,
    answered_in,
    archived,
    labels,
    open_desk,
    said_in,
    said_to,
    tapped,
)
from tests.newsroom import Newsroom

FRIDAY = datetime(2025, 10, 31, 5, 0, tzinfo=UTC)
"""Eight in the morning in Riyadh."""
FIRST = FRIDAY + timedelta(days=1)
WEEK = timedelta(days=7)
PICTURE = "الشركات الأكثر ذكرًا في أسبوع\nمن 24 أكتوبر 2025 إلى 30 أكتوبر 2025\n\n"
TEXT = "موجز الأسبوع، من 24 أكتوبر 2025 إلى 30 أكتوبر 2025\n\n"


async def wants(newsroom: Newsroom, name: str, choice: str = "كل أسبوع") -> Person:
    """A reader with a digest on Sundays who switches round-ups on in /settings: the second tap does it."""
    person = await newsroom.reader(name)
    person.send("/settings")
    await tapped(person, await person.hears(), "الأسبوع والشهر")
    await tapped(person, await person.sees(lambda message: choice in labels(message)), choice)
    await all_heard(newsroom)
    sundays = Slot("Asia/Riyadh", 8 * 60, weekdays=1 << 6)
    store = newsroom.mujaz.room.store
    await store.write(subscribers.schedule, person.id, sundays.zone, None, [sundays], newsroom.clock())
    return person


def weekly(reader: Subscriber) -> Subscriber:
    """The reader as one who wants the week's."""
    return replace(reader, roundups=frozenset({Span.WEEK}))


async def news(newsroom: Newsroom) -> None:
    """Of this week, and of the one before."""
    await archived(newsroom, META, "نظارة تترجم", days=1)
    await archived(newsroom, MISTRAL, "مكتب في الدار البيضاء", hours=5)
    await archived(newsroom, "عينت شركة «ميتا» مديرًا جديدًا لمكتبها في الكويت.", "مدير في الكويت", days=5)


async def came(newsroom: Newsroom, person: Person, moment: datetime) -> list[str]:
    """What comes to somebody as round-ups at a moment."""
    had = len(roundups_of(person))
    newsroom.clock.turn_to(moment)
    await newsroom.mujaz.rounds.go()
    return roundups_of(person)[had:]


def roundups_of(person: Person) -> list[str]:
    """What came to somebody and is no digest, nor an answer."""
    return [text for text in said_to(person) if text.startswith(("الشركات", "موجز الأسبوع، ", "موجز الشهر، "))]


async def test_on_friday_the_week_comes_as_a_picture_and_words_once(newsroom: Newsroom) -> None:
    sara = await wants(newsroom, "سارة")
    await news(newsroom)
    assert await came(newsroom, sara, FRIDAY - timedelta(seconds=1)) == []
    shown, told = await came(newsroom, sara, FRIDAY)
    assert sara.messages[-2].photo is not None
    assert shown.startswith(PICTURE + "ميتا: خبر واحد، مستقرة (1 في الأسبوع السابق)")
    assert told.startswith(TEXT)
    assert "نظارة تترجم" in told
    assert "مدير في الكويت" not in told
    for later in (timedelta(0), timedelta(hours=1), timedelta(days=6)):
        assert await came(newsroom, sara, FRIDAY + later) == []


async def test_the_next_week_comes_on_the_next_friday_and_a_week_without_news_says_nothing(newsroom: Newsroom) -> None:
    sara = await wants(newsroom, "سارة")
    await news(newsroom)
    await came(newsroom, sara, FRIDAY)
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    (told,) = await came(newsroom, sara, FRIDAY + WEEK)
    assert told.startswith("موجز الأسبوع، من 31 أكتوبر 2025 إلى 6 نوفمبر 2025\n\nمصنع في تايوان")
    assert await came(newsroom, sara, FRIDAY + 2 * WEEK) == []


async def test_the_month_comes_on_the_first_and_holds_the_whole_month(newsroom: Newsroom) -> None:
    sara = await wants(newsroom, "سارة", "كل أسبوع وكل شهر")
    await news(newsroom)
    assert len(await came(newsroom, sara, FRIDAY)) == 2
    _, told = await came(newsroom, sara, FIRST)
    assert told.startswith("موجز الشهر، من 1 أكتوبر 2025 إلى 31 أكتوبر 2025\n\n")
    assert "مدير في الكويت" in told


async def test_who_did_not_want_them_or_switched_them_off_gets_nothing(newsroom: Newsroom) -> None:
    sara, omar = await newsroom.reader("سارة"), await wants(newsroom, "عمر")
    newsroom.clock.turn(minutes=1)
    await tapped(omar, await omar.sees(lambda message: "الأسبوع والشهر" in labels(message)), "الأسبوع والشهر")
    await tapped(omar, await omar.sees(lambda message: "لا يصلك" in labels(message)), "لا يصلك")
    await news(newsroom)
    assert await came(newsroom, sara, FRIDAY) == []
    assert await came(newsroom, omar, FRIDAY) == []


async def test_a_picture_goes_to_telegram_once_for_all(newsroom: Newsroom) -> None:
    people = [await wants(newsroom, name) for name in ("سارة", "عمر", "يوسف")]
    await news(newsroom)
    newsroom.clock.turn_to(FRIDAY)
    await newsroom.mujaz.rounds.go()
    assert [len(roundups_of(person)) for person in people] == [2, 2, 2]
    assert len({person.messages[-2].photo for person in people}) == 1


async def test_a_chat_that_takes_no_pictures_gets_their_words(newsroom: Newsroom) -> None:
    sara = await wants(newsroom, "سارة")
    await news(newsroom)
    newsroom.toy.fail("sendPhoto", status=400, description="Bad Request: not enough rights to send photos to the chat")
    shown, told = await came(newsroom, sara, FRIDAY)
    assert sara.messages[-2].photo is None
    assert shown.startswith(PICTURE)
    assert told.startswith(TEXT)


async def test_quiet_hours_and_a_pause_hold_it_until_they_end(newsroom: Newsroom) -> None:
    sara, omar = await wants(newsroom, "سارة"), await wants(newsroom, "عمر")
    await news(newsroom)
    store = newsroom.mujaz.room.store
    await store.write(subscribers.choose, sara.id, Choices(quiet=Quiet(7 * 60, 10 * 60)))
    await store.write(subscribers.pause, omar.id, FRIDAY + timedelta(hours=3))
    for hours in (0, 1, 1.9):
        assert await came(newsroom, sara, FRIDAY + timedelta(hours=hours)) == []
    assert len(await came(newsroom, sara, FRIDAY + timedelta(hours=2))) == 2
    assert len(await came(newsroom, omar, FRIDAY + timedelta(hours=2.5))) == 0
    assert len(await came(newsroom, omar, FRIDAY + timedelta(hours=3))) == 2


async def test_who_blocked_the_bot_is_no_reader_any_more_and_others_get_theirs(newsroom: Newsroom) -> None:
    sara, omar = await wants(newsroom, "سارة"), await wants(newsroom, "عمر")
    await news(newsroom)
    for method in ("sendPhoto", "sendMessage"):
        words = "Forbidden: bot was blocked by the user"
        newsroom.toy.fail(method, times=9, status=403, description=words, chat_id=sara.id)
    assert len(await came(newsroom, omar, FRIDAY)) == 2
    gone = await newsroom.mujaz.room.store.read(subscribers.get, sara.id)
    assert gone is not None
    assert gone.state is State.GONE
    assert await newsroom.mujaz.room.store.read(rounds.underway, FRIDAY + WEEK, 9) == []


async def test_what_could_not_be_sent_is_sent_later_and_its_picture_not_twice(newsroom: Newsroom) -> None:
    sara = await wants(newsroom, "سارة")
    await news(newsroom)
    newsroom.toy.fail("sendMessage", times=3, status=502, description="Bad Gateway", chat_id=sara.id)
    (shown,) = await came(newsroom, sara, FRIDAY)
    assert shown.startswith(PICTURE)
    (told,) = await came(newsroom, sara, FRIDAY + timedelta(minutes=1))
    assert told.startswith(TEXT)


async def test_other_hours_neither_double_it_nor_drop_it(newsroom: Newsroom) -> None:
    sara = await wants(newsroom, "سارة")
    await news(newsroom)
    sara.send("/time 21:00")
    await all_heard(newsroom)
    assert await came(newsroom, sara, FRIDAY) == []
    assert len(await came(newsroom, sara, FRIDAY + timedelta(hours=13))) == 2
    sara.send("/time 22:00")
    await all_heard(newsroom)
    assert await came(newsroom, sara, FRIDAY + timedelta(hours=14)) == []


async def test_what_a_stopped_bot_had_noted_and_not_sent_comes_from_the_next_and_nobody_is_left_out(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        assert desk.clock() == SUNDAY_EVENING
        async with desk.opened() as newsroom:
            people = [await wants(newsroom, name) for name in ("سارة", "عمر")]
            await news(newsroom)
            desk.clock.turn_to(FRIDAY)
            store = newsroom.mujaz.room.store
            assert await store.write(rounds.begin, FRIDAY, 9) == 2
            first, _ = await store.read(rounds.underway, FRIDAY, 9)
            await store.write(rounds.arrived, first, 1)
        async with desk.opened() as newsroom:
            await newsroom.mujaz.rounds.go()
            came_then = [roundups_of(person) for person in people]
    assert [[text[:12] for text in texts] for texts in came_then] == [[TEXT[:12]], [PICTURE[:12], TEXT[:12]]]


async def test_a_bot_that_is_stopped_while_it_sends_ends_soon_and_the_next_one_sends_the_rest_once(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        async with desk.opened() as newsroom:
            people = [await newsroom.reader(f"قارئ {number}") for number in range(12)]
            for person in people:
                await newsroom.mujaz.room.store.write(choosing.change, person.id, weekly, newsroom.clock())
            await news(newsroom)
        desk.clock.turn_to(FRIDAY)
        async with desk.opened():
            await desk.toy.called("sendPhoto")
        assert sum(len(roundups_of(person)) for person in people) < 24
        async with desk.opened() as newsroom:
            await newsroom.mujaz.rounds.go()
        assert [len(roundups_of(person)) for person in people] == [2] * 12


async def test_in_a_group_that_became_a_supergroup_unnoticed_it_comes_where_the_group_is_now(
    newsroom: Newsroom,
) -> None:
    sara = newsroom.toy.person("سارة")
    group = newsroom.toy.group("زملاء", sara, kind="group")
    group.join(newsroom.toy.world.bot)
    sara.send("/start", group=group)
    await answered_in(newsroom, group)
    await newsroom.mujaz.room.store.write(choosing.change, group.id, weekly, newsroom.clock())
    await news(newsroom)
    group.migrate()
    newsroom.clock.turn_to(FRIDAY)
    await newsroom.mujaz.rounds.go()
    texts = said_in(newsroom, group)
    assert [text[:12] for text in texts if text.startswith(("الشركات", "موجز الأسبوع"))] == [PICTURE[:12], TEXT[:12]]
