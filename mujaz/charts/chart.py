"""What a picture shows, in the words in which it shows it. Equal charts make equal pictures; nothing is drawn here."""

from dataclasses import dataclass

from mujaz.charts.trends import Trend

WEEKS_MOST = 13


@dataclass(frozen=True, slots=True)
class Bar:
    """A company: its counts of both periods, each as it is written, and its trend as a word."""

    name: str
    now: int
    now_shown: str
    before: int
    before_shown: str
    trend: Trend | None
    trend_shown: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Horizontal bars, the longest first; more than twelve would be too small to read on a phone.

    `now` and `before` name the periods in the legend; with nothing to compare, `before` is empty.
    """

    title: str
    dates: str
    bars: tuple[Bar, ...]
    now: str
    before: str
    note: str
    right_to_left: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A week: its count, how that is written, and the day on which it begins: its number, its month, the whole date."""

    count: int
    shown: str
    day: str
    month: str
    date: str


@dataclass(frozen=True, slots=True)
class Weeks:
    """Upright bars, the oldest week first, at most WEEKS_MOST: where one reads from the right it stands there."""

    title: str
    dates: str
    columns: tuple[Column, ...]
    note: str
    right_to_left: bool


Chart = Comparison | Weeks
