"""A disk that refuses: a file layer of SQLite's that writes and syncs only as long as it may."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import apsw
from typing_extensions import Buffer

_numbers = count()


class Disk(apsw.VFS):
    """Real files. `refusals`: the share of writes and syncs that fail."""

    def __init__(self, dice: random.Random) -> None:
        self.refusals = 0.0
        self.name = f"failing-{next(_numbers)}"
        self._dice = dice
        super().__init__(self.name, base="")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        return _File(self, name, flags)

    def refuse(self, error: type[apsw.Error]) -> None:
        """Raises the error if the dice say so."""
        if self._dice.random() < self.refusals:
            raise error("refused by the test")


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._disk = disk

    def excepthook(self, *_: object) -> bool:
        """SQLite passes the error on to its caller; apsw need not report it beside."""
        return True

    def xWrite(self, data: Buffer, offset: int) -> None:  # noqa: N802
        self._disk.refuse(apsw.FullError)
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._disk.refuse(apsw.IOError)


@contextmanager
def failing(dice: random.Random) -> Iterator[Disk]:
    """A disk for as long as the block lasts; connections to it are closed before."""
    disk = Disk(dice)
    try:
        yield disk
    finally:
        disk.unregister()
