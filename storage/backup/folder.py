"""The folder of backups: which there are, which is the newest good one, which are too old. Touches no other file."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mujaz.errors import StorageError
from storage.backup.copying import MADE_AT, Backup, Kind
from storage.backup.verifying import Pulse, note_of, verified

NAME = re.compile(rf"mujaz-(\d{{8}}T\d{{6}}Z)-({'|'.join(Kind)})(-\d+)?\.sqlite", re.ASCII)
AGEING = (Kind.NIGHTLY, Kind.MIGRATION)
"""What Mujaz made by itself, it also removes; what somebody asked for is theirs."""
ABANDONED_AFTER = timedelta(days=1)


def all_in(folder: Path) -> list[Backup]:
    """The backups in a folder, the oldest first; none where there is no folder."""
    if not folder.is_dir():
        return []
    found = [(path, NAME.fullmatch(path.name)) for path in folder.iterdir()]
    backups = [
        Backup(path, datetime.strptime(match[1], MADE_AT).replace(tzinfo=UTC), Kind(match[2]))
        for path, match in found
        if match is not None
    ]
    return sorted(backups, key=lambda backup: (backup.made_at, backup.path.name))


def newest_good(folder: Path, pulse: Pulse) -> Backup | None:
    """The newest backup that is whole and that this Mujaz can use. Reads it from beginning to end."""
    for backup in reversed(all_in(folder)):
        try:
            verified(backup.path, pulse)
        except StorageError:
            continue
        return backup
    return None


def rotate(folder: Path, kept: timedelta, now: datetime) -> list[Backup]:
    """Removes what Mujaz made by itself more than `kept` ago, but never the newest backup; gives what it removed."""
    backups = all_in(folder)
    old = [backup for backup in backups[:-1] if backup.kind in AGEING and backup.made_at < now - kept]
    for backup in old:
        backup.path.unlink(missing_ok=True)
        note_of(backup.path).unlink(missing_ok=True)
    for part in folder.glob("mujaz-*.sqlite.part*"):  # of a process that was killed in the middle
        if part.stat().st_mtime < (now - ABANDONED_AFTER).timestamp():
            part.unlink(missing_ok=True)
    return old
