"""An editor's paste outlives restarts: its pieces, its draft, its card, its title."""

import sqlite3
from datetime import timedelta

import pytest

from mujaz.errors import AlreadyStored, DraftGone
from mujaz.paste import CUT_AT, LATE, PATIENCE, SETTLING, SHOW_AGAIN, Paste
from storage import articles, pastes
from tests.storage.rows import NOW, news, published

LAYLA, OMAR, CHAT = 3001, 3002, 3001
SECOND = timedelta(seconds=1)
CUT = "كلمة " * (CUT_AT // 5)


def receiving(db: sqlite3.Connection, editor: int = LAYLA, later: timedelta = SECOND) -> int | None:
    found = pastes.receiving(db, editor, NOW + later)
    return found.id if found else None


def settled(db: sqlite3.Connection, text: str = "ميتا تسرّح موظفين") -> Paste:
    """A paste whose draft is stored."""
    paste_id = pastes.begin(db, LAYLA, CHAT, NOW)
    pastes.add_piece(db, paste_id, paste_id * 100, text, NOW)
    (paste,) = pastes.ready(db, NOW + SETTLING)
    pastes.postpone(db, paste, NOW + SHOW_AGAIN)
    draft = pastes.become_draft(db, paste, news(text), NOW)
    found = pastes.of_article(db, draft.id)
    assert found is not None
    return found


def test_what_follows_post_belongs_to_the_paste(db: sqlite3.Connection) -> None:
    paste_id = pastes.begin(db, LAYLA, CHAT, NOW)
    assert receiving(db) == paste_id
    assert receiving(db, OMAR) is None


def test_without_post_nothing_is_received(db: sqlite3.Connection) -> None:
    assert receiving(db) is None


def test_pieces_come_back_in_the_order_in_which_they_were_sent(db: sqlite3.Connection) -> None:
    paste_id = pastes.begin(db, LAYLA, CHAT, NOW)
    for message_id, text in ((12, "ثانٍ"), (11, "أول"), (13, "ثالث")):
        pastes.add_piece(db, paste_id, message_id, text, NOW)
    assert pastes.pieces(db, paste_id) == ["أول", "ثانٍ", "ثالث"]


def test_an_edited_piece_replaces_itself(db: sqlite3.Connection) -> None:
    paste_id = pastes.begin(db, LAYLA, CHAT, NOW)
    for text in ("خطأ", "صواب"):
        pastes.add_piece(db, paste_id, 11, text, NOW)
    assert pastes.pieces(db, paste_id) == ["صواب"]
    assert pastes.holding(db, LAYLA, 11) is not None
    assert pastes.holding(db, OMAR, 11) is None
    assert pastes.holding(db, LAYLA, 12) is None


def test_a_paste_is_complete_when_nothing_followed_for_a_while(db: sqlite3.Connection) -> None:
    paste_id = pastes.begin(db, LAYLA, CHAT, NOW)
    assert pastes.ready(db, NOW + timedelta(days=1)) == []
    pastes.add_piece(db, paste_id, 11, "أول", NOW)
    pastes.add_piece(db, paste_id, 12, "ثانٍ", NOW + SECOND)
    assert pastes.ready(db, NOW + SETTLING) == []
    assert [found.id for found in pastes.ready(db, NOW + SETTLING + SECOND)] == [paste_id]


def test_a_paste_is_never_complete_too_early_by_a_fraction_of_a_second(db: sqlite3.Connection) -> None:
    paste_id = pastes.begin(db, LAYLA, CHAT, NOW)
    pastes.add_piece(db, paste_id, 11, "أول", NOW + timedelta(milliseconds=900))
    assert pastes.ready(db, NOW + SETTLING) == []
    assert len(pastes.ready(db, NOW + SETTLING + SECOND)) == 1


def test_beginning_anew_forgets_an_empty_paste_and_keeps_a_filled_one(db: sqlite3.Connection) -> None:
    first = pastes.begin(db, LAYLA, CHAT, NOW)
    second = pastes.begin(db, LAYLA, CHAT, NOW)
    pastes.add_piece(db, second, 11, "نص", NOW)
    third = pastes.begin(db, LAYLA, CHAT, NOW)
    assert receiving(db) == third
    assert [found.id for found in pastes.ready(db, NOW + SETTLING)] == [second]
    assert db.execute("SELECT state FROM pastes WHERE id = ?", (first,)).fetchone() == ("closed",)


def test_a_late_piece_of_a_cut_text_still_joins_and_a_chat_about_it_does_not(db: sqlite3.Connection) -> None:
    cut = settled(db, CUT)
    assert receiving(db, later=LATE - SECOND) == cut.id
    assert receiving(db, later=LATE) is None


def test_after_a_short_paste_the_next_text_is_a_question(db: sqlite3.Connection) -> None:
    settled(db)
    assert receiving(db) is None


def test_a_card_that_telegram_did_not_take_is_shown_again(db: sqlite3.Connection) -> None:
    paste = settled(db)
    assert pastes.ready(db, NOW + SHOW_AGAIN - SECOND) == []
    assert [found.id for found in pastes.ready(db, NOW + SHOW_AGAIN)] == [paste.id]
    pastes.show(db, paste, 77)
    assert pastes.ready(db, NOW + timedelta(days=1)) == []
    shown = pastes.of_article(db, paste.article_id or 0)
    assert shown is not None
    assert shown.card_message_id == 77


def test_a_piece_that_comes_while_the_card_is_shown_is_read_into_the_draft(db: sqlite3.Connection) -> None:
    paste = settled(db, CUT)
    pastes.add_piece(db, paste.id, 999, "بقية", NOW)
    pastes.show(db, paste, 77)
    (due,) = pastes.ready(db, NOW + SETTLING)
    assert (due.id, due.card_message_id) == (paste.id, 77)


def test_a_piece_that_comes_while_a_refusal_is_told_is_read(db: sqlite3.Connection) -> None:
    paste_id = pastes.begin(db, LAYLA, CHAT, NOW)
    pastes.add_piece(db, paste_id, 11, "🙂", NOW)
    (refused,) = pastes.ready(db, NOW + SETTLING)
    pastes.add_piece(db, paste_id, 12, "ميتا تسرّح موظفين", NOW)
    pastes.close(db, refused)
    assert [paste.id for paste in pastes.ready(db, NOW + SETTLING)] == [paste_id]


def test_an_empty_post_waits_a_while_for_its_text(db: sqlite3.Connection) -> None:
    paste_id = pastes.begin(db, LAYLA, CHAT, NOW)
    assert receiving(db, later=PATIENCE - SECOND) == paste_id
    assert receiving(db, later=PATIENCE) is None


def test_a_late_piece_renews_the_draft_and_makes_no_second_one(db: sqlite3.Connection) -> None:
    paste = settled(db, CUT)
    draft = pastes.become_draft(db, paste, news("ميتا", CUT + " بقية"), NOW)
    assert (draft.id, draft.version) == (paste.article_id, 2)
    assert db.execute("SELECT count(*) FROM articles").fetchone() == (1,)


def test_a_late_piece_does_not_change_what_is_published(db: sqlite3.Connection) -> None:
    paste = settled(db, CUT)
    articles.publish(db, paste.article_id or 0, NOW)
    with pytest.raises(DraftGone):
        pastes.become_draft(db, paste, news("ميتا", CUT + " بقية"), NOW)


def test_a_text_that_is_in_the_archive_becomes_no_draft(db: sqlite3.Connection) -> None:
    published(db, "ميتا تسرّح موظفين")
    with pytest.raises(AlreadyStored):
        settled(db)


def test_the_title_that_is_asked_for_goes_to_the_draft_that_asked_last(db: sqlite3.Connection) -> None:
    first, second = settled(db, "خبر أول"), settled(db, "خبر ثانٍ")
    for paste in (second, first):
        pastes.await_title(db, paste.id, LAYLA, NOW)
    awaiting = pastes.awaiting_title(db, LAYLA, NOW)
    assert awaiting is not None
    assert awaiting.id == first.id
    assert pastes.awaiting_title(db, OMAR, NOW) is None
    titled = pastes.retitle(db, awaiting, awaiting.article_id or 0, "عنوان", NOW)
    assert (titled.id, titled.title) == (first.article_id, "عنوان")
    assert pastes.awaiting_title(db, LAYLA, NOW) is None
    kept = pastes.of_article(db, titled.id)
    assert kept is not None
    assert kept.title == "عنوان"


def test_post_ends_the_wait_for_a_title(db: sqlite3.Connection) -> None:
    pastes.await_title(db, settled(db).id, LAYLA, NOW)
    pastes.begin(db, LAYLA, CHAT, NOW)
    assert pastes.awaiting_title(db, LAYLA, NOW) is None


def test_a_closed_paste_receives_nothing_and_waits_for_nothing(db: sqlite3.Connection) -> None:
    paste = settled(db, CUT)
    pastes.await_title(db, paste.id, LAYLA, NOW)
    pastes.close(db, paste)
    assert receiving(db) is None
    assert pastes.awaiting_title(db, LAYLA, NOW) is None
    assert pastes.holding(db, LAYLA, paste.id * 100) is None
    assert pastes.ready(db, NOW + timedelta(days=1)) == []


def test_a_discarded_draft_is_not_made_again_from_its_paste(db: sqlite3.Connection) -> None:
    paste = settled(db)
    pastes.show(db, paste, 77)
    articles.discard(db, paste.article_id or 0)
    assert pastes.of_article(db, paste.article_id or 0) is None
    assert pastes.ready(db, NOW + timedelta(days=1)) == []
    assert pastes.awaiting_title(db, LAYLA, NOW) is None
