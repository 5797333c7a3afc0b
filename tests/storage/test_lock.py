"""One Mujaz per database."""

import subprocess
import sys
from pathlib import Path

import pytest

from mujaz.errors import DatabaseInUse, StorageError
from storage.lock import hold_lock

ROOT = Path(__file__).parents[2]
HOLDER = """
import sys
from pathlib import Path
from storage.lock import hold_lock
with hold_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "mujaz.db"


def start_holder(database: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(database)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_a_second_process_is_refused_by_the_name_of_the_database(database: Path) -> None:
    with start_holder(database) as holder:
        with pytest.raises(DatabaseInUse, match=r"mujaz\.db"), hold_lock(database):
            pytest.fail("two processes hold one database")
        holder.kill()


def test_a_killed_process_lets_go(database: Path) -> None:
    with start_holder(database) as holder:
        holder.kill()
    with hold_lock(database):
        pass


def test_the_same_process_is_refused_a_second_time_and_may_come_back_later(database: Path) -> None:
    with hold_lock(database), pytest.raises(DatabaseInUse), hold_lock(database):
        pytest.fail("one process holds one database twice")
    with hold_lock(database):
        pass


def test_a_link_to_the_database_is_the_same_database(database: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(database)
    with hold_lock(database), pytest.raises(DatabaseInUse), hold_lock(link):
        pytest.fail("a link goes round the lock")


def test_the_folder_is_made_where_it_is_missing(tmp_path: Path) -> None:
    with hold_lock(tmp_path / "var" / "mujaz" / "mujaz.db"):
        assert (tmp_path / "var" / "mujaz").is_dir()


def test_a_place_that_cannot_hold_a_lock_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="file"), hold_lock(tmp_path / "file" / "mujaz.db"):
        pytest.fail("a file served as a folder")
