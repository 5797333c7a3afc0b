"""Round-ups come on Friday and on the first, once each, whatever clocks, zones, hours and pauses do to them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from mujaz.period import Span, period_before
from mujaz.rounds import day_after, due, first_day, step
from mujaz.subscriber import DAY_MINUTES, Choices, Quiet, Slot, State, Subscriber

ZONES = ("Asia/Riyadh", "Africa/Cairo", "Asia/Beirut", "Africa/Casablanca", "Europe/London", "America/Nuuk")
MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)

spans = st.sampled_from(Span)
moments = st.integers(0, 4 * 365 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
nights = st.none() | st.lists(st.integers(0, DAY_MINUTES - 1), min_size=2, max_size=2, unique=True).map(
    lambda pair: Quiet(*pair)
)


@st.composite
def readers(draw: st.DrawFn) -> Subscriber:
    zone = draw(st.sampled_from(ZONES))
    minutes = draw(st.lists(st.integers(0, DAY_MINUTES - 1), min_size=1, max_size=3, unique=True))
    slots = tuple(Slot(zone, minute, draw(st.integers(1, 127))) for minute in sorted(minutes))
    return Subscriber(7, "ar", State.ACTIVE, zone, slots, MONDAY, choices=Choices(quiet=draw(nights)))


def comes_on(span: Span, day: date) -> bool:
    return day.strftime("%a") == "Fri" if span is Span.WEEK else day.day == 1


@given(spans, readers(), moments)
def test_the_first_comes_on_the_next_friday_or_first_of_a_month(span: Span, reader: Subscriber, now: datetime) -> None:
    day = first_day(span, reader, now)
    assert comes_on(span, day)
    assert due(reader.slots, day) > now
    today = now.astimezone(reader.tz).date()
    between = [today + number * DAY for number in range((day - today).days)]
    assert all(due(reader.slots, one) <= now for one in between if comes_on(span, one))


@given(spans, readers(), moments, st.lists(st.integers(1, 20 * 24 * 60), min_size=1, max_size=30))
def test_each_comes_once_and_whoever_was_away_gets_the_latest(
    span: Span, reader: Subscriber, now: datetime, looks: list[int]
) -> None:
    day = first_day(span, reader, now)
    due_at = due(reader.slots, day)
    sent: list[date] = []
    for minutes in looks:
        now += timedelta(minutes=minutes)
        if due_at > now:
            continue
        taken = step(span, reader, day, now)
        assert taken.due_at > now
        day, due_at = taken.next_day, taken.due_at
        if taken.sent is not None:
            assert comes_on(span, taken.sent)
            assert due(reader.slots, taken.sent) <= now < due(reader.slots, day_after(span, taken.sent))
            assert due_at == due(reader.slots, day)
            sent.append(taken.sent)
    assert sent == sorted(set(sent))


@given(spans, readers(), moments)
def test_who_is_looked_at_again_when_told_to_gets_every_single_one(
    span: Span, reader: Subscriber, now: datetime
) -> None:
    day = first_day(span, reader, now)
    due_at, sent, until = due(reader.slots, day), [], now + 100 * DAY
    while due_at < until:
        taken = step(span, reader, day, due_at)
        day, due_at = taken.next_day, taken.due_at
        if taken.sent is not None:
            sent.append(taken.sent)
    assert len(sent) >= (13 if span is Span.WEEK else 2)
    assert all(later == day_after(span, earlier) for earlier, later in pairwise(sent))


@given(spans, readers(), moments, st.integers(1, 60 * 24 * 60))
def test_a_pause_holds_a_round_up_until_it_ends_or_is_ended(
    span: Span, reader: Subscriber, now: datetime, minutes: int
) -> None:
    day = first_day(span, reader, now)
    now = due(reader.slots, day)
    reader = replace(reader, choices=Choices(), paused_until=now + timedelta(minutes=minutes))
    held = step(span, reader, day, now)
    assert held.sent is None
    assert now < held.due_at <= now + timedelta(hours=1)
    assert step(span, replace(reader, paused_until=None), held.next_day, held.due_at).sent == held.next_day


@given(spans, readers(), moments)
def test_who_is_no_reader_any_more_gets_none(span: Span, reader: Subscriber, now: datetime) -> None:
    taken = step(span, replace(reader, state=State.STOPPED), first_day(span, reader, now), now + 40 * DAY)
    assert taken.sent is None
    assert taken.due_at > now + 40 * DAY


@given(spans, st.sampled_from(ZONES), st.dates(date(2024, 1, 1), date(2027, 1, 1)))
def test_of_all_days_none_is_left_out_and_none_is_told_twice(span: Span, zone: str, day: date) -> None:
    day = day_after(span, day)
    one, following = (period_before(span, it, ZoneInfo(zone)) for it in (day, day_after(span, day)))
    assert one.until == following.since == following.before_until
    assert one.since == following.before_since < one.last
    assert one.last.astimezone(ZoneInfo(zone)).date() == day - DAY
