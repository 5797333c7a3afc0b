"""The order of publishing and of closing digests' windows: what is published after a window closed falls into the next.

Without it an article published in the second of a due time, or after the clock was set back, would fall between two
windows and reach nobody. Each function is a unit of work.
"""

import sqlite3
from datetime import datetime

from storage.times import epoch


def close(db: sqlite3.Connection, moment: datetime) -> None:
    """A moment is the end of digests' windows, or where a new reader's opens: nothing more is published up to it."""
    db.execute("UPDATE windows SET closed_at = max(closed_at, ?)", (epoch(moment),))


def publishing_time(db: sqlite3.Connection, now: datetime) -> int:
    """The unix second at which an article becomes public now: behind every window that was closed."""
    (closed_at,) = db.execute("SELECT closed_at FROM windows").fetchone()
    return max(epoch(now), int(closed_at) + 1)
