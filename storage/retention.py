"""What has had its time, removed a little at a time: a large deletion would hold up everybody who writes.

Each function is a unit of work; it removes AT_ONCE rows at most, and says whether there may be more. Never touched:
articles, readers, what is not finished, the first and the newest versions of an article.
"""

import sqlite3
from datetime import datetime

from storage.times import epoch

AT_ONCE = 2_000
"""Rows: a few milliseconds."""
VERSIONS_KEPT = 2
"""The newest, whatever their age: what an article says, and what it said before it was corrected or retracted."""


def old_runs(db: sqlite3.Connection, before: datetime) -> list[int]:
    """Runs that were over before a moment, the oldest first, and still have something to remove. To be read."""
    rows = db.execute(
        """SELECT id FROM runs r WHERE finished_at < ?
           AND (kind = 'digest' OR EXISTS (SELECT 1 FROM deliveries WHERE run_id = r.id)
                OR EXISTS (SELECT 1 FROM compositions WHERE run_id = r.id)
                OR EXISTS (SELECT 1 FROM bodies WHERE run_id = r.id))
           ORDER BY id""",
        (epoch(before),),
    )
    return [run_id for (run_id,) in rows]


def prune_run(db: sqlite3.Connection, run_id: int) -> bool:
    """Removes messages of a run; with the last of them its texts, and a digest's run itself."""
    limit = db.execute(
        "SELECT chat_id FROM deliveries WHERE run_id = ? ORDER BY chat_id LIMIT 1 OFFSET ?", (run_id, AT_ONCE)
    ).fetchone()
    if limit is not None:
        db.execute("DELETE FROM deliveries WHERE run_id = ? AND chat_id < ?", (run_id, *limit))
        return True
    db.execute("DELETE FROM deliveries WHERE run_id = ?", (run_id,))
    removed = db.execute(
        "DELETE FROM compositions WHERE id IN (SELECT id FROM compositions WHERE run_id = ? LIMIT ?)", (run_id, AT_ONCE)
    ).rowcount
    if removed == AT_ONCE:
        return True
    db.execute("DELETE FROM bodies WHERE run_id = ?", (run_id,))
    db.execute("DELETE FROM runs WHERE id = ? AND kind = 'digest'", (run_id,))
    return False


def prune_versions(db: sqlite3.Connection, before: datetime) -> bool:
    """Removes what articles said in between, before a moment. The first version stays, as do the newest."""
    removed = db.execute(
        """DELETE FROM article_versions WHERE (article_id, version) IN
               (SELECT v.article_id, v.version FROM article_versions v JOIN articles a ON a.id = v.article_id
                WHERE v.version > 1 AND v.version <= a.version - ? AND v.changed_at < ? LIMIT ?)""",
        (VERSIONS_KEPT, epoch(before), AT_ONCE),
    ).rowcount
    return removed == AT_ONCE


def prune_pieces(db: sqlite3.Connection, before: datetime) -> bool:
    """Removes the pieces of pastes that were closed and opened before a moment: their articles have the text."""
    removed = db.execute(
        """DELETE FROM pieces WHERE (paste_id, message_id) IN
               (SELECT c.paste_id, c.message_id FROM pastes p JOIN pieces c ON c.paste_id = p.id
                WHERE p.state = 'closed' AND p.opened_at < ? LIMIT ?)""",
        (epoch(before), AT_ONCE),
    ).rowcount
    return removed == AT_ONCE
