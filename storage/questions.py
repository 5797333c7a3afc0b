"""The articles that may hold the answer to a question. A unit of work on an open connection."""

import sqlite3
from collections.abc import Sequence

from mujaz.asked import Asked
from mujaz.questions.passages import Source
from storage import articles, search

MOST = 12
"""Articles of each way to ask that are looked at."""


def sources(db: sqlite3.Connection, ways: Sequence[Asked]) -> list[Source]:
    """The articles that the index finds for any of the ways to ask, each once."""
    ids = dict.fromkeys(hit.article.id for asked in ways for hit in search.find(db, asked, MOST).hits)
    found = []
    for article_id in ids:
        told = articles.text_of(db, article_id)
        if told is not None:
            found.append(Source(article_id, *told))
    return found
