"""The schedules that are offered ready-made: times of day and weekdays, which become slots in a reader's zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mujaz.schedule.days import working_days
from mujaz.subscriber import EVERY_DAY, Slot

MORNING, EVENING = 8 * 60, 20 * 60


class Days(StrEnum):
    """On which days."""

    EVERY = "every"
    WORKING = "working"
    ONE = "one"


@dataclass(frozen=True, slots=True)
class Preset:
    """`minutes` from local midnight; `name` is the end of its text key."""

    name: str
    minutes: tuple[int, ...]
    days: Days = Days.EVERY


PRESETS = (
    Preset("morning", (MORNING,)),
    Preset("twice", (MORNING, EVENING)),
    Preset("working", (MORNING,), Days.WORKING),
    Preset("weekly", (MORNING,), Days.ONE),
)


def slots(preset: Preset, zone: str, country: str | None, weekday: int) -> tuple[Slot, ...]:
    """The preset in a zone; the country (ISO 3166) decides the working days, `weekday` (Monday 0) is the weekly day."""
    weekdays = {Days.EVERY: EVERY_DAY, Days.WORKING: working_days(country), Days.ONE: 1 << weekday}[preset.days]
    return in_zone(zone, preset.minutes, weekdays)


def in_zone(zone: str, minutes: Sequence[int], weekdays: int) -> tuple[Slot, ...]:
    """A slot for each time."""
    return tuple(Slot(zone, minute, weekdays) for minute in minutes)


def named(name: str) -> Preset | None:
    """The preset of that name."""
    return next((preset for preset in PRESETS if preset.name == name), None)


def chosen(held: Sequence[Slot], country: str | None) -> Preset | None:
    """The preset that these slots are, whatever their times were moved to; None for a schedule of the reader's own."""
    return next((preset for preset in PRESETS if _is(preset, held, country)), None)


def _is(preset: Preset, held: Sequence[Slot], country: str | None) -> bool:
    return any(set(held) == set(slots(preset, slot.zone, country, weekday)) for slot in held for weekday in range(7))
