"""Backups: `make` one, look through the `folder` of them, `restore` one. Nothing here is asked on the event loop."""

from storage.backup.copying import Backup, Kind, make, rescue, size_of
from storage.backup.folder import all_in, newest_good, rotate
from storage.backup.patience import Halted, give_way, patiently
from storage.backup.restoring import restore
from storage.backup.sealing import pack, unpack
from storage.backup.verifying import Pulse, damage_in, verified

__all__ = [
    "Backup", "Halted", "Kind", "Pulse", "all_in", "damage_in", "give_way", "make", "newest_good", "pack", "patiently",
    "rescue", "restore", "rotate", "size_of", "unpack", "verified",
]  # fmt: skip
