"""An announcement's way from an admin's words to a run: its text is kept as it will go out, then it is queued.

Sends nothing itself: the courier brings it to its admin first, then to a few readers, then to all.
"""

from mujaz.announcement import CONTINUES, CUT_AT, letter
from mujaz.digest.split import TEXT_MOST
from mujaz.errors import AnnouncementTooLong, EmptyAnnouncement, NobodyToTell
from mujaz.letter import Letter
from mujaz.run import Run
from pipeline import edition
from pipeline.clock import Clock
from pipeline.courier import Courier
from pipeline.sender import sealed, unsealed
from storage import announcements, bodies, runs
from storage.store import Store


async def take(store: Store, clock: Clock, run_id: int, text: str) -> Letter:
    """Keeps the text of a draft; gives it as readers will see it.

    Raises EmptyAnnouncement, and AnnouncementTooLong, which ends the draft.
    """
    try:
        written = letter(text)
    except AnnouncementTooLong:
        await store.write(announcements.refuse, run_id, clock())
        raise
    await store.write(announcements.write, run_id, [sealed(written)], clock())
    return written


async def refuse_rest(store: Store, clock: Clock, by: int) -> None:
    """Raises AnnouncementTooLong when the admin's last announcement was cut by the app, and this is the rest of it."""
    now = clock()
    last = await store.read(announcements.written_since, by, now - CONTINUES)
    if last is None or (last.tail is not None and len(unsealed(last.tail)) < CUT_AT):
        return
    if last.tail is not None:
        await store.write(announcements.refuse, last.run_id, now)
    raise AnnouncementTooLong(TEXT_MOST)


async def send(store: Store, courier: Courier, clock: Clock, run_id: int, *, paid: bool) -> Run:
    """Confirms a draft: it is on its way at once. Raises NobodyToTell, EmptyAnnouncement, RunElsewhere."""
    if not await store.read(announcements.how_many_readers, clock()):
        raise NobodyToTell
    if not await store.read(bodies.of_run, run_id):
        raise EmptyAnnouncement
    run = await store.write(runs.queue, run_id, paid=paid, due_at=clock())
    await edition.open_due_runs(store, clock)
    courier.wake()
    return run
