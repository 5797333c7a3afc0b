"""Pastes of editors and their pieces. Each function is a unit of work on an open connection."""

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mujaz.article import Article, NewArticle, Status
from mujaz.errors import CorrectionGone
from mujaz.paste import CUT_AT, LATE, PATIENCE, SETTLING, Clipping, Paste
from storage import articles, asked, retractions
from storage.times import epoch, moment

_SELECT = """
    SELECT id, editor_id, chat_id, article_id, card_message_id, title, revision, corrects, source, url, reported_at
    FROM pastes
"""
_WHOLE = 0
"""In place of the id of a message: the text did not come as one, so no edit of a message changes it."""


def begin(db: sqlite3.Connection, editor_id: int, chat_id: int, now: datetime) -> int:
    """Opens a paste for what the editor sends next; an empty one that was opened before is closed."""
    stop_waiting(db, editor_id)
    (paste_id,) = db.execute(
        "INSERT INTO pastes (editor_id, chat_id, opened_at, state) VALUES (?, ?, ?, 'open') RETURNING id",
        (editor_id, chat_id, epoch(now)),
    ).fetchone()
    return int(paste_id)


def begin_correction(db: sqlite3.Connection, editor_id: int, chat_id: int, article_id: int, now: datetime) -> int:
    """Opens a paste that is to replace the text of a public article."""
    paste_id = begin(db, editor_id, chat_id, now)
    db.execute("UPDATE pastes SET corrects = ? WHERE id = ?", (article_id, paste_id))
    return paste_id


def begin_with_link(db: sqlite3.Connection, editor_id: int, chat_id: int, url: str, now: datetime) -> None:
    """Opens a paste for the text of an article that stands at a link, where Mujaz could not read it."""
    paste_id = begin(db, editor_id, chat_id, now)
    db.execute("UPDATE pastes SET url = ? WHERE id = ?", (url, paste_id))


def deliver(
    db: sqlite3.Connection,
    editor_id: int,
    chat_id: int,
    clipping: Clipping,
    now: datetime,
    draft: int | None = None,
) -> None:
    """Lays an article from elsewhere on an editor's desk, complete: its card is due at once.

    `draft` is the article that it is already, where it was read before.
    """
    reported_at = None if clipping.reported_at is None else epoch(clipping.reported_at)
    (paste_id,) = db.execute(
        """INSERT INTO pastes (editor_id, chat_id, opened_at, ready_at, state, title, source, url, reported_at,
                               article_id)
           VALUES (?, ?, ?, ?, 'settled', ?, ?, ?, ?, ?) RETURNING id""",
        (editor_id, chat_id, epoch(now), epoch(now), clipping.title or None, clipping.source, clipping.url,
         reported_at, draft),
    ).fetchone()  # fmt: skip
    db.execute("INSERT INTO pieces VALUES (?, ?, ?)", (paste_id, _WHOLE, clipping.text))


def stop_waiting(db: sqlite3.Connection, editor_id: int) -> None:
    """What the editor writes next is no article, no title and no reason of a retraction."""
    retractions.stop_waiting(db, editor_id)
    asked.stop_waiting(db, editor_id)
    db.execute(
        "UPDATE pastes SET state = 'closed' WHERE editor_id = ? AND state = 'open' AND ready_at IS NULL",
        (editor_id,),
    )
    db.execute("UPDATE pastes SET title_asked_at = NULL WHERE editor_id = ?", (editor_id,))


def receiving(db: sqlite3.Connection, editor_id: int, now: datetime) -> Paste | None:
    """The paste that the editor's next text belongs to: an open one, or one whose last piece was cut just now."""
    row = db.execute(
        _SELECT
        + """WHERE editor_id = ? AND (
            (state = 'open' AND opened_at > ?)
            OR (state = 'settled' AND last_piece_at > ?
                AND (corrects IS NOT NULL OR article_id IN (SELECT id FROM articles WHERE status = 'draft'))
                AND (SELECT length(text) FROM pieces WHERE paste_id = pastes.id ORDER BY message_id DESC LIMIT 1) >= ?))
        ORDER BY id DESC LIMIT 1""",
        (editor_id, epoch(now - PATIENCE), epoch(now - LATE), CUT_AT),
    ).fetchone()
    return None if row is None else _from_row(row)


def add_piece(db: sqlite3.Connection, paste_id: int, message_id: int, text: str, now: datetime) -> None:
    """Adds a piece, or replaces it after an edit; the paste counts as complete when nothing follows for a while."""
    db.execute(
        """INSERT INTO pieces (paste_id, message_id, text) VALUES (?, ?, ?)
           ON CONFLICT (paste_id, message_id) DO UPDATE SET text = excluded.text""",
        (paste_id, message_id, text),
    )
    db.execute(
        "UPDATE pastes SET ready_at = ?, last_piece_at = ?, revision = revision + 1 WHERE id = ?",
        (_ceil(now + SETTLING), epoch(now), paste_id),
    )


def holding(db: sqlite3.Connection, editor_id: int, message_id: int) -> Paste | None:
    """The paste of which a message is a piece, unless it is closed."""
    row = db.execute(
        _SELECT
        + """WHERE editor_id = ? AND state <> 'closed'
            AND id IN (SELECT paste_id FROM pieces WHERE message_id = ?)
            AND (article_id IS NULL AND (state = 'open' OR corrects IS NOT NULL)
                 OR article_id IN (SELECT id FROM articles WHERE status = 'draft'))""",
        (editor_id, message_id),
    ).fetchone()
    return None if row is None else _from_row(row)


def ready(db: sqlite3.Connection, now: datetime) -> list[Paste]:
    """Pastes that count as complete and were not read since their last piece."""
    rows = db.execute(_SELECT + "WHERE ready_at <= ? ORDER BY ready_at, id", (epoch(now),))
    return [_from_row(row) for row in rows]


def pieces(db: sqlite3.Connection, paste_id: int) -> list[str]:
    """The pieces in their order."""
    rows = db.execute("SELECT text FROM pieces WHERE paste_id = ? ORDER BY message_id", (paste_id,))
    return [text for (text,) in rows]


def become_draft(db: sqlite3.Connection, paste: Paste, new: NewArticle, now: datetime) -> Article:
    """Stores what a paste says as a draft, or renews its draft. The card stays due until `show` hears of it.

    Raises AlreadyStored when the text is in the archive, DraftGone when the draft was published or discarded.
    """
    if paste.article_id is None:
        draft = articles.add(db, new, Status.DRAFT, now, paste.editor_id)
    else:
        draft = articles.reread_draft(db, paste.article_id, new, now, paste.editor_id)
    db.execute("UPDATE pastes SET article_id = ? WHERE id = ?", (draft.id, paste.id))
    settle(db, paste)
    return draft


def get(db: sqlite3.Connection, paste_id: int) -> Paste | None:
    """A paste that is not closed."""
    row = db.execute(_SELECT + "WHERE id = ? AND state <> 'closed'", (paste_id,)).fetchone()
    return None if row is None else _from_row(row)


def settle(db: sqlite3.Connection, paste: Paste) -> None:
    """A paste was read: only a late piece still belongs to it. Its card stays due until `show` hears of it."""
    db.execute("UPDATE pastes SET state = 'settled' WHERE id = ?", (paste.id,))


def postpone(db: sqlite3.Connection, paste: Paste, until: datetime) -> None:
    """What is to be shown of a paste is tried again at a moment, unless a piece came that makes it due sooner."""
    db.execute("UPDATE pastes SET ready_at = ? WHERE id = ? AND revision = ?", (epoch(until), paste.id, paste.revision))


def close(db: sqlite3.Connection, paste: Paste) -> None:
    """Ends a paste of which nothing came, unless another piece came meanwhile."""
    db.execute(
        "UPDATE pastes SET state = 'closed', ready_at = NULL, title_asked_at = NULL WHERE id = ? AND revision = ?",
        (paste.id, paste.revision),
    )


def drop(db: sqlite3.Connection, paste_id: int) -> None:
    """Ends a paste that was to replace the text of an article. Raises CorrectionGone when it did, or was dropped."""
    if not db.execute(
        """UPDATE pastes SET state = 'closed', ready_at = NULL
           WHERE id = ? AND corrects IS NOT NULL AND state <> 'closed'""",
        (paste_id,),
    ).rowcount:
        raise CorrectionGone


def finish(db: sqlite3.Connection, article_id: int) -> None:
    """Ends the paste whose draft was published or discarded: nothing more joins it."""
    db.execute(
        "UPDATE pastes SET state = 'closed', ready_at = NULL, title_asked_at = NULL WHERE article_id = ?", (article_id,)
    )


def finish_corrections(db: sqlite3.Connection, article_id: int) -> None:
    """Ends the pastes that were to replace the text of an article: it has another by now, or is public no more."""
    db.execute("UPDATE pastes SET state = 'closed', ready_at = NULL WHERE corrects = ?", (article_id,))


def show(db: sqlite3.Connection, paste: Paste, card_message_id: int) -> None:
    """Notes the message that shows the draft's card; the card is up to date unless another piece came meanwhile."""
    db.execute(
        """UPDATE pastes SET card_message_id = ?, ready_at = CASE WHEN revision = ? THEN NULL ELSE ready_at END
           WHERE id = ?""",
        (card_message_id, paste.revision, paste.id),
    )


def of_article(db: sqlite3.Connection, article_id: int) -> Paste | None:
    """The paste that became an article."""
    row = db.execute(_SELECT + "WHERE article_id = ? ORDER BY id DESC LIMIT 1", (article_id,)).fetchone()
    return None if row is None else _from_row(row)


def article_on_card(db: sqlite3.Connection, chat_id: int, message_id: int) -> int | None:
    """The article that the card in a message shows, as a draft, as public or as it is to be corrected."""
    row = db.execute(
        "SELECT coalesce(article_id, corrects) FROM pastes WHERE card_message_id = ? AND chat_id = ? ORDER BY id DESC",
        (message_id, chat_id),
    ).fetchone()
    return None if row is None else row[0]


def await_title(db: sqlite3.Connection, paste_id: int, editor_id: int, now: datetime) -> None:
    """The editor's next text is the title of this draft, if it comes soon."""
    db.execute(
        "UPDATE pastes SET title_asked_at = iif(id = ?, ?, NULL) WHERE editor_id = ?", (paste_id, epoch(now), editor_id)
    )


def awaiting_title(db: sqlite3.Connection, editor_id: int, now: datetime) -> Paste | None:
    """The draft whose title the editor is about to type."""
    row = db.execute(
        _SELECT
        + """WHERE editor_id = ? AND title_asked_at > ? AND state = 'settled'
            AND article_id IN (SELECT id FROM articles WHERE status = 'draft')
        ORDER BY id DESC LIMIT 1""",
        (editor_id, epoch(now - PATIENCE)),
    ).fetchone()
    return None if row is None else _from_row(row)


def retitle(db: sqlite3.Connection, paste: Paste, article_id: int, title: str, now: datetime) -> Article:
    """Gives the draft the title that the editor typed. Raises DraftGone when it is no draft any more."""
    db.execute("UPDATE pastes SET title = ?, title_asked_at = NULL WHERE id = ?", (title, paste.id))
    return articles.retitle(db, article_id, title, now, paste.editor_id)


def _ceil(moment: datetime) -> int:
    return epoch(moment + timedelta(seconds=1)) if moment.microsecond else epoch(moment)


def _from_row(row: tuple[Any, ...]) -> Paste:
    paste = Paste(*row)
    return paste if row[-1] is None else replace(paste, reported_at=moment(row[-1]))
