"""Whoever asks for news gets it as it is at that moment, although it is ranked once for all who ask."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.newsstand import ARTICLES_KEPT, Newsstand
from pipeline.reads import Reads
from storage import articles, revisions, stories
from storage.store import Store, open_store
from tests.storage.rows import DAY, NOW, OPENS, SKETCH, drafted, published

ASKS = 7001
HOUR = timedelta(hours=1)
LATER = NOW + HOUR


@asynccontextmanager
async def _stand(path: Path) -> AsyncIterator[tuple[Store, Newsstand]]:
    async with open_store(path / "mujaz.sqlite") as store:
        yield store, Newsstand(Reads(store))


async def _titles(stand: Newsstand, since: datetime = NOW - DAY, now: datetime = LATER) -> list[str]:
    fresh = await stand.fresh(ASKS, since, now)
    return sorted(article.title for story in fresh.ranking.stories for article in story.articles)


async def test_what_is_published_retracted_or_told_anew_meanwhile_is_so_for_who_asks_next(tmp_path: Path) -> None:
    async with _stand(tmp_path) as (store, stand):
        first = await store.write(published, "أول")
        assert await _titles(stand) == await _titles(stand) == ["أول"]
        draft = await store.write(drafted, "ثانٍ")
        assert await _titles(stand) == ["أول"]
        await store.write(articles.publish, draft.id, NOW)
        assert await _titles(stand) == ["أول", "ثانٍ"]
        await store.write(lambda db: db.execute("UPDATE articles SET title = 'بدل' WHERE id = ?", (draft.id,)).rowcount)
        assert await _titles(stand) == ["أول", "بدل"]
        await store.write(revisions.retract, first.id, "خطأ", NOW, 1)
        assert await _titles(stand) == ["بدل"]
        await store.write(lambda db: db.execute("DELETE FROM articles WHERE id = ?", (draft.id,)).rowcount)
        assert await _titles(stand) == []


async def test_articles_that_become_one_story_are_one_for_who_asks_next(tmp_path: Path) -> None:
    async with _stand(tmp_path) as (store, stand):
        one, other = [await store.write(published, title) for title in ("أول", "ثانٍ")]
        assert len((await stand.fresh(ASKS, NOW - DAY, LATER)).ranking.stories) == 2
        story = await store.write(_place, one.id, None)
        await store.write(_place, other.id, story)
        assert len((await stand.fresh(ASKS, NOW - DAY, LATER)).ranking.stories) == 1


async def test_each_gets_what_is_in_their_own_window(tmp_path: Path) -> None:
    async with _stand(tmp_path) as (store, stand):
        for hours in range(12):
            await store.write(_at, hours)
        for since, until in [(3, 5), (0, 11), (5, 12), (3, 5), (-1, 4), (2, 2)]:
            wanted = sorted(f"{hours:02}" for hours in range(12) if since < hours <= until)
            assert await _titles(stand, NOW + since * HOUR, NOW + until * HOUR) == wanted


async def test_an_archive_that_came_in_at_once_is_ranked_all_the_same(tmp_path: Path) -> None:
    async with _stand(tmp_path) as (store, stand):
        titles = [f"{number:04}" for number in range(ARTICLES_KEPT + 1)]
        await store.write(lambda db: [published(db, title).id for title in titles])
        assert await _titles(stand) == await _titles(stand) == titles


def _place(db: sqlite3.Connection, article_id: int, story: int | None) -> int:
    return stories.assign(db, article_id, replace(OPENS, story=story), SKETCH)


def _at(db: sqlite3.Connection, hours: int) -> int:
    return published(db, f"{hours:02}", at=NOW + hours * HOUR).id
