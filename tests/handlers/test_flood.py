"""Who sends too much at once is told so once, in their language; what anybody posts is never touched."""

from structlog.testing import capture_logs

from playground.messages import Button
from tests.handlers.scenes import META, all_heard, how_many_articles, said_to, tapped
from tests.newsroom import Newsroom

ARABIC, ENGLISH = "طلباتك كثيرة في وقت قصير", "That is a lot at once"


async def test_a_flood_of_commands_is_told_once_and_costs_no_more_answers(newsroom: Newsroom) -> None:
    sara, hind = newsroom.toy.person("سارة"), newsroom.toy.person("هند")
    with capture_logs() as logged:
        for _ in range(40):
            sara.send("/help")
        hind.send("/help")
        await all_heard(newsroom)
    assert "ماذا أستطيع" in (await hind.hears()).text
    said = said_to(sara)
    assert len(said) == 6
    assert [text.startswith(ARABIC) for text in said] == [False] * 5 + [True]
    settled = [entry for entry in logged if entry["event"] == "settled_without_work"]
    assert [entry["reason"] for entry in settled] == ["flood"] * 34

    newsroom.clock.turn(seconds=6)
    sara.send("/help")
    await all_heard(newsroom)
    assert "ماذا أستطيع" in said_to(sara)[-1]


async def test_who_reads_english_is_told_in_english(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/settings")
    card = await sara.hears()
    await tapped(sara, card, "اللغة")
    await tapped(sara, await sara.sees(lambda message: "بأي لغة" in message.text), "English")
    newsroom.clock.turn(seconds=10)
    for _ in range(6):
        sara.send("/help")
    await all_heard(newsroom)
    assert said_to(sara)[-1].startswith(ENGLISH)


async def test_a_flood_of_taps_is_told_over_the_button(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    newsroom.clock.turn(seconds=10)
    greeting = sara.messages[-1]
    queries = [sara.press(greeting, Button("زر", f"time:{hour * 60}")) for hour in range(8)]
    assert (await sara.answered(queries[5])).text.startswith(ARABIC)
    await all_heard(newsroom)
    assert len(said_to(sara)) == 1


async def test_a_long_paste_of_an_editor_is_never_held_up(newsroom: Newsroom) -> None:
    newsroom.layla.send("/post")
    await newsroom.layla.hears()
    for number in range(12):
        newsroom.layla.send(f"{META}\n\nوهذه الفقرة رقم {number} من الخبر نفسه، وفيها ما يكفي من الكلام.")
    await newsroom.pieces_arrived(12)
    assert "ميتا" in (await newsroom.layla.hears()).text
    assert await newsroom.mujaz.room.store.read(how_many_articles) == 1


async def test_a_tap_that_waited_too_long_in_the_inbox_is_settled_without_work(newsroom: Newsroom) -> None:
    """The person's earlier question holds the tap up, and the clock goes on meanwhile."""
    sara = await newsroom.reader("سارة")
    greeting = sara.messages[-1]
    newsroom.toy.fail("sendMessage", status=502, times=1, chat_id=sara.id)  # the answer is tried again after a while
    with capture_logs() as logged:
        sara.send("/help")
        sara.press(greeting, Button("زر", "time:480"))
        await newsroom.toy.called("sendMessage")
        newsroom.clock.turn(seconds=151)
        await all_heard(newsroom)
    assert "stale tap" in [entry.get("reason") for entry in logged]
    assert "ماذا أستطيع" in said_to(sara)[-1]
