"""An operator who sets something wrong is told all of it at once, plainly, and never shown a secret."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exits import BadSettings
from bot.settings import PREFIX, Settings, database_problem, load
from mujaz.subscriber import Slot

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAFakeTokenOfNobody_0123456789abcde"
LEAKED = "987654321:short-and-secret"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder and no settings but a valid token."""
    for variable in os.environ:
        if variable.upper().startswith(PREFIX):
            monkeypatch.delenv(variable)
    monkeypatch.setenv("MUJAZ_TOKEN", TOKEN)
    monkeypatch.chdir(tmp_path)


def report(*, needs_token: bool = True) -> str:
    with pytest.raises(BadSettings) as error:
        load(needs_token=needs_token)
    return error.value.report()


def run_bot(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m bot run` in a folder, with these settings and nothing else of this machine."""
    return subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


# ---------------------------------------------------------------- what is right


def test_a_token_is_all_that_is_needed() -> None:
    settings = load(needs_token=True)
    assert settings.token is not None
    assert settings.token.get_secret_value() == TOKEN
    assert settings.slot == Slot("Asia/Riyadh", 8 * 60)
    assert settings.desk == frozenset()


def test_the_playground_needs_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MUJAZ_TOKEN")
    assert load(needs_token=False).token is None


def test_settings_are_read_from_the_file_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("MUJAZ_DIGEST_TIME=21:15\nMUJAZ_TIMEZONE=Africa/Cairo\nOTHER=1\n", "utf-8")
    monkeypatch.setenv("MUJAZ_TIMEZONE", "Asia/Amman")
    assert load(needs_token=True).slot == Slot("Asia/Amman", 21 * 60 + 15)


def test_the_owner_and_the_editors_are_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUJAZ_OWNER", "11")
    monkeypatch.setenv("MUJAZ_EDITORS", " 22, 33\t,44 ")
    assert load(needs_token=True).desk == {11, 22, 33, 44}


@pytest.mark.parametrize("setting", ["OWNER", "EDITORS", "TIMEZONE", "DATABASE", "LOG_LEVEL", "API_URL"])
def test_an_empty_setting_is_no_setting(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    monkeypatch.setenv(PREFIX + setting, "")
    assert load(needs_token=True) == Settings(_env_file=None)


@pytest.mark.parametrize(("typed", "level"), [("debug", "DEBUG"), ("Warning", "WARNING")])
def test_a_log_level_may_be_typed_in_small_letters(monkeypatch: pytest.MonkeyPatch, typed: str, level: str) -> None:
    monkeypatch.setenv("MUJAZ_LOG_LEVEL", typed)
    assert load(needs_token=True).log_level == level


# ---------------------------------------------------------------- what is wrong

WRONG = [
    ("TOKEN", "secret"), ("TOKEN", LEAKED), ("TOKEN", TOKEN + " x"), ("TOKEN", "١٢٣٤٥٦٧٨٩:" + "A" * 35),
    ("API_URL", "api.telegram.org"), ("API_URL", "ftp://x"), ("API_URL", "https://"), ("API_URL", "https://x?y=1"),
    ("API_URL", "http://x:99999"), ("API_URL", "http://[::1"), ("API_URL", "https://user:password@x"),
    ("PROXY", "proxy:3128"), ("PROXY", "socks5://x:1080"), ("PROXY", "http://x:99999"), ("PROXY", "http://x/path"),
    ("PROXY", "http://a:b@"), ("CONNECT_SECONDS", "0"), ("CONNECT_SECONDS", "nan"), ("CONNECT_SECONDS", "61"),
    ("READ_SECONDS", "1"), ("READ_SECONDS", "soon"), ("READ_SECONDS", "inf"), ("POOL_SECONDS", "0"),
    ("WEBHOOK_SECRET", "short"), ("WEBHOOK_SECRET", "س" * 40), ("WEBHOOK_SECRET", "x" * 300), ("DOOR_PORT", "0"),
    ("OWNER", "layla"), ("OWNER", "0"), ("OWNER", "-5"), ("OWNER", "1.5"),
    ("EDITORS", "layla"), ("EDITORS", "1;2"), ("EDITORS", "-1"), ("EDITORS", "0"), ("EDITORS", "1,٢"),
    ("TIMEZONE", "Mars/Phobos"), ("TIMEZONE", "Riyadh"), ("TIMEZONE", "../../etc/passwd"), ("TIMEZONE", "/etc/passwd"),
    ("TIMEZONE", "Asia"), ("TIMEZONE", "UTC+3"), ("TIMEZONE", "الرياض"), ("TIMEZONE", "Asia/" + "x" * 300),
    ("DIGEST_TIME", "25:00"), ("DIGEST_TIME", "8"), ("DIGEST_TIME", "08:60"), ("DIGEST_TIME", "8am"),
    ("DIGEST_TIME", "٠٨:٠٠"), ("DIGEST_TIME", "08:00:00"),
    ("BACKUP_TIME", "3"), ("BACKUP_TIME", "24:00"), ("BACKUP_DAYS", "0"), ("BACKUP_DAYS", "9999"),
    ("BACKUP_DAYS", "two"), ("BACKUPS", "x" * 300), ("BACKUPS", "/proc/version/x"),
    ("DELIVERY_DAYS", "6"), ("VERSION_DAYS", "29"), ("VERSION_DAYS", "x"), ("DELIVERY_DAYS", "10000"),
    ("PLAYGROUND_PORT", "http"), ("PLAYGROUND_PORT", "0"), ("PLAYGROUND_PORT", "65536"),
    ("LOG_LEVEL", "LOUD"), ("LOG_FORMAT", "xml"),
    ("DATABASE", "x" * 300), ("DATABASE", "/"), ("DATABASE", "."),
]  # fmt: skip


@pytest.mark.parametrize(("setting", "value"), WRONG)
def test_a_bad_setting_is_named_with_what_to_do_about_it(
    monkeypatch: pytest.MonkeyPatch, setting: str, value: str
) -> None:
    monkeypatch.setenv(PREFIX + setting, value)
    head, *lines = report().splitlines()
    assert ".env.example" in head
    (line,) = lines
    assert line.startswith(f"  {PREFIX}{setting}: ")
    assert len(line) > len(f"  {PREFIX}{setting}: ") + 10


@pytest.mark.parametrize(
    "url",
    ["bot.example.org", "http://bot.example.org/x", "https://", "https://x/ي", "https://a:b@x/y", "https://x:99999"],
)
def test_a_webhook_that_telegram_cannot_reach_is_named(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("MUJAZ_WEBHOOK_URL", url)
    monkeypatch.setenv("MUJAZ_WEBHOOK_SECRET", "s" * 32)
    (line,) = report().splitlines()[1:]
    assert line.startswith("  MUJAZ_WEBHOOK_URL: ")


def test_a_webhook_without_a_secret_is_refused_and_the_secret_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUJAZ_WEBHOOK_URL", "https://bot.example.org/mujaz")
    assert report().splitlines()[1].startswith("  MUJAZ_WEBHOOK_SECRET: is missing")
    monkeypatch.setenv("MUJAZ_WEBHOOK_SECRET", "kept-secret-kept-secret-kept-secret")
    assert "kept-secret" not in f"{load(needs_token=True)!r}"
    monkeypatch.setenv("MUJAZ_WEBHOOK_SECRET", "kept-secret")
    assert "kept-secret" not in report()


def test_all_mistakes_are_told_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wrong = {
        "TOKEN": LEAKED, "OWNER": "layla", "EDITORS": "x", "TIMEZONE": "Mars", "DIGEST_TIME": "25:00",
        "PLAYGROUND_PORT": "0", "LOG_LEVEL": "LOUD", "LOG_FORMAT": "xml", "API_URL": "x", "DATABASE": str(tmp_path),
        "PROXY": "x", "CONNECT_SECONDS": "0", "READ_SECONDS": "0", "POOL_SECONDS": "0",
    }  # fmt: skip
    for setting, value in wrong.items():
        monkeypatch.setenv(PREFIX + setting, value)
    named = [line.split(":")[0].strip() for line in report().splitlines()[1:]]
    assert sorted(named) == sorted(PREFIX + setting for setting in wrong)


def test_a_missing_token_is_told_together_with_the_other_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MUJAZ_TOKEN")
    monkeypatch.setenv("MUJAZ_TIMEZONE", "Mars")
    assert {"MUJAZ_TOKEN", "MUJAZ_TIMEZONE"} == {line.split(":")[0].strip() for line in report().splitlines()[1:]}


@given(st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), min_size=1))
def test_no_value_of_any_setting_is_a_crash(value: str) -> None:
    for setting in ("owner", "editors", "timezone", "digest_time", "log_level", "api_url", "proxy", "read_seconds"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(PREFIX + setting.upper(), value)
            try:
                load(needs_token=True)
            except BadSettings as error:
                assert error.report()


def test_a_settings_file_that_is_no_text_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_bytes(b"MUJAZ_TIMEZONE=\xff\xfe\x00")
    assert ".env" in report()


# ---------------------------------------------------------------- secrets


@pytest.mark.parametrize("token", [LEAKED, TOKEN + "!"])
def test_the_token_is_never_shown_not_even_a_wrong_one(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("MUJAZ_TOKEN", token)
    with pytest.raises(BadSettings) as error:
        load(needs_token=True)
    for shown in (error.value.report(), str(error.value), repr(error.value), repr(error.value.mistakes)):
        assert token not in shown
        assert token.partition(":")[2] not in shown


def test_settings_do_not_tell_their_secret_when_they_are_printed() -> None:
    settings = load(needs_token=True)
    assert TOKEN not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"


@pytest.mark.parametrize(
    "proxy", ["http://layla:kept-secret@proxy:3128", "socks5://layla:kept-secret@x:1", "kept-secret"]
)
def test_a_proxy_never_shows_its_password(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("MUJAZ_PROXY", proxy)
    try:
        settings = load(needs_token=True)
        shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    except BadSettings as error:
        shown = f"{error.report()} {error!r} {error.mistakes!r}"
        assert "http" in shown
    assert "kept-secret" not in shown


# ---------------------------------------------------------------- the database's place


def test_a_database_that_is_not_there_yet_is_no_problem(tmp_path: Path) -> None:
    assert database_problem(tmp_path / "new" / "folder" / "mujaz.sqlite") is None
    assert database_problem(Path("mujaz.sqlite")) is None


@pytest.mark.parametrize(
    ("mode", "words"), [(0o000, "cannot be read"), (0o200, "cannot be read"), (0o444, "read-only")]
)
def test_a_database_that_cannot_be_read_or_written_is_told(tmp_path: Path, mode: int, words: str) -> None:
    path = tmp_path / "mujaz.sqlite"
    path.touch(mode)
    path.chmod(mode)
    assert words in (database_problem(path) or "")


def test_a_folder_that_forbids_writing_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    assert "read-only" in (database_problem(folder / "mujaz.sqlite") or "")
    assert "read-only" in (database_problem(folder / "deeper" / "mujaz.sqlite") or "")
    folder.chmod(0o755)


def test_a_folder_or_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "is a folder" in (database_problem(tmp_path) or "")
    assert "is a file" in (database_problem(tmp_path / "file" / "mujaz.sqlite") or "")


# ---------------------------------------------------------------- the command


def test_the_command_ends_with_code_2_and_no_traceback(tmp_path: Path) -> None:
    done = run_bot(tmp_path, MUJAZ_TOKEN=LEAKED, MUJAZ_TIMEZONE="Mars/Phobos", MUJAZ_DATABASE=str(tmp_path))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stdout + done.stderr
    assert [line.split(":")[0].strip() for line in done.stderr.splitlines()[1:]] == [
        "MUJAZ_TOKEN", "MUJAZ_TIMEZONE", "MUJAZ_DATABASE",
    ]  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def test_without_a_token_the_command_says_what_to_do(tmp_path: Path) -> None:
    done = run_bot(tmp_path)
    assert done.returncode == 2
    assert "MUJAZ_TOKEN" in done.stderr
    assert "@BotFather" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_of_another_program_ends_with_code_5_and_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "photos.sqlite"
    path.write_bytes(b"not a database, but somebody's photos " * 100)
    before = path.read_bytes()
    done = run_bot(tmp_path, MUJAZ_TOKEN=TOKEN, MUJAZ_DATABASE=str(path), MUJAZ_API_URL="http://127.0.0.1:9")
    assert (done.returncode, path.read_bytes()) == (5, before)
    assert "photos.sqlite" in done.stderr
    assert "Traceback" not in done.stderr
