"""One day of a newsroom, the same each time but for its news: feeds, a post, questions, a broken wire, a digest."""

import asyncio
from datetime import datetime, timedelta

from playground.messages import Message
from playground.people import Person
from playground.server import Playground
from storage import runs
from tests.handlers.scenes import all_heard, tapped
from tests.newsroom import Newsroom
from tests.websites import Website

MAKERS = ("أنثروبيك", "ميسترال", "كوهير", "إنفيديا", "مايكروسوفت", "آبل")
DEEDS = ("افتتحت مختبرًا", "وقّعت عقدًا", "خفضت أسعارها", "عيّنت مديرًا", "أجّلت منتجًا", "جمعت تمويلًا")
PLACES = ("الرياض", "القاهرة", "تونس", "عمّان", "مسقط", "وهران", "دبي", "بيروت", "الدوحة", "الكويت")
QUESTIONS = (
    "/help", "/latest", "/company ميتا", "أنثروبيك", "/search مختبر", "/trends", "/settings", "/missed", "/saved",
    "/company %%%", "/search \"'*", "سؤال لا جواب له",
)  # fmt: skip


def news(day: int, number: int) -> str:
    """A text of its own: by its place, its sum and its day no two are alike."""
    maker, deed = MAKERS[(day + number) % len(MAKERS)], DEEDS[(day // 2 + number) % len(DEEDS)]
    place = PLACES[(3 * day + number) % len(PLACES)]
    return (
        f"{deed} شركة «{maker}» في {place} في يومها رقم {day}.\n\n"
        f"وقالت الشركة إن الخطوة رقم {number} من خطة اليوم {day} كلّفتها {10 + 7 * day + number} مليون دولار. "
        f"وأضافت أن فريقها في {place} سيضم {20 + day} مهندسًا قبل نهاية العام."
    )


def feed(day: int) -> str:
    """What the site offers on a day: three items that were not there before."""
    items = "".join(
        f"<item><title>{title}</title><description>{body}</description><guid>{day}-{number}</guid></item>"
        for number in range(3)
        for title, _, body in [news(day, number).partition("\n\n")]
    )
    return f"<rss version='2.0'><channel><title>موقع الأيام</title>{items}</channel></rss>"


async def live_through(newsroom: Newsroom, site: Website, readers: list[Person], day: int) -> None:
    """From an evening to the evening after it; whatever was due has arrived when it returns."""
    began = newsroom.clock()
    site.put("/feed.xml", feed(day), "application/rss+xml")
    newsroom.clock.turn(hours=1)
    await newsroom.mujaz.room.watch.look_at_due()
    await newsroom.mujaz.tidy_desk()
    card = await _drafted(newsroom, news(day, 9))
    await tapped(newsroom.layla, card, "في الموجز القادم")
    _break_the_wire(newsroom.toy, readers)
    for question in QUESTIONS:
        for reader in readers:
            reader.send(question)
        await all_heard(newsroom)
        newsroom.clock.turn(minutes=1)
    await newsroom.wait_until(_morning_after(began))
    await _delivered(newsroom)
    for step in ("sweep", "night", "lookout", "keepers"):
        await newsroom.mujaz.steps[step]()
    newsroom.clock.turn_to(began + timedelta(days=1))
    await all_heard(newsroom)


async def _drafted(newsroom: Newsroom, text: str) -> Message:
    """The card of a paste, among those of the feed."""
    title, _, _ = text.partition("\n")
    await all_heard(newsroom)
    while not newsroom.typing.empty():  # of what the editor did before
        newsroom.typing.get_nowait()
    newsroom.layla.send("/post")
    newsroom.layla.send(text)
    await newsroom.pieces_arrived(1)
    return await newsroom.layla.sees(lambda message: message.text.startswith("مسودة") and title in message.text)


def _break_the_wire(toy: Playground, readers: list[Person]) -> None:
    """Each fault is used up on the day it was planted for: another day begins as this one began."""
    toy.fail("sendMessage", status=429, retry_after=1, chat_id=readers[0].id)
    toy.fail("sendMessage", status=502, chat_id=readers[1].id)
    toy.drop("sendMessage", chat_id=readers[2].id)
    toy.fail("getUpdates", status=502)


def _morning_after(evening: datetime) -> datetime:
    return evening.replace(hour=5, minute=0) + timedelta(days=1)  # 08:00 in Riyadh


async def _delivered(newsroom: Newsroom) -> None:
    """Retries fall due as the clock goes on."""
    async with asyncio.timeout(60):
        while await newsroom.mujaz.room.store.read(runs.unfinished):
            newsroom.clock.turn(seconds=30)
            await newsroom.mujaz.tick()
            await asyncio.sleep(0.05)
