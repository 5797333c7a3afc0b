"""A backup that leaves the machine comes back whole with its passphrase, and with nothing else."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mujaz.errors import BackupSealed, BadBackup
from storage.backup import pack, sealing, unpack

PASSPHRASE = "ستون قلمًا في درج واحد"


@pytest.fixture(autouse=True, scope="module")
def cheap_keys() -> object:
    """The price of a key is what makes it safe; here nobody guesses."""
    patch = pytest.MonkeyPatch()
    patch.setattr(sealing, "PASSES", 1)
    patch.setattr(sealing, "MEMORY_BYTES", 8192)
    patch.setattr(sealing, "PIECE_BYTES", 64)
    yield
    patch.undo()


def quiet(fraction: float) -> None:
    """Nobody looks, nobody halts."""


def sealed(folder: Path, content: bytes, passphrase: str | None = PASSPHRASE) -> Path:
    backup = folder / "mujaz.sqlite"
    backup.write_bytes(content)
    packed = pack(backup, folder, passphrase, quiet)
    backup.unlink()
    return packed


@given(content=st.binary(max_size=600), passphrase=st.none() | st.text(min_size=1, max_size=30))
@settings(deadline=None)
def test_whatever_is_packed_comes_back_byte_for_byte(content: bytes, passphrase: str | None) -> None:
    with TemporaryDirectory() as name:
        packed = sealed(Path(name), content, passphrase)
        assert unpack(packed, Path(name), passphrase).read_bytes() == content


@given(content=st.binary(min_size=1, max_size=600), place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@settings(deadline=None)
def test_a_sealed_backup_that_was_changed_in_any_bit_is_refused(content: bytes, place: float, bit: int) -> None:
    with TemporaryDirectory() as name:
        packed = sealed(Path(name), content)
        changed = bytearray(packed.read_bytes())
        changed[int(place * len(changed))] ^= 1 << bit
        packed.write_bytes(changed)
        with pytest.raises((BadBackup, BackupSealed)):
            unpack(packed, Path(name), PASSPHRASE)


@pytest.mark.parametrize("kept", [0, 10, 31, 100, 100 + 64 + 16, -1])
def test_a_sealed_backup_that_was_cut_short_is_refused(tmp_path: Path, kept: int) -> None:
    packed = sealed(tmp_path, bytes(range(256)) * 4)
    packed.write_bytes(packed.read_bytes()[:kept])
    with pytest.raises((BadBackup, BackupSealed)):
        unpack(packed, tmp_path, PASSPHRASE)


def test_pieces_that_changed_places_are_refused(tmp_path: Path) -> None:
    packed = sealed(tmp_path, b"".join(bytes([number * 7 % 256, number]) for number in range(256)))
    head = len(sealing.MAGIC) + sealing.SALT_BYTES + sealing.HEADER_BYTES
    size = 64 + sealing.TAG_BYTES
    whole = packed.read_bytes()
    first, second = whole[head : head + size], whole[head + size : head + 2 * size]
    assert len(second) == size
    packed.write_bytes(whole[:head] + second + first + whole[head + 2 * size :])
    with pytest.raises((BadBackup, BackupSealed)):
        unpack(packed, tmp_path, PASSPHRASE)


@pytest.mark.parametrize("tried", [None, "كلمة أخرى لا تفتح شيئًا"])
def test_without_its_passphrase_a_sealed_backup_names_the_setting(tmp_path: Path, tried: str | None) -> None:
    packed = sealed(tmp_path, b"secret words of readers")
    with pytest.raises(BackupSealed, match="MUJAZ_BACKUP_PASSPHRASE"):
        unpack(packed, tmp_path, tried)


def test_nothing_of_what_was_sealed_can_be_read_in_it_and_only_the_owner_may_open_the_file(tmp_path: Path) -> None:
    packed = sealed(tmp_path, b"secret words of readers" * 20)
    assert b"secret" not in packed.read_bytes()
    assert packed.stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob("*.gz"))


@pytest.mark.parametrize("name", ["mujaz.sqlite.gz", "mujaz.sqlite.gz.sealed"])
def test_a_file_that_is_missing_or_no_backup_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadBackup, match="no such file"):
        unpack(tmp_path / name, tmp_path / "other", PASSPHRASE)
    (tmp_path / name).write_bytes(b"a shopping list")
    (tmp_path / "out").mkdir()
    with pytest.raises(BadBackup):
        unpack(tmp_path / name, tmp_path / "out", PASSPHRASE)
