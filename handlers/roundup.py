"""/week and /month: what the last seven or thirty days brought, with a picture of who was spoken of."""

from handlers import picture
from handlers.company import name_of
from handlers.heard import Heard
from handlers.room import Room
from mujaz.period import Span, period_until
from pipeline.roundup import bulletin


async def week(room: Room, heard: Heard) -> None:
    """/week."""
    await _tell(room, heard, Span.WEEK)


async def month(room: Room, heard: Heard) -> None:
    """/month."""
    await _tell(room, heard, Span.MONTH)


async def _tell(room: Room, heard: Heard, span: Span) -> None:
    voice = heard.voice
    period = period_until(span, room.clock(), voice.zone)
    found = await bulletin(room.store, period, lambda company: name_of(room, company, voice), voice)
    if not found.letters:
        await heard.answer(voice.say(f"roundup_none.{span}"))
        return
    if found.chart is not None:
        await picture.show(room, heard, found.chart)
    for letter in found.letters:
        await heard.answer(letter.html, letter.keyboard)
