"""When a slot falls due, across every change of clocks that Arab countries make."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.subscriber import Slot
from mujaz.when import due_on, latest_due, next_due, next_occurrence

ARAB_ZONES = (
    "Africa/Algiers", "Africa/Cairo", "Africa/Casablanca", "Africa/Djibouti", "Africa/El_Aaiun", "Africa/Khartoum",
    "Africa/Mogadishu", "Africa/Nouakchott", "Africa/Tripoli", "Africa/Tunis", "Asia/Aden", "Asia/Amman",
    "Asia/Baghdad", "Asia/Bahrain", "Asia/Beirut", "Asia/Damascus", "Asia/Dubai", "Asia/Gaza", "Asia/Hebron",
    "Asia/Kuwait", "Asia/Muscat", "Asia/Qatar", "Asia/Riyadh", "Indian/Comoro",
)  # fmt: skip

SLOTS = st.builds(Slot, st.sampled_from(ARAB_ZONES), st.integers(0, 1439), st.integers(1, 127))
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=5 * 365)).map(
    lambda since: datetime(2026, 1, 1, tzinfo=UTC) + since
)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def at(zone: str, hour: int, minute: int = 0) -> Slot:
    return Slot(zone, hour * 60 + minute)


def local(moment: datetime, slot: Slot) -> tuple[date, str]:
    there = moment.astimezone(slot.tz)
    return there.date(), f"{there:%H:%M}"


def test_a_morning_in_riyadh_is_due_at_five_utc_all_year() -> None:
    slot = at("Asia/Riyadh", 8)
    assert due_on(slot, date(2027, 1, 15)) == utc(2027, 1, 15, 5)
    assert due_on(slot, date(2027, 7, 15)) == utc(2027, 7, 15, 5)


def test_a_morning_in_cairo_stays_at_eight_through_summer_time() -> None:
    slot = at("Africa/Cairo", 8)
    assert due_on(slot, date(2027, 1, 15)) == utc(2027, 1, 15, 6)
    assert due_on(slot, date(2027, 7, 15)) == utc(2027, 7, 15, 5)


@pytest.mark.parametrize(
    ("slot", "day", "due"),
    [
        (at("Africa/Cairo", 0, 30), date(2027, 4, 30), utc(2027, 4, 29, 22)),  # 00:00 → 01:00
        (at("Asia/Beirut", 0, 30), date(2027, 3, 28), utc(2027, 3, 27, 22)),  # 00:00 → 01:00
        (at("Asia/Gaza", 2, 30), date(2026, 3, 28), utc(2026, 3, 28, 0)),  # 02:00 → 03:00
        (at("Africa/Casablanca", 2, 30), date(2027, 3, 14), utc(2027, 3, 14, 2)),  # Ramadan ends: 02:00 → 03:00
    ],
    ids=lambda value: value.zone if isinstance(value, Slot) else str(value),
)
def test_a_time_that_the_clocks_skip_is_due_at_the_first_moment_after_the_gap(
    slot: Slot, day: date, due: datetime
) -> None:
    assert due_on(slot, day) == due
    assert due.astimezone(slot.tz).utcoffset() != (due - timedelta(seconds=1)).astimezone(slot.tz).utcoffset()
    assert next_due(slot, due) > due + timedelta(hours=20)


@pytest.mark.parametrize(
    ("slot", "day", "due"),
    [
        (at("Africa/Cairo", 23, 30), date(2027, 10, 28), utc(2027, 10, 28, 20, 30)),  # 24:00 → 23:00
        (at("Asia/Beirut", 23, 30), date(2027, 10, 30), utc(2027, 10, 30, 20, 30)),  # 24:00 → 23:00
        (at("Africa/Casablanca", 2, 30), date(2027, 2, 7), utc(2027, 2, 7, 1, 30)),  # Ramadan begins: 03:00 → 02:00
    ],
    ids=lambda value: value.zone if isinstance(value, Slot) else str(value),
)
def test_a_time_that_comes_twice_is_due_once_the_first_time(slot: Slot, day: date, due: datetime) -> None:
    assert due_on(slot, day) == due
    assert local(due, slot) == local(due + timedelta(hours=1), slot)
    assert next_due(slot, due) > due + timedelta(hours=20)


@given(SLOTS, MOMENTS)
def test_the_next_due_moment_is_later_than_now_and_never_far(slot: Slot, now: datetime) -> None:
    every_day = Slot(slot.zone, slot.minute)
    assert now < next_due(every_day, now) <= now + timedelta(hours=26)
    assert now < next_due(slot, now) <= now + timedelta(days=7, hours=2)


@given(SLOTS, MOMENTS)
def test_nothing_is_due_between_now_and_the_next_due_moment(slot: Slot, now: datetime) -> None:
    due = next_due(slot, now)
    days = [now.date() + timedelta(days=offset) for offset in range(-2, 10)]
    between = [due_on(slot, day) for day in days if slot.weekdays >> day.weekday() & 1]
    assert not [moment for moment in between if now < moment < due]
    assert next_due(slot, due - timedelta(microseconds=1)) == due


@given(st.sampled_from(ARAB_ZONES), st.integers(0, 1439), DAYS)
def test_every_local_date_has_exactly_one_due_moment_and_it_falls_on_that_date(
    zone: str, minute: int, day: date
) -> None:
    slot = Slot(zone, minute)
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    moment, dues = midnight - timedelta(days=2), []
    while moment < midnight + timedelta(days=3):
        occurrence, moment = next_occurrence(slot, moment)
        dues.append((occurrence, moment))
    assert [due for occurrence, due in dues if occurrence == day] == [due_on(slot, day)]
    assert local(due_on(slot, day), slot)[0] == day


@given(st.sampled_from(ARAB_ZONES), st.integers(0, 1439), DAYS)
def test_where_the_clocks_stand_still_it_is_due_at_the_very_minute(zone: str, minute: int, day: date) -> None:
    slot = Slot(zone, minute)
    due = due_on(slot, day)
    offsets = {(due + timedelta(hours=hours)).astimezone(slot.tz).utcoffset() for hours in (-2, 0, 2)}
    if len(offsets) == 1:
        assert local(due, slot) == (day, f"{minute // 60:02}:{minute % 60:02}")


def test_only_the_chosen_weekdays_are_due() -> None:
    sundays = Slot("Asia/Riyadh", 8 * 60, 1 << 6)
    assert next_due(sundays, utc(2027, 1, 1, 0)) == utc(2027, 1, 3, 5)
    assert next_due(sundays, utc(2027, 1, 3, 5)) == utc(2027, 1, 10, 5)


def test_after_a_day_down_only_the_latest_missed_time_counts() -> None:
    slot = at("Asia/Riyadh", 8)
    assert latest_due(slot, utc(2027, 5, 3, 6)) == (date(2027, 5, 3), utc(2027, 5, 3, 5))
    assert latest_due(slot, utc(2027, 5, 3, 4, 59)) == (date(2027, 5, 2), utc(2027, 5, 2, 5))


def test_after_a_month_down_a_weekly_slot_finds_its_last_day() -> None:
    fridays = Slot("Africa/Cairo", 21 * 60, 1 << 4)
    assert latest_due(fridays, utc(2027, 6, 2, 12)) == (date(2027, 5, 28), utc(2027, 5, 28, 18))


@given(SLOTS, MOMENTS)
def test_the_latest_due_moment_is_the_one_before_the_next(slot: Slot, now: datetime) -> None:
    day, due = latest_due(slot, now)
    assert due <= now
    assert due == due_on(slot, day)
    assert next_due(slot, due) > now


@given(SLOTS, MOMENTS)
def test_the_place_of_the_clock_that_asks_does_not_matter(slot: Slot, now: datetime) -> None:
    elsewhere = now.astimezone(ZoneInfo("America/St_Johns"))
    assert next_due(slot, now) == next_due(slot, elsewhere)
    assert latest_due(slot, now) == latest_due(slot, elsewhere)
