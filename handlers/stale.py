"""Buttons that mean nothing any more: of an older Mujaz, or forged. They must not stay busy."""

from handlers.heard import Heard
from handlers.room import Room


async def old_button(room: Room, heard: Heard) -> None:
    """Says that the button has expired."""
    await heard.toast(heard.voice.label("unreadable.old_button"), alert=True)
