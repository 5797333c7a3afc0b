"""Every ready-made schedule, in every zone of the Arab countries, for ten years: once a day and slot, in order.

The reference knows nothing of `fold` or of gaps: it walks through UTC, notes when a zone's offset changes, and takes
for each local time the first moment at which the wall clock shows that time or a later one.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from mujaz.places.atlas import ARAB_COUNTRIES, atlas
from mujaz.schedule import presets
from mujaz.schedule.presets import PRESETS, slots
from mujaz.subscriber import Slot
from mujaz.when import due_on, earliest_due, next_occurrence

FIRST, LAST = date(2026, 1, 1), date(2035, 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
ZONES = sorted({(city.zone, country) for country in ARAB_COUNTRIES for city in atlas().cities(country)})
CHANGING = {"Africa/Cairo", "Africa/Casablanca", "Asia/Beirut", "Asia/Gaza", "Asia/Hebron", "Asia/Jerusalem"}
NIGHTS = (0, 30, 90, 150, 1410, 1439)
"""Minutes at which clocks are changed somewhere in the Arab world."""

Offsets = list[tuple[datetime, timedelta]]
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@cache
def offsets(zone: str) -> Offsets:
    """From when on (UTC, naive) the zone is how far from UTC, found by asking every six hours, then every minute."""
    start, end = datetime(2025, 12, 25), datetime(2036, 1, 8)  # noqa: DTZ001 - counted in UTC
    found = [(start, offset(zone, start))]
    moment = start
    while moment < end:
        ahead = moment + 6 * HOUR
        if offset(zone, ahead) != found[-1][1]:
            while offset(zone, moment) == found[-1][1]:
                moment += MINUTE
            found.append((moment, offset(zone, moment)))
        moment = ahead
    return found


def offset(zone: str, moment: datetime) -> timedelta:
    there = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return there - moment


def reference(zone: str, minute: int, day: date) -> datetime:
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001 - a wall clock
    changes = offsets(zone)
    ends = [since for since, _ in changes[1:]] + [datetime.max]  # noqa: DTZ901
    shown = (max(since, wall - away) for (since, away), until in zip(changes, ends, strict=True) if wall - away < until)
    return min(shown).replace(tzinfo=UTC)


def test_the_zones_that_change_their_clocks_are_those_that_the_test_takes_for_such() -> None:
    assert {zone for zone, _ in ZONES if len(offsets(zone)) > 1} == CHANGING


@pytest.mark.parametrize(("zone", "country"), ZONES)
def test_every_preset_is_due_once_a_day_for_ten_years(zone: str, country: str) -> None:
    for minute in {minute for preset in PRESETS for minute in preset.minutes}:
        dues = [due_on(Slot(zone, minute), day) for day in DAYS]
        assert dues == [reference(zone, minute, day) for day in DAYS]
        assert all(one < other for one, other in pairwise(dues))
        assert [due.astimezone(ZoneInfo(zone)).date() for due in dues] == DAYS


@pytest.mark.parametrize("zone", sorted(CHANGING))
@pytest.mark.parametrize("minute", NIGHTS)
def test_at_night_too_the_one_after_the_other_comes_once_for_each_date(zone: str, minute: int) -> None:
    slot = Slot(zone, minute)
    for since, _ in offsets(zone)[1:]:
        around = [since.date() + timedelta(days=n) for n in range(-2, 4)]
        moment = reference(zone, minute, around[0]) - MINUTE
        for day in around:
            assert next_occurrence(slot, moment) == (day, reference(zone, minute, day))
            moment = reference(zone, minute, day)


@pytest.mark.parametrize(("zone", "country"), ZONES)
@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_through_a_year_of_a_preset_no_date_is_missed_or_comes_twice(
    preset: presets.Preset, zone: str, country: str
) -> None:
    held = slots(preset, zone, country, weekday=4)
    year = [day for day in DAYS if day.year == 2027]
    expected = sorted(
        reference(zone, slot.minute, day) for slot in held for day in year if slot.weekdays >> day.weekday() & 1
    )
    moment, dues = expected[0] - MINUTE, []
    for _ in expected:
        moment = earliest_due(held, moment)
        dues.append(moment)
    assert dues == expected


def test_a_preset_is_known_again_among_the_slots_of_a_reader() -> None:
    for preset in PRESETS:
        assert presets.chosen(slots(preset, "Asia/Dubai", "AE", 2), "AE") == preset
    assert presets.chosen((Slot("Asia/Dubai", 481),), "AE") is None


def test_working_days_move_with_the_country() -> None:
    working = presets.named("working")
    assert working is not None
    assert slots(working, "Asia/Riyadh", "SA", 0) == (Slot("Asia/Riyadh", 480, 0b1001111),)
    assert slots(working, "Asia/Dubai", "AE", 0) == (Slot("Asia/Dubai", 480, 0b0011111),)
