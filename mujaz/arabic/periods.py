"""Stretches of time as people name them in a question: «اليوم», «هذا الأسبوع», «أكتوبر 2025», «منذ 2024-05-01».

Never asks what time it is. A month needs its year: «مايو» alone may be somebody's name.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from mujaz.arabic.fold import fold

_MONTHS = (
    ("يناير", "جانفي", "كانون الثاني", "january", "jan"),
    ("فبراير", "فيفري", "شباط", "february", "feb"),
    ("مارس", "آذار", "march", "mar"),
    ("أبريل", "أفريل", "نيسان", "april", "apr"),
    ("مايو", "ماي", "أيار", "may"),
    ("يونيو", "جوان", "حزيران", "june", "jun"),
    ("يوليو", "يوليوز", "جويلية", "تموز", "july", "jul"),
    ("أغسطس", "غشت", "أوت", "آب", "august", "aug"),
    ("سبتمبر", "شتنبر", "أيلول", "september", "sep"),
    ("أكتوبر", "تشرين الأول", "october", "oct"),
    ("نوفمبر", "نونبر", "تشرين الثاني", "november", "nov"),
    ("ديسمبر", "دجنبر", "كانون الأول", "december", "dec"),
)
MONTH_NUMBER = {fold(name): number for number, names in enumerate(_MONTHS, 1) for name in names}
"""The months by their folded names, from 1."""
MONTH = "|".join(sorted(map(re.escape, MONTH_NUMBER), key=len, reverse=True))
"""A pattern for any of them in a folded text."""
_YEAR = r"(?:19|20)\d\d"
_NAMED = {
    "اليوم": "today", "today": "today",
    "امس": "yesterday", "البارحه": "yesterday", "yesterday": "yesterday",
    "هذا الاسبوع": "week", "this week": "week",
    "الاسبوع الماضي": "last week", "last week": "last week",
    "هذا الشهر": "month", "this month": "month",
    "الشهر الماضي": "last month", "last month": "last month",
    "هذا العام": "year", "هذه السنه": "year", "this year": "year",
    "العام الماضي": "last year", "السنه الماضيه": "last year", "last year": "last year",
}  # fmt: skip
_DAY = rf"(?P<day>{_YEAR}-\d\d?-\d\d?)|(?P<month>{MONTH})\s+(?:عام\s+|سنه\s+)?(?P<year>{_YEAR})|(?P<only_year>{_YEAR})"
# Boundaries are spaces: «اليوم» inside «لليوم» or «اليوم-» is a word of the question.
_DATE = re.compile(
    rf"(?<!\S)(?:(?:خلال|في|during|in)\s+)?(?:"
    rf"(?P<named>{'|'.join(_NAMED)})"
    rf"|(?P<edge>منذ|من|بعد|حتي|قبل|since|after|until|before)\s+(?:{_DAY})"
    rf"|(?P<a_day>{_YEAR}-\d\d?-\d\d?)|(?P<a_month>{MONTH})\s+(?:عام\s+|سنه\s+)?(?P<a_year>{_YEAR})"
    rf")(?!\S)"
)
_OPENING = frozenset({"منذ", "من", "since"})


@dataclass(frozen=True, slots=True)
class Period:
    """The moments from `since` up to and without `until` (aware UTC); None on a side that is open."""

    since: datetime | None
    until: datetime | None


def take_period(text: str, now: datetime, zone: tzinfo) -> tuple[Period | None, str]:
    """The first stretch of time named in a folded text, and the text without it; a week begins on Sunday.

    None and the text itself where none is named, or a day that no calendar has.
    """
    for match in _DATE.finditer(text):
        days = _days(match, now.astimezone(zone).date())
        if days is not None:
            return _period(*days, zone), f"{text[: match.start()]} {text[match.end() :]}"
    return None, text


def _days(match: re.Match[str], today: date) -> tuple[date | None, date | None] | None:
    """The first day and the day after the last."""
    try:
        if match["named"]:
            return _named(_NAMED[match["named"]], today)
        if match["edge"]:
            first, after = _written(match["day"], match["month"], match["year"] or match["only_year"])
            return _bounded(match["edge"], first, after)
        return _written(match["a_day"], match["a_month"], match["a_year"])
    except (ValueError, OverflowError):
        return None


def _named(name: str, today: date) -> tuple[date, date]:
    day, week = timedelta(days=1), timedelta(days=7)
    sunday = today - timedelta(days=(today.weekday() + 1) % 7)
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    return {
        "today": (today, today + day),
        "yesterday": (today - day, today),
        "week": (sunday, sunday + week),
        "last week": (sunday - week, sunday),
        "month": (month, _next_month(month)),
        "last month": ((month - day).replace(day=1), month),
        "year": (year, year.replace(year=year.year + 1)),
        "last year": (year.replace(year=year.year - 1), year),
    }[name]


def _written(day: str | None, month: str | None, year: str | None) -> tuple[date, date]:
    """A day written 2024-5-1, a month with its year, or a year."""
    if day:
        one = date(*map(int, day.split("-")))
        return one, one + timedelta(days=1)
    first = date(int(year or 0), MONTH_NUMBER[month] if month else 1, 1)
    return first, _next_month(first) if month else first.replace(year=first.year + 1)


def _bounded(edge: str, first: date, after: date) -> tuple[date | None, date | None]:
    if edge in _OPENING:
        return first, None
    if edge in ("بعد", "after"):
        return after, None
    return None, after if edge in ("حتي", "until") else first


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _period(first: date | None, after: date | None, zone: tzinfo) -> Period:
    return Period(*(None if day is None else _midnight(day, zone) for day in (first, after)))


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
