"""Operators: every night has its backup, a failing one is told, and a damaged database ends with what to do."""

import asyncio
import contextlib
import io
import sqlite3
import time
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.exits import Exit
from bot.terminal import Bar
from playground.server import Playground
from storage.backup import Backup, Kind, all_in, pack, sealing
from tests.newsroom import Newsroom
from tests.processes import bot_process, stop_politely
from tests.storage.test_backup import spoil, titles


async def backups_in(folder: Path, number: int) -> list[Backup]:
    """Waits until there are so many."""
    async with asyncio.timeout(20):
        while len(found := all_in(folder)) < number:  # noqa: ASYNC110 - only the folder knows
            await asyncio.sleep(0.01)
    return found


def file_size(path: Path) -> int:
    return path.stat().st_size


# ---------------------------------------------------------------- the night


async def test_every_night_has_one_backup_and_a_missed_one_is_made_up_for(newsroom: Newsroom, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    await newsroom.mujaz.night()  # 20:00, and last night has none
    (first,) = await backups_in(folder, 1)
    assert first.kind is Kind.NIGHTLY
    newsroom.clock.turn(hours=7)  # 03:00
    await newsroom.mujaz.night()
    newsroom.clock.turn(hours=1)  # 04:00
    await newsroom.mujaz.night()
    _, second = await backups_in(folder, 2)
    assert second.made_at - first.made_at == timedelta(hours=8)


async def test_admins_are_told_once_that_backups_fail_and_again_after_one_that_did_not(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    await newsroom.reader("سارة")
    newsroom.layla.send("/start")
    await newsroom.layla.hears()
    folder = tmp_path / "backups"
    folder.touch()
    await newsroom.mujaz.night()
    assert "لم تُصنع النسخة الاحتياطية" in (await newsroom.layla.hears()).text
    await newsroom.mujaz.night()
    await newsroom.mujaz.night()
    folder.unlink()
    await newsroom.mujaz.night()
    await backups_in(folder, 1)
    told = [message for message in newsroom.layla.messages if "لم تُصنع النسخة" in message.text]
    assert len(told) == 1


# ---------------------------------------------------------------- the commands


def test_a_backup_is_made_listed_and_brought_back(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "--list"]) is Exit.STOPPED
    assert "no good backup" in capsys.readouterr().out
    assert main(["backup"]) is Exit.STOPPED
    (made,) = all_in(tmp_path / "backups")
    assert str(made.path) in capsys.readouterr().out
    assert main(["backup", "--list"]) is Exit.STOPPED
    assert "asked for" in capsys.readouterr().out
    spoil(database)
    assert main(["restore"]) is Exit.STOPPED
    told = capsys.readouterr().out
    assert str(made.path) in told
    assert "kept here" in told
    assert titles(database) == ["ميتا تسرّح موظفين"]


def test_a_backup_can_go_to_another_folder_and_be_named(database: Path, tmp_path: Path) -> None:
    assert main(["backup", "--to", str(tmp_path / "disk")]) is Exit.STOPPED
    (made,) = all_in(tmp_path / "disk")
    database.unlink()
    assert main(["restore", str(made.path)]) is Exit.STOPPED
    assert titles(database) == ["ميتا تسرّح موظفين"]


def test_without_a_database_or_a_backup_the_commands_say_what_to_do(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["restore"]) is Exit.FAILED
    assert "no good backup" in capsys.readouterr().err
    database.unlink()
    assert main(["backup"]) is Exit.FAILED
    assert "MUJAZ_DATABASE" in capsys.readouterr().err
    assert not database.exists()


# ---------------------------------------------------------------- a damaged database


async def test_a_database_that_is_damaged_inside_ends_the_bot_with_code_5_and_the_newest_good_backup_is_named(
    toy: Playground, tmp_path: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup"]) is Exit.STOPPED
    (made,) = all_in(tmp_path / "backups")
    with contextlib.closing(sqlite3.connect(database)) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'article_versions'").fetchone()
    spoil(database, root - 1)
    size = file_size(database)
    async with bot_process(toy, database) as process:
        _, said = await asyncio.wait_for(process.communicate(), timeout=30)
    assert process.returncode == 5
    assert f"python -m bot restore {made.path}" in said.decode()
    assert "Traceback" not in said.decode()
    assert file_size(database) >= size  # nothing was deleted
    assert main(["restore", str(made.path)]) is Exit.STOPPED
    async with bot_process(toy, database) as process:
        await toy.called("getUpdates")
        await stop_politely(process)


async def test_while_the_bot_runs_a_backup_is_made_and_a_restore_is_refused(
    toy: Playground, database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with bot_process(toy, database) as process:
        await toy.called("getUpdates")
        assert await asyncio.to_thread(main, ["backup"]) is Exit.STOPPED
        assert await asyncio.to_thread(main, ["restore"]) is Exit.ANOTHER_INSTANCE
        assert "stop it first" in capsys.readouterr().err
        await stop_politely(process)
    (made,) = all_in(tmp_path / "backups")
    assert titles(made.path) == ["ميتا تسرّح موظفين"]


# ---------------------------------------------------------------- the terminal


@pytest.mark.parametrize(
    ("arguments", "locale", "words"),
    [
        ([], "C", "make a backup"), ([], "ar_SA.UTF-8", "نسخة احتياطية"), ([], "en_US.UTF-8", "make a backup"),
        (["--language", "ar"], "C", "نسخة احتياطية"), (["--language", "en"], "ar_EG.UTF-8", "make a backup"),
    ],
)  # fmt: skip
def test_help_comes_in_the_operators_language(
    arguments: list[str], locale: str, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--help"])
    assert ended.value.code == 0
    assert words in capsys.readouterr().out


def test_a_bar_stands_only_where_work_takes_longer_than_two_seconds_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    drawn = io.StringIO()
    bar = Bar(drawn)
    for now in (0.5, 1.9):
        bar.show(now / 4)
    assert drawn.getvalue() == ""
    now = 2.1
    bar.show(0.5)
    assert " 50%" in drawn.getvalue()
    bar.clear()
    assert drawn.getvalue().split("\r")[-2].strip() == ""


def test_a_pipe_is_never_sent_a_bar(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup"]) is Exit.STOPPED
    assert capsys.readouterr().err == ""


def test_a_sealed_backup_is_brought_back_with_its_passphrase_and_refused_without(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sealing, "MEMORY_BYTES", 8192)
    assert main(["backup"]) is Exit.STOPPED
    (made,) = all_in(tmp_path / "backups")
    sealed = pack(made.path, tmp_path, "ستون قلمًا في درج واحد", lambda fraction: None)
    database.unlink()
    assert main(["restore", str(sealed)]) is Exit.FAILED
    assert "MUJAZ_BACKUP_PASSPHRASE" in capsys.readouterr().err
    monkeypatch.setenv("MUJAZ_BACKUP_PASSPHRASE", "ستون قلمًا في درج واحد")
    assert main(["restore", str(sealed)]) is Exit.STOPPED
    assert titles(database) == ["ميتا تسرّح موظفين"]


# ---------------------------------------------------------------- a disk that goes away


async def test_a_database_that_is_deleted_under_the_bot_is_rescued_with_its_last_words_and_comes_back(
    toy: Playground, database: Path, tmp_path: Path
) -> None:
    sara = toy.person("سارة")
    async with bot_process(toy, database) as process:
        sara.send("/start")
        await sara.hears()
        for end in ("", "-wal", "-shm"):
            database.with_name(database.name + end).unlink(missing_ok=True)
        _, said = await asyncio.wait_for(process.communicate(), timeout=60)
    assert process.returncode == Exit.DATABASE_UNUSABLE
    (rescued,) = all_in(tmp_path / "backups")
    assert rescued.kind is Kind.RESCUED
    assert str(rescued.path) in said.decode()
    assert "Traceback" not in said.decode()
    assert main(["restore"]) is Exit.STOPPED
    async with bot_process(toy, database) as process:
        sara.send("/settings")
        assert "08:00" in (await sara.hears()).text  # she is still subscribed
        await stop_politely(process)


async def test_where_a_disk_is_not_mounted_the_bot_does_not_begin_anew(
    toy: Playground, database: Path, tmp_path: Path
) -> None:
    assert main(["backup"]) is Exit.STOPPED
    (made,) = all_in(tmp_path / "backups")
    await asyncio.to_thread(database.rename, tmp_path / "elsewhere.sqlite")
    async with bot_process(toy, database) as process:
        _, said = await asyncio.wait_for(process.communicate(), timeout=60)
    assert process.returncode == Exit.DATABASE_UNUSABLE
    assert "is its disk mounted?" in said.decode()
    assert f"python -m bot restore {made.path}" in said.decode()
    assert not await asyncio.to_thread(database.exists)
