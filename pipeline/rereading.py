"""Articles that an older Mujaz read are read again for what it did not know to tell: figures, event, other lengths.

What was shown of them, title and summary, stays as it was. At leisure: it holds up neither people nor deliveries.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import structlog

from mujaz.article import NewArticle
from mujaz.companies.gazetteer import Gazetteer
from mujaz.reading import read
from pipeline.intake import article_of
from storage import articles
from storage.store import Store

BATCH = 20
PAUSE = 0.1
"""Seconds between two batches: the bot has half of the time for everything else."""

log = structlog.get_logger(__name__)

Unread = Sequence[tuple[int, int, str, str, datetime]]


async def read_again(store: Store, gazetteer: Gazetteer, pause: float = PAUSE) -> None:
    """Reads all that is to be read again, the newest first; goes on after a restart where it stopped."""
    while unread := await store.read(articles.unread, BATCH):
        log.info("reading_again", newest=unread[0][0])
        for article_id, version, new in await asyncio.to_thread(_read_all, unread, gazetteer):
            await store.write(articles.note_reading, article_id, version, new)
        await asyncio.sleep(pause)


def _read_all(unread: Unread, gazetteer: Gazetteer) -> list[tuple[int, int, NewArticle]]:
    return [
        (article_id, version, article_of(read(body, gazetteer, title), reported_at))
        for article_id, version, title, body, reported_at in unread
    ]
