"""What Mujaz cannot read: voice, stickers, pictures, files. A kind answer that says what to send instead."""

from handlers.heard import Heard
from handlers.room import Room


async def answer(room: Room, heard: Heard) -> None:
    """Says what cannot be read; an editor is told how to post."""
    key = f"unreadable.{heard.attachment or 'other'}"
    if heard.user.id in room.editors:
        await heard.answer(heard.voice.say("unreadable.for_editor", what=heard.voice.say(key)))
    else:
        await heard.answer(heard.voice.say(key))


async def old_button(room: Room, heard: Heard) -> None:
    """A tap on a button that means nothing any more."""
    await heard.toast(heard.voice.label("unreadable.old_button"), alert=True)
