"""When the digest comes: ready-made schedules, hours, days."""

from handlers.settings_view import Screen, View
from mujaz.places import cldr
from mujaz.schedule.days import working_days
from mujaz.schedule.presets import PRESETS, Days, chosen, in_zone, named, slots
from mujaz.schedule.telling import WEEK_FROM_SUNDAY, told, weekday
from mujaz.subscriber import DAY_MINUTES, EVERY_DAY, Slot, Subscriber

HOURS = (6, 7, 8, 9, 13, 16, 18, 21)
"""The hours that are offered."""


def time(view: View) -> Screen:
    """The schedule that holds, ready-made ones, single hours."""
    reader, voice = view.reader, view.voice
    held = chosen(reader.slots, home(reader))
    presets = [
        view.opens("weekly", _name(view, preset.name, marked=preset == held))
        if preset.days is Days.ONE
        else view.puts(voice.label(f"preset.{preset.name}"), "preset", preset.name, chosen=preset == held)
        for preset in PRESETS
    ]
    minutes = [slot.minute for slot in reader.slots]
    hours = [view.puts(voice.clock(hour * 60), "time", hour * 60, chosen=minutes == [hour * 60]) for hour in HOURS]
    html, back = view.screen(voice.say("settings.ask_time", schedule=_told(view)), (), 1, view.opens("days"))
    return html, voice.rows(presets, 2) + voice.rows(hours, 4) + back


def weekly(view: View) -> Screen:
    """The day of a weekly digest."""
    held = _weekdays(view.reader)
    days = [view.puts(weekday(day, view.voice), "weekly", day, chosen=held == 1 << day) for day in WEEK_FROM_SUNDAY]
    return view.screen(view.voice.say("settings.ask_weekly"), days, 3, view.opens("time"))


def days(view: View) -> Screen:
    """Every weekday, to be had or left out."""
    held = _weekdays(view.reader)
    buttons = [
        view.puts(
            weekday(day, view.voice), f"{'without' if held >> day & 1 else 'with'}", day, chosen=bool(held >> day & 1)
        )
        for day in WEEK_FROM_SUNDAY
    ]
    return view.screen(view.voice.say("settings.ask_days", schedule=_told(view)), buttons, 3, view.opens("time"))


def rescheduled(reader: Subscriber, choice: str, value: str) -> tuple[Slot, ...]:
    """The reader's slots after a tap. Raises ValueError for what cannot be chosen."""
    if choice == "preset":
        preset = named(value)
        if preset is None or preset.days is Days.ONE:
            raise ValueError(value)
        return slots(preset, reader.zone, home(reader), weekday=0)
    number = int(value)
    if choice == "time" and 0 <= number < DAY_MINUTES:
        return (Slot(reader.zone, number, _weekdays(reader)),)
    if choice not in ("weekly", "with", "without") or not 0 <= number < 7:
        raise ValueError(value)
    bit = 1 << number
    weekdays = {"weekly": bit, "with": _weekdays(reader) | bit, "without": _weekdays(reader) & ~bit}[choice]
    return in_zone(reader.zone, [slot.minute for slot in reader.slots], weekdays) if weekdays else reader.slots


def home(reader: Subscriber) -> str | None:
    """The country (ISO 3166) whose working days are meant: the one that was chosen, or that of the zone."""
    return reader.country or cldr.zones().get(reader.zone)


def in_country(reader: Subscriber, zone: str, country: str) -> tuple[Slot, ...]:
    """The reader's slots in another zone; who has them on working days has them on those of the country."""
    old, new = working_days(home(reader)), working_days(country)
    return tuple(Slot(zone, slot.minute, new if slot.weekdays == old else slot.weekdays) for slot in reader.slots)


def _weekdays(reader: Subscriber) -> int:
    """The days on which anything comes."""
    days = 0
    for slot in reader.slots:
        days |= slot.weekdays
    return days & EVERY_DAY


def _told(view: View) -> str:
    return told(view.reader.slots, view.voice, home(view.reader))


def _name(view: View, preset: str, *, marked: bool) -> str:
    label = view.voice.label(f"preset.{preset}")
    return view.voice.label("chosen", it=label) if marked else label
