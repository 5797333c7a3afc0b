"""A backup that leaves the machine: made now, packed, and sealed where the operator set a passphrase.

The backup itself stays in the folder like one that was asked for at the terminal; the packed file goes again.
"""

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from mujaz.errors import BackupFailed
from pipeline.clock import Clock
from storage.backup import Backup, Kind, Pulse, make, pack, patiently


@dataclass(frozen=True, slots=True)
class Packed:
    """A backup, and what may be sent of it: `data` is None where its `size` in bytes is beyond what was asked for.

    `sealed`: only who has the passphrase can read it.
    """

    backup: Backup
    name: str
    size: int
    data: bytes | None = field(repr=False)
    sealed: bool


@dataclass(frozen=True, slots=True)
class Vault:
    """Where the database is and where its backups are kept; the passphrase, if there is one."""

    database: Path
    folder: Path
    passphrase: str | None = field(repr=False)
    clock: Clock

    async def packed(self, most: int) -> Packed:
        """A new backup, packed; with its bytes if they are not more than `most`. Raises StorageError."""
        return await patiently(lambda pulse: self._packed(most, pulse))

    def _packed(self, most: int, pulse: Pulse) -> Packed:
        backup = make(self.database, self.folder, Kind.ASKED, self.clock(), pulse)
        try:
            with TemporaryDirectory(prefix="packing-", dir=self.folder) as name:
                file = pack(backup.path, Path(name), self.passphrase, pulse)
                size = file.stat().st_size
                data = file.read_bytes() if size <= most else None
        except OSError as error:
            raise BackupFailed(f"{error.filename or self.folder}: {error.strerror}") from error
        return Packed(backup, file.name, size, data, self.passphrase is not None)
