"""/digest and /latest: news now."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from mujaz.subscriber import Choices, Length
from playground.people import Person
from storage import subscribers
from tests.handlers.scenes import CHIPS, META, MISTRAL, archived, said_to
from tests.newsroom import Newsroom

ROOT = Path(__file__).parents[2]
LIMIT = 4096
ROBOTS = (
    "عرضت جامعة في الرياض سربًا من الروبوتات تنظف ألواح الشمس.\n\nوتعمل الروبوتات ليلًا بلا ماء، وتشحن نفسها في النهار."
)
LAWSUIT = "رفع كتّاب دعوى على مكتبة رقمية نسخت أعمالهم.\n\nويطلب الكتّاب تعويضًا، وتقول المكتبة إنها لم تبع منها شيئًا."


async def test_digest_brings_what_is_new_once(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, "نظارة تترجم")
    sara.send("/digest")
    digest = await sara.hears()
    assert digest.text.startswith("موجز الأحد 26 أكتوبر 2025 في خبر واحد")
    assert "نظارة تترجم" in digest.text

    sara.send("/digest")
    assert (await sara.hears()).text.startswith("لا جديد منذ موجزك السابق")


async def test_what_was_asked_for_is_not_repeated_in_the_morning(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, "نظارة تترجم")
    sara.send("/digest")
    await sara.hears()
    newsroom.clock.turn(minutes=5)
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    await newsroom.wait_until(datetime(2025, 10, 27, 5, 0, tzinfo=UTC))
    morning = await sara.hears()
    assert "مصنع في تايوان" in morning.text
    assert "نظارة تترجم" not in morning.text


async def test_the_digest_counts_its_news_in_good_arabic(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, "نظارة تترجم")
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    sara.send("/digest")
    assert "في خبرين" in (await sara.hears()).text
    newsroom.clock.turn(minutes=1)
    for title, text in {
        "مكتب في الدار البيضاء": MISTRAL,
        "سرب من الروبوتات": ROBOTS,
        "دعوى على مكتبة": LAWSUIT,
    }.items():
        await archived(newsroom, text, title)
    sara.send("/digest")
    assert "في 3 أخبار" in (await sara.hears()).text


async def test_one_story_of_several_outlets_is_one_item_of_the_digest(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    for number in range(3):
        await archived(newsroom, f"{MISTRAL} الدفعة {number}.", f"مكتب {number}")
    sara.send("/digest")
    assert "في خبر واحد" in (await sara.hears()).text


async def test_latest_lists_the_newest_first_with_dates(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/latest")
    assert (await sara.hears()).text.startswith("لم يُنشر خبر بعد")
    await archived(newsroom, META, "نظارة تترجم", days=2)
    await archived(newsroom, CHIPS, "مصنع في تايوان", days=1)
    sara.send("/latest")
    latest = await sara.hears()
    assert latest.text.startswith("آخر الأخبار")
    assert latest.text.index("مصنع في تايوان") < latest.text.index("نظارة تترجم")
    assert "25 أكتوبر 2025" in latest.text


async def test_strangers_may_ask_for_a_digest_and_for_the_latest(newsroom: Newsroom) -> None:
    stranger = newsroom.toy.person("غريب")
    await archived(newsroom, META, "نظارة تترجم", hours=2)
    await archived(newsroom, CHIPS, "خبر قديم", days=3)
    stranger.send("/digest")
    digest = await stranger.hears()
    assert "نظارة تترجم" in digest.text
    assert "خبر قديم" not in digest.text
    stranger.send("/latest")
    assert "خبر قديم" in (await stranger.hears()).text


async def test_a_long_digest_comes_in_several_parts_in_order(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    titles = await _a_full_day(newsroom, sara)
    sara.send("/digest")
    first = await sara.hears()
    parts = int(_found(r"من (\d+)", (await sara.hears()).text)[0])
    assert parts > 2
    while len(said_to(sara)) < 1 + parts:
        await sara.hears()
    digest = said_to(sara)[1:]
    assert first.text.startswith("موجز الأحد 26 أكتوبر 2025 في")
    assert [_found(r"تتمة الموجز \(الجزء (\d+)", text) for text in digest[1:]] == [
        [str(part)] for part in range(2, parts + 1)
    ]
    assert all(len(text) <= LIMIT for text in digest)
    _each_story_once_in_order(digest, titles)


async def test_a_long_digest_of_the_morning_comes_in_parts_too(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    titles = await _a_full_day(newsroom, sara)
    await newsroom.wait_until(datetime(2025, 10, 27, 5, 0, tzinfo=UTC))
    digest = [(await sara.hears()).text, (await sara.hears()).text]
    while len(digest) < int(_found(r"من (\d+)", digest[1])[0]):
        digest.append((await sara.hears()).text)
    _each_story_once_in_order(digest, titles)


async def test_a_digest_looks_back_a_week_at_most(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    await archived(newsroom, META, "نظارة تترجم")
    newsroom.clock.turn_to(newsroom.clock() + timedelta(days=30))
    await archived(newsroom, CHIPS, "مصنع في تايوان")
    sara.send("/digest")
    digest = await sara.hears()
    assert "مصنع في تايوان" in digest.text
    assert "نظارة تترجم" not in digest.text


async def _a_full_day(newsroom: Newsroom, reader: Person) -> list[str]:
    """Twelve stories, and a reader who wants them all at length; gives their titles."""
    choices = Choices(length=Length.FULL, most=12)
    await newsroom.mujaz.room.store.write(subscribers.choose, reader.id, choices)
    rows = [orjson.loads(row) for row in (ROOT / "playground" / "newsroom.jsonl").read_bytes().splitlines()]
    first_of_each = list({row["story"]: row for row in reversed(rows)}.values())[-12:]
    for number, row in enumerate(first_of_each):
        await archived(newsroom, row["text"], row["title"], minutes=number)
    return [row["title"] for row in first_of_each]


def _each_story_once_in_order(digest: list[str], titles: list[str]) -> None:
    """The numbers run on from part to part, and no title stands there twice."""
    headlines = [line.partition(". ")[::2] for text in digest for line in _found(r"(?m)^\d+\. .*$", text)]
    assert [int(number) for number, _ in headlines] == list(range(1, len(headlines) + 1))
    assert len(headlines) >= len(titles) - 2  # of twelve real stories two may be found to be one
    assert len({title for _, title in headlines}) == len(headlines)


def _found(pattern: str, text: str) -> list[str]:
    return re.findall(pattern, text)
