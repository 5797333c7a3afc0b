"""A feed that is watched: how often it is looked at, when next, and when it is given up. Pure: given what happened."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from mujaz.errors import LinkGone, Refusal, SiteBusy

EVERY = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
"""The intervals that an editor may choose."""
USUAL = EVERY[1]
LONGEST_PAUSE = timedelta(days=1)
"""However often it failed, it is looked at once a day."""
PATIENCE = timedelta(days=7)
"""A feed that fails for so long is paused, and the editors are told why."""
_DOUBLINGS_MOST = 10


class Fate(StrEnum):
    """What became of an item of a feed."""

    BACKLOG = "backlog"
    """It was there when the feed was added: nobody is sent it."""
    DRAFT = "draft"
    PUBLISHED = "published"
    KNOWN = "known"
    """The archive had its text already."""
    UNREAD = "unread"
    """Nothing that can be read, or more than an article holds."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A feed. `next_at` is None while it is paused; `read_at` None until it was first read: what it holds is backlog.

    `trusted`: its items are published without an editor. `failure` names the words that say why it failed last
    («site_down»); it outlives the pause that came of it. All times are UTC.
    """

    id: int
    url: str
    title: str
    trusted: bool
    every: timedelta
    added_by: int | None
    next_at: datetime | None
    etag: str | None = None
    modified: str | None = None
    read_at: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    failure: str | None = None

    @property
    def paused(self) -> bool:
        """Whether it is not looked at."""
        return self.next_at is None


def after_success(feed: Watched, now: datetime) -> Watched:
    """It was read, or has not changed."""
    return replace(feed, next_at=now + feed.every, read_at=now, failing_since=None, failures=0, failure=None)


def after_failure(feed: Watched, refusal: Refusal, now: datetime) -> Watched:
    """It could not be read: each time it is left alone for twice as long, and for what the site asks at least.

    Paused when that has gone on for PATIENCE, or when the site says that it is gone for good.
    """
    since = feed.failing_since or now
    given_up = now - since >= PATIENCE or (isinstance(refusal, LinkGone) and refusal.for_good)
    pause = max(feed.every, min(feed.every * 2 ** min(feed.failures, _DOUBLINGS_MOST), LONGEST_PAUSE))
    asked = timedelta(seconds=refusal.wait or 0) if isinstance(refusal, SiteBusy) else timedelta(0)
    return replace(
        feed,
        next_at=None if given_up else now + max(pause, asked),
        failing_since=since,
        failures=feed.failures + 1,
        failure=refusal.key.rpartition(".")[2],
    )
