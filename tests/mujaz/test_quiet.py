"""Quiet hours end when their reader's clock says so, and a change of clocks makes them neither endless nor lost."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.quiet import ends, quiet_until
from mujaz.subscriber import DAY_MINUTES, Choices, Quiet, Slot, State, Subscriber

RIYADH = "Asia/Riyadh"
NIGHT = Quiet(22 * 60, 7 * 60)
NOON = Quiet(13 * 60, 14 * 60)
MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
ZONES = ("Asia/Riyadh", "Africa/Cairo", "Asia/Beirut", "Africa/Casablanca", "Europe/London", "America/Nuuk")


def local(zone: str, *wall: int, fold: int = 0) -> datetime:
    year, month, day, hour, minute = wall
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def reader(quiet: Quiet | None) -> Subscriber:
    slots = (Slot(RIYADH, 480),)
    return Subscriber(7, "ar", State.ACTIVE, RIYADH, slots, MONDAY, choices=Choices(quiet=quiet))


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        (NIGHT, (2025, 10, 27, 22, 0), (2025, 10, 28, 7, 0)),
        (NIGHT, (2025, 10, 27, 23, 59), (2025, 10, 28, 7, 0)),
        (NIGHT, (2025, 10, 28, 0, 0), (2025, 10, 28, 7, 0)),
        (NIGHT, (2025, 10, 28, 6, 59), (2025, 10, 28, 7, 0)),
        (NIGHT, (2025, 10, 28, 7, 0), None),
        (NIGHT, (2025, 10, 27, 21, 59), None),
        (NOON, (2025, 10, 27, 13, 30), (2025, 10, 27, 14, 0)),
        (NOON, (2025, 10, 27, 14, 0), None),
        (NOON, (2025, 10, 27, 0, 30), None),
    ],
)
def test_what_falls_into_quiet_hours_waits_for_their_end(
    quiet: Quiet, now: tuple[int, ...], until: tuple[int, ...] | None
) -> None:
    assert quiet_until(reader(quiet), local(RIYADH, *now)) == (until and local(RIYADH, *until))


def test_who_has_no_quiet_hours_is_written_to_at_any_hour() -> None:
    assert quiet_until(reader(None), local(RIYADH, 2025, 10, 27, 3, 0)) is None


def test_the_hour_that_comes_twice_is_quiet_once() -> None:
    """London, 26 October 2025: 01:00 to 02:00 comes twice."""
    quiet = Quiet(23 * 60, 90)
    assert ends(quiet, "Europe/London", local("Europe/London", 2025, 10, 26, 1, 10)) == local(
        "Europe/London", 2025, 10, 26, 1, 30
    )
    assert ends(quiet, "Europe/London", local("Europe/London", 2025, 10, 26, 1, 10, fold=1)) is None


def test_quiet_hours_within_an_hour_that_is_skipped_are_none_and_not_a_day() -> None:
    """London, 30 March 2025: 01:00 to 02:00 does not exist."""
    for minute in range(0, 180, 5):
        now = local("Europe/London", 2025, 3, 30, 0, 0) + timedelta(minutes=minute)
        assert ends(Quiet(70, 80), "Europe/London", now) is None


@given(
    quiet=st.lists(st.integers(0, DAY_MINUTES - 1), min_size=2, max_size=2, unique=True).map(lambda pair: Quiet(*pair)),
    zone=st.sampled_from(ZONES),
    now=st.integers(0, 7 * 365 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes)),
)
def test_quiet_hours_always_end_within_a_day_and_then_it_is_not_quiet(quiet: Quiet, zone: str, now: datetime) -> None:
    until = ends(quiet, zone, now)
    if until is not None:
        assert now < until <= now + timedelta(hours=25)
        assert ends(quiet, zone, until) is None


@given(
    quiet=st.lists(st.integers(0, DAY_MINUTES - 1), min_size=2, max_size=2, unique=True).map(lambda pair: Quiet(*pair)),
    minute=st.integers(0, DAY_MINUTES - 1),
)
def test_where_clocks_do_not_change_each_minute_is_quiet_as_the_clock_on_the_wall_says(
    quiet: Quiet, minute: int
) -> None:
    now = local(RIYADH, 2025, 10, 27, minute // 60, minute % 60)
    within = (minute - quiet.start) % DAY_MINUTES < (quiet.end - quiet.start) % DAY_MINUTES
    assert (ends(quiet, RIYADH, now) is not None) == within
