"""What stories are made of: what an article brings, and where it was placed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Label(StrEnum):
    """How an article stands to its story."""

    OPENING = "opening"
    SAME = "same"
    FOLLOW_UP = "follow-up"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class NewsItem:
    """What is looked at. `time` is when the news is from (UTC); ids are the catalogue's, in the order of first mention.

    `outlet` is who published it, if known: not whom it credits. `figures` are values, most telling first.
    """

    time: datetime
    title: str
    text: str
    outlet: str | None = None
    companies: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    figures: tuple[float, ...] = ()
    event: str | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What an article says that its story did not say before. `names` are ids of companies, products and people."""

    figures: tuple[float, ...] = ()
    names: tuple[str, ...] = ()
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an article belongs: `story` is None when it opens one.

    `nearest` is the article of that story that it resembles most, at `nearness` (1 is as near as is needed to join).
    """

    story: int | None
    label: Label
    news: News
    nearest: int | None = None
    nearness: float = 0.0


@dataclass(frozen=True, slots=True)
class Pins:
    """What editors decided about an article: the story it stays in, and the stories it must not join."""

    story: int | None = None
    barred: frozenset[int] = frozenset()


UNPINNED = Pins()
