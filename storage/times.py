"""Instants as the database keeps them: whole unix seconds in UTC. Naive datetimes are refused."""

from datetime import UTC, datetime


def epoch(moment: datetime) -> int:
    """Unix seconds of an aware datetime. Raises ValueError for a naive one: nobody knows which moment it means."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime names no moment")
    return int(moment.timestamp())


def not_before(moment: datetime) -> int:
    """The first whole unix second that is not before an aware datetime."""
    return epoch(moment) + bool(moment.microsecond)


def moment(seconds: int) -> datetime:
    """The aware UTC datetime of unix seconds."""
    return datetime.fromtimestamp(seconds, UTC)
