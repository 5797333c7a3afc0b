"""Stories on disk: they survive a restart, and what an editor merged or split stays so."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mujaz.article import Article, NewArticle, Status
from mujaz.stories.index import StoryIndex
from mujaz.stories.sketch import Sketch, sketch
from mujaz.stories.story import Label, News, NewsItem, Pins, Placement
from storage import articles, stories, story_pins
from storage.connection import WRITER_PRAGMAS
from storage.migrate import load_migrations, migrate

MONDAY = datetime(2025, 10, 27, 8, 0, tzinfo=UTC)
EDITOR = 7
LAYOFFS = "تستعد ميتا لتسريح نحو 600 موظف يعملون في قسم الذكاء الاصطناعي سعيا إلى قرارات أسرع، بحسب مذكرة داخلية."
LAYOFFS_AGAIN = "ميتا ستسرح 600 موظف من قسم الذكاء الاصطناعي وفق مذكرة داخلية، وتبقي على باحثي فريقها الجديد."
GOLD = "ارتفعت أسعار الذهب صباح الاثنين إلى 2871 دولارا للأوقية مع تراجع الدولار."


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "mujaz.db", isolation_level=None)) as connection:
        migrate(connection, load_migrations())
        for pragma in WRITER_PRAGMAS:
            connection.execute(pragma)
        yield connection


def news(title: str, text: str, hours: int = 0) -> NewsItem:
    return NewsItem(
        MONDAY + timedelta(hours=hours), title, text, outlet="رويترز", companies=("meta",), figures=(600.0,)
    )


def store(db: sqlite3.Connection, item: NewsItem) -> Article:
    new = NewArticle(item.title, item.text, (item.text,), item.outlet, None, item.time, f"{item.title}{item.time}", ())
    return articles.add(db, new, Status.PUBLISHED, item.time)


def tell(db: sqlite3.Connection, index: StoryIndex, item: NewsItem) -> tuple[int, int]:
    """What the pipeline does with an article: it is placed, stored and remembered. Returns its id and its story's."""
    sketched = sketch(item)
    placement = index.place(sketched)
    article = store(db, item)
    story_id = stories.assign(db, article.id, placement, sketched)
    index.remember(article.id, sketched, story_id)
    return article.id, story_id


def restarted(db: sqlite3.Connection) -> StoryIndex:
    index = StoryIndex()
    for one in stories.remembered(db):
        index.remember(one.article_id, one.sketch, one.story_id)
    return index


def decided(db: sqlite3.Connection) -> list[object]:
    """All that a merge or a split may change."""
    tables = ("stories", "story_pins", "(SELECT id, story_id, story_label FROM articles)")
    return [db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables]


def three_in_two_stories(db: sqlite3.Connection, index: StoryIndex) -> tuple[list[int], list[int]]:
    told = [
        tell(db, index, news("ميتا تسرح 600 موظف", LAYOFFS)),
        tell(db, index, replace(news("الذهب يرتفع", GOLD, 1), companies=(), figures=(2871.0,))),
        tell(db, index, news("600 موظف يغادرون ميتا", LAYOFFS_AGAIN, 2)),
    ]
    return [article_id for article_id, _ in told], [story_id for _, story_id in told]


def test_an_article_opens_a_story_with_its_title_and_the_next_one_joins_it(db: sqlite3.Connection) -> None:
    ids, (layoffs, gold, again) = three_in_two_stories(db, StoryIndex())
    assert layoffs == again != gold
    story = stories.of_article(db, ids[2])
    assert story == stories.get(db, layoffs)
    assert story is not None
    assert (story.title, story.articles, story.outlets) == ("ميتا تسرح 600 موظف", 2, 1)
    assert (story.opened_at, story.updated_at) == (MONDAY, MONDAY + timedelta(hours=2))


def test_the_chapters_of_a_story_come_in_the_order_of_the_news_with_what_they_added(db: sqlite3.Connection) -> None:
    first, second = store(db, news("الأول", LAYOFFS, 5)), store(db, news("الثاني", LAYOFFS_AGAIN, 1))
    story_id = stories.assign(db, first.id, Placement(None, Label.OPENING, News()), sketch(news("الأول", LAYOFFS, 5)))
    added = News((3000.0,), ("tbd",), "layoffs")
    stories.assign(db, second.id, Placement(story_id, Label.FOLLOW_UP, added), sketch(news("الثاني", LAYOFFS_AGAIN, 1)))
    assert stories.chapters(db, story_id) == [
        stories.Chapter(replace(second, story=story_id, label=Label.FOLLOW_UP, added=added), Label.FOLLOW_UP, added),
        stories.Chapter(replace(first, story=story_id, label=Label.OPENING), Label.OPENING, News()),
    ]


def test_a_copy_in_an_outlet_that_is_there_already_does_not_make_it_two(db: sqlite3.Connection) -> None:
    index = StoryIndex()
    _, story_id = tell(db, index, news("ميتا تسرح 600 موظف", LAYOFFS))
    tell(db, index, replace(news("تسريحات في ميتا", LAYOFFS, 1), outlet="بلومبرغ"))
    tell(db, index, replace(news("ميتا: تسريح 600", LAYOFFS, 2), outlet="بلومبرغ"))
    story = stories.get(db, story_id)
    assert story is not None
    assert (story.articles, story.copies, story.outlets) == (3, 2, 2)


def test_after_a_restart_an_article_finds_its_story(db: sqlite3.Connection) -> None:
    index = StoryIndex()
    _, (layoffs, _, _) = three_in_two_stories(db, index)
    later = sketch(news("ماذا بعد تسريح 600 موظف في ميتا؟", LAYOFFS_AGAIN, 30))
    assert restarted(db).place(later) == index.place(later)
    assert index.place(later).story == layoffs


def test_a_sketch_comes_back_as_it_was_stored(db: sqlite3.Connection) -> None:
    item = replace(news("سهم ميتا يهبط في الصين", LAYOFFS), people=("mark-zuckerberg",), event="layoffs")
    article = store(db, item)
    stories.assign(db, article.id, Placement(None, Label.OPENING, News()), sketch(item))
    assert [one.sketch for one in stories.remembered(db)] == [sketch(item)]


def test_a_merge_sticks_and_the_old_number_leads_on(db: sqlite3.Connection) -> None:
    index = StoryIndex()
    ids, (layoffs, gold, _) = three_in_two_stories(db, index)
    merged = story_pins.merge(db, layoffs, gold, MONDAY, EDITOR)
    assert merged is not None
    assert (merged.id, merged.articles) == (gold, 3)
    assert stories.get(db, layoffs) == merged
    assert [chapter.label for chapter in stories.chapters(db, gold)].count(Label.OPENING) == 1
    assert story_pins.pins(db, ids[0]) == Pins(story=gold)
    assert restarted(db).place(sketch(news("تسريح 600 في ميتا", LAYOFFS_AGAIN, 3))).story == gold


def test_an_article_placed_while_its_story_was_being_merged_lands_in_the_merged_one(db: sqlite3.Connection) -> None:
    index = StoryIndex()
    _, (layoffs, gold, _) = three_in_two_stories(db, index)
    item = news("تسريح 600 في ميتا", LAYOFFS_AGAIN, 3)
    placement, article = index.place(sketch(item)), store(db, item)
    story_pins.merge(db, layoffs, gold, MONDAY, EDITOR)
    assert stories.assign(db, article.id, placement, sketch(item)) == gold


def test_merging_again_leads_every_old_number_to_the_last(db: sqlite3.Connection) -> None:
    index = StoryIndex()
    _, (layoffs, gold, _) = three_in_two_stories(db, index)
    _, other = tell(db, index, replace(news("زلزال في اليابان", "ضرب زلزال شرق اليابان.", 4), companies=(), figures=()))
    story_pins.merge(db, layoffs, gold, MONDAY, EDITOR)
    story_pins.merge(db, gold, other, MONDAY, EDITOR)
    assert [stories.leads_to(db, id_) for id_ in (layoffs, gold, other)] == [other] * 3


def test_a_split_sticks_for_both_sides(db: sqlite3.Connection) -> None:
    index = StoryIndex()
    (first, _, second), (layoffs, _, _) = three_in_two_stories(db, index)
    split = story_pins.split(db, [second], MONDAY, EDITOR)
    assert split is not None
    assert (split.title, split.articles, split.opened_at) == ("600 موظف يغادرون ميتا", 1, MONDAY + timedelta(hours=2))
    assert [chapter.label for chapter in stories.chapters(db, split.id)] == [Label.OPENING]
    assert story_pins.pins(db, second) == Pins(story=split.id, barred=frozenset({layoffs}))
    assert story_pins.pins(db, first) == Pins(barred=frozenset({split.id}))
    assert index.place(sketch(news("ميتا تسرح 600 موظف", LAYOFFS, 3)), story_pins.pins(db, first)).story == layoffs


def test_what_was_split_can_be_merged_again(db: sqlite3.Connection) -> None:
    (first, _, second), (layoffs, _, _) = three_in_two_stories(db, StoryIndex())
    split = story_pins.split(db, [second], MONDAY, EDITOR)
    assert split is not None
    merged = story_pins.merge(db, split.id, layoffs, MONDAY, EDITOR)
    assert merged is not None
    assert [chapter.article.id for chapter in stories.chapters(db, layoffs)] == [first, second]
    assert story_pins.pins(db, second) == Pins(story=layoffs)


def test_a_merge_or_split_that_makes_no_sense_changes_nothing(db: sqlite3.Connection) -> None:
    (first, gold_article, second), (layoffs, gold, _) = three_in_two_stories(db, StoryIndex())
    before = decided(db)
    assert story_pins.merge(db, layoffs, layoffs, MONDAY, EDITOR) is None
    assert story_pins.merge(db, layoffs, 999, MONDAY, EDITOR) is None
    assert story_pins.merge(db, 999, gold, MONDAY, EDITOR) is None
    for ids in ([], [first, second], [first, gold_article], [999], [first, 999]):
        assert story_pins.split(db, ids, MONDAY, EDITOR) is None
    assert decided(db) == before


def test_an_article_without_a_story_has_none(db: sqlite3.Connection) -> None:
    assert stories.of_article(db, store(db, news("خبر", GOLD)).id) is None
    assert stories.get(db, 1) is None
    assert stories.chapters(db, 1) == []


def test_what_the_index_forgot_is_not_kept_for_it(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories, "REMEMBERED", 2)
    monkeypatch.setattr(stories, "WINDOW_MOST", 1)
    monkeypatch.setattr(stories, "_PRUNED_EVERY", 1)
    sketched: Sketch = sketch(news("خبر", GOLD))
    for hour in range(6):
        stories.assign(
            db, store(db, news(f"خبر {hour}", GOLD, hour)).id, Placement(None, Label.OPENING, News()), sketched
        )
    assert [one.article_id for one in stories.remembered(db)] == [4, 5, 6]
    assert db.execute("SELECT count(*) FROM story_memory").fetchone() == (3,)
