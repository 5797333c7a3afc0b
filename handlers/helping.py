"""/help: what one can ask of Mujaz; editors and admins also see what is theirs."""

from markupsafe import Markup

from handlers.heard import Heard
from handlers.room import Room


async def show(room: Room, heard: Heard) -> None:
    """The commands with an example each."""
    parts = [heard.voice.say("help.reader")]
    if heard.user.id in room.team and heard.private:
        parts.append(heard.voice.say("help.editor"))
    if heard.user.id in room.admins and heard.private:
        parts.append(heard.voice.say("help.admin"))
    await heard.answer(Markup("\n\n").join(parts))


async def unknown(room: Room, heard: Heard) -> None:
    """A command that Mujaz does not have."""
    await heard.answer(heard.voice.say("help.unknown_command"))
