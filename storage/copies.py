"""Copies of an article in readers' chats: in which messages it stands, and with which text. Each function is a unit."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple

import orjson

from mujaz.address import Address
from mujaz.article import Article
from mujaz.digest.composition import Composition
from mujaz.run import Run
from storage import articles, compositions, topics
from storage.audience import articles_of
from storage.times import moment


@dataclass(frozen=True, slots=True)
class Told:
    """A composition that holds an article: its number, its run with the run's moment, and the part that tells it."""

    number: int
    run_id: int
    due_at: datetime
    kind: str
    part: int
    composition: Composition


class Copy(NamedTuple):
    """A message in a chat that tells the article as it was."""

    chat_id: int
    message_id: int
    composition: int


@dataclass(frozen=True, slots=True)
class Copies:
    """The next copies in the order of their chats, none of a chat left out, and what is needed to write them again."""

    copies: list[Copy]
    articles: Mapping[int, Article]
    addresses: Mapping[int, Address]


def told(db: sqlite3.Connection, article_id: int) -> dict[int, Told]:
    """All that readers were told of an article in other words than its present ones, by number of composition.

    Reads every composition of the runs since the article was published: a microsecond each.
    """
    article = articles.get(db, article_id)
    if article is None or article.published_at is None:
        return {}
    rows = db.execute(
        """SELECT c.id, c.run_id, r.due_at, r.kind, c.blob FROM compositions c JOIN runs r ON r.id = c.run_id
           WHERE r.due_at >= ? AND instr(c.blob, ?)""",
        (int(article.published_at.timestamp()), str(article_id).encode()),
    )
    found = {}
    for number, run_id, due_at, kind, blob in rows:
        composition = compositions.read(blob)
        piece = next((piece for piece in composition.pieces if article_id in piece.articles), None)
        if piece is not None and (piece.lead != article_id or piece.version < article.version):
            found[number] = Told(number, run_id, moment(due_at), kind, piece.part, composition)
    return found


def after(db: sqlite3.Connection, run: Run, texts: Mapping[int, Told], most: int) -> Copies:
    """The next copies in chats after a correction's cursor: `most`, and the others of the last one's chat."""
    parts: dict[tuple[int, int], list[int]] = {}
    for it in texts.values():
        parts.setdefault((it.run_id, it.part), []).append(it.number)
    found: list[Copy] = []
    for (run_id, part), numbers in sorted(parts.items()):
        rows = db.execute(
            """SELECT chat_id, message_id, composition FROM deliveries
               WHERE run_id = ?1 AND chat_id > ?2 AND part = ?3 AND state = 2 AND message_id IS NOT NULL
                   AND composition IN (SELECT value FROM json_each(?4))
               ORDER BY chat_id LIMIT ?5""",
            (run_id, run.cursor, part, orjson.dumps(numbers).decode(), most),
        )
        found += map(Copy._make, rows)
    found.sort(key=itemgetter(0, 1))
    copies = [copy for copy in found if copy.chat_id <= found[min(most, len(found)) - 1].chat_id]
    return Copies(
        copies,
        articles_of(db, {number: texts[number].composition for number in {copy.composition for copy in copies}}),
        topics.addresses(db, [copy.chat_id for copy in copies]),
    )
