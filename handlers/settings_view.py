"""What every screen of /settings is made of: the reader, the voice, the moment; buttons that open screens or choose.

Buttons say what shall be («put:length:full»), never what shall change: two taps at once do what one does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from handlers.heard import Heard, voice_of
from handlers.room import Room
from mujaz.letter import Button, Keyboard
from mujaz.subscriber import Subscriber
from mujaz.texts.catalogue import Voice

Screen = tuple[Markup, Keyboard]


@dataclass(frozen=True, slots=True)
class View:
    """Whose settings are shown, how they are spoken to, and when."""

    reader: Subscriber
    voice: Voice
    now: datetime

    def opens(self, screen: str, label: str | None = None) -> Button:
        """A button that opens a screen, named after it unless a label is given."""
        return Button(label or self.voice.label(f"settings.{screen}"), f"set:{screen}")

    def puts(self, label: str, choice: str, value: object, *, chosen: bool = False) -> Button:
        """A button that makes a choice; the one that holds is marked."""
        return Button(self.voice.label("chosen", it=label) if chosen else label, f"put:{choice}:{value}")

    def screen(self, html: Markup, buttons: Sequence[Button], across: int, *last: Button) -> Screen:
        """A text over buttons; the last row has the `last` ones and leads back to the card."""
        return html, self.voice.rows(buttons, across) + self.voice.rows([*last, self.opens("back")], len(last) + 1)


async def subscribed(room: Room, heard: Heard) -> View | None:
    """What is shown to the reader; None for who is none, and is told so."""
    if heard.subscriber is not None and heard.subscribed:
        return View(heard.subscriber, heard.voice, room.clock())
    if heard.query is None:
        await heard.answer(heard.voice.say("settings.not_subscribed"))
    else:
        await heard.toast(heard.voice.label("settings.not_subscribed"), alert=True)
    return None


def view_of(room: Room, reader: Subscriber) -> View:
    """What is shown to a reader whose choices have just changed."""
    return View(reader, voice_of(room, reader), room.clock())
