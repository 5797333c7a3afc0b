"""Who is spoken of more than before and who less. Decides from two counts; does not count."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Trend(StrEnum):
    """How one period's count stands to that of the period before."""

    RISING = "rising"
    STEADY = "steady"
    FADING = "fading"
    NEW = "new"
    """Not spoken of in the period before."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """How often a company was spoken of in a period and in the one before (storage.trends says what counts)."""

    company: str
    now: int
    before: int


def trend(now: int, before: int) -> Trend:
    """Rising or fading where the counts differ by more than chance alone makes them.

    News come one by one, so a count scatters by its square root; the difference of two by the root of their sum.
    """
    if before == 0 and now > 0:
        return Trend.NEW
    if (now - before) ** 2 <= now + before:
        return Trend.STEADY
    return Trend.RISING if now > before else Trend.FADING


FADED_SHOWN = 2


def telling(counted: Iterable[Mentions], most: int) -> list[Mentions]:
    """The companies that are spoken of most, and among them FADED_SHOWN of which little or nothing is heard any more.

    In the order of `most_spoken_of`, those that nobody speaks of at the end. None where nobody is spoken of.
    """
    everybody = list(counted)
    loud = most_spoken_of(everybody, most)
    if not loud:
        return []
    known = {mentions.company for mentions in loud}
    faded = [m for m in everybody if m.company not in known and trend(m.now, m.before) is Trend.FADING]
    fallen = sorted(faded, key=lambda m: (m.now - m.before, m.company))[:FADED_SHOWN]
    return [*loud[: most - len(fallen)], *sorted(fallen, key=lambda m: (-m.now, -m.before, m.company))]


def most_spoken_of(counted: Iterable[Mentions], most: int) -> list[Mentions]:
    """The companies that are spoken of now, the most first; equal ones by what they had before, then by id."""
    present = (mentions for mentions in counted if mentions.now > 0)
    return sorted(present, key=lambda mentions: (-mentions.now, -mentions.before, mentions.company))[:most]
