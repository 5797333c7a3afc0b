"""A database of any released version, with rows in it, climbs to where a new one begins, and loses no row."""

import sqlite3
from contextlib import closing
from itertools import pairwise

import pytest

from storage.migrate import load_migrations, migrate

STEPS = load_migrations()

# What a database of each version held. A new migration brings a new number here: rows that only it can hold.
ROWS: dict[int, str] = {
    1: """
        INSERT INTO articles (id, title, body, summary, source, reported_at, published_at, status, fingerprint,
                              created_at)
            VALUES (1, 'ميتا تسرّح موظفين', 'نص', 'جملة', 'أكسيوس', 100, 110, 'published', 'f1', 100),
                   (2, 'مسودة', 'نص آخر', 'جملة', NULL, 200, NULL, 'draft', 'f2', 200);
        INSERT INTO article_versions VALUES (1, 1, 'ميتا تسرّح موظفين', 'نص', 'جملة', NULL, 100);
        INSERT INTO mentions (kind, entity, reported_at, article_id, rank)
            VALUES ('company', 'meta', 100, 1, 0), ('product', 'llama', 100, 1, 1);
        INSERT INTO search (rowid, title, body) VALUES (1, 'ميتا', 'نص');
        INSERT INTO pastes (id, editor_id, chat_id, opened_at, article_id, card_message_id, state)
            VALUES (1, 3001, 3001, 200, 2, 9, 'settled');
        INSERT INTO pieces VALUES (1, 8, 'نص آخر');
        INSERT INTO slots (id, zone, minute, weekdays, next_due_at) VALUES (1, 'Asia/Riyadh', 480, 127, 300);
        INSERT INTO subscribers VALUES (7, 'ar', 'active', 1, 100, 50, NULL, 50),
                                       (-5, 'en', 'gone', 1, 100, 50, 'kicked', 60);
        INSERT INTO follows VALUES (7, 'meta');
        INSERT INTO runs (id, kind, state, slot_id, local_date, article_id, due_at, expires_at, cursor, created_at)
            VALUES (1, 'digest', 'done', 1, '2025-10-27', NULL, 200, 300, 7, 200),
                   (2, 'alert', 'running', NULL, NULL, 1, 200, 300, -5, 200);
        INSERT INTO deliveries (run_id, chat_id, part, state, attempts, since, message_id)
            VALUES (1, 7, 0, 2, 1, 100, 55), (2, 7, 0, 1, 1, 100, NULL);
        INSERT INTO inbox VALUES (1, x'7b7d', 100, 101), (2, x'7b7d', 102, NULL);
    """,
    2: """
        INSERT INTO stories (id, title, opened_at, updated_at) VALUES (1, 'ميتا تسرّح موظفين', 100, 100);
        UPDATE articles SET story_id = 1, story_label = 'opening', story_news = '{}' WHERE id = 1;
        INSERT INTO story_pins VALUES (1, 1, 'stays', 3001, 120);
        INSERT INTO story_memory VALUES (1, '{}');
    """,
    5: """
        INSERT INTO runs (id, kind, state, due_at, expires_at, paid, created_by, created_at)
            VALUES (3, 'announcement', 'draft', 200, 300, 1, 3001, 200);
        INSERT INTO bodies VALUES (3, 'ar', 0, x'7d');
    """,
    6: """
        UPDATE articles SET line = 'جملة', long = 'جملة', event = 'layoffs', breaking = 1 WHERE id = 1;
        INSERT INTO articles (id, title, body, summary, reported_at, published_at, status, fingerprint, created_at,
                              line, retracted_reason)
            VALUES (3, 'خبر سُحب', 'نص', 'جملة', 100, 110, 'retracted', 'f3', 100, 'جملة', 'نفته الشركة');
        INSERT INTO figures VALUES (1, 0, 600, 700, 'employees', 'موظف', '≈', '600 أو 700 موظف', 'جملة');
    """,
    7: """
        INSERT INTO memories VALUES (1, x'00', x'5b5d', NULL);
        INSERT INTO subscribers (chat_id, language, state, zone, country, last_due_at, memory, last_heard_at,
                                 quiet_start, quiet_end, less, created_at, state_at)
            VALUES (-9007199254740993, 'ar', 'active', 'Asia/Riyadh', 'SA', 100, 1, 100, 1320, 420, 'funding', 100,
                    100);
        INSERT INTO subscriber_slots VALUES (1, -9007199254740993);
        INSERT INTO topics VALUES (-9007199254740993, -1005, 12);
    """,
    8: """
        INSERT INTO pastes (id, editor_id, chat_id, opened_at, corrects, state) VALUES (2, 3001, 3001, 200, 1, 'open');
        INSERT INTO retractions VALUES (3001, 1, 200, NULL);
    """,
    11: """
        INSERT INTO pastes (id, editor_id, chat_id, opened_at, state, source, url, reported_at)
            VALUES (3, 3001, 3001, 200, 'settled', 'موقع', 'https://example.org/1', 190);
        INSERT INTO feeds (id, url, title, every, added_by, added_at, next_at, failing_since, failures, failure)
            VALUES (1, 'https://example.org/feed', 'موقع', 3600, 3001, 200, 300, 250, 2, 'refusal.site_down');
        INSERT INTO feed_items VALUES (1, 'k1', 200, 'خبر', 'https://example.org/1', 'draft', 2);
    """,
    13: """
        INSERT INTO keepers VALUES (-1005, 2001, 'مجموعة', 0, 0);
        INSERT INTO moved_chats VALUES (-15, -1005);
    """,
    14: """
        INSERT INTO compositions VALUES (1, 1, x'00', x'5b5d');
        UPDATE deliveries SET composition = 1 WHERE run_id = 1;
    """,
    15: """
        INSERT INTO saved VALUES (7, 1, 200), (404, -3, 200);
    """,
    16: """
        UPDATE subscribers SET silence_told_at = 300 WHERE chat_id = 7;
    """,
    18: """
        UPDATE articles SET makers = 'openai' WHERE id = 1;
    """,
    20: """
        INSERT INTO team VALUES (3002, 'contributor', 'هدى', 3001, 200);
        INSERT INTO audit (at, user_id, name, deed, subject, outcome, seal, tap)
            VALUES (200, 3001, 'ليلى', 'draft:next', 1, 'done', 's1', 't1');
        INSERT INTO asked VALUES (3001, 'team:add', 0, 200);
    """,
    21: """
        INSERT INTO glances VALUES (7, 'meta', 200, 100), (404, 'openai', 200, NULL);
    """,
    23: """
        INSERT INTO keywords (chat_id, said, added_at) SELECT chat_id, '+ميتا', 200 FROM subscribers LIMIT 1;
    """,
    24: """
        INSERT INTO plans VALUES (2, 400, 3001, 3001, 9);
        INSERT INTO holds VALUES (2, 3001, 'ليلى', 200);
    """,
    25: """
        INSERT INTO posted VALUES ('k1', 'f1', 200);
    """,
    26: """
        INSERT INTO reports (user_id, story, asked_at) VALUES (7, 1, 200);
    """,
    27: """
        INSERT INTO roundups (chat_id, span, day, due_at, underway, parts, try_at)
            VALUES (7, 'week', '2025-10-31', 300, '2025-10-24', 1, 200);
    """,
}


def at_version(version: int) -> sqlite3.Connection:
    """A database as Mujaz of that version left it, with rows of its day."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    for number in range(1, version + 1):
        migrate(db, STEPS[:number])
        db.execute("PRAGMA foreign_keys=ON")
        db.executescript(ROWS.get(number, ""))
        db.execute("PRAGMA foreign_keys=OFF")
    return db


def schema(db: sqlite3.Connection) -> dict[str, object]:
    """Tables with their columns and keys, indexes with theirs; not the words that made them: ALTER writes others."""
    found: dict[str, object] = {}
    for kind, name, sql in db.execute("SELECT type, name, sql FROM sqlite_schema").fetchall():
        parts = {"table": ("table_xinfo", "foreign_key_list"), "index": ("index_xinfo",)}.get(kind, ())
        condition = (sql or "").partition(" WHERE ")[2] if kind == "index" else ""
        found[f"{kind} {name}"] = (condition, [pragma(db, part, name) for part in parts])
    return found


def pragma(db: sqlite3.Connection, name: str, of: str) -> list[str]:
    return sorted(map(repr, db.execute(f"SELECT * FROM pragma_{name}(?)", (of,))))


def counts(db: sqlite3.Connection) -> dict[str, int]:
    """Rows by table; without those of the search index, which is built from the articles (storage/search)."""
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    tables = [name for name in names if name != "search" and not name.startswith("search_")]
    return {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


@pytest.mark.parametrize("version", range(1, len(STEPS) + 1))
def test_every_older_database_becomes_what_a_new_one_is(version: int) -> None:
    with closing(at_version(version)) as old, closing(at_version(0)) as new:
        migrate(old, STEPS)
        migrate(new, STEPS)
        assert schema(old) == schema(new)
        assert old.execute("PRAGMA foreign_key_check").fetchall() == []
        assert old.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("version", range(1, len(STEPS) + 1))
def test_no_row_is_lost_on_the_way_up(version: int) -> None:
    with closing(at_version(version)) as db:
        before = counts(db)
        migrate(db, STEPS)
        after = counts(db)
    assert {table: after.get(table) for table in before} == before


def test_every_table_of_every_version_has_rows_to_lose() -> None:
    for version in range(1, len(STEPS) + 1):
        with closing(at_version(version)) as db:
            assert [table for table, rows in counts(db).items() if rows == 0] == []


def test_news_that_was_sent_to_all_at_once_stays_breaking_and_what_is_not_known_of_it_is_to_be_read() -> None:
    with closing(at_version(5)) as db:
        migrate(db, STEPS)
        assert db.execute("SELECT id, breaking, line FROM articles ORDER BY id").fetchall() == [
            (1, 1, None),
            (2, 0, None),
        ]


def test_readers_of_before_have_their_profiles() -> None:
    with closing(at_version(11)) as db:
        migrate(db, STEPS)
        assert db.execute("SELECT count(*) FROM subscribers WHERE profile = 0").fetchone() == (0,)
        assert db.execute("SELECT count(*), count(DISTINCT said) FROM profiles").fetchone() == (3, 3)


def test_each_step_is_climbed_by_itself() -> None:
    with closing(at_version(0)) as db:
        for below, above in pairwise(range(len(STEPS) + 1)):
            assert migrate(db, STEPS[:above]) == below + 1
