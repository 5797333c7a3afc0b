"""/backup: the owner gets the database in the chat, and it can be brought back."""

from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pydantic import SecretStr

from handlers import backup
from storage.backup import all_in, unpack, verified
from tests.conftest import SUNDAY_EVENING
from tests.handlers.scenes import META, archived
from tests.newsroom import Newsroom, open_newsroom
from tests.storage.test_backup import quiet, titles

PASSPHRASE = "ستون قلمًا في درج واحد"


@pytest.fixture
async def sealing(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with open_newsroom(SUNDAY_EVENING, tmp_path, backup_passphrase=SecretStr(PASSPHRASE)) as newsroom:
        yield newsroom


def unmarked(text: str) -> str:
    """The text without the marks that keep mixed lines in order."""
    return text.translate(dict.fromkeys(map(ord, "\u200f\u2068\u2069")))


async def received(newsroom: Newsroom, folder: Path) -> Path:
    newsroom.layla.send("/backup")
    sent = await newsroom.layla.sees(lambda message: message.document is not None)
    assert sent.document is not None
    file = folder / sent.document.name
    file.write_bytes(sent.document.data)
    return file


async def test_the_owner_gets_a_sealed_backup_that_only_the_passphrase_opens(sealing: Newsroom) -> None:
    await archived(sealing, META, "ميتا تكشف عن نظارة")
    with TemporaryDirectory() as name:
        file = await received(sealing, Path(name))
        assert file.name.endswith(".sqlite.gz.sealed")
        whole = unpack(file, Path(name), PASSPHRASE)
        verified(whole, quiet)
        assert titles(whole) == ["ميتا تكشف عن نظارة"]


async def test_without_a_passphrase_the_backup_is_open_and_says_so(newsroom: Newsroom, tmp_path: Path) -> None:
    file = await received(newsroom, tmp_path)
    assert file.name.endswith(".sqlite.gz")
    assert "غير مشفّرة" in newsroom.layla.messages[-1].text
    verified(unpack(file, tmp_path / "backups", None), quiet)


async def test_a_backup_that_telegram_does_not_take_stays_where_the_owner_is_told(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "MOST_BYTES", 1000)
    newsroom.layla.send("/backup")
    told = await newsroom.layla.sees(lambda message: "لا يقبل من البوت" in message.text)
    (kept,) = all_in(tmp_path / "backups")
    assert str(kept.path) in unmarked(told.text)


async def test_a_disk_that_takes_no_backup_is_told_with_the_reason(newsroom: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "backups").touch()
    newsroom.layla.send("/backup")
    told = await newsroom.layla.sees(lambda message: "لم تُصنع النسخة" in message.text)
    assert str(tmp_path / "backups") in unmarked(told.text)


async def test_nobody_but_an_admin_gets_a_backup(newsroom: Newsroom, tmp_path: Path) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/backup")
    await sara.hears()
    assert all_in(tmp_path / "backups") == []
