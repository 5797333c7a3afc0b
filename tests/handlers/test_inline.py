"""«@bot words» in any chat: a company, stories and search results, each with the link that opens it."""

from structlog.testing import capture_logs

from playground.messages import JsonObject
from playground.people import Person
from tests.handlers.scenes import CHIPS, META, all_heard, archived, failures, said_to
from tests.newsroom import Newsroom


async def offered(person: Person, words: str) -> tuple[str, list[JsonObject]]:
    query = person.asks_inline(words)
    return query, list(await person.offered(query))


def text_of(result: JsonObject) -> str:
    return str(result["input_message_content"]["message_text"])


async def test_a_company_is_offered_with_its_card_and_its_latest_stories_each_with_its_link(newsroom: Newsroom) -> None:
    article = await archived(newsroom, META, "ميتا تكشف عن نظارة مترجمة")
    sara = newsroom.toy.person("سارة")
    for words in ("meta", "ميتا"):
        _, results = await offered(sara, words)
        assert [result["title"] for result in results] == ["ميتا", "ميتا تكشف عن نظارة مترجمة"]
        assert "?start=f_meta" in text_of(results[0]) and "خبر واحد" in text_of(results[0])
        assert f"?start=s_{article.story}" in text_of(results[1])


async def test_words_are_searched_and_nothing_typed_offers_the_latest(newsroom: Newsroom) -> None:
    await archived(newsroom, META, "ميتا تكشف عن نظارة مترجمة", hours=2)
    await archived(newsroom, CHIPS, "مصنع رقائق جديد في تايوان")
    sara = newsroom.toy.person("سارة")
    assert [result["title"] for result in (await offered(sara, "مصنع الرقائق"))[1]] == ["مصنع رقائق جديد في تايوان"]
    assert len((await offered(sara, ""))[1]) == 2
    assert (await offered(sara, "شيء لا يعرفه أحد قط"))[1] == []


async def test_what_is_published_later_is_offered_after_a_minute(newsroom: Newsroom) -> None:
    sara = newsroom.toy.person("سارة")
    assert len((await offered(sara, "ميتا"))[1]) == 1
    await archived(newsroom, META, "ميتا تكشف عن نظارة مترجمة")
    newsroom.clock.turn(seconds=61)
    assert len((await offered(sara, "ميتا"))[1]) == 2


async def test_what_was_picked_stands_in_the_chat_and_asks_the_bot_nothing(newsroom: Newsroom) -> None:
    await archived(newsroom, META, "ميتا تكشف عن نظارة مترجمة")
    sara = newsroom.toy.person("سارة")
    query, results = await offered(sara, "ميتا")
    sent = sara.choose(query, results[1]["id"])
    await all_heard(newsroom)
    assert "ميتا تكشف عن نظارة مترجمة" in sent.text and said_to(sara) == []


async def test_any_text_is_answered_inline(newsroom: Newsroom) -> None:
    await archived(newsroom, META, "ميتا <b>تكشف</b> عن نظارة & مترجمة")
    sara = newsroom.toy.person("سارة")
    with capture_logs() as logged:
        for words in ("😀", "<b>ميتا", "NEAR(a, 5) AND *", "'; DROP TABLE articles; --", "س" * 256, "٣", "نظارة"):
            await offered(sara, words)
    assert failures(logged) == []
