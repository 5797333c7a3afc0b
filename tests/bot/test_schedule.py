"""The ticker goes on when the wall clock is set back."""

from datetime import UTC, datetime, timedelta

from tests.newsroom import Newsroom

NEWS = "افتتحت ميتا مكتبًا في القاهرة.\n\nوسيعمل فيه مئة مهندس."


async def test_an_editor_sees_the_draft_although_the_clock_was_set_back_an_hour(newsroom: Newsroom) -> None:
    jobs = newsroom.mujaz._application.job_queue
    assert jobs is not None
    newsroom.layla.send("/post")
    await newsroom.layla.hears()
    for job in jobs.jobs():  # what APScheduler is left with: its next run lies an hour ahead of the new time
        job.job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))
    newsroom.layla.send(NEWS)
    await newsroom.typing.get()
    newsroom.clock.turn(seconds=3)
    assert (await newsroom.layla.hears(timeout=60)).text.startswith("مسودة")
