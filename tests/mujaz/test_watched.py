"""When a feed is looked at next: at its interval, later after each failure, not before its site asks."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mujaz.errors import LinkGone, NotAFeed, Refusal, SiteBusy, SiteDown
from mujaz.watched import EVERY, LONGEST_PAUSE, PATIENCE, USUAL, Watched, after_failure, after_success

NOW = datetime(2025, 10, 26, 17, 0, tzinfo=UTC)
FEED = Watched(1, "https://example.org/feed", "خلاصة", False, USUAL, 3001, NOW)
REFUSALS = st.sampled_from([SiteDown(), NotAFeed(), LinkGone(), SiteBusy(), SiteBusy(10), SiteBusy(200_000)])


def test_a_feed_that_was_read_is_due_after_its_interval_and_its_failures_are_forgotten() -> None:
    failed = after_failure(after_failure(FEED, SiteDown(), NOW), SiteDown(), NOW)
    read = after_success(failed, NOW)
    assert (read.next_at, read.read_at) == (NOW + USUAL, NOW)
    assert (read.failures, read.failing_since, read.failure) == (0, None, None)


def test_each_failure_doubles_the_pause_until_a_day() -> None:
    feed, pauses = FEED, []
    for _ in range(7):
        feed = after_failure(feed, SiteDown(), NOW)
        assert feed.next_at is not None
        pauses.append((feed.next_at - NOW) // timedelta(hours=1))
    assert pauses == [1, 2, 4, 8, 16, 24, 24]
    assert feed.failure == "site_down"


def test_a_site_that_asks_for_more_time_gets_it() -> None:
    assert after_failure(FEED, SiteBusy(200_000), NOW).next_at == NOW + timedelta(seconds=200_000)
    assert after_failure(FEED, SiteBusy(5), NOW).next_at == NOW + USUAL


def test_a_feed_that_is_gone_for_good_is_given_up_at_once_one_that_is_not_there_only_after_a_week() -> None:
    assert after_failure(FEED, LinkGone(for_good=True), NOW).paused
    assert not after_failure(FEED, LinkGone(), NOW).paused


@given(st.sampled_from(EVERY), st.lists(REFUSALS, min_size=1, max_size=60))
def test_a_feed_that_only_fails_is_looked_at_again_and_again_and_given_up_after_a_week(
    every: timedelta, refusals: list[Refusal]
) -> None:
    feed, now = Watched(1, "u", "t", True, every, None, NOW), NOW
    for refusal in refusals:
        feed = after_failure(feed, refusal, now)
        assert feed.failing_since == NOW
        if feed.next_at is None:
            assert now - NOW >= PATIENCE
            return
        assert now + every <= feed.next_at <= now + max(LONGEST_PAUSE, timedelta(seconds=200_000))
        now = feed.next_at
    assert now - NOW <= PATIENCE + timedelta(seconds=200_000)
