"""What editors decide about stories, kept so that nothing undoes it. Each function is a unit of work.

The index of stories has to be told of it as well, once it is committed: it merges and splits in memory.
"""

import sqlite3
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal

from mujaz.stories.story import Pins
from storage import stories
from storage.times import epoch

Rule = Literal["stays", "barred"]


def pins(db: sqlite3.Connection, article_id: int) -> Pins:
    """What editors decided about an article, for placing it anew."""
    rows = db.execute("SELECT story_id, rule FROM story_pins WHERE article_id = ?", (article_id,)).fetchall()
    stays = next((story_id for story_id, rule in rows if rule == "stays"), None)
    return Pins(stays, frozenset(story_id for story_id, rule in rows if rule == "barred"))


def choose(
    db: sqlite3.Connection, article_id: int, story_id: int | None, barred: int | None, now: datetime, by: int
) -> None:
    """An editor decides where a draft will stand: in a story, or in one of its own and not in one that is barred."""
    db.execute("DELETE FROM story_pins WHERE article_id = ?", (article_id,))
    if story_id is not None:
        _pin(db, [article_id], story_id, "stays", now, by)
    elif barred is not None:
        _pin(db, [article_id], barred, "barred", now, by)


def merge(db: sqlite3.Connection, story_id: int, into: int, now: datetime, by: int) -> stories.Story | None:
    """Moves a story's articles into another for good; its id leads there from now on.

    Returns None, and changes nothing, when both are one story already or either was never there.
    """
    source, target = stories.leads_to(db, story_id), stories.leads_to(db, into)
    if source is None or target is None or source == target:
        return None
    moved = [id_ for (id_,) in db.execute("SELECT id FROM articles WHERE story_id = ?", (source,))]
    _move(db, moved, target, now, by)
    db.execute("UPDATE stories SET merged_into = ? WHERE ? IN (id, merged_into)", (target, source))
    stories.relabel(db, target)
    return stories.get(db, target)


def split(db: sqlite3.Connection, article_ids: Collection[int], now: datetime, by: int) -> stories.Story | None:
    """Moves articles out of their story into one of their own for good; neither side goes back to the other.

    Returns None, and changes nothing, unless the articles are some, but not all, of one story.
    """
    ids = sorted(set(article_ids))
    source = _common_story(db, ids)
    left = [] if source is None else _others(db, source, ids)
    if source is None or not left:
        return None
    target = stories.open_story(db, _earliest(db, ids))
    _move(db, ids, target, now, by)
    _pin(db, ids, source, "barred", now, by)
    _pin(db, left, target, "barred", now, by)
    stories.retime(db, source)
    stories.relabel(db, target)
    stories.relabel(db, source)
    return stories.get(db, target)


def move(db: sqlite3.Connection, article_id: int, into: int, now: datetime, by: int) -> stories.Story | None:
    """Moves one article into another story for good; it does not go back. The story that it was alone in leads there.

    Returns None, and changes nothing, when it is in that story already, or either was never there.
    """
    source, target = _common_story(db, [article_id]), stories.leads_to(db, into)
    if source is None or target is None or source == target:
        return None
    if not _others(db, source, [article_id]):
        return merge(db, source, target, now, by)
    _move(db, [article_id], target, now, by)
    _pin(db, [article_id], source, "barred", now, by)
    stories.retime(db, source)
    stories.relabel(db, target)
    stories.relabel(db, source)
    return stories.get(db, target)


def _common_story(db: sqlite3.Connection, article_ids: Sequence[int]) -> int | None:
    found = {db.execute("SELECT story_id FROM articles WHERE id = ?", (id_,)).fetchone() for id_ in article_ids}
    row = found.pop() if len(found) == 1 else None
    return row[0] if row else None


def _others(db: sqlite3.Connection, story_id: int, article_ids: Collection[int]) -> list[int]:
    rows = db.execute("SELECT id FROM articles WHERE story_id = ?", (story_id,))
    return [id_ for (id_,) in rows if id_ not in article_ids]


def _earliest(db: sqlite3.Connection, article_ids: Sequence[int]) -> int:
    times = [db.execute("SELECT reported_at, id FROM articles WHERE id = ?", (id_,)).fetchone() for id_ in article_ids]
    _, article_id = min(times)
    return int(article_id)


def _move(db: sqlite3.Connection, article_ids: Collection[int], target: int, now: datetime, by: int) -> None:
    db.executemany("UPDATE articles SET story_id = ? WHERE id = ?", [(target, id_) for id_ in article_ids])
    db.executemany("DELETE FROM story_pins WHERE article_id = ? AND rule = 'stays'", [(id_,) for id_ in article_ids])
    _pin(db, article_ids, target, "stays", now, by)
    stories.retime(db, target)


def _pin(
    db: sqlite3.Connection, article_ids: Collection[int], story_id: int, rule: Rule, now: datetime, by: int
) -> None:
    db.executemany(
        """INSERT INTO story_pins (article_id, story_id, rule, decided_by, decided_at) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (article_id, story_id) DO UPDATE
           SET (rule, decided_by, decided_at) = (excluded.rule, excluded.decided_by, excluded.decided_at)""",
        [(id_, story_id, rule, by, epoch(now)) for id_ in article_ids],
    )
