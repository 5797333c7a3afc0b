"""/stats: how the newsroom does, for its editors, in one message."""

from dataclasses import asdict

from handlers.gate import admitted
from handlers.heard import Heard
from handlers.room import Room
from mujaz.team import Right
from storage import pulse

DAYS = 7


async def show(room: Room, heard: Heard) -> None:
    """Readers, deliveries, what is kept and followed, feeds, and what waits."""
    if not await admitted(room, heard, Right.PUBLISH, "stats"):
        return
    taken = await room.store.read(pulse.taken, room.clock(), DAYS)
    days = heard.voice.count("count.days_genitive", DAYS)
    await heard.answer(heard.voice.say("stats.shown", days=days, **asdict(taken)))
