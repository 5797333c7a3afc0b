"""What a digest contained: enough to write the very same letters again, and to tell why a story stood in it.

Plain data. The articles themselves are looked up again, so what was corrected meanwhile is told as it now is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import starmap
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mujaz.article import Article, Status
from mujaz.digest.form import ON_TIME
from mujaz.digest.item import Item, Reason, Why, item
from mujaz.digest.memory import Met
from mujaz.letter import Letter, Sheet
from mujaz.subscriber import Calendar, Digits, Length


class Piece(NamedTuple):
    """A story in a message: its articles by their ids, the lead in its version, and the part that it stood in.

    `since` is the newest article that the reader knew before (0: none); `why`, `company` and `less` are its reason.
    """

    story: int
    lead: int
    version: int
    since: int
    part: int
    why: str
    company: str | None
    less: bool
    others: tuple[int, ...]

    @property
    def newest(self) -> int:
        """The article up to which its reader knows the story."""
        return max(self.lead, *self.others) if self.others else self.lead

    @property
    def articles(self) -> tuple[int, ...]:
        """All its articles."""
        return (self.lead, *self.others)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a message was written: what its form and voice were made of, and the name of the bot that wrote it."""

    language: str
    zone: str
    country: str | None = None
    digits: Digits = Digits.WESTERN
    calendar: Calendar = Calendar.GREGORIAN
    length: Length = Length.BRIEF
    late: timedelta = ON_TIME
    bot: str = ""

    @property
    def tz(self) -> ZoneInfo:
        """The zone's rules."""
        return ZoneInfo(self.zone)


@dataclass(frozen=True, slots=True)
class Composition:
    """The stories of a digest in their order, in how many parts they were told, and how it was written."""

    pieces: tuple[Piece, ...]
    parts: int
    manner: Manner

    @property
    def articles(self) -> frozenset[int]:
        """The ids of all that it told of."""
        return frozenset(article for piece in self.pieces for article in piece.articles)


def pieces(items: Sequence[Item], letters: Sequence[Letter | Sheet]) -> tuple[Piece, ...]:
    """The pieces of these stories, as they stand in these letters."""
    parts = [part for part, letter in enumerate(letters) for _ in letter.stories]
    return tuple(starmap(_piece, zip(items, parts, strict=True)))


def _piece(told: Item, part: int) -> Piece:
    lead, reason = told.lead, told.reason
    others = tuple([article.id for article in told.others])
    return Piece(
        told.story, lead.id, lead.version, told.since, part, reason.why, reason.company, reason.wanted_less, others
    )


def met(told: Sequence[Piece], run: int) -> list[Met]:
    """What a reader who is told this in a run remembers of it."""
    return [Met(piece.story, piece.newest, run, piece.part) for piece in told]


def again(piece: Piece, articles: Mapping[int, Article]) -> Item | None:
    """The story as its articles now are, without those that were retracted; None where no other is left.

    The lead stays; where it was retracted the newest of the others takes its place.
    """
    found = [articles[number] for number in sorted(piece.articles) if number in articles]
    public = [article for article in found if article.status is Status.PUBLISHED]
    if not public:
        return None
    lead = next((article for article in public if article.id == piece.lead), public[-1])
    return item(public, lead, Reason(Why(piece.why), piece.company, piece.less), piece.since)
