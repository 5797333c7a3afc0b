"""The archive keeps what was posted, once, with every version of it."""

import sqlite3
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from mujaz.arabic.query import parse
from mujaz.article import Figure, Kind, Named, NewArticle, Status, Urgency
from mujaz.asked import Asked
from mujaz.errors import AlreadyStored, DraftGone
from mujaz.stories.story import Label
from storage import articles, desk, search
from tests.storage.rows import DAY, NOW, OPENS, SKETCH, drafted, news, published

HOUR = timedelta(hours=1)
JOBS = Figure(600, None, "employees", "موظف", "≈", "نحو 600 موظف", "تستغني ميتا عن نحو 600 موظف.")
COST = Figure(1.5e9, 2e9, "USD", "دولار", "=", "1.5 إلى 2 مليار دولار", "كلفة ذلك 1.5 إلى 2 مليار دولار.")


def telling(title: str, *figures: Figure) -> NewArticle:
    """News of which all is known that a reading tells."""
    long = ("جملة أولى.", "جملة ثانية.", "جملة ثالثة.")
    return replace(news(title, companies=["meta"]), line="جملة أولى.", long=long, event="layoffs", figures=figures)


def found(db: sqlite3.Connection, words: str) -> list[int]:
    return [hit.article.id for hit in search.find(db, Asked(parse(words, NOW, UTC)), 9).hits]


def versions(db: sqlite3.Connection, article_id: int) -> list[tuple[int, str]]:
    return db.execute(
        "SELECT version, title FROM article_versions WHERE article_id = ? ORDER BY version", (article_id,)
    ).fetchall()


def mentions(db: sqlite3.Connection, article_id: int) -> set[str]:
    return {entity for (entity,) in db.execute("SELECT entity FROM mentions WHERE article_id = ?", (article_id,))}


def test_an_article_comes_back_as_it_was_stored(db: sqlite3.Connection) -> None:
    stored = published(db, "ميتا تسرّح موظفين", "النص", "openai", "meta", "google")
    assert articles.get(db, stored.id) == stored
    assert (stored.title, stored.summary, stored.version) == ("ميتا تسرّح موظفين", ("جملة أولى.", "جملة ثانية."), 1)
    assert (stored.reported_at, stored.published_at, stored.status) == (NOW, NOW, Status.PUBLISHED)
    assert stored.companies == ("openai", "meta", "google")
    assert versions(db, stored.id) == [(1, "ميتا تسرّح موظفين")]


def test_what_a_reading_told_comes_back_with_its_article(db: sqlite3.Connection) -> None:
    new = telling("ميتا تسرّح موظفين", JOBS, COST)
    stored = articles.add(db, new, Status.PUBLISHED, NOW)
    assert (stored.line, stored.long, stored.event, stored.figures) == (new.line, new.long, "layoffs", (JOBS, COST))
    assert articles.published_between(db, NOW - HOUR, NOW) == articles.latest(db, 1) == [stored]


def test_a_published_article_knows_its_story_and_a_draft_has_none(db: sqlite3.Connection) -> None:
    draft = drafted(db, "ميتا")
    assert (draft.story, draft.label) == (None, None)
    _, story_id = desk.publish(db, draft.id, Urgency.NEXT, NOW, OPENS, SKETCH)
    (public,) = articles.latest(db, 1)
    assert (public.story, public.label) == (story_id, Label.OPENING)


def test_a_draft_that_is_read_anew_keeps_no_figure_of_before(db: sqlite3.Connection) -> None:
    draft = articles.add(db, telling("ميتا", JOBS, COST), Status.DRAFT, NOW)
    assert articles.reread_draft(db, draft.id, telling("ميتا تنفي", COST), NOW, by=3001).figures == (COST,)


def test_what_an_older_mujaz_stored_has_its_summary_until_it_is_read_again(db: sqlite3.Connection) -> None:
    old = published(db, "ميتا تسرّح موظفين")
    db.execute("UPDATE articles SET line = NULL")
    (told,) = articles.latest(db, 1)
    assert (told.line, told.long, told.event, told.figures) == ("جملة أولى.", told.summary, "other", ())
    assert [article_id for article_id, *_ in articles.unread(db, 9)] == [old.id]
    articles.note_reading(db, old.id, old.version, telling("عنوان آخر", JOBS))
    (read,) = articles.latest(db, 1)
    assert (read.title, read.event, read.figures, read.version) == (old.title, "layoffs", (JOBS,), 1)
    assert articles.unread(db, 9) == []


def test_a_reading_that_comes_after_a_change_is_dropped(db: sqlite3.Connection) -> None:
    draft = drafted(db, "ميتا")
    db.execute("UPDATE articles SET line = NULL")
    articles.reread_draft(db, draft.id, telling("ميتا تنفي", COST), NOW, by=3001)
    articles.note_reading(db, draft.id, draft.version, telling("ميتا", JOBS))
    found = articles.get(db, draft.id)
    assert found is not None
    assert found.figures == (COST,)


def test_a_draft_is_not_published_and_nowhere_to_be_seen(db: sqlite3.Connection) -> None:
    draft = articles.add(db, news("مسودة ميتا", companies=["meta"]), Status.DRAFT, NOW)
    assert (draft.status, draft.published_at) == (Status.DRAFT, None)
    assert articles.latest(db, 9) == []
    assert articles.published_between(db, NOW - DAY, NOW + DAY) == []
    assert articles.about(db, [Named(Kind.COMPANY, "meta")], 9) == []
    assert articles.how_many_about(db, [Named(Kind.COMPANY, "meta")]) == 0
    assert found(db, "ميتا") == []


def test_the_same_text_is_refused_with_the_title_under_which_it_is_stored(db: sqlite3.Connection) -> None:
    first = drafted(db, "ميتا تسرّح موظفين")
    with pytest.raises(AlreadyStored) as refusal:
        published(db, "ميتا تسرّح موظفين")
    assert refusal.value.article_id == first.id
    assert refusal.value.values == {"title": "ميتا تسرّح موظفين", "date": NOW}


def test_a_draft_that_is_read_anew_keeps_its_old_version_and_loses_its_old_mentions(db: sqlite3.Connection) -> None:
    draft = articles.add(db, news("ميتا", "نص", ["meta"]), Status.DRAFT, NOW)
    reread = articles.reread_draft(db, draft.id, news("جوجل", "نص آخر", ["google"]), NOW + HOUR, by=3001)
    assert (reread.id, reread.title, reread.version, reread.companies) == (draft.id, "جوجل", 2, ("google",))
    assert versions(db, draft.id) == [(1, "ميتا"), (2, "جوجل")]
    assert mentions(db, draft.id) == {"google"}


def test_reading_the_same_again_makes_no_version(db: sqlite3.Connection) -> None:
    draft = drafted(db, "ميتا")
    assert articles.reread_draft(db, draft.id, news("ميتا"), NOW + HOUR, by=3001) == draft
    assert versions(db, draft.id) == [(1, "ميتا")]


def test_a_draft_cannot_become_another_article(db: sqlite3.Connection) -> None:
    published(db, "ميتا")
    draft = drafted(db, "جوجل")
    with pytest.raises(AlreadyStored):
        articles.reread_draft(db, draft.id, news("ميتا"), NOW, by=3001)


def test_another_title_is_another_version_and_is_found(db: sqlite3.Connection) -> None:
    draft = drafted(db, "عنوان قديم", "نص")
    assert articles.retitle(db, draft.id, "عنوان جديد", NOW, by=3001).version == 2
    articles.publish(db, draft.id, NOW)
    assert found(db, "جديد") == [draft.id]
    assert found(db, "قديم") == []


def test_what_was_published_or_discarded_is_no_draft_any_more(db: sqlite3.Connection) -> None:
    public, gone = drafted(db, "ميتا"), drafted(db, "جوجل")
    articles.publish(db, public.id, NOW)
    articles.discard(db, gone.id)
    for article_id in (public.id, gone.id, 404):
        with pytest.raises(DraftGone):
            articles.publish(db, article_id, NOW)
        with pytest.raises(DraftGone):
            articles.discard(db, article_id)
        with pytest.raises(DraftGone):
            articles.retitle(db, article_id, "عنوان", NOW, by=3001)
        with pytest.raises(DraftGone):
            articles.reread_draft(db, article_id, news("نص جديد"), NOW, by=3001)


def test_a_discarded_draft_leaves_nothing_behind_and_its_text_may_come_again(db: sqlite3.Connection) -> None:
    draft = articles.add(db, telling("ميتا", JOBS), Status.DRAFT, NOW)
    articles.discard(db, draft.id)
    for table in ("articles", "article_versions", "mentions", "figures", "search_documents"):
        assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
    assert drafted(db, "ميتا").title == "ميتا"


def test_a_window_holds_what_was_published_after_it_opened_and_until_it_closed(db: sqlite3.Connection) -> None:
    for number, at in enumerate((NOW - HOUR, NOW, NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR)):
        published(db, f"خبر {number}", at=at)
    window = articles.published_between(db, NOW, NOW + 2 * HOUR)
    assert [found.title for found in window] == ["خبر 2", "خبر 3"]


def test_the_latest_are_the_newest_by_the_time_of_the_news(db: sqlite3.Connection) -> None:
    for number, at in enumerate((NOW - HOUR, NOW + HOUR, NOW)):
        published(db, f"خبر {number}", at=at)
    assert [found.title for found in articles.latest(db, 2)] == ["خبر 1", "خبر 2"]


def test_news_of_a_company_and_of_its_products_count_once_each(db: sqlite3.Connection) -> None:
    llama = Named(Kind.PRODUCT, "llama")
    both = articles.add(db, news("ميتا ولاما", "", ["meta"], named=[llama]), Status.PUBLISHED, NOW)
    product = articles.add(db, news("لاما", "", named=[llama], reported_at=NOW + HOUR), Status.PUBLISHED, NOW)
    published(db, "جوجل", "", "google")
    names = [Named(Kind.COMPANY, "meta"), llama]
    assert [found.id for found in articles.about(db, names, 9)] == [product.id, both.id]
    assert [found.id for found in articles.about(db, names, 1)] == [product.id]
    assert articles.how_many_about(db, names) == 2


def test_an_unknown_article_is_none(db: sqlite3.Connection) -> None:
    assert articles.get(db, 404) is None
