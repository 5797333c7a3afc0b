"""What is on its way when the process dies: digests and announcements in the database, and what became of them."""

import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from markupsafe import Markup

from mujaz.article import Article, Status
from mujaz.companies import catalogue
from mujaz.companies.gazetteer import Gazetteer
from mujaz.delivery import DeliveryState
from mujaz.digest.composition import Composition, Manner, Piece
from mujaz.digest.item import Why, story_of
from mujaz.letter import Letter
from mujaz.run import CORRECTED_AFTER
from mujaz.subscriber import Slot
from pipeline.intake import compose
from pipeline.sender import sealed
from storage import articles, bodies, runs, subscribers
from storage.compositions import Fresh, intern, written
from storage.store import open_store

FIRST = 10_000_000
COPIES = 2
ADMIN = 3001
NEWS = "أطلقت شركة «أنثروبيك» نموذجًا جديدًا للبرمجة.\n\nوقالت إنه أسرع من سابقه وأقل كلفة."
NOTICE = Markup("<b>توقف قصير</b>\nيتوقف موجز ساعة واحدة هذه الليلة لأعمال الصيانة.")


async def digest_due(database: Path, readers: int) -> None:
    """A digest for so many readers falls due now."""
    now = datetime.now(UTC)
    slot = Slot("UTC", now.hour * 60 + now.minute)
    new = compose(NEWS, Gazetteer(catalogue.load()), now)

    def unit(db: sqlite3.Connection) -> None:
        articles.add(db, new, Status.PUBLISHED, now - timedelta(minutes=5))
        _subscribe(db, readers, slot, now - timedelta(minutes=1))
        assert runs.open_due(db, now) == 1

    async with open_store(database) as store:
        await store.write(unit)


async def announcement_due(database: Path, readers: int, *, paid: bool = True) -> None:
    """An announcement of an admin, who is no reader, to so many readers starts now."""
    now = datetime.now(UTC)
    far = Slot("UTC", (now.hour + 12) % 24 * 60)

    def unit(db: sqlite3.Connection) -> None:
        _subscribe(db, readers, far, now)
        draft = runs.draft_announcement(db, ADMIN, now)
        bodies.keep(db, draft.id, {"ar": (sealed(Letter(NOTICE)),)})
        runs.queue(db, draft.id, paid=paid, due_at=now)
        assert runs.open_due(db, now) == 1

    async with open_store(database) as store:
        await store.write(unit)


async def correction_due(database: Path, readers: int) -> None:
    """An article of which so many readers each have COPIES copies was corrected, and they are to be changed now."""
    now = datetime.now(UTC)
    new = compose(NEWS, Gazetteer(catalogue.load()), now)

    def unit(db: sqlite3.Connection) -> None:
        article = articles.add(db, new, Status.PUBLISHED, now - timedelta(minutes=5))
        _subscribe(db, readers, Slot("UTC", (now.hour + 12) % 24 * 60), now)
        for copy in range(COPIES):
            _told(db, article, range(FIRST, FIRST + readers), copy, now)
        db.execute("UPDATE articles SET version = 2, title = 'أنثروبيك تصحح خبرها'")
        runs.open_correction(db, article.id, now - CORRECTED_AFTER)
        assert runs.open_due(db, now) == 1

    async with open_store(database) as store:
        await store.write(unit)


def _told(db: sqlite3.Connection, article: Article, chats: range, copy: int, now: datetime) -> None:
    """These chats had the article in an alert, each as a message of its own."""
    runs.open_alert(db, article.id, now)
    run_id = runs.newest(db, 1)[0].id
    piece = Piece(story_of(article), article.id, article.version, 0, 0, Why.BREAKING, None, False, ())
    text = written(Composition((piece,), 1, Manner("ar", "UTC")))
    (kept,) = intern(db, run_id, [Fresh(text, 0, b"")])
    db.executemany(
        """INSERT INTO deliveries (run_id, chat_id, part, state, attempts, since, message_id, composition)
           VALUES (?, ?, 0, 2, 1, 0, ?, ?)""",
        [(run_id, chat_id, 1 + copy, kept.composition) for chat_id in chats],
    )
    runs.finish(db, run_id, now)


def _subscribe(db: sqlite3.Connection, readers: int, slot: Slot, now: datetime) -> None:
    for chat_id in range(FIRST, FIRST + readers):
        subscribers.subscribe(db, chat_id, "ar", slot, now, now - timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database says of all deliveries: how many in each state, and who is on which list.

    `on_the_wire` are those that a start would put on the list of possible duplicates; `forgetful` are readers who got a
    digest and do not know what it told.
    """

    states: Counter[DeliveryState]
    suspects: set[int]
    unknown: set[int]
    on_the_wire: set[int]
    over: bool
    frozen: bool
    forgetful: set[int]


def kept(database: Path) -> Kept:
    """Read from outside, while the bot runs or after it died."""
    db = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        rows = db.execute("SELECT chat_id, state, suspect_duplicate FROM deliveries").fetchall()
        (open_runs,) = db.execute("SELECT count(*) FROM runs WHERE finished_at IS NULL").fetchone()
        forgetful = db.execute(
            """SELECT d.chat_id FROM deliveries d JOIN subscribers s ON s.chat_id = d.chat_id
               WHERE d.run_id IN (SELECT id FROM runs WHERE kind = 'digest')
                   AND (d.composition IS NULL OR s.memory NOT IN (SELECT id FROM memories))"""
        ).fetchall()
        (frozen,) = db.execute("SELECT count(*) FROM runs WHERE state = 'frozen'").fetchone()
    finally:
        db.close()
    return Kept(
        Counter(DeliveryState(state) for _, state, _ in rows),
        {chat for chat, _, suspect in rows if suspect},
        {chat for chat, state, _ in rows if state == DeliveryState.UNKNOWN},
        {chat for chat, state, _ in rows if state == DeliveryState.SENDING},
        open_runs == 0,
        frozen > 0,
        {chat for (chat,) in forgetful},
    )
