"""Reads when a page or an item of a feed is from. It refuses to guess: what names no day gives None."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from mujaz.schedule.lexicon import Kind, Word, lexicon

MOST = 100
"""Code points of a date that are looked at."""
_OF_DAYS = (Kind.DIGITS, Kind.MONTH)
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?!\d)")
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def read_date(said: str) -> datetime | None:
    """The moment (UTC) of «2025-10-26T17:00:00Z», «Sun, 26 Oct 2025 17:00:00 GMT», «26 تشرين الأول 2025».

    Without a zone it counts as UTC, without a time as midnight. None for what no feed of today means.
    """
    said = said[:MOST].strip()
    for read in (datetime.fromisoformat, parsedate_to_datetime, _worded):
        try:
            return sane(read(said))
        except (ValueError, OverflowError, TypeError, IndexError):  # parsedate_to_datetime trips over odd zones
            continue
    return None


def sane(moment: datetime) -> datetime:
    """The moment in UTC. Raises ValueError when no feed of today can mean it (1970, 9999)."""
    utc = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    if not _EARLIEST <= utc < _LATEST:
        raise ValueError(f"{utc} is no date of news")
    return utc


def _worded(said: str) -> datetime:
    words = lexicon().read(said)
    seen = [word for place in range(len(words)) if (word := words.peek(place)) and word.kind in _OF_DAYS]
    day, month, year = _named_day(seen)
    clock = _CLOCK.search(said)
    hours, minutes = (int(clock[1]), int(clock[2])) if clock else (0, 0)
    return datetime(year, month, day, hours, minutes, tzinfo=UTC)


def _named_day(words: Sequence[Word]) -> tuple[int, int, int]:
    """The day, month and year that stand together. Raises ValueError where none do."""
    for first, second, third in zip(words, words[1:], words[2:], strict=False):
        if (first.kind, second.kind, third.kind) == (Kind.DIGITS, Kind.MONTH, Kind.DIGITS):
            return first.number, second.number, third.number
        if (first.kind, second.kind, third.kind) == (Kind.MONTH, Kind.DIGITS, Kind.DIGITS):
            return second.number, first.number, third.number
    raise ValueError("no day is named")
