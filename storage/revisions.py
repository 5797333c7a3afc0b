"""What editors do with an article that is public: correct it, retract it. Each function is a unit of work.

The readers who have it are told by a run that is opened with it.
"""

import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime

from mujaz.article import Article, NewArticle, Status
from mujaz.errors import NothingToCorrect, NotPublished
from mujaz.paste import Paste
from mujaz.run import Order, RunKind
from mujaz.stories.sketch import Sketch
from mujaz.stories.story import Label, News, Placement
from storage import articles, pastes, retractions, runs, search, stories
from storage.times import moment


@dataclass(frozen=True, slots=True)
class Version:
    """When an article came to say what it says in a version, and by which editor; None: it came from elsewhere."""

    number: int
    by: int | None
    at: datetime


def propose(db: sqlite3.Connection, paste: Paste, new: NewArticle) -> NewArticle:
    """Notes that a paste was read as a correction, for its editor to accept. Raises what `refuse` raises."""
    assert paste.corrects is not None, "it corrects an article"
    refuse(db, paste.corrects, new)
    pastes.settle(db, paste)
    return new


def correct(
    db: sqlite3.Connection, article_id: int, new: NewArticle, placed: Placement, sketch: Sketch, now: datetime, by: int
) -> Article:
    """Replaces what a public article says, as its next version, with all that is found or counted by it.

    It stays in its story; one that an older Mujaz put into none goes where it was placed. Raises what `refuse` raises.
    """
    refuse(db, article_id, new)
    before = articles.one(db, article_id)
    at_its_link = (
        before.source if before.url is not None else None
    )  # who published it there is not for its text to tell
    new = replace(new, source=at_its_link or new.source or before.source)
    articles.rewrite(db, article_id, Status.PUBLISHED, new, now, by)
    if before.story is None:
        stories.assign(db, article_id, placed, sketch)
    else:
        stories.retell(db, article_id, News() if before.label is Label.OPENING else placed.news, sketch)
    pastes.finish_corrections(db, article_id)
    runs.open_correction(db, article_id, now)
    return articles.one(db, article_id)


def refuse(db: sqlite3.Connection, article_id: int, new: NewArticle) -> None:
    """Raises NotPublished for an article that was retracted, NothingToCorrect, and AlreadyStored for a twin."""
    found = articles.get(db, article_id)
    if found is None or found.status is not Status.PUBLISHED:
        raise NotPublished
    articles.refuse_twin(db, new.fingerprint, article_id)
    if articles.says(db, article_id, new):
        raise NothingToCorrect


def retract(db: sqlite3.Connection, article_id: int, reason: str, now: datetime, by: int) -> Article:
    """Takes a public article out of all that is found, listed and told; its alerts go no further.

    Its text stays in its versions. Raises NotPublished when it is not public any more.
    """
    if not db.execute(
        """UPDATE articles SET status = 'retracted', retracted_reason = ?, version = version + 1
           WHERE id = ? AND status = 'published'""",
        (reason, article_id),
    ).rowcount:
        raise NotPublished
    articles.keep_version(db, article_id, now, by)
    search.forget(db, article_id)
    article = articles.one(db, article_id)
    if article.story is not None:
        stories.leave_out(db, article_id, article.story)
    _stop_alerts(db, article_id, now)
    pastes.finish_corrections(db, article_id)
    retractions.drop(db, article_id)
    runs.open_correction(db, article_id, now)
    return article


def versions(db: sqlite3.Connection, article_id: int) -> list[Version]:
    """All versions of an article, the first first; the last of a retracted one is its retraction."""
    rows = db.execute(
        "SELECT version, changed_by, changed_at FROM article_versions WHERE article_id = ? ORDER BY version",
        (article_id,),
    )
    return [Version(number, by, moment(at)) for number, by, at in rows]


def _stop_alerts(db: sqlite3.Connection, article_id: int, now: datetime) -> None:
    rows = db.execute(
        "SELECT id FROM runs WHERE article_id = ? AND kind = ? AND finished_at IS NULL AND state <> 'cancelled'",
        (article_id, RunKind.ALERT),
    )
    for (run_id,) in rows.fetchall():
        runs.give(db, run_id, Order.CANCEL, now)
