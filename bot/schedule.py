"""What wakes when. A ticker and nothing else: what is due is known to the database, so a missed tick loses nothing."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from telegram.ext import ContextTypes, JobQueue

TICK = timedelta(seconds=1)
SWEEP = timedelta(hours=1)

# A late job runs late instead of never, and several missed ticks are one.
LATE_IS_FINE = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}

Step = Callable[[], Awaitable[None]]


def set_up(jobs: JobQueue[Any], tick: Step, sweep: Step) -> None:
    """`tick` every second, `sweep` every hour."""
    jobs.run_repeating(_job(tick), TICK, name="tick", first=0, job_kwargs=LATE_IS_FINE)
    jobs.run_repeating(_job(sweep), SWEEP, name="sweep", job_kwargs=LATE_IS_FINE)


def _job(step: Step) -> Callable[[ContextTypes.DEFAULT_TYPE], Any]:
    async def run(context: ContextTypes.DEFAULT_TYPE) -> None:
        await step()

    return run
