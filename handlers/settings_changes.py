"""What a tap on a choice of /settings makes of a reader. Pure; knows nothing of screens, and keeps nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from handlers import settings_place, settings_time
from mujaz.rounds import WANTED
from mujaz.schedule.pause import after
from mujaz.subscriber import MOST, Alerts, Calendar, Choices, Digits, Length, Quiet, Slot, Subscriber
from mujaz.texts.catalogue import LANGUAGES, entries
from mujaz.when import due_on

ALERTS_A_DAY = (1, 3, 5, 10)
PAUSES: Mapping[str, tuple[int, str]] = {
    "day": (1, "day"),
    "three_days": (3, "day"),
    "week": (1, "week"),
    "month": (1, "month"),
}
SWITCH = {"on": True, "off": False}
SCHEDULE = ("preset", "time", "weekly", "with", "without")


def changed(reader: Subscriber, choice: str, value: str, now: datetime) -> Subscriber:
    """The reader after the tap. Raises ValueError or KeyError for what cannot be chosen."""
    match choice:
        case "language" if value in LANGUAGES:
            return replace(reader, language=value)
        case "place":
            return moved(reader, *settings_place.where(value))
        case "pause":
            return resumed(reader) if value == "end" else paused(reader, after(today(reader, now), *PAUSES[value]))
        case "roundups":
            return replace(reader, roundups=WANTED[value])
        case "unfollow":
            return replace(reader, follows=reader.follows - {value})
        case _ if choice in SCHEDULE:
            return replace(reader, slots=settings_time.rescheduled(reader, choice, value))
    return replace(reader, choices=_choices(reader.choices, choice, value))


def moved(reader: Subscriber, zone: str, country: str) -> Subscriber:
    """The reader elsewhere, with the same times there; working days are those of the new country."""
    slots = settings_time.in_country(reader, zone, country)
    return replace(reader, zone=zone, country=country, slots=slots)


def paused(reader: Subscriber, back: date) -> Subscriber:
    """The reader without anything until that day begins where they live."""
    return replace(reader, paused_until=due_on(Slot(reader.zone, 0), back))


def resumed(reader: Subscriber) -> Subscriber:
    """The reader without a pause."""
    return replace(reader, paused_until=None)


def today(reader: Subscriber, now: datetime) -> date:
    """The date where the reader lives."""
    return now.astimezone(reader.tz).date()


def _choices(held: Choices, choice: str, value: str) -> Choices:
    match choice:
        case "length":
            return replace(held, length=Length(value))
        case "most" if int(value) in MOST:
            return replace(held, most=int(value))
        case "digits":
            return replace(held, digits=Digits(value))
        case "calendar":
            return replace(held, calendar=Calendar(value))
        case "alerts":
            return replace(held, alerts=Alerts(value))
        case "a_day" if int(value) in ALERTS_A_DAY:
            return replace(held, alerts_a_day=int(value))
        case "announcements":
            return replace(held, announcements=SWITCH[value])
        case "quiet":
            return replace(held, quiet=_quiet(value))
        case "less" if f"event.{value}" in entries(LANGUAGES[0]):
            return replace(held, less=held.less | {value})
        case "more":
            return replace(held, less=held.less - {value})
    raise ValueError(choice)


def _quiet(value: str) -> Quiet | None:
    if value == "off":
        return None
    start, _, end = value.partition("-")
    return Quiet(int(start), int(end))
