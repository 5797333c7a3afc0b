"""What wakes when. A ticker and nothing else: what is due is known to the database, so a missed tick loses nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram.ext import ContextTypes, JobQueue

Step = Callable[[], Awaitable[None]]

EVERY: Mapping[str, timedelta] = {
    "tick": timedelta(seconds=1),
    "desk": timedelta(seconds=1),
    "keepers": timedelta(seconds=1),
    "feeds": timedelta(seconds=30),
    "lookout": timedelta(minutes=1),
    "sweep": timedelta(hours=1),
    "night": timedelta(minutes=10),
}
"""How late each may begin; the nightly backup, how soon one that failed is tried again."""
AT_ONCE = timedelta(0)
FIRST: Mapping[str, timedelta] = {
    "tick": AT_ONCE,
    "desk": AT_ONCE,
    "keepers": AT_ONCE,
    "night": timedelta(minutes=5),
}
"""From a start to the first time, where it is not the interval; after a start, people come before backups."""
CHECK_SECONDS = 5.0
WIND_UP_SECONDS = 0.5

# A late job runs late instead of never, and several missed ticks are one.
LATE_IS_FINE = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


def set_up(jobs: JobQueue[Any], steps: Mapping[str, Step]) -> None:
    """Each step at its own pace, by itself: none holds up another."""
    for name, step in steps.items():
        every = EVERY[name]
        jobs.run_repeating(_job(step), every, name=name, first=FIRST.get(name, every), job_kwargs=LATE_IS_FINE)


async def keep_in_step(jobs: JobQueue[Any]) -> None:
    """Wakes the ticker when the wall clock was set back: APScheduler would sleep until it has caught up."""
    while True:
        await asyncio.sleep(CHECK_SECONDS)
        now = datetime.now(UTC)
        for job in jobs.jobs():
            if job.next_t is not None and job.next_t > now + 2 * EVERY[job.name or ""]:
                job.job.modify(next_run_time=now)


async def wind_up(jobs: JobQueue[Any]) -> None:
    """Lets steps that are at work end for a moment, then cancels them: what each does is due again at the next start.

    Left to itself the queue waits for them, for as long as the slowest of them takes.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(WIND_UP_SECONDS):
            await jobs.stop(wait=True)
    await jobs.stop(wait=False)


def _job(step: Step) -> Callable[[ContextTypes.DEFAULT_TYPE], Any]:
    async def run(context: ContextTypes.DEFAULT_TYPE) -> None:
        await step()

    return run
