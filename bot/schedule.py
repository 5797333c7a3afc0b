"""What wakes when. A ticker and nothing else: what is due is known to the database, so a missed tick loses nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram.ext import ContextTypes, JobQueue

TICK = timedelta(seconds=1)
FEEDS = timedelta(seconds=30)
SWEEP = timedelta(hours=1)
NIGHT = timedelta(minutes=10)
"""How late the nightly backup may begin, and how soon one that failed is tried again."""
SETTLED = timedelta(minutes=5)
"""After a start, people come first."""
EVERY = {"feeds": FEEDS, "sweep": SWEEP, "night": NIGHT}
CHECK_SECONDS = 5.0

# A late job runs late instead of never, and several missed ticks are one.
LATE_IS_FINE = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}

Step = Callable[[], Awaitable[None]]


def set_up(
    jobs: JobQueue[Any], tick: Step, tidy_desk: Step, tell_keepers: Step, feeds: Step, sweep: Step, night: Step
) -> None:
    """The first three every second, each by itself; `feeds` twice a minute, `sweep` hourly, `night` each ten."""
    jobs.run_repeating(_job(tick), TICK, name="tick", first=0, job_kwargs=LATE_IS_FINE)
    jobs.run_repeating(_job(tidy_desk), TICK, name="desk", first=0, job_kwargs=LATE_IS_FINE)
    jobs.run_repeating(_job(tell_keepers), TICK, name="keepers", first=0, job_kwargs=LATE_IS_FINE)
    jobs.run_repeating(_job(feeds), FEEDS, name="feeds", first=FEEDS, job_kwargs=LATE_IS_FINE)
    jobs.run_repeating(_job(sweep), SWEEP, name="sweep", job_kwargs=LATE_IS_FINE)
    jobs.run_repeating(_job(night), NIGHT, name="night", first=SETTLED, job_kwargs=LATE_IS_FINE)


async def keep_in_step(jobs: JobQueue[Any]) -> None:
    """Wakes the ticker when the wall clock was set back: APScheduler would sleep until it has caught up."""
    while True:
        await asyncio.sleep(CHECK_SECONDS)
        now = datetime.now(UTC)
        for job in jobs.jobs():
            every = EVERY.get(job.name or "", TICK)
            if job.next_t is not None and job.next_t > now + 2 * every:
                job.job.modify(next_run_time=now)


def _job(step: Step) -> Callable[[ContextTypes.DEFAULT_TYPE], Any]:
    async def run(context: ContextTypes.DEFAULT_TYPE) -> None:
        await step()

    return run
