"""Why a story stood in what a reader was sent: as it was decided then, whatever the reader wants since.

A unit of work on an open connection.
"""

import sqlite3
from collections.abc import Collection
from datetime import datetime, timedelta

from mujaz.digest.composition import Piece
from storage import compositions, memories
from storage.times import epoch

ON_ITS_WAY = timedelta(days=2)
"""A message is no longer on its way from the opening of its run: held for quiet hours, tried again."""


def told(
    db: sqlite3.Connection,
    reader: int,
    story: int,
    articles: Collection[int],
    message: int | None,
    sent_at: datetime | None,
) -> Piece | None:
    """The piece that told a story of these articles: in this message of the reader's, or else where it met the story.

    None where neither is known any more, or the reader had asked for it.
    """
    number = None if message is None or sent_at is None else _of_message(db, reader, message, sent_at)
    number = _first_met(db, reader, story) if number is None else number
    found = compositions.get(db, [number]) if number is not None else {}
    pieces = (piece for it in found.values() for piece in it.pieces)
    return next((piece for piece in pieces if not set(articles).isdisjoint(piece.articles)), None)


def _of_message(db: sqlite3.Connection, reader: int, message: int, sent_at: datetime) -> int | None:
    row = db.execute(
        """SELECT d.composition FROM runs r CROSS JOIN deliveries d ON d.run_id = r.id AND d.chat_id = ?
           WHERE r.created_at BETWEEN ? AND ? AND d.message_id = ?""",
        (reader, epoch(sent_at - ON_ITS_WAY), epoch(sent_at), message),
    ).fetchone()
    return None if row is None else row[0]


def _first_met(db: sqlite3.Connection, reader: int, story: int) -> int | None:
    met = memories.of_reader(db, reader).get(story)
    if met is None:
        return None
    row = db.execute(
        "SELECT composition FROM deliveries WHERE run_id = ? AND chat_id = ? AND part = ?", (met.run, reader, met.part)
    ).fetchone()
    return None if row is None else row[0]
