"""Recognise the daily report on a market or a share, which tells a new story every day in the words of yesterday.

It refuses to recognise one by its text: only a title makes one that says what moved and which way, or begins with what
is quoted («الذهب دون 1210 دولارات», «سعر الدولار اليوم»), or with a word such as «طقس».
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mujaz.stories.words import words

_FIRST = 2  # words of a title
_MANY = frozenset({"share", "index"})  # there is one oil price; of shares and indices there are thousands


@dataclass(frozen=True, slots=True)
class MarketReport:
    """What moved (a market of words.toml, or the company whose share it is) and which way: 1, -1, 0, None if not said.

    `which` holds the other words of the title: of shares and indices there are many, and only they tell them apart.
    """

    moved: str
    direction: int | None
    which: frozenset[str]


def market_report(title: Sequence[str], companies: Sequence[str]) -> MarketReport | None:
    """The report that a title of these stems announces, or None. `companies` are those of the article."""
    lists = words()
    if lists.instruments.keys().isdisjoint(title) and lists.dailies.keys().isdisjoint(title):
        return None  # nearly every title
    markets = [lists.instruments[stem] for place, stem in enumerate(title) if _is_instrument(title, place)]
    directions = [lists.directions[stem] for stem in title if stem in lists.directions]
    daily = _daily(title)
    if daily and (not directions or daily.moved not in lists.instruments.values()):
        return daily
    if not markets or not directions:
        return None
    moved = companies[0] if markets[0] == "share" and companies else markets[0]
    which = frozenset(title).difference(lists.function, lists.common, lists.instruments, lists.directions)
    return MarketReport(moved, directions[0], which)


def _is_instrument(title: Sequence[str], place: int) -> bool:
    """Whether a market is named there, and not a sum: «5 مليارات دولار»."""
    before = title[place - 1] if place else ""
    return title[place] in words().instruments and not before[:1].isdigit() and before not in words().scales


def _daily(title: Sequence[str]) -> MarketReport | None:
    """What is reported every day, whichever way it went."""
    lists, first = words(), title[:_FIRST]
    quoted = next((lists.instruments[stem] for at, stem in enumerate(first) if _is_instrument(title, at)), None)
    series = next((lists.dailies[stem] for stem in first if stem in lists.dailies), None)
    if quoted and (series == "quotes" or any(stem[0].isdigit() for stem in title)):
        return MarketReport(quoted, None, frozenset())
    return MarketReport(series, None, frozenset()) if series and series != "quotes" else None


def is_quote(report: MarketReport | None) -> bool:
    """Whether it reports the price of oil or gold, a rate or an index, and no company's share."""
    return report is not None and report.moved != "share" and report.moved in words().instruments.values()


def one_session(one: MarketReport, other: MarketReport, when: datetime, other_when: datetime) -> bool:
    """Whether two market reports may tell one story: on one day (UTC), of one thing, going one way."""
    same = (one.moved, when.date()) == (other.moved, other_when.date())
    opposed = None not in (one.direction, other.direction) and one.direction != other.direction
    return same and not opposed and _one_thing(one, other)


def _one_thing(one: MarketReport, other: MarketReport) -> bool:
    return one.moved not in _MANY or not one.which or not other.which or bool(one.which & other.which)
