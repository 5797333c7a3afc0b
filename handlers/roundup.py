"""/week and /month: what the last seven or thirty days brought, with a picture of who was spoken of."""

from handlers import picture
from handlers.company import named
from handlers.heard import Heard
from handlers.room import Room
from mujaz.period import Span
from mujaz.texts.catalogue import Voice
from pipeline.roundup import bulletin


async def week(room: Room, heard: Heard) -> None:
    """/week."""
    await _tell(room, heard, Span.WEEK)


async def month(room: Room, heard: Heard) -> None:
    """/month."""
    await _tell(room, heard, Span.MONTH)


async def _tell(room: Room, heard: Heard, span: Span) -> None:
    voice = heard.voice
    found = await bulletin(room.store, span, lambda company: _name(room, company, voice), voice, room.clock())
    if not found.letters:
        await heard.answer(voice.say(f"roundup_none.{span}"))
        return
    if found.chart is not None:
        await picture.show(room, heard, found.chart)
    for letter in found.letters:
        await heard.answer(letter.html, letter.keyboard)


def _name(room: Room, company: str, voice: Voice) -> str:
    """A company's name; one that left the catalogue since it was spoken of is called by its id."""
    known = room.gazetteer.company(company)
    return company if known is None else named(known, voice)
