"""What many conversations begin with: news in the archive, a post of an editor, a look at what the bot logged."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from mujaz.article import Article
from playground.channels import Channel
from playground.events import Event
from playground.groups import Group
from playground.limits import pieces
from playground.messages import Button, Message
from playground.people import Person
from playground.server import Playground
from playground.taps import Answer
from storage import inbox, overview
from storage.overview import Overview
from tests.conftest import SUNDAY_EVENING
from tests.newsroom import EDITOR_ID, HASTE, Newsroom, TurnedClock, open_toy, running_bot

META = (
    "كشفت شركة «ميتا» عن نظارة جديدة تترجم الكلام في الحال.\n\n"
    "وقالت الشركة إن النظارة ستصل إلى الأسواق في الربيع، وإن سعرها 499 دولارًا."
)
CHIPS = (
    "بدأ مصنع جديد في تايوان إنتاج رقائق أصغر من سابقاتها.\n\n"
    "ويتوقع المصنع أن يضاعف إنتاجه من الرقائق قبل نهاية العام، وأن يوظف ألف مهندس."
)
MISTRAL = (
    "افتتحت شركة «ميسترال» مكتبًا لها في الدار البيضاء.\n\nوسيعمل في المكتب ثمانون باحثًا على نماذج تفهم اللهجة المغربية."
)


async def archived(newsroom: Newsroom, text: str, title: str, **ago: float) -> Article:
    """An article that was published some time ago (just now, where no time is given)."""
    moment = newsroom.clock() - timedelta(**ago)
    return await newsroom.mujaz.room.intake.archive(
        title, text, source=None, url=None, reported_at=moment, published_at=moment
    )


async def pasted(newsroom: Newsroom, text: str) -> Message:
    """Sends a text as the editor, in as many messages as the app makes of it; the bot's answer when it settled."""
    newsroom.layla.send(text)
    await newsroom.pieces_arrived(len(list(pieces(text))))
    return await newsroom.layla.hears()


async def tapped(person: Person, message: Message, button: str) -> Answer:
    """Presses a button and waits for the answer to the tap."""
    return await person.answered(person.tap(message, button))


async def published_now(newsroom: Newsroom, card: Message) -> Message:
    """Publishes a draft now, as the editor, and lets the time pass in which that can be undone; its card then."""
    assert (await tapped(newsroom.layla, card, "انشر الآن")).text == "يمكنك أن تتراجع الآن"
    newsroom.clock.turn(seconds=30)
    await newsroom.mujaz.tidy_desk()
    return await newsroom.layla.sees(lambda message: message.text.startswith("نُشر"))


async def broken(newsroom: Newsroom, card: Message) -> Answer:
    """Publishes a draft as breaking news, as the editor: asked once more, and confirmed."""
    await tapped(newsroom.layla, card, "خبر عاجل")
    asked = await newsroom.layla.sees(lambda message: message.text.startswith("هل تنشر هذا الخبر عاجلًا؟"))
    return await tapped(newsroom.layla, asked, "نعم، انشره عاجلًا")


async def forged(person: Person, message: Message, data: str) -> Answer:
    """Presses a button that the bot never made."""
    return await person.answered(person.press(message, Button("زر", data)))


async def old_button(newsroom: Newsroom, person: Person, message: Message, data: str) -> Answer:
    """Presses a button that the bot did make for this chat, at some other time."""
    return await forged(person, message, newsroom.mujaz.room.seals.seal(data, person.id))


async def eventually(toy: Playground, look: Callable[[], bool], timeout: float = 20) -> None:
    """Waits until something is so; looks again after every event of the toy."""
    with toy.world.events.subscribed() as happened:
        async with asyncio.timeout(timeout):
            while not look():
                await happened.get()


async def all_heard(newsroom: Newsroom, timeout: float = 20) -> None:
    """Waits until the bot has taken all that people did, and has handled it to its end."""
    async with asyncio.timeout(timeout):
        while True:
            waiting = newsroom.toy.world.updates.waiting()
            if not waiting and not await newsroom.mujaz.room.store.read(inbox.unfinished):
                return
            await asyncio.sleep(0)


async def run_is(newsroom: Newsroom, run_id: int, wanted: Callable[[Overview], bool]) -> Overview:
    """What is known of a run as soon as it is as wanted: looked up again and again."""
    async with asyncio.timeout(20):
        while True:
            seen = await newsroom.mujaz.room.store.read(overview.of, run_id)
            if wanted(seen):
                return seen
            await asyncio.sleep(0)


async def opened_card(newsroom: Newsroom, admin: Person, button: str) -> Message:
    """The card of a run, opened from the list of runs."""
    admin.send("/runs")
    shown = await admin.hears()
    await tapped(admin, shown, button)
    return await admin.sees(lambda message: message.message_id == shown.message_id and "الموعد" in message.text)


def said_to(person: Person) -> list[str]:
    """The texts of the bot in a person's chat, in order."""
    return [message.text for message in person.messages if message.from_bot]


def labels(message: Message) -> list[str]:
    """What stands on the buttons under a message."""
    return [button.text for row in message.keyboard for button in row]


def how_many_articles(db: sqlite3.Connection) -> int:
    """A unit of work that counts the archive, drafts included."""
    (count,) = db.execute("SELECT count(*) FROM articles").fetchone()
    return int(count)


def failures(logged: Iterable[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """The conversations that failed, among what was logged."""
    return [entry for entry in logged if entry["event"] == "conversation_failed"]


@dataclass(frozen=True, slots=True)
class Desk:
    """A toy, a database and an editor, for a bot that is stopped and started again."""

    toy: Playground
    clock: TurnedClock
    layla: Person
    typing: asyncio.Queue[Event]
    folder: Path

    @asynccontextmanager
    async def opened(
        self, editors: frozenset[int] = frozenset({EDITOR_ID}), speed: float = HASTE, **settings: object
    ) -> AsyncIterator[Newsroom]:
        """The newsroom on the same database, until the block ends."""
        async with running_bot(self.toy, self.clock, self.folder, speed, editors=editors, **settings) as mujaz:
            yield Newsroom(self.toy, mujaz, self.clock, self.layla, self.typing)


@asynccontextmanager
async def open_desk(folder: Path) -> AsyncIterator[Desk]:
    """A toy Telegram with an editor, on a Sunday evening, and no bot yet."""
    clock = TurnedClock(SUNDAY_EVENING)
    typing: asyncio.Queue[Event] = asyncio.Queue()
    async with open_toy(clock) as toy:
        toy.listen(lambda event: typing.put_nowait(event) if event.type == "action" else None)
        yield Desk(toy, clock, toy.person("ليلى", role="editor", id=EDITOR_ID), typing, folder)


async def answered_in(newsroom: Newsroom, place: Group | Channel, since: Message | None = None) -> Message:
    """The next message of the bot in a group or channel after one that stands there (or at all)."""
    after = since.message_id if since else 0

    def look() -> Message | None:
        return next(
            (m for m in place.messages if m.sender.id == newsroom.toy.world.bot_id and m.message_id > after), None
        )

    async with asyncio.timeout(20):
        return await place.chat.bell.until(look)


def said_in(newsroom: Newsroom, place: Group | Channel) -> list[str]:
    """The texts of the bot in a group or channel, in order."""
    return [message.text for message in place.messages if message.sender.id == newsroom.toy.world.bot_id]
