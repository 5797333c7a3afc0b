"""What every screen of /settings is made of: the reader, the voice, the moment; buttons that open screens or choose.

Buttons say what shall be («put:length:full»), never what shall change: two taps at once do what one does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from markupsafe import Markup

from handlers import rights
from handlers.heard import Heard, voice_of
from handlers.place import about
from handlers.room import Room
from mujaz.companies.gazetteer import Gazetteer
from mujaz.letter import Button, Keyboard
from mujaz.subscriber import Subscriber
from mujaz.texts.catalogue import Voice
from storage import invitations, keepers

Screen = tuple[Markup, Keyboard]


class Kind(StrEnum):
    """Where the reader is whose settings are shown."""

    OWN = "own"
    GROUP = "group"
    TOPIC = "topic"
    CHANNEL = "channel"
    """Looked after from an admin's private chat."""


@dataclass(frozen=True, slots=True)
class View:
    """Whose settings are shown, how they are spoken to, and when.

    `title` is that of the group or channel; `brought` how many came by the reader's own invitation.
    """

    reader: Subscriber
    voice: Voice
    now: datetime
    kind: Kind
    title: str
    gazetteer: Gazetteer
    brought: int

    @property
    def whose(self) -> Markup:
        """Whose settings these are, as a heading."""
        return self.voice.say(f"settings_of.{self.kind}", title=self.title)

    def button(self, label: str, data: str) -> Button:
        """A button that speaks of this reader, wherever it stands."""
        return Button(label, data + about(self.reader.chat_id) if self.kind is Kind.CHANNEL else data)

    def opens(self, screen: str, label: str | None = None) -> Button:
        """A button that opens a screen, named after it unless a label is given."""
        return self.button(label or self.voice.label(f"settings.{screen}"), f"set:{screen}")

    def puts(self, label: str, choice: str, value: object, *, chosen: bool = False) -> Button:
        """A button that makes a choice; the one that holds is marked."""
        return self.button(self.voice.label("chosen", it=label) if chosen else label, f"put:{choice}:{value}")

    def after(self, room: Room, reader: Subscriber) -> "View":
        """What is shown when the reader's choices have just changed."""
        return replace(self, reader=reader, voice=voice_of(room, reader))

    def screen(self, html: Markup, buttons: Sequence[Button], across: int, *last: Button) -> Screen:
        """A text over buttons; the last row has the `last` ones and leads back to the card.

        In the private chat of an admin, every screen of a channel says which one it is about.
        """
        if self.kind is Kind.CHANNEL:
            html = Markup("\n\n").join((self.whose, html))
        return html, self.voice.rows(buttons, across) + self.voice.rows([*last, self.opens("back")], len(last) + 1)


async def subscribed(room: Room, heard: Heard, *, changes: bool = True) -> View | None:
    """What is shown to the reader; None for who is none, and is told so. Raises NotAnAdmin, AdminsUnknown."""
    await rights.demand(room, heard, changes=changes)
    if heard.subscriber is not None and heard.subscribed:
        return await view(room, heard, heard.subscriber)
    if heard.query is None:
        await heard.answer(heard.voice.say(heard.no_reader))
    else:
        await heard.toast(heard.voice.label(heard.no_reader), alert=True)
    return None


async def view(room: Room, heard: Heard, reader: Subscriber) -> View:
    """What is shown of a reader where somebody speaks of it."""
    place = heard.place
    kind = Kind.OWN if place.own else Kind.CHANNEL if place.afar else Kind.TOPIC if place.topic else Kind.GROUP
    kept = await room.store.read(keepers.get, reader.chat_id) if kind is Kind.CHANNEL else None
    title = kept.title if kept else heard.chat.title or ""
    brought = await room.store.read(invitations.brought, reader.chat_id) if kind is Kind.OWN else 0
    return View(reader, voice_of(room, reader), room.clock(), kind, title, room.gazetteer, brought)
