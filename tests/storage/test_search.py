"""Any text is a question, and the archive answers with what it holds now."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mujaz.arabic.closeness import Tier
from mujaz.article import Kind, Named, Status
from mujaz.asked import Asked, ask
from mujaz.companies.catalogue import parse
from mujaz.companies.gazetteer import Gazetteer
from mujaz.errors import AlreadyStored
from storage import articles, search
from storage.connection import transaction
from storage.migrate import load_migrations, migrate
from storage.search.indexing import TABLES
from tests.storage.rows import DAY, NOW, drafted, news, opened, published

STRINGS = int(os.environ.get("MUJAZ_TEST_STRINGS", "400"))
"""How many strings are asked. The long form, a minute or two: `MUJAZ_TEST_STRINGS=100000 .venv/bin/python -m pytest
tests/storage/test_search.py -k any_string`."""
AROUND = (
    "{}", '"{}', '{}"', '"{}"', "({}", "{})", "{}*", "^{}", "-{}", "NEAR({} ميتا, 2)", "title:{}", "{} AND ميتا",
    "NOT {}", "ميتا OR {}", "ميتا\0{}", "رقائق {} {}", "«{}»", "شركة:{}", "{{terms}}:{}", "+{}+ميتا",
)  # fmt: skip
"""What each string that Hypothesis makes is asked in: making one takes it longer than the archive to answer."""

SYNTAX = st.lists(
    st.sampled_from([
        '"', '""', "'", "*", "(", ")", "^", "+", "-", ":", "{", "}", "[", "]", ",", ".", " AND ", " OR ", " NOT ",
        " NEAR(", " NEAR/2 ", ", 5)", "title", "terms", "search_titles", "rowid", "rank", "ميتا", "رقائق", "Meta",
        "4.1", "\0", "\ud800", "\udfff", ";", "--", "/*", "%", "_", "\\", " ", "\n", "½", "℅", "شركة:", "company:",
        "منذ 2024", "اليوم", "«", "»", "“", "ـ", "\u064b", "\u200c", "\u202e", "ﷺ", "ﻻ", "٣٫٥",
    ]),
    max_size=9,
).map("".join)  # fmt: skip
ARABIC = st.text('ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآىة ًـ"*()-:', max_size=40)
ANYTHING = st.text(st.one_of(st.characters(), st.characters(categories=["Cs", "Cc", "Cf"])), max_size=40)
QUESTIONS = st.one_of(SYNTAX, SYNTAX, ARABIC, ANYTHING)

GAZETTEER = Gazetteer(
    parse("""
[[company]]
id = "scale-ai"
en = "Scale AI"
ar = "سكيل إيه آي"
country = "US"
activity = "lab"

[[company]]
id = "google"
en = "Google"
ar = "غوغل"
country = "US"
activity = "search"
products = [{ id = "gemini", en = "Gemini", ar = "جيميناي" }]
""")
)


def asked(question: str) -> Asked:
    return ask(question, GAZETTEER, NOW, UTC)


def hits(db: sqlite3.Connection, question: str, most: int = 9) -> tuple[search.Hit, ...]:
    return search.find(db, asked(question), most).hits


def titles(db: sqlite3.Connection, question: str) -> list[str]:
    return [hit.article.title for hit in hits(db, question)]


@pytest.fixture(scope="module")
def archive() -> Iterator[sqlite3.Connection]:
    with closing(opened(":memory:")) as db:
        published(db, "ميتا تسرّح 600 موظف", "أعلنت شركة ميتا القرار في مينلو بارك.")
        published(db, "إنفيديا تبيع رقائق", "باعت إنفيديا رقائق جديدة إلى ميتا وجوجل.")
        published(db, "جوجل تفتح مكتبًا", "افتتحت جوجل مكتبًا في الرياض يضم 600 مهندس.")
        yield db


@settings(max_examples=STRINGS // len(AROUND), deadline=None)
@given(QUESTIONS)
@example('"')
@example("½ ℅ ㏂")
@example('"ميتا" + "رقائق"')
@example("\ud800")
def test_any_string_is_a_question(archive: sqlite3.Connection, part: str) -> None:
    for question in (around.format(part, part) for around in AROUND):
        for hit in hits(archive, question):
            limited = asked(question)
            assert hit.title or hit.excerpt.hits or limited.query.period or limited.only


@pytest.mark.parametrize("question", ["", " ", "؟!", "😀", '"*"', "\0", "-", "ــ", "في من على", "-ميتا"])
def test_a_question_without_a_word_finds_nothing(archive: sqlite3.Connection, question: str) -> None:
    assert titles(archive, question) == []


def test_words_of_the_index_are_words(archive: sqlite3.Connection) -> None:
    assert titles(archive, "NOT ميتا") == titles(archive, "ميتا")
    assert titles(archive, "title:ميتا") == titles(archive, "terms:ميتا") == titles(archive, "ميتا")
    assert titles(archive, "قرا*") == []


@pytest.mark.parametrize("words", [2, 100, 2000])
def test_a_question_as_long_as_a_message_is_answered(archive: sqlite3.Connection, words: int) -> None:
    letters = str.maketrans("0123456789", "بتثجحخدذرز")
    question = "رقائق " + " ".join(str(number).translate(letters) for number in range(words))
    assert titles(archive, question)[0] == "إنفيديا تبيع رقائق"


def test_what_holds_all_words_comes_first_and_says_so(archive: sqlite3.Connection) -> None:
    found = hits(archive, "ميتا موظف")
    assert [(hit.article.title, hit.complete) for hit in found] == [
        ("ميتا تسرّح 600 موظف", True),
        ("إنفيديا تبيع رقائق", False),
    ]


def test_a_word_in_the_title_counts_for_more(archive: sqlite3.Connection) -> None:
    assert titles(archive, "ميتا") == ["ميتا تسرّح 600 موظف", "إنفيديا تبيع رقائق"]


@pytest.mark.parametrize(
    ("question", "tier"),
    [
        ("رقائق", Tier.EXACT),
        ("رَقائِق", Tier.FOLDED),
        ("رقـــائق", Tier.FOLDED),
        ("والرقائق", Tier.STEMMED),
        ("رقائقها", Tier.STEMMED),
        ("رقائف", Tier.NEAR),
        ("رقاقة", Tier.NEAR),
    ],
)
def test_a_word_is_found_in_another_form_and_the_answer_names_how(
    archive: sqlite3.Connection, question: str, tier: Tier
) -> None:
    (hit,) = hits(archive, question)
    assert (hit.article.title, hit.tier) == ("إنفيديا تبيع رقائق", tier)


def test_at_most_so_many_are_given(archive: sqlite3.Connection) -> None:
    assert len(hits(archive, "ميتا جوجل 600", most=2)) == 2


def test_of_equal_articles_the_newest_comes_first(db: sqlite3.Connection) -> None:
    old = published(db, "ميتا تبني مركزًا", "في أيوا.", at=NOW - DAY)
    new = published(db, "ميتا تبني مركزًا", "في أوهايو.")
    assert [hit.article.id for hit in hits(db, "مركز ميتا")] == [new.id, old.id]


def test_a_name_is_found_in_another_script(db: sqlite3.Connection) -> None:
    published(db, "سكيل إيه آي تفتح مكتبًا", "", "scale-ai")
    published(db, "معهد يفتح مكتبًا", "ينافس Scale AI في المدينة.", "scale-ai")
    latin = hits(db, "scale ai")
    assert {hit.article.title: hit.tier for hit in latin} == {
        "سكيل إيه آي تفتح مكتبًا": Tier.OTHER_SCRIPT,
        "معهد يفتح مكتبًا": Tier.FOLDED,
    }
    assert titles(db, "سكيل اي اي")[0] == "سكيل إيه آي تفتح مكتبًا"


def test_a_name_is_found_as_others_spell_it_and_shown_as_it_stands(db: sqlite3.Connection) -> None:
    published(db, "غوغل تفتح مكتبًا", "افتتحت غوغل المكتب.", "google")
    (hit,) = hits(db, "قوقل")
    assert hit.tier is Tier.NEAR
    assert [hit.excerpt.text[span.start : span.end] for span in hit.excerpt.hits] == ["غوغل"]


@pytest.mark.parametrize("question", ["شركة:غوغل مكتب", "company:google مكتب", "شركة:Gemini مكتب"])
def test_a_company_limits_the_answer_to_what_names_it_or_its_products(db: sqlite3.Connection, question: str) -> None:
    published(db, "مكتب جديد", "لم يذكر اسمه.")
    published(db, "غوغل تفتح مكتبًا", "", "google")
    articles.add(db, news("جيميناي له مكتب", named=[Named(Kind.PRODUCT, "gemini")]), Status.PUBLISHED, NOW)
    assert "مكتب جديد" not in titles(db, question)
    assert titles(db, question)


def test_a_company_alone_gives_its_newest_articles(db: sqlite3.Connection) -> None:
    old = published(db, "خبر قديم", "", "google", at=NOW - DAY)
    new = published(db, "خبر جديد", "", "google")
    published(db, "خبر آخر")
    assert [hit.article.id for hit in hits(db, "شركة:جوجل")] == [new.id, old.id]


def test_a_company_that_nobody_knows_is_a_word(archive: sqlite3.Connection) -> None:
    assert titles(archive, "شركة:إنفيديا")[0] == "إنفيديا تبيع رقائق"


def test_a_phrase_is_found_only_as_it_stands(db: sqlite3.Connection) -> None:
    published(db, "خبر أول", "يدرس الباحثون الذكاء الاصطناعي.")
    published(db, "خبر ثان", "الذكاء البشري يفوق الاصطناعي.")
    published(db, "خبر ثالث", "يهتم بالذكاء الاصطناعي.")
    assert set(titles(db, "«الذكاء الاصطناعي»")) == {"خبر أول", "خبر ثالث"}
    assert len(titles(db, "الذكاء الاصطناعي")) == 3


def test_what_is_excluded_is_not_shown(archive: sqlite3.Connection) -> None:
    assert titles(archive, "ميتا -رقائق") == ["ميتا تسرّح 600 موظف"]
    assert titles(archive, 'ميتا -"مينلو بارك"') == ["إنفيديا تبيع رقائق"]


def test_a_period_limits_the_answer(db: sqlite3.Connection) -> None:
    published(db, "ميتا في أيلول", at=NOW - 40 * DAY)
    published(db, "ميتا الآن", at=NOW - timedelta(hours=1))
    assert titles(db, "ميتا أكتوبر 2025") == titles(db, "ميتا اليوم") == titles(db, "اليوم") == ["ميتا الآن"]
    assert titles(db, "ميتا قبل 2025-10-01") == ["ميتا في أيلول"]
    assert search.find(db, asked("ميتا اليوم"), 9).period is not None


def test_a_period_without_an_answer_is_read_as_words(db: sqlite3.Connection) -> None:
    published(db, "صحيفة اليوم تكرّم باحثًا", at=NOW - 40 * DAY)
    answer = search.find(db, asked("باحث صحيفة اليوم"), 9)
    assert [hit.article.title for hit in answer.hits] == ["صحيفة اليوم تكرّم باحثًا"]
    assert answer.period is None


def test_an_excerpt_shows_the_words_where_they_stand(db: sqlite3.Connection) -> None:
    around = "كلام كثير عن الطقس والناس في المدينة. " * 30
    published(db, "خبر", f"{around}وأعلنت الشَّركات عن نماذجها الجديدة. {around}")
    (hit,) = hits(db, "للشركة نماذج")
    excerpt = hit.excerpt
    assert [excerpt.text[span.start : span.end] for span in excerpt.hits] == ["الشَّركات", "نماذجها"]
    assert len(excerpt.text) <= 160
    assert not excerpt.opens and not excerpt.closes
    assert excerpt.text in f"{around}وأعلنت الشَّركات عن نماذجها الجديدة. {around}"


def test_only_published_articles_are_found(db: sqlite3.Connection) -> None:
    draft = drafted(db, "سر لم يُنشر")
    assert titles(db, "سر") == []
    articles.publish(db, draft.id, NOW)
    assert titles(db, "سر") == ["سر لم يُنشر"]


WORDS = st.lists(
    st.sampled_from(["ميتا", "جوجل", "رقائق", "موظفين", "Llama 4.1", "600", "½", "بنماذج"]), min_size=1
).map(" ".join)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(WORDS, st.sampled_from(["keep", "retitle", "discard"])), max_size=8), WORDS)
def test_what_was_removed_or_rewritten_leaves_no_ghost(texts: list[tuple[str, str]], title: str) -> None:
    with closing(opened(":memory:")) as db, closing(opened(":memory:")) as fresh:
        for text, fate in texts:
            try:
                draft = drafted(db, text)
            except AlreadyStored:
                continue
            if fate == "retitle":
                articles.retitle(db, draft.id, title, NOW, by=3001)
            if fate == "discard":
                articles.discard(db, draft.id)
        for row in db.execute("SELECT id, title, body FROM articles ORDER BY id").fetchall():
            search.index(fresh, *row)
        assert whole_index(db) == whole_index(fresh)
        for table in TABLES:
            db.execute(f"INSERT INTO search_{table} (search_{table}) VALUES ('integrity-check')")


def test_an_archive_that_was_never_indexed_is_found_after_catching_up(db: sqlite3.Connection) -> None:
    with transaction(db):
        for number in range(search.BATCH + 5):
            published(db, f"خبر رقم {number}")
    before = whole_index(db)
    db.execute("UPDATE search_state SET analysis = 0")  # as after a change of the rules
    while indexed_more(db):
        assert titles(db, "خبر")
    assert whole_index(db) == before
    assert not indexed_more(db)


def test_an_archive_of_the_first_release_is_searched_by_the_new_index() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        steps = load_migrations()
        migrate(db, steps[:1])
        db.execute("INSERT INTO search (rowid, title, body) VALUES (1, 'رقاءق', 'رقاءق')")
        db.execute(
            """INSERT INTO articles (id, title, body, summary, reported_at, published_at, status, fingerprint,
                                     created_at)
               VALUES (1, 'رقائق جديدة', 'نص', '', 1, 1, 'published', 'x', 1)"""
        )
        migrate(db, steps)
        while indexed_more(db):
            pass
        assert titles(db, "الرقائق") == ["رقائق جديدة"]


def test_an_index_of_the_third_version_is_kept_and_forgets_wholly() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db, closing(opened(":memory:")) as empty:
        steps = load_migrations()
        migrate(db, steps[:3])
        search.index(db, 1, "رقائق جديدة", "نص")
        search.index(db, 2, "رقائق", "نص")
        db.execute("INSERT INTO search_vocabulary VALUES ('رقاءق', 2), ('جديد', 1)")
        migrate(db, steps)
        search.forget(db, 1)
        assert {term for _, term in whole_index(db)["deletions"]} == {"رقاءق"}
        search.forget(db, 2)
        assert whole_index(db) == whole_index(empty)


def indexed_more(db: sqlite3.Connection) -> bool:
    """One step of catching up, as the store runs it."""
    with transaction(db):
        return search.catch_up(db)


def whole_index(db: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every term of every table with the article that holds it, and what is kept beside."""
    found = {}
    for table in TABLES:
        db.execute(f"CREATE VIRTUAL TABLE temp.seen USING fts5vocab(main, search_{table}, instance)")
        found[table] = db.execute("SELECT DISTINCT term, doc FROM temp.seen ORDER BY term, doc").fetchall()
        db.execute("DROP TABLE temp.seen")
    for table in ("documents", "deletions"):
        found[table] = db.execute(f"SELECT * FROM search_{table} ORDER BY 1, 2").fetchall()
    return found
