"""Reads the words of a language and says them: templates whose every value is escaped, plural forms by CLDR, dates.

`Voice.say` gives HTML for Telegram, `Voice.label` plain text (buttons, toasts, menus). In a right-to-left language
each value is put in reading order (mujaz.arabic.bidi), commands keep their slash where it is typed, and Arabic has the
digits that the reader chose, but in names, links and code. Refuses to guess: an unknown key is a KeyError.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from markupsafe import Markup, escape

from mujaz.arabic.bidi import rtl
from mujaz.arabic.digits import arabic_indic, western
from mujaz.arabic.fold import strip_controls
from mujaz.arabic.quotes import guillemets
from mujaz.letter import Button, Keyboard
from mujaz.places.cldr import city_of
from mujaz.subscriber import Calendar, Digits, Subscriber
from mujaz.texts import dates

LANGUAGES = ("ar", "en")
KEPT_LENGTH = 200
"""Code points of a value that is worked out once: names and titles, no long texts of somebody's."""
PLURAL_FORMS = ("zero", "one", "two", "few", "many", "other")

_COMMAND = re.compile(r"(?<![A-Za-z0-9_<>/:.])(?:<code>)?(?=/[a-z])")
_LINE_WITH_COMMAND = re.compile(r"^(?=(?:<code>)?/[a-z])", re.MULTILINE)

Entry = str | tuple[str, ...] | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Voice:
    """A language spoken to somebody in a time zone, with the digits, calendar and names of months (of a country, by its
    ISO 3166 code) that they are used to.
    """

    language: str
    entries: Mapping[str, Entry] = field(compare=False)  # they go with the language
    zone: ZoneInfo
    digits: Digits = Digits.WESTERN
    calendar: Calendar = Calendar.GREGORIAN
    country_code: str | None = None

    @property
    def right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return _is_right_to_left(self.language)

    def say(self, key: str, **values: object) -> Markup:
        """The sentence of a key as HTML. Values are escaped, unless they are Markup already."""
        return Markup(  # noqa: S704 - the template is ours, its values are escaped
            "".join(
                escape(self._shown(values[part.text], as_code=part.as_code)) if part.is_name else part.text
                for part in _parts(self._template(key))
            )
        )

    def label(self, key: str, **values: object) -> str:
        """The sentence of a key as plain text, for where Telegram reads no HTML."""
        return self._template(key).format(**{name: self._shown(v) for name, v in values.items()})

    def count(self, key: str, n: int) -> Markup:
        """A counted noun in the plural form that the language has for n (CLDR plural rules)."""
        forms = self.entries[key]
        if not isinstance(forms, Mapping):
            raise KeyError(f"{key} has no plural forms")
        return Markup(forms[_locale(self.language).plural_form(n)]).format(n=self.number(n))  # noqa: S704 - the template is ours

    def number(self, n: int) -> str:
        """A number in the reader's digits."""
        return arabic_indic(str(n)) if self._in_arabic_digits else str(n)

    def words(self, key: str) -> tuple[str, ...]:
        """The words that a person may use for a key."""
        found = self.entries[key]
        if not isinstance(found, tuple):
            raise KeyError(f"{key} is not a list of words")
        return found

    def text(self, value: str) -> Markup:
        """Somebody else's text (a title, a sentence of an article), escaped, in reading order, with «our» quotes."""
        return _quoted(value, self.digits)

    def day(self, moment: datetime) -> str:
        """The date of a moment where the person lives, with its weekday; a Hijri date with the Gregorian beside it."""
        hijri = self._hijri(moment)
        if hijri is None:
            return self._gregorian(moment, "EEEE d MMMM y")
        return self.label(
            "date.hijri_with_gregorian",
            weekday=self._gregorian(moment, "EEEE"),
            hijri=hijri,
            gregorian=self._gregorian(moment, "d MMMM y"),
        )

    def short_day(self, moment: datetime) -> str:
        """The date of a moment where the person lives, without its weekday."""
        return self._hijri(moment) or self._gregorian(moment, "d MMMM y")

    def day_of_month(self, moment: datetime) -> str:
        """The number of a moment's day in its month, where the person lives."""
        return self._gregorian(moment, "d")

    def month(self, moment: datetime) -> str:
        """The name of a moment's month where the person lives."""
        return self._gregorian(moment, "MMMM")

    def clock(self, minute: int) -> str:
        """A time of day: minutes from local midnight as 08:00."""
        return self._written(f"{minute // 60:02}:{minute % 60:02}")

    def span(self, time: timedelta) -> Markup:
        """How long something takes, to the second, the minute, or the hour and minute; as after a preposition."""
        seconds = round(time.total_seconds())
        minutes = round(seconds / 60)
        if seconds < 60:
            return self.count("count.seconds_genitive", seconds)
        if minutes < 60:
            return self.count("count.minutes_genitive", minutes)
        hours, rest = self.count("count.hours_genitive", minutes // 60), minutes % 60
        return self.say("span", hours=hours, rest=self.count("count.minutes_genitive", rest)) if rest else hours

    def place(self, zone: str) -> str:
        """The city after which a time zone is named."""
        return city_of(zone, self.language)

    def country(self, code: str) -> str:
        """The name of a country (ISO 3166 code); the code itself where CLDR has no name."""
        return str(_locale(self.language).territories.get(code, code))

    def listing(self, names: Sequence[str]) -> str:
        """Names one after the other. Not by CLDR's list pattern: its «و» melts into Arabic names («ويان»)."""
        return self.label("separator").join(names)

    def rows(self, buttons: Sequence[Button], across: int) -> Keyboard:
        """Buttons given in reading order, `across` in a row.

        Telegram lays rows out from left to right in every language, so rows are turned for who reads from the right.
        """
        rows = [tuple(buttons[i : i + across]) for i in range(0, len(buttons), across)]
        return tuple(row[::-1] for row in rows) if self.right_to_left else tuple(rows)

    def _template(self, key: str) -> str:
        found = self.entries[key]
        if not isinstance(found, str):
            raise KeyError(f"{key} is not a sentence")
        return found

    def _gregorian(self, moment: datetime, pattern: str) -> str:
        day = moment.astimezone(self.zone).date()
        return self._written(dates.gregorian(day, pattern, self.language, self.country_code))

    def _hijri(self, moment: datetime) -> str | None:
        """The date in the Hijri calendar for whoever chose it, as far as its tables reach."""
        if self.calendar is not Calendar.HIJRI:
            return None
        found = dates.hijri(moment.astimezone(self.zone).date(), self.language)
        return None if found is None else self.label("date.hijri", day=found.day, month=found.month, year=found.year)

    @property
    def _in_arabic_digits(self) -> bool:
        return self.right_to_left and self.digits is Digits.ARABIC

    def _written(self, text: str) -> str:
        return arabic_indic(text) if self._in_arabic_digits else text

    def _shown(self, value: object, *, as_code: bool = False) -> object:
        if isinstance(value, datetime):
            return self.short_day(value)
        if isinstance(value, int) and not as_code:
            return self.number(value)
        if isinstance(value, str) and not isinstance(value, Markup):
            clean = _clean if len(value) <= KEPT_LENGTH else _clean.__wrapped__
            shown = clean(value, right_to_left=self.right_to_left)
            return shown if as_code else self._written(shown)
        return value


@lru_cache(maxsize=len(LANGUAGES))
def _locale(language: str) -> Locale:
    return Locale.parse(language)


# The same titles, names and dates are said to everybody: what was worked out once is kept for a while.


@dataclass(frozen=True, slots=True)
class _Part:
    """Words of a template as they stand, or the name of a value, which may stand in what is to be typed or copied."""

    text: str
    is_name: bool
    as_code: bool = False


@lru_cache(maxsize=1024)
def _parts(template: str) -> tuple[_Part, ...]:
    """A template in its order. KeyError for a field that is no name."""
    parts: list[_Part] = []
    before = ""
    for words, name, spec, conversion in Formatter().parse(template):
        parts.append(_Part(words, is_name=False))
        before += words
        if name is not None:
            if spec or conversion or not name.isidentifier():
                raise KeyError(f"{{{name}}} is not the name of a value")
            parts.append(_Part(name, is_name=True, as_code=before.count("<code>") > before.count("</code>")))
    return tuple(parts)


@lru_cache(maxsize=len(LANGUAGES))
def _is_right_to_left(language: str) -> bool:
    return bool(_locale(language).text_direction == "rtl")


@lru_cache(maxsize=2048)
def _clean(value: str, *, right_to_left: bool) -> str:
    clean = strip_controls(value)  # a NUL in somebody's question, say, and Telegram refuses the whole answer
    return rtl(clean) if right_to_left else clean


@lru_cache(maxsize=512)
def _quoted(value: str, digits: Digits) -> Markup:
    return Markup.escape(_laid_out(strip_controls(guillemets(value)), digits))


def _laid_out(text: str, digits: Digits) -> str:
    """Arabic in reading order and one kind of digits, whatever language surrounds it; else the text needs no help."""
    if not any("\u0600" <= char <= "\u06ff" for char in text):
        return text
    return arabic_indic(rtl(text)) if digits is Digits.ARABIC else western(rtl(text))


@lru_cache(maxsize=len(LANGUAGES))
def entries(language: str) -> Mapping[str, Entry]:
    """The words of a language by dotted key. Raises FileNotFoundError for a language that Mujaz does not speak."""
    source = files("mujaz.texts").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    found = dict(_flattened(tomllib.loads(source)))
    if not _is_right_to_left(language):
        return found
    return {key: _with_whole_commands(entry) if isinstance(entry, str) else entry for key, entry in found.items()}


def _with_whole_commands(sentence: str) -> str:
    """The sentence of a right-to-left language, its commands marked with what is read from left to right.

    A slash has no direction of its own: without a mark it is drawn behind the command, and behind «و» Telegram takes it
    for no command. A line that begins with a command still begins at the right. Code is copied without the marks.
    """
    return _COMMAND.sub("\u200e\\g<0>", _LINE_WITH_COMMAND.sub("\u200f", sentence))


def voice(
    language: str,
    zone: ZoneInfo,
    digits: Digits = Digits.WESTERN,
    calendar: Calendar = Calendar.GREGORIAN,
    country: str | None = None,
) -> Voice:
    """The voice for a reader; a language that Mujaz does not speak is answered in Arabic."""
    return Voice(spoken(language), entries(spoken(language)), zone, digits, calendar, country)


def voice_for(reader: Subscriber) -> Voice:
    """The voice for a subscriber, as they chose it."""
    return voice(reader.language, reader.tz, reader.choices.digits, reader.choices.calendar, reader.country)


def spoken(language: str | None) -> str:
    """The language in which Mujaz answers somebody whose Telegram is set to `language`."""
    return language if language in LANGUAGES else LANGUAGES[0]


def _flattened(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Entry]]:
    rows: list[tuple[str, Entry]] = []
    for name, value in table.items():
        key = prefix + name
        if isinstance(value, Mapping) and not set(value) <= set(PLURAL_FORMS):
            rows += _flattened(value, key + ".")
        else:
            rows.append((key, tuple(value) if isinstance(value, list) else value))
    return rows
