"""What was published lately, for whoever asks for news now: read anew when it changed, and not for each who asks.

Each function is a unit of work on an open connection.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from mujaz.article import Article
from mujaz.digest.memory import Memory
from storage import articles, memories

_FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Recent:
    """All that was published after `since`, in the order of publication; `version` grows with every change of it."""

    since: datetime
    version: int
    articles: Sequence[Article] = field(compare=False)  # they go with the version


def asked(db: sqlite3.Connection, chat_id: int, since: datetime, known: Recent | None) -> tuple[Recent, Memory]:
    """What was published after `since` at least, and what a chat was told.

    What is known already is given back for as long as it is still so.
    """
    (version,) = db.execute("SELECT version FROM news_version").fetchone()
    told = memories.of_reader(db, chat_id)
    if known is not None and known.version == version and known.since <= since:
        return known, told
    return Recent(since, version, articles.published_between(db, since, _FOREVER)), told
