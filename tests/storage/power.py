"""A disk that can lose its power: a file layer of SQLite's that records, and what may be left at any moment of it.

What was synced stays. Of everything written since, any part may be missing when the power fails: each sector of each
write on its own (so writes arrive in any order), half a sector, the bytes of a file that grew, a truncation, a
deletion, a new file's name. Not imitated: bytes beside a write always stay as they are (SQLite's "powersafe overwrite",
which common disks keep), synced bytes do not rot, and a sync does not lie: against such disks no setting helps.
"""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import apsw
from typing_extensions import Buffer

SECTOR = 512
BESIDE = apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL
"""Files whose first sync brings their folder on the disk too; that of the database itself does not."""

_numbers = count()


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes written to a file."""

    file: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    """A file cut, or stretched, to a size."""

    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    """All that was written to a file is on the disk; `folder`: and the names of the files beside it."""

    file: str
    folder: bool


@dataclass(frozen=True, slots=True)
class Delete:
    """A file's name removed; `synced`: on the disk too."""

    file: str
    synced: bool


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Not the disk's: so many groups of units were told that they are safe."""

    groups: int


Event = Write | Truncate | Sync | Delete | Acknowledged


class Disk(apsw.VFS):
    """Real files, and the record of what happened to them. It syncs nothing: the power never really fails."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.name = f"power-{next(_numbers)}"
        super().__init__(self.name, base="")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        return _File(self.events, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        super().xDelete(filename, False)
        self.events.append(Delete(Path(filename).name, syncdir))


class _File(apsw.VFSFile):
    def __init__(self, events: list[Event], name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._events = events
        self._name = Path(name.filename() if isinstance(name, apsw.URIFilename) else str(name)).name
        self._folder_unsynced = bool(flags[0] & BESIDE)

    def xWrite(self, data: Buffer, offset: int) -> None:  # noqa: N802
        super().xWrite(data, offset)
        self._events.append(Write(self._name, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        super().xTruncate(newsize)
        self._events.append(Truncate(self._name, newsize))

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._events.append(Sync(self._name, self._folder_unsynced))
        self._folder_unsynced = False


@contextmanager
def recording() -> Iterator[Disk]:
    """A disk for as long as the block lasts; connections to it are closed before."""
    disk = Disk()
    try:
        yield disk
    finally:
        disk.unregister()


@dataclass(slots=True)
class _Platter:
    """A file on the disk, and what is on its way there. `named`: its name will be found again."""

    content: bytearray
    named: bool
    deleted: bool = False
    pending: list[Write | Truncate] = field(default_factory=list)


def after_power_cut(before: dict[str, bytes], events: Sequence[Event], dice: random.Random) -> dict[str, bytes]:
    """What may be found of files that were safe `before`, when the power fails behind these events."""
    platters = {file: _Platter(bytearray(content), named=True) for file, content in before.items()}
    for event in events:
        _happen(platters, event)
    return {
        file: _survive(platter, dice)
        for file, platter in platters.items()
        if (platter.named or dice.random() < 0.5) and not (platter.deleted and dice.random() < 0.5)
    }


def _happen(platters: dict[str, _Platter], event: Event) -> None:
    match event:
        case Write() | Truncate():
            platter = platters.get(event.file)
            if platter is None or platter.deleted:  # a new file under an old name has nothing of the old one
                platter = platters[event.file] = _Platter(bytearray(), named=False)
            platter.pending.append(event)
        case Sync() if event.file in platters:
            _sync(platters[event.file])
            if event.folder:
                _sync_folder(platters)
        case Delete(synced=True):
            platters.pop(event.file, None)
        case Delete() if event.file in platters:
            platters[event.file].deleted = True


def _sync(platter: _Platter) -> None:
    for change in platter.pending:
        _apply(platter.content, change)
    platter.pending.clear()


def _sync_folder(platters: dict[str, _Platter]) -> None:
    for file, platter in list(platters.items()):
        platter.named = True
        if platter.deleted:
            del platters[file]


def _survive(platter: _Platter, dice: random.Random) -> bytes:
    """The file as it is found: of each pending change nothing, all, or some sectors."""
    content, arriving = bytearray(platter.content), dice.random()
    for change in platter.pending:
        if isinstance(change, Truncate):
            if dice.random() < arriving:
                _apply(content, change)
            continue
        for piece in _sectors(change):
            if dice.random() < arriving:
                _apply(content, _torn(piece, dice) if dice.random() < 0.05 else piece)
    return bytes(content)


def _apply(content: bytearray, change: Write | Truncate) -> None:
    if isinstance(change, Truncate):
        del content[change.size :]
        end = change.size
    else:
        end = change.offset
    content.extend(bytes(max(0, end - len(content))))  # a file that grew without its bytes reads as zeros
    if isinstance(change, Write):
        content[change.offset : change.offset + len(change.data)] = change.data


def _sectors(write: Write) -> Iterator[Write]:
    start, end = write.offset, write.offset + len(write.data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        yield Write(write.file, start, write.data[start - write.offset : stop - write.offset])
        start = stop


def _torn(piece: Write, dice: random.Random) -> Write:
    """A sector of which only the beginning, or only the end, was written."""
    cut = dice.randrange(len(piece.data))
    if dice.random() < 0.5:
        return Write(piece.file, piece.offset, piece.data[:cut])
    return Write(piece.file, piece.offset + cut, piece.data[cut:])
