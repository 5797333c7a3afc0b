"""After a power cut: what the store acknowledged is there, a group is there wholly or not at all, the file is sound.

The real store writes (its groups, pragmas, migrations and real units of work) on a disk that loses its power in
imitation: see tests.storage.power for what may go missing, and what is not imitated. The copy of SQLite that writes is
apsw's, since the standard library's takes no file layer; the one that opens what is left is the standard library's, the
bot's own. Each trial is drawn from a seed, and those that fail are named: `trial` with that seed is the same again.
"""

import asyncio
import random
import sqlite3
from collections.abc import Callable, Coroutine, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest

from mujaz.run import Run
from storage.connection import WRITER_PRAGMAS, Connection
from storage.migrate import load_migrations
from storage.store import open_store
from tests.storage.other_sqlite import connection
from tests.storage.power import Acknowledged, Disk, Event, after_power_cut, recording
from tests.storage.rows import reader
from tests.storage.test_stairway import at_version, counts
from tests.storage.traffic import Contents, HalfDone, Traffic, begin, contents

NAME = "mujaz.db"
STEPS = load_migrations()

T = TypeVar("T")


@dataclass(frozen=True)
class Beginning:
    """A database before its trials."""

    file: bytes
    run: Run


@dataclass(frozen=True)
class Outcome:
    """What a trial left of the database."""

    seed: int
    sound: bool
    """No page of the file is corrupt."""
    kept: bool
    """All that was acknowledged is there, and of the group that was being written everything or nothing."""


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Beginning:
    path = tmp_path_factory.mktemp("beginning") / NAME
    run = asyncio.run(begin(path))
    return Beginning(path.read_bytes(), run)


def trial(seed: int, beginning: Beginning, patch: pytest.MonkeyPatch, *pragmas: str) -> Outcome:
    """Writes groups and looks at what a power cut at a random moment leaves. `pragmas` go behind the store's own."""
    dice = random.Random(seed)
    checkpoint = f"PRAGMA wal_autocheckpoint={dice.choice((8, 64, 1000))}"  # a short trial, too, has checkpoints
    patch.setattr("storage.store.WRITER_PRAGMAS", (*WRITER_PRAGMAS, checkpoint, *pragmas))
    before = {NAME: beginning.file}
    write = partial(_write, traffic=Traffic(beginning.run, dice), groups=dice.randint(1, 14))
    with TemporaryDirectory() as folder:
        states, events = _recorded(patch, _laid(Path(folder, "live"), before), write)
        left, acknowledged = _cut(before, events, Path(folder, "left"), dice)
        return _outcome(seed, left, states[acknowledged : acknowledged + 2])


def _recorded(
    patch: pytest.MonkeyPatch, path: Path, work: Callable[[Path, Disk], Coroutine[None, None, T]]
) -> tuple[T, list[Event]]:
    """What some work on a store gives, and all that reached the disk meanwhile."""
    with patch.context() as for_now, recording() as disk:
        for_now.setattr(Connection, "to", lambda path: connection(path, disk.name))
        return asyncio.run(work(path, disk)), disk.events


def _cut(before: dict[str, bytes], events: list[Event], folder: Path, dice: random.Random) -> tuple[Path, int]:
    """The database that is found after a power cut at a random moment, and the groups acknowledged by then."""
    cut = events[: dice.randrange(len(events) + 1)]
    acknowledged = max((event.groups for event in cut if isinstance(event, Acknowledged)), default=0)
    return _laid(folder, after_power_cut(before, cut, dice)), acknowledged


async def _write(path: Path, disk: Disk, *, traffic: Traffic, groups: int) -> list[Contents]:
    """The contents before the first group and after each."""
    async with open_store(path, readers=0) as store:
        states = [await store.write(contents)]
        for number in range(1, groups + 1):
            answers = await asyncio.gather(*map(store.write, traffic.group()), return_exceptions=True)
            disk.events.append(Acknowledged(number))
            assert {type(answer) for answer in answers if isinstance(answer, BaseException)} <= {HalfDone}
            states.append(await store.write(contents))
    return states


def _laid(folder: Path, files: dict[str, bytes]) -> Path:
    """The path of the database among files that are laid into a new folder."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder / NAME


def _outcome(seed: int, path: Path, possible: Sequence[Contents]) -> Outcome:
    try:
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA synchronous=OFF")  # the power does not fail again: spares the machine's disk
            sound = db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            return Outcome(seed, sound, kept=contents(db) in possible)
    except sqlite3.DatabaseError:
        return Outcome(seed, sound=False, kept=False)


def test_200_power_cuts_lose_nothing_acknowledged_and_corrupt_no_file(
    beginning: Beginning, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = [trial(seed, beginning, monkeypatch) for seed in range(200)]
    assert [outcome for outcome in outcomes if not (outcome.sound and outcome.kept)] == []


def test_the_disk_is_cruel_enough_to_tell_a_store_that_does_not_sync_its_commits(
    beginning: Beginning, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = [trial(seed, beginning, monkeypatch, "PRAGMA synchronous=NORMAL") for seed in range(20)]
    assert all(outcome.sound for outcome in outcomes)
    assert sum(not outcome.kept for outcome in outcomes) >= 5


def test_the_disk_is_cruel_enough_to_corrupt_a_file_that_is_never_synced(
    beginning: Beginning, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = [trial(seed, beginning, monkeypatch, "PRAGMA synchronous=OFF") for seed in range(20)]
    assert sum(not outcome.sound for outcome in outcomes) >= 5


WHERE_A_READER_STANDS = ("subscribers", "subscriber_slots", "profiles")


@pytest.mark.parametrize("version", range(len(STEPS)))
def test_a_power_cut_while_the_schema_climbs_is_made_up_for_by_the_next_start(
    version: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, rows = _of_version(version, tmp_path / "before.db")
    for seed in range(20):
        with TemporaryDirectory() as folder:
            _, events = _recorded(monkeypatch, _laid(Path(folder, "live"), before), _climb_and_subscribe)
            left, acknowledged = _cut(before, events, Path(folder, "left"), random.Random(seed))
            found = asyncio.run(_opened_again(left))
        newcomers = found["subscribers"] - rows["subscribers"]
        assert acknowledged <= newcomers <= 1, f"seed {seed}"
        wanted = {table: number + newcomers * (table in WHERE_A_READER_STANDS) for table, number in rows.items()}
        assert {table: found.get(table) for table in rows} == wanted, f"seed {seed}"


def _of_version(version: int, path: Path) -> tuple[dict[str, bytes], dict[str, int]]:
    """The files of a database as Mujaz of that version left them, and the rows of its tables; none for version 0."""
    if version == 0:
        return {}, {"subscribers": 0}
    with closing(at_version(version)) as made:
        made.execute("VACUUM INTO ?", (str(path),))
        rows = counts(made)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode=WAL")
    return {NAME: path.read_bytes()}, rows


async def _climb_and_subscribe(path: Path, disk: Disk) -> None:
    async with open_store(path, readers=0) as store:
        await store.write(reader, 100)
        disk.events.append(Acknowledged(1))


async def _opened_again(path: Path) -> dict[str, int]:
    async with open_store(path, readers=0) as store:
        assert await store.write(lambda db: db.execute("PRAGMA integrity_check").fetchall()) == [("ok",)]
        return await store.write(counts)
