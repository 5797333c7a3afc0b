"""What Mujaz cannot read: voice, stickers, pictures, files. A kind answer that says what to send instead."""

from handlers import ask, channels, clippings
from handlers.heard import Heard
from handlers.room import Room


async def answer(room: Room, heard: Heard) -> None:
    """Reads the caption where there is one; else says what cannot be read, and to an editor how to post."""
    if not heard.text and await clippings.receive(room, heard):
        return
    if heard.text:
        await ask.ask(room, heard)
        return
    if await channels.forwarded(room, heard):
        return
    key = f"unreadable.{heard.attachment or 'other'}"
    if heard.user.id in room.team:
        await heard.answer(heard.voice.say("unreadable.for_editor", what=heard.voice.say(key)))
    else:
        await heard.answer(heard.voice.say(key))
