"""How a draft leaves the editor's desk: public or discarded, and its paste closed with it. Each is a unit of work."""

import sqlite3
from datetime import datetime

from mujaz.article import Article, NewArticle, Status, Urgency
from mujaz.stories.sketch import Sketch
from mujaz.stories.story import Placement
from storage import articles, drafts, pastes, plans, runs, stories, subscribers


def publish(
    db: sqlite3.Connection, article_id: int, urgency: Urgency, now: datetime, placement: Placement, sketch: Sketch
) -> tuple[Article, int]:
    """Makes a draft public in the story it was placed in, and opens the run that alerts readers, if it has any.

    Gives the article and its story's id. Raises DraftGone.
    """
    breaking = urgency is Urgency.BREAKING
    articles.publish(db, article_id, now, breaking=breaking)
    story_id = stories.assign(db, article_id, placement, sketch)
    pastes.finish(db, article_id)
    plans.forget(db, article_id)
    drafts.release(db, article_id)
    if urgency is not Urgency.NEXT and subscribers.how_many_alerted(db, article_id, now, breaking=breaking):
        runs.open_alert(db, article_id, now)
    return articles.one(db, article_id), story_id


def archive(
    db: sqlite3.Connection, new: NewArticle, published_at: datetime, placement: Placement, sketch: Sketch
) -> tuple[Article, int]:
    """Stores an article as published at a moment, in the story it was placed in. Raises AlreadyStored."""
    article = articles.add(db, new, Status.PUBLISHED, published_at)
    story_id = stories.assign(db, article.id, placement, sketch)
    return articles.one(db, article.id), story_id


def discard(db: sqlite3.Connection, article_id: int) -> None:
    """Removes a draft for good: no late piece brings it back. Raises DraftGone."""
    pastes.finish(db, article_id)
    articles.discard(db, article_id)
