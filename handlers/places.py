"""Digests where many read: turned on in a group, in a topic, in a channel; and who looks after them."""

from datetime import timedelta

from handlers.heard import Heard
from handlers.room import Room
from handlers.settings_view import view
from mujaz.schedule.telling import told
from mujaz.subscriber import Subscriber
from storage import invitations, keepers, subscribers, topics
from storage.keepers import Kept

FIRST_WINDOW = timedelta(days=1)
"""A new reader's first digest looks back so far: it shall not be empty."""


async def begin(room: Room, heard: Heard, reader: int, inviter: int | None = None) -> Subscriber:
    """Makes it a reader, or brings one back with the choices it had; whoever invited a new one is given the credit."""
    now = room.clock()
    wanted = (reader, heard.voice.language, room.slot, now, now - FIRST_WINDOW)
    if inviter is None:
        return await room.store.write(subscribers.subscribe, *wanted)
    return await room.store.write(invitations.accept, inviter, *wanted)


async def start(room: Room, heard: Heard) -> None:
    """/start in a group: the digest comes where it was said."""
    place = heard.place
    reader = place.reader
    if reader is None:
        assert place.topic is not None, "everywhere else there is a reader"
        reader = await room.store.write(topics.reader_of, place.chat.id, place.topic)
    begun = await begin(room, heard, reader)
    if not heard.as_group:  # nobody knows who wrote as the group
        kept = Kept(reader, heard.user.id, place.chat.title or "")
        await room.store.write(keepers.keep, kept, channel=False)
    shown = await view(room, heard, begun)
    where = "topic" if place.topic else "group"
    text = heard.voice.say(
        f"start.{where}_{'again' if heard.subscribed else 'welcome'}",
        schedule=told(begun.slots, heard.voice, begun.country),
        place=heard.voice.place(begun.zone),
    )
    buttons = [shown.opens("time"), shown.opens("back", heard.voice.label("settings.all"))]
    await heard.answer(text, heard.voice.rows(buttons, across=2))
