"""What an operator learns at a terminal: whether all is there, what is wrong, how much; articles out and in."""

import asyncio
import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.commands.check import check
from bot.exits import Exit
from bot.settings import load
from bot.terminal import Terminal
from playground.server import Playground
from storage.backup import all_in
from storage.lock import hold_lock
from tests.processes import bot_process, stop_politely
from tests.storage.test_backup import spoil, titles

Told = pytest.CaptureFixture[str]
RETELLING = Path(__file__).parent.parent / "data" / "meta_layoffs.txt"


def asked(toy: Playground, monkeypatch: pytest.MonkeyPatch, **settings: str) -> None:
    """Settings that lead to the toy."""
    for name, value in {"MUJAZ_TOKEN": toy.token, "MUJAZ_API_URL": toy.url, **settings}.items():
        monkeypatch.setenv(name, value)


# ---------------------------------------------------------------- check


async def checked(hours_off: float = 0) -> Exit:
    """`check` on a thread, since the toy answers on this one, with a clock that may be wrong."""

    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(hours=hours_off)

    return await asyncio.to_thread(lambda: check(load(needs_token=True), Terminal("en"), clock))


async def test_where_all_is_there_everything_is_in_order(
    toy: Playground, database: Path, monkeypatch: pytest.MonkeyPatch, capsys: Told
) -> None:
    asked(toy, monkeypatch)
    assert await checked() is Exit.STOPPED
    told = capsys.readouterr().out
    for part in ("settings", "free", "whole", "no backup yet", "@", "clock"):
        assert part in told
    assert "Needs you" not in told
    assert toy.token not in told


async def test_each_thing_that_is_wrong_is_told_with_what_to_do_and_the_first_decides_the_exit_code(
    toy: Playground, database: Path, monkeypatch: pytest.MonkeyPatch, capsys: Told
) -> None:
    asked(toy, monkeypatch, MUJAZ_TOKEN="7000000002:AAAnotherTokenThatOpensNothingEither")
    assert await checked(hours_off=1.01) is Exit.TOKEN_REFUSED
    told = capsys.readouterr().out
    assert "@BotFather" in told
    assert "Needs you: the clock is 36" in told
    spoil(database)
    assert await checked() is Exit.DATABASE_UNUSABLE
    assert "python -m bot restore" in capsys.readouterr().out
    monkeypatch.setenv("MUJAZ_DATABASE", str(database.with_name("new.sqlite")))
    monkeypatch.setenv("MUJAZ_API_URL", "http://127.0.0.1:9")
    assert await checked() is Exit.FAILED
    assert "out of reach" in capsys.readouterr().out
    assert not database.with_name("new.sqlite").exists()


def test_check_lists_every_mistake_in_the_settings(
    database: Path, monkeypatch: pytest.MonkeyPatch, capsys: Told
) -> None:
    monkeypatch.delenv("MUJAZ_TOKEN", raising=False)
    monkeypatch.setenv("MUJAZ_TIMEZONE", "Mars")
    assert main(["check"]) is Exit.BAD_SETTINGS
    assert {"MUJAZ_TOKEN", "MUJAZ_TIMEZONE"} <= set(capsys.readouterr().err.replace(":", " ").split())


# ---------------------------------------------------------------- doctor


def test_a_healthy_database_is_called_so_and_not_touched(database: Path, capsys: Told) -> None:
    before = database.read_bytes()
    assert main(["doctor", "--repair"]) is Exit.STOPPED
    assert "in order" in capsys.readouterr().out
    assert database.read_bytes() == before


BROKEN = {
    "Articles that the search index lacks: 1": "DELETE FROM search_documents",
    "Articles in the search index that are no more: 1": "UPDATE search_documents SET article_id = 99",
    "Articles that the search index does not find: 1": (
        "INSERT INTO search_titles (search_titles) VALUES ('delete-all')"
    ),
    "Rows of article_versions that refer to nothing: 1": "UPDATE article_versions SET article_id = 99",
    "Rows of articles that refer to nothing: 1": "UPDATE articles SET story_id = 99",
}


@pytest.mark.parametrize(("words", "statement"), BROKEN.items())
def test_what_is_broken_is_found_and_mended_and_no_article_is_lost(
    database: Path, tmp_path: Path, capsys: Told, words: str, statement: str
) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        db.execute("PRAGMA foreign_keys=OFF")
        db.execute("UPDATE search_state SET analysis = 1, cursor = NULL")
        db.execute(statement)
    assert main(["doctor"]) is Exit.FAILED
    told = capsys.readouterr().out
    assert words in told
    assert "--repair" in told
    assert main(["doctor", "--repair"]) is Exit.STOPPED
    (kept,) = all_in(tmp_path / "backups")
    assert str(kept.path) in capsys.readouterr().out
    assert main(["doctor"]) is Exit.STOPPED
    assert titles(database) == titles(kept.path) == ["ميتا تسرّح موظفين"]


def test_an_index_that_lost_rows_is_told_and_made_anew(database: Path, capsys: Told) -> None:
    def change(*statements: str) -> None:
        with closing(sqlite3.connect(database, isolation_level=None)) as db:
            for statement in ("PRAGMA writable_schema=ON", *statements):
                db.execute(statement)

    change(
        "CREATE TABLE hidden AS SELECT * FROM sqlite_schema WHERE name = 'mentions_article'",
        "DELETE FROM sqlite_schema WHERE name = 'mentions_article'",
    )
    change("INSERT INTO mentions VALUES ('company', 'meta', 1, 1, 0)")
    change("INSERT INTO sqlite_schema SELECT * FROM hidden", "DROP TABLE hidden")
    assert main(["doctor"]) is Exit.DATABASE_UNUSABLE
    assert "Damage: row 1 missing from index mentions_article" in capsys.readouterr().out
    assert main(["doctor", "--repair"]) is Exit.STOPPED
    assert "in order" in capsys.readouterr().out


def test_of_a_file_that_no_repair_can_mend_a_backup_is_asked_for_and_nothing_is_changed(
    database: Path, capsys: Told
) -> None:
    with closing(sqlite3.connect(database)) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'article_versions'").fetchone()
    spoil(database, root - 1)
    before = database.read_bytes()
    for command in (["doctor"], ["doctor", "--repair"]):
        assert main(command) is Exit.DATABASE_UNUSABLE
        assert "restore a backup" in capsys.readouterr().err
    assert database.read_bytes() == before


def test_a_repair_is_refused_while_the_bot_has_the_database(database: Path, capsys: Told) -> None:
    with closing(sqlite3.connect(database)) as db:
        db.execute("UPDATE search_documents SET article_id = 99")
        db.commit()
    with hold_lock(database):
        assert main(["doctor"]) is Exit.FAILED
        assert main(["doctor", "--repair"]) is Exit.ANOTHER_INSTANCE


# ---------------------------------------------------------------- stats


async def test_stats_tell_how_much_there_is_while_the_bot_runs(toy: Playground, database: Path, capsys: Told) -> None:
    sara = toy.person("سارة")
    sara.send("/start")
    async with bot_process(toy, database) as process:
        await sara.hears()
        assert await asyncio.to_thread(main, ["stats"]) is Exit.STOPPED
        await stop_politely(process)
    told = capsys.readouterr().out
    for part in ("Articles: published 1", "Readers: active 1", "ar 1", "Database: ", "Backups: 0"):
        assert part in told


# ---------------------------------------------------------------- articles out and in


def test_articles_go_out_and_come_in_elsewhere_as_they_were(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Told
) -> None:
    assert main(["import", str(RETELLING)]) is Exit.STOPPED
    assert main(["export", "out.jsonl"]) is Exit.STOPPED
    assert "written: 2" in capsys.readouterr().out
    assert main(["export", "out.jsonl"]) is Exit.FAILED  # written over by nobody
    monkeypatch.setenv("MUJAZ_DATABASE", str(tmp_path / "other.sqlite"))
    assert main(["import", "out.jsonl"]) is Exit.STOPPED
    assert "stored: 2" in capsys.readouterr().out
    assert main(["export", "again.jsonl"]) is Exit.STOPPED
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "out.jsonl").read_bytes()
    assert main(["import", "out.jsonl"]) is Exit.STOPPED
    assert "before: 2" in capsys.readouterr().out


def test_what_is_no_article_is_told_with_its_line_and_holds_up_no_other(database: Path, capsys: Told) -> None:
    lines = [
        json.dumps({"text": "افتتحت ميتا مكتبًا في القاهرة، وسيعمل فيه مئة مهندس.", "date": "2025-10-20"}),
        "not json", "[1]", json.dumps({"text": "بلا تاريخ"}), json.dumps({"date": "2025-10-20"}),
        json.dumps({"text": "…", "date": "2025-10-20T10:00:00+03:00"}),
        json.dumps({"text": "خبر", "title": "ع" * 300, "date": "2025-10-20T10:00:00+03:00"}),
        json.dumps({"text": "أعلنت غوغل نموذجًا جديدًا يفهم اللهجات العربية.", "date": "2999-01-01T00:00:00Z", "x": 1}),
    ]  # fmt: skip
    Path("in.jsonl").write_text("\n".join(lines), "utf-8")
    Path("picture.txt").write_bytes(b"\xff\xd8\xff")
    assert main(["import", "in.jsonl", "picture.txt", "nowhere.txt"]) is Exit.FAILED
    said = capsys.readouterr()
    assert "stored: 2" in said.out
    assert "Not taken: 8" in said.out
    for number in (2, 3, 4, 5, 6, 7):
        assert f"in.jsonl:{number}: " in said.err
    assert "picture.txt: it is no text" in said.err
    assert "nowhere.txt: it cannot be read" in said.err
    assert "Traceback" not in said.err


def test_an_imported_text_is_from_when_its_file_is_from_and_a_day_without_a_zone_is_the_operators(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUJAZ_TIMEZONE", "Asia/Riyadh")
    Path("a.txt").write_text("افتتحت ميتا مكتبًا في القاهرة، وسيعمل فيه مئة مهندس.", "utf-8")
    os.utime("a.txt", (1_700_000_000, 1_700_000_000))
    Path("b.jsonl").write_text(json.dumps({"text": "أعلنت غوغل نموذجًا جديدًا.", "date": "2025-10-20"}), "utf-8")
    assert main(["import", "a.txt", "b.jsonl"]) is Exit.STOPPED
    with closing(sqlite3.connect(database)) as db:
        times = db.execute("SELECT reported_at, published_at FROM articles WHERE id > 1 ORDER BY id").fetchall()
    day = int(datetime(2025, 10, 19, 21, tzinfo=UTC).timestamp())
    assert times == [(1_700_000_000, 1_700_000_000), (day, day)]


def test_an_import_is_refused_while_the_bot_has_the_database(database: Path) -> None:
    with hold_lock(database):
        assert main(["import", str(RETELLING)]) is Exit.ANOTHER_INSTANCE


@pytest.mark.parametrize("command", [["stats"], ["doctor"], ["export", "x.jsonl"]])
def test_a_database_of_an_older_mujaz_is_not_guessed_at(database: Path, command: list[str], capsys: Told) -> None:
    with closing(sqlite3.connect(database)) as db:
        db.execute("PRAGMA user_version=1")
    assert main(command) is Exit.DATABASE_UNUSABLE
    assert "start the bot once" in capsys.readouterr().err
