"""What is public is corrected or retracted without a ghost of what it said before."""

import sqlite3
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from mujaz.arabic.query import parse
from mujaz.article import Article, Figure, Kind, Named, NewArticle, Status, Urgency
from mujaz.asked import Asked
from mujaz.errors import AlreadyStored, NothingToCorrect, NotPublished
from mujaz.stories.story import Label, News, Placement
from storage import articles, desk, pastes, retractions, revisions, runs, search, stories
from tests.storage.rows import DUE, NOW, OPENS, SKETCH, drafted, news, published, reader
from tests.storage.test_articles import COST, JOBS, telling

HOUR = timedelta(hours=1)
EDITOR = 3001


def in_story(db: sqlite3.Connection, new: NewArticle, placement: Placement = OPENS) -> Article:
    """An article that was published in a story."""
    draft = articles.add(db, new, Status.DRAFT, NOW, EDITOR)
    article, _ = desk.publish(db, draft.id, Urgency.NEXT, NOW, placement, SKETCH)
    return article


def correct(db: sqlite3.Connection, article_id: int, new: NewArticle) -> Article:
    placed = Placement(None, Label.OPENING, News((2e9,), (), None))
    return revisions.correct(db, article_id, new, placed, SKETCH, NOW + HOUR, EDITOR)


def found(db: sqlite3.Connection, words: str) -> list[int]:
    return [hit.article.id for hit in search.find(db, Asked(parse(words, NOW, UTC)), 9).hits]


def figures(db: sqlite3.Connection) -> list[Figure]:
    return [figure for article in articles.latest(db, 9) for figure in article.figures]


def test_a_corrected_article_says_only_what_it_says_now(db: sqlite3.Connection) -> None:
    old = in_story(db, telling("ميتا تسرّح موظفين", JOBS))
    now = correct(db, old.id, news("جوجل تنفق", "كلفة المراكز", ["google"]))
    assert (now.title, now.version, now.companies, now.figures) == ("جوجل تنفق", 2, ("google",), ())
    assert (now.published_at, now.story, now.label) == (old.published_at, old.story, old.label)
    assert (found(db, "جوجل تنفق"), found(db, "تسرّح"), figures(db)) == ([old.id], [], [])
    assert articles.how_many_about(db, [Named(Kind.COMPANY, "meta")]) == 0
    assert [(one.number, one.by, one.at) for one in revisions.versions(db, old.id)] == [
        (1, EDITOR, NOW),
        (2, EDITOR, NOW + HOUR),
    ]


def test_a_correction_does_not_change_who_published_an_article_at_its_link(db: sqlite3.Connection) -> None:
    linked = replace(news("ميتا تسرّح موظفين"), source="موقع الأخبار", url="https://example.org/1")
    typed = replace(news("جوجل تنفق"), source="رويترز")
    assert correct(db, in_story(db, linked).id, replace(linked, body="نص", source="رويترز")).source == "موقع الأخبار"
    assert correct(db, in_story(db, typed).id, replace(typed, body="نص آخر", source="أكسيوس")).source == "أكسيوس"


def test_a_story_is_called_as_its_first_article_is_called_after_the_correction(db: sqlite3.Connection) -> None:
    first = in_story(db, telling("ميتا تسرّح موظفين", JOBS))
    assert first.story is not None
    second = in_story(db, telling("ميتا تؤكد", JOBS), Placement(first.story, Label.SAME, News()))
    correct(db, second.id, telling("ميتا تؤكد الكلفة", COST))
    correct(db, first.id, telling("ميتا تسرّح مهندسين", JOBS))
    story = stories.get(db, first.story)
    assert story is not None
    assert story.title == "ميتا تسرّح مهندسين"
    assert [chapter.news.figures for chapter in stories.chapters(db, first.story)] == [(), (2e9,)]


def test_an_article_that_was_put_into_no_story_is_in_one_after_its_correction(
    db: sqlite3.Connection,
) -> None:
    old = published(db, "ميتا")
    now = correct(db, old.id, news("ميتا تنفي"))
    assert (old.story, now.label) == (None, Label.OPENING)
    assert now.story is not None


def test_a_source_that_was_known_stays_where_the_new_text_names_none(db: sqlite3.Connection) -> None:
    old = in_story(db, telling("ميتا"))
    db.execute("UPDATE articles SET source = 'رويترز'")
    assert correct(db, old.id, news("ميتا تنفي")).source == "رويترز"


def test_a_correction_that_is_none_is_refused_and_leaves_no_version(db: sqlite3.Connection) -> None:
    old, other, draft = in_story(db, news("ميتا")), published(db, "جوجل"), drafted(db, "آبل")
    with pytest.raises(NothingToCorrect):
        correct(db, old.id, news("ميتا"))
    with pytest.raises(AlreadyStored):
        correct(db, old.id, news("جوجل"))
    for article_id in (draft.id, 404):
        with pytest.raises(NotPublished):
            correct(db, article_id, news("نص جديد"))
        with pytest.raises(NotPublished):
            revisions.retract(db, article_id, "سبب", NOW, EDITOR)
    assert len(revisions.versions(db, old.id)) == len(revisions.versions(db, other.id)) == 1


def test_a_retracted_article_is_left_out_everywhere_and_its_text_is_kept(db: sqlite3.Connection) -> None:
    old = in_story(db, telling("ميتا تسرّح موظفين", JOBS))
    before = articles.stamp(db, NOW - HOUR, NOW + HOUR)
    gone = revisions.retract(db, old.id, "نفته الشركة", NOW + HOUR, EDITOR)
    assert (gone.status, gone.retracted_reason, gone.figures) == (Status.RETRACTED, "نفته الشركة", (JOBS,))
    assert (articles.latest(db, 9), articles.published_between(db, NOW - HOUR, NOW + HOUR)) == ([], [])
    assert articles.stamp(db, NOW - HOUR, NOW + HOUR) != before
    assert (found(db, "ميتا"), articles.about(db, [Named(Kind.COMPANY, "meta")], 9)) == ([], [])
    assert stories.remembered(db) == []
    last = revisions.versions(db, old.id)[-1]
    assert (last.number, last.by, last.at) == (2, EDITOR, NOW + HOUR)
    with pytest.raises(NotPublished):
        revisions.retract(db, old.id, "سبب آخر", NOW + HOUR, EDITOR)


def test_the_next_article_opens_a_story_whose_first_was_retracted(db: sqlite3.Connection) -> None:
    first = in_story(db, telling("ميتا تسرّح موظفين", JOBS))
    assert first.story is not None
    second = in_story(db, telling("ميتا تؤكد", COST), Placement(first.story, Label.SAME, News()))
    revisions.retract(db, first.id, "نفته الشركة", NOW, EDITOR)
    (chapter,) = stories.chapters(db, first.story)
    story = stories.get(db, first.story)
    assert story is not None
    assert (chapter.article.id, chapter.label) == (second.id, Label.OPENING)
    assert (story.title, story.articles) == ("ميتا تؤكد", 1)


def test_a_retraction_stops_the_alerts_of_its_article_and_nothing_else(db: sqlite3.Connection) -> None:
    reader(db, 7)
    drafts = [drafted(db, "ميتا"), drafted(db, "جوجل")]
    for draft in drafts:
        desk.publish(db, draft.id, Urgency.BREAKING, NOW, OPENS, SKETCH)
    runs.open_due(db, DUE)
    revisions.retract(db, drafts[0].id, "نفته الشركة", NOW, EDITOR)
    assert [(run.article_id, run.state) for run in runs.unfinished(db)] == [
        (drafts[0].id, "cancelled"),
        (drafts[1].id, "running"),
        (None, "running"),
    ]


def test_what_other_editors_were_about_to_do_with_an_article_is_void_after_its_retraction(
    db: sqlite3.Connection,
) -> None:
    article = in_story(db, news("ميتا"))
    paste_id = pastes.begin_correction(db, 3002, 3002, article.id, NOW)
    retractions.ask(db, 3003, article.id, NOW)
    retractions.give_reason(db, 3003, "سبب آخر")
    revisions.retract(db, article.id, "نفته الشركة", NOW, EDITOR)
    assert (pastes.get(db, paste_id), retractions.intended(db, 3003)) == (None, None)


def test_a_reason_is_waited_for_a_quarter_of_an_hour_and_once(db: sqlite3.Connection) -> None:
    article = in_story(db, news("ميتا"))
    retractions.ask(db, EDITOR, article.id, NOW)
    assert retractions.awaiting_reason(db, EDITOR, NOW) == article.id
    assert retractions.awaiting_reason(db, EDITOR, NOW + HOUR) is None
    retractions.give_reason(db, EDITOR, "نفته الشركة")
    assert retractions.awaiting_reason(db, EDITOR, NOW) is None
