"""Articles on their way out of the archive and into it: one JSON object a line, or a text of its own. Reads no file.

Refuses to guess: a line that lacks something is a value that says what.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Item:
    """An article outside the archive. `title` is None where the text's first line is to be read as one.

    `date` is when the news is from (UTC).
    """

    title: str | None
    text: str
    source: str | None
    url: str | None
    date: datetime


class Flaw(StrEnum):
    """Why a line is no article."""

    NO_JSON = "no_json"
    NO_TEXT = "no_text"
    NO_DATE = "no_date"


def to_line(item: Item) -> str:
    """An article as a line of JSON, without its end."""
    fields = {
        "date": item.date.isoformat(),
        "title": item.title,
        "text": item.text,
        "source": item.source,
        "url": item.url,
    }
    return json.dumps(fields, ensure_ascii=False)


def from_line(line: str, zone: ZoneInfo) -> Item | Flaw:
    """An article from a line of JSON: `text` and `date` (ISO 8601) must be there, `title`, `source` and `url` may be.

    A date without an offset is one of the zone. Other fields are left alone.
    """
    try:
        found = json.loads(line)
    except ValueError:
        return Flaw.NO_JSON
    if not isinstance(found, dict):
        return Flaw.NO_JSON
    text, date = _text(found, "text"), _moment(found.get("date"), zone)
    if text is None:
        return Flaw.NO_TEXT
    if date is None:
        return Flaw.NO_DATE
    return Item(_text(found, "title"), text, _text(found, "source"), _text(found, "url"), date)


def _text(found: dict[str, Any], name: str) -> str | None:
    value = found.get(name)
    return value if isinstance(value, str) and value.strip() else None


def _moment(value: object, zone: ZoneInfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    except (ValueError, OverflowError):
        return None
