"""Who and what was spoken of between two moments."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from mujaz.article import Article, Kind, Named, Status
from mujaz.charts.trends import Mentions
from mujaz.period import Period, Span
from mujaz.stories.story import Label, News, Placement
from storage import articles, stories, trends
from tests.storage.rows import DAY, NOW, OPENS, SKETCH, news, opened

WEEK = Period(Span.WEEK, NOW - 7 * DAY, NOW, NOW - 14 * DAY, NOW - 7 * DAY)
TEXTS = count()


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    db = opened(":memory:")
    yield db
    db.close()


def told(
    db: sqlite3.Connection,
    *companies: str,
    outlet: str | None = "أكسيوس",
    ago: timedelta = DAY,
    story: int | None = None,
    named: tuple[Named, ...] = (),
) -> Article:
    """A published article of a story, of its own where none is given."""
    new = replace(news(f"خبر {next(TEXTS)}", "", companies, NOW - ago, named), source=outlet)
    article = articles.add(db, new, Status.PUBLISHED, NOW - ago)
    placement = OPENS if story is None else Placement(story, Label.SAME, News())
    stories.assign(db, article.id, placement, SKETCH)
    found = articles.get(db, article.id)
    assert found is not None
    return found


def test_a_story_counts_once_for_each_outlet_however_often_it_is_told_there(db: sqlite3.Connection) -> None:
    first = told(db, "meta", "scale-ai")
    told(db, "meta", outlet="أكسيوس", story=first.story)
    told(db, "meta", outlet="رويترز", story=first.story)
    told(db, "meta")
    assert trends.mentions(db, WEEK) == [Mentions("meta", 3, 0), Mentions("scale-ai", 1, 0)]


def test_articles_whose_outlet_is_not_known_count_once_a_story(db: sqlite3.Connection) -> None:
    first = told(db, "meta", outlet=None)
    told(db, "meta", outlet=None, story=first.story)
    told(db, "meta", outlet=None)
    assert trends.mentions(db, WEEK) == [Mentions("meta", 2, 0)]


def test_each_period_counts_what_is_in_it_and_nothing_around_it(db: sqlite3.Connection) -> None:
    for ago in (timedelta(), 7 * DAY - timedelta(seconds=1)):
        told(db, "meta", ago=ago)
    for ago in (7 * DAY, 10 * DAY, 14 * DAY - timedelta(seconds=1)):
        told(db, "meta", ago=ago)
    told(db, "meta", ago=14 * DAY)
    told(db, "meta", ago=-DAY)
    assert trends.mentions(db, WEEK) == [Mentions("meta", 2, 3)]


def test_drafts_products_and_people_are_not_counted_as_companies(db: sqlite3.Connection) -> None:
    articles.add(db, news("مسودة", "", ("meta",), NOW - DAY), Status.DRAFT, NOW)
    told(db, "openai", named=(Named(Kind.PRODUCT, "llama"), Named(Kind.PERSON, "Sam Altman")))
    assert trends.mentions(db, WEEK) == [Mentions("openai", 1, 0)]


def test_a_company_is_counted_week_by_week_with_its_products_and_no_telling_twice(db: sqlite3.Connection) -> None:
    meta, llama = Named(Kind.COMPANY, "meta"), Named(Kind.PRODUCT, "llama")
    told(db, "meta", ago=8 * DAY)
    both = told(db, "meta", named=(llama,))
    told(db, named=(llama,))
    told(db, "meta", story=both.story)
    told(db, "openai")
    edges = [NOW - 21 * DAY, NOW - 14 * DAY, NOW - 7 * DAY, NOW]
    assert trends.by_week(db, [meta, llama], edges) == [0, 1, 2]
    assert trends.by_week(db, [meta], edges) == [0, 1, 1]


def test_the_stories_that_most_outlets_told_are_found_with_all_that_was_told_of_them(db: sqlite3.Connection) -> None:
    lonely = told(db, "meta", ago=timedelta(hours=1))
    twice = told(db, "openai", ago=3 * DAY)
    again = told(db, "openai", ago=2 * DAY, story=twice.story)
    wide = told(db, "mistral", ago=6 * DAY)
    wider = told(db, "mistral", ago=5 * DAY, story=wide.story, outlet="رويترز")
    told(db, "mistral", ago=9 * DAY, story=wide.story, outlet="بلومبرغ")
    assert trends.most_told(db, WEEK.since, WEEK.until, 2) == [wide, wider, twice, again]
    assert trends.most_told(db, WEEK.since, WEEK.until, 9) == [wide, wider, twice, again, lonely]
    assert trends.most_told(db, NOW, NOW + DAY, 9) == []


def test_counting_reads_what_is_in_the_period_and_not_the_whole_archive(db: sqlite3.Connection) -> None:
    steps = " ".join(
        str(step) for *_, step in db.execute(f"EXPLAIN QUERY PLAN {trends.TELLINGS}", (0, 1, None)).fetchall()
    )
    assert "COVERING INDEX articles_newest (reported_at>? AND reported_at<?)" in steps
    assert "COVERING INDEX mentions_article" in steps
