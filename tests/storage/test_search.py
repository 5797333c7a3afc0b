"""Any text is a question, and the archive answers with what it holds now."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mujaz.errors import AlreadyStored
from storage import articles, search
from tests.storage.rows import NOW, drafted, opened, published

SYNTAX = st.lists(
    st.sampled_from([
        '"', "'", "*", "(", ")", "^", "+", "-", ":", "{", "}", ",", " AND ", " OR ", " NOT ", " NEAR(", "title", "body",
        "search", "ميتا", "رقائق", "Meta", "4.1", "\0", ";", "--", "%", "_", "\\", " ",
    ])
).map("".join)  # fmt: skip
ANYTHING = st.one_of(st.text(max_size=300), SYNTAX)


@pytest.fixture(scope="module")
def archive() -> Iterator[sqlite3.Connection]:
    with closing(opened(":memory:")) as db:
        published(db, "ميتا تسرّح 600 موظف", "أعلنت شركة ميتا القرار في مينلو بارك.")
        published(db, "إنفيديا تبيع رقائق", "باعت إنفيديا رقائق جديدة إلى ميتا وجوجل.")
        published(db, "جوجل تفتح مكتبًا", "افتتحت جوجل مكتبًا في الرياض يضم 600 مهندس.")
        yield db


def titles(db: sqlite3.Connection, query: str) -> list[str]:
    return [found.title for found in search.find(db, query, 9)]


@given(ANYTHING)
@example('"')
@example("NOT")
@example("title:ميتا")
@example("ميتا*")
@example("NEAR(ميتا رقائق)")
def test_any_string_is_a_question(archive: sqlite3.Connection, query: str) -> None:
    assert len(search.find(archive, query, 9)) <= 3


@pytest.mark.parametrize("query", ["", " ", "؟!", "😀", '"*"', "\0", "-", "ــ"])
def test_a_question_without_a_word_finds_nothing(archive: sqlite3.Connection, query: str) -> None:
    assert titles(archive, query) == []


def test_words_of_the_query_language_are_words(archive: sqlite3.Connection) -> None:
    assert titles(archive, "NOT ميتا") == titles(archive, "ميتا")
    assert titles(archive, "title:ميتا") == titles(archive, "body:ميتا") == titles(archive, "ميتا")
    assert titles(archive, "ميت*") == []


@pytest.mark.parametrize("words", [2, 100, 2000])
def test_a_question_as_long_as_a_message_is_answered(archive: sqlite3.Connection, words: int) -> None:
    letters = str.maketrans("0123456789", "بتثجحخدذرز")
    question = " ".join(str(number).translate(letters) for number in range(words)) + " رقائق"
    assert titles(archive, question) == ["إنفيديا تبيع رقائق"]


def test_what_holds_all_words_comes_alone_and_else_what_holds_any(archive: sqlite3.Connection) -> None:
    assert titles(archive, "ميتا موظف") == ["ميتا تسرّح 600 موظف"]
    assert set(titles(archive, "موظف مهندس")) == {"ميتا تسرّح 600 موظف", "جوجل تفتح مكتبًا"}


def test_a_word_in_the_title_counts_for_more(archive: sqlite3.Connection) -> None:
    assert titles(archive, "ميتا") == ["ميتا تسرّح 600 موظف", "إنفيديا تبيع رقائق"]


@pytest.mark.parametrize("query", ["الرقائق", "والرقائق", "رَقائِق", "رقـــائق", "رقائقها"])
def test_the_spelling_of_a_word_does_not_matter(archive: sqlite3.Connection, query: str) -> None:
    assert titles(archive, query) == ["إنفيديا تبيع رقائق"]


def test_at_most_so_many_are_given(archive: sqlite3.Connection) -> None:
    assert len(search.find(archive, "ميتا جوجل 600", 2)) <= 2


def test_only_published_articles_are_found(db: sqlite3.Connection) -> None:
    draft = drafted(db, "سر لم يُنشر")
    assert titles(db, "سر") == []
    articles.publish(db, draft.id, NOW)
    assert titles(db, "سر") == ["سر لم يُنشر"]


WORDS = st.lists(st.sampled_from(["ميتا", "جوجل", "رقائق", "موظفين", "Llama 4.1", "600"]), min_size=1).map(" ".join)


@settings(max_examples=30)
@given(st.lists(st.tuples(WORDS, st.sampled_from(["keep", "retitle", "discard"])), max_size=8), WORDS)
def test_what_was_removed_or_rewritten_leaves_no_ghost(texts: list[tuple[str, str]], title: str) -> None:
    with closing(opened(":memory:")) as db:
        for text, fate in texts:
            try:
                draft = drafted(db, text)
            except AlreadyStored:
                continue
            if fate == "retitle":
                articles.retitle(db, draft.id, title, NOW, by=3001)
            if fate == "discard":
                articles.discard(db, draft.id)
        indexed = db.execute("SELECT rowid, title, body FROM search ORDER BY rowid").fetchall()
        kept = db.execute("SELECT id, title, body FROM articles ORDER BY id").fetchall()
        db.execute("DELETE FROM search")
        for row in kept:
            search.index(db, *row)
        assert db.execute("SELECT rowid, title, body FROM search ORDER BY rowid").fetchall() == indexed
        db.execute("INSERT INTO search (search) VALUES ('integrity-check')")
