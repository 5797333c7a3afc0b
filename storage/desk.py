"""How a draft leaves the editor's desk: public or discarded, and its paste closed with it. Each is a unit of work."""

import sqlite3
from datetime import datetime

from mujaz.article import Article
from storage import articles, pastes, runs


def publish(db: sqlite3.Connection, article_id: int, at_once: bool, now: datetime) -> Article:
    """Makes a draft public; with `at_once` opens the run that sends it to every reader. Raises DraftGone."""
    article = articles.publish(db, article_id, now)
    pastes.finish(db, article_id)
    if at_once:
        runs.open_alert(db, article_id, now)
    return article


def discard(db: sqlite3.Connection, article_id: int) -> None:
    """Removes a draft for good: no late piece brings it back. Raises DraftGone."""
    pastes.finish(db, article_id)
    articles.discard(db, article_id)
