"""A reader blocks the bot, is left alone, and comes back."""

from datetime import UTC, datetime

from playground.people import Person
from tests.handlers.scenes import CHIPS, META, MISTRAL, all_heard, archived, broken, said_to, tapped
from tests.newsroom import Newsroom


async def test_a_reader_who_blocks_the_bot_is_left_alone_and_finds_their_choices_on_return(newsroom: Newsroom) -> None:
    sara, yusuf = newsroom.toy.person("سارة"), await newsroom.reader("يوسف")
    sara.send("/start")
    await tapped(sara, await sara.hears(), "07:00")
    await sara.sees(lambda message: "حُفظ الوقت" in message.text)
    yusuf_hour, sara_hour = 5, 4

    sara.block()
    await all_heard(newsroom)
    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(datetime(2025, 10, 27, sara_hour, tzinfo=UTC))
    await newsroom.wait_until(datetime(2025, 10, 27, yusuf_hour, tzinfo=UTC))
    assert "نظارة تترجم" in (await yusuf.hears()).text
    draft = await newsroom.draft_of(MISTRAL)
    assert "قارئ واحد" in draft.text
    await broken(newsroom, draft)
    assert (await yusuf.hears()).text.startswith("خبر عاجل")
    assert _tries(newsroom, sara) == 1  # the greeting of the day before

    sara.unblock()
    sara.send("/start")
    assert "الساعة 07:00" in (await sara.hears()).text
    newsroom.clock.turn(minutes=1)
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    await newsroom.wait_until(datetime(2025, 10, 28, sara_hour, tzinfo=UTC))
    assert "مصنع في تايوان" in (await sara.hears()).text
    assert not any("خبر عاجل" in text for text in said_to(sara))


async def test_a_reader_whose_blocking_was_never_told_is_pruned_by_one_refused_digest(newsroom: Newsroom) -> None:
    sara, yusuf = await newsroom.reader("سارة"), await newsroom.reader("يوسف")
    newsroom.toy.world.updates.allow(["message", "callback_query"])  # the word of the block gets lost
    sara.block()
    newsroom.toy.world.updates.allow(["message", "edited_message", "callback_query", "my_chat_member"])
    for day, (text, title) in enumerate([(META, "نظارة تترجم"), (CHIPS, "مصنع في تايوان")]):
        await archived(newsroom, text, title)
        await newsroom.wait_until(datetime(2025, 10, 27 + day, 5, 0, tzinfo=UTC))
        assert title in (await yusuf.hears()).text
        await newsroom.all_delivered()
        newsroom.clock.turn(minutes=1)
    assert _tries(newsroom, sara) == 2  # the greeting, and the first of two digests

    sara.unblock()
    sara.send("/start")
    assert "يصلك كل يوم" in (await sara.hears()).text
    newsroom.clock.turn(minutes=1)
    await archived(newsroom, MISTRAL, "مكتب في الدار البيضاء")
    await newsroom.wait_until(datetime(2025, 10, 29, 5, 0, tzinfo=UTC))
    assert "مكتب في الدار البيضاء" in (await sara.hears()).text


async def test_blocking_after_stop_does_not_subscribe_anybody_on_return(newsroom: Newsroom) -> None:
    sara, yusuf = await newsroom.reader("سارة"), await newsroom.reader("يوسف")
    sara.send("/stop")
    await sara.hears()
    sara.block()
    sara.unblock()
    sara.send("/help")  # what comes after the return, in the order of the person
    await sara.hears()
    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(datetime(2025, 10, 27, 5, 0, tzinfo=UTC))
    await yusuf.hears()
    assert _tries(newsroom, sara) == 3


def _tries(newsroom: Newsroom, person: Person) -> int:
    """How often the bot tried to write to somebody."""
    return sum(method == "sendMessage" and given["chat_id"] == person.id for method, given in newsroom.toy.requests)
