"""What the owner should know of before readers notice: a digest that is late, a disk that is nearly full. Pure.

Decides from what was measured; tells each trouble once, and again only after it had gone.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from mujaz.notice import DiskNearlyFull, Late

LATE_AFTER = timedelta(minutes=15)
FREE_BYTES = 1 << 30
"""Below a gibibyte a disk counts as nearly full, be it ever so big …"""
FREE_PART = 0.05
"""… or below this part of a small one."""
SPARE_BYTES = 64 << 20
"""Beside a backup, which is as large as the database."""

Trouble = Late | DiskNearlyFull


@dataclass(frozen=True, slots=True)
class Measured:
    """Since when the oldest due digest or retry waits, if one does; and bytes: free, of the disk, of the database."""

    oldest_due: datetime | None
    free: int
    disk: int
    database: int


def found(measured: Measured, now: datetime) -> dict[type[Trouble], Trouble]:
    """The troubles of this moment, by their kinds."""
    troubles: list[Trouble] = []
    if measured.oldest_due is not None and now - measured.oldest_due >= LATE_AFTER:
        troubles.append(Late(int((now - measured.oldest_due).total_seconds()) // 60))
    if measured.free < max(min(FREE_BYTES, int(measured.disk * FREE_PART)), measured.database + SPARE_BYTES):
        troubles.append(DiskNearlyFull(measured.free >> 20))
    return {type(trouble): trouble for trouble in troubles}


def new(troubles: dict[type[Trouble], Trouble], known: Set[type[Trouble]]) -> list[Trouble]:
    """Those to tell: what was there at the last look was told then."""
    return [trouble for kind, trouble in troubles.items() if kind not in known]
