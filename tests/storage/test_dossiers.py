"""What the archive holds of a company: stories by time, what is new to somebody, figures; read from indexes alone."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest

from mujaz.article import Article, Figure, Kind, Named, Status
from mujaz.dossier import Page, Passage
from mujaz.stories.story import Label, News, Placement
from storage import articles, dossiers, glances, stories
from storage.dossiers import Narrow
from tests.storage.rows import DAY, NOW, OPENS, SKETCH, news, opened

META = (Named(Kind.COMPANY, "meta"), Named(Kind.PRODUCT, "llama"))
ANY = Narrow()
TEXTS = count()


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    db = opened(":memory:")
    yield db
    db.close()


def told(
    db: sqlite3.Connection,
    *companies: str,
    ago: timedelta = DAY,
    story: int | None = None,
    event: str = "other",
    figures: tuple[Figure, ...] = (),
    published: datetime | None = None,
) -> Article:
    """A published article of a story, of its own where none is given."""
    new = replace(news(f"خبر {next(TEXTS)}", "", companies, NOW - ago), event=event, figures=figures)
    article = articles.add(db, new, Status.PUBLISHED, published or NOW - ago)
    placement = OPENS if story is None else Placement(story, Label.SAME, News())
    stories.assign(db, article.id, placement, SKETCH)
    return articles.one(db, article.id)


def page(
    db: sqlite3.Connection, narrow: Narrow = ANY, seen: datetime | None = None, number: int = 0, most: int = 6
) -> Page[Passage]:
    return dossiers.stories(db, META, narrow, seen, number, most)


def ids(found: Page[Passage]) -> list[int]:
    return [passage.article.id for passage in found.items]


def figure(value: float, said: str, counted: str = "موظف") -> Figure:
    return Figure(value, None, "employees", counted, "=", said, "جملة")


def test_a_story_is_told_once_by_its_newest_article_however_often_and_under_whichever_name(
    db: sqlite3.Connection,
) -> None:
    first = told(db, "meta", ago=3 * DAY)
    newer = told(db, "meta", ago=2 * DAY, story=first.story)
    product = articles.add(
        db, news("نموذج", named=(Named(Kind.PRODUCT, "llama"),), reported_at=NOW), Status.PUBLISHED, NOW
    )
    told(db, "openai")
    found = page(db)
    assert ids(found) == [product.id, newer.id]
    assert [passage.story for passage in found.items] == [-product.id, first.story]
    assert (found.total, found.whole) == (2, True)


def test_drafts_and_what_was_retracted_are_not_told(db: sqlite3.Connection) -> None:
    articles.add(db, news("مسودة", companies=["meta"]), Status.DRAFT, NOW)
    assert page(db).items == ()


def test_stories_are_narrowed_to_days_and_to_a_kind_of_event(db: sqlite3.Connection) -> None:
    old = told(db, "meta", ago=40 * DAY, event="layoffs")
    new = told(db, "meta", ago=DAY, event="layoffs")
    other = told(db, "meta", ago=2 * DAY, event="launch")
    assert ids(page(db, Narrow(event="layoffs"))) == [new.id, old.id]
    assert ids(page(db, Narrow(since=NOW - 30 * DAY))) == [new.id, other.id]
    assert ids(page(db, Narrow(NOW - 30 * DAY, "layoffs"))) == [new.id]


def test_what_was_published_since_the_last_look_comes_first_however_old_the_news(db: sqlite3.Connection) -> None:
    known = told(db, "meta", ago=2 * DAY)
    late = told(db, "meta", ago=9 * DAY, published=NOW - timedelta(hours=1))
    found = page(db, seen=NOW - DAY)
    assert [(passage.article.id, passage.fresh) for passage in found.items] == [(late.id, True), (known.id, False)]
    assert not any(passage.fresh for passage in page(db, seen=None).items)


def test_pages_follow_each_other_and_the_last_stands_for_all_beyond_it(db: sqlite3.Connection) -> None:
    made = [told(db, "meta", ago=number * DAY).id for number in range(1, 6)]
    assert [ids(page(db, number=number, most=2)) for number in range(3)] == [made[:2], made[2:4], made[4:]]
    beyond = page(db, number=99, most=2)
    assert (ids(beyond), beyond.number, beyond.pages) == (made[4:], 2, 3)


def test_figures_are_those_of_news_about_the_company_each_once_a_story(db: sqlite3.Connection) -> None:
    first = told(db, "meta", ago=3 * DAY, figures=(figure(600, "600 موظف"),))
    again = told(db, "meta", ago=2 * DAY, story=first.story, figures=(figure(600, "ستمئة موظف"),))
    told(db, "openai", "meta", figures=(figure(9, "9 موظفين"),))
    told(db, "meta", figures=(figure(3, "3", counted=""),))
    found = dossiers.figures(db, "meta", 0, 6)
    assert [(counted.article.id, counted.figure.said) for counted in found.items] == [(again.id, "ستمئة موظف")]


@pytest.mark.parametrize("statement", [dossiers.BY_TIME, dossiers.FIGURES])
def test_a_page_is_found_in_indexes_without_sorting_or_reading_a_text(db: sqlite3.Connection, statement: str) -> None:
    given = ("company", "meta", 0, None, 9)[: 5 if statement is dossiers.BY_TIME else 2]
    steps = " ".join(str(step) for *_, step in db.execute(f"EXPLAIN QUERY PLAN {statement}", given))
    assert "COVERING INDEX articles_newest (reported_at=? AND id=?)" in steps
    assert "m USING PRIMARY KEY (kind=? AND entity=?" in steps
    assert "SCAN" not in steps
    assert "TEMP B-TREE FOR ORDER BY" not in steps


def test_a_look_within_half_an_hour_is_the_same_look(db: sqlite3.Connection) -> None:
    later, next_day = NOW + timedelta(minutes=10), NOW + DAY
    assert glances.last(db, 7, "meta", NOW) is None
    glances.note(db, 7, "meta", NOW)
    assert glances.last(db, 7, "meta", later) is None
    glances.note(db, 7, "meta", later)
    assert glances.last(db, 7, "meta", next_day) == later
    glances.note(db, 7, "meta", next_day)
    assert glances.last(db, 7, "meta", next_day) == later
    assert glances.last(db, 7, "openai", next_day) is None
    assert glances.last(db, 8, "meta", next_day) is None
