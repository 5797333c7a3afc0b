"""Tells a schedule in words that mujaz.schedule.times understands back: «الأحد والثلاثاء، الساعة 08:00 و20:00»."""

from collections.abc import Sequence

from babel import Locale

from mujaz.schedule.days import working_days
from mujaz.subscriber import EVERY_DAY, Slot
from mujaz.texts.catalogue import Voice

WEEK_FROM_SUNDAY = (6, 0, 1, 2, 3, 4, 5)


def told(slots: Sequence[Slot], voice: Voice, country: str | None) -> str:
    """The schedule; times with the same days are told together. The country (ISO 3166) decides its working days."""
    by_days: dict[int, list[int]] = {}
    for slot in slots:
        by_days.setdefault(slot.weekdays, []).append(slot.minute)
    return voice.listing(
        [
            voice.label("settings.days_and_times", days=days_told(days, voice, country), times=_times(minutes, voice))
            for days, minutes in by_days.items()
        ]
    )


def days_told(weekdays: int, voice: Voice, country: str | None) -> str:
    """The days in words: every day, working days, or their names from Sunday on."""
    if weekdays == EVERY_DAY:
        return voice.label("settings.every_day")
    if weekdays == working_days(country):
        return voice.label("settings.working_days")
    return _joined([weekday(day, voice) for day in WEEK_FROM_SUNDAY if weekdays >> day & 1], voice)


def weekday(day: int, voice: Voice) -> str:
    """The name of a weekday; Monday is 0."""
    return str(Locale.parse(voice.language).days["stand-alone"]["wide"][day])


def _times(minutes: Sequence[int], voice: Voice) -> str:
    return _joined([voice.clock(minute) for minute in sorted(minutes)], voice)


def _joined(names: Sequence[str], voice: Voice) -> str:
    *before, last = names
    return voice.label("settings.and", before=voice.listing(before), last=last) if before else last
