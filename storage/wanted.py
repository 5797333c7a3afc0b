"""Which lines that readers follow (storage.keywords) ask for an article. A unit of work on an open connection."""

import sqlite3

import orjson

from mujaz.wishes import wants
from storage import articles


def lines(db: sqlite3.Connection, article_id: int | None) -> str:
    """The lines that ask for it, for json_each: each is looked at once, however many follow it."""
    article = None if article_id is None else articles.get(db, article_id)
    if article is None:
        return "[]"
    every = db.execute("SELECT DISTINCT said FROM keywords WHERE paused = 0")
    return orjson.dumps([line for (line,) in every if wants(line, article)]).decode()
