"""/start and /stop, and the time of day: becoming a reader and ceasing to be one."""

from dataclasses import replace
from functools import lru_cache

from handlers import company_follow, invite, places, rights, stale, thread
from handlers.heard import Heard
from handlers.menus import set_own_menu
from handlers.room import Room
from handlers.settings_time import HOURS
from mujaz.letter import Button, Keyboard
from mujaz.subscriber import Slot, State
from mujaz.texts.catalogue import Voice
from storage import subscribers

KEPT = 64
"""A crowd that begins sees the same buttons."""


async def start(room: Room, heard: Heard) -> None:
    """Greets, subscribes, offers the time of day. Whoever comes back keeps the choices they had.

    In a group an admin does so for all who read there, in a topic for those who read that one. Whoever comes by the
    link of a story is shown the story and nothing else: they did not ask to be written to.
    """
    if await thread.linked(room, heard):
        return
    await rights.demand(room, heard, changes=True)
    if not heard.private:
        await places.start(room, heard)
        return
    if heard.subscribed and await company_follow.propose(room, heard, heard.words):
        return
    reader = await places.begin(room, heard, heard.chat.id, invite.inviter(heard.words))
    key = "start.again" if heard.subscribed else "start.welcome"
    await heard.answer(
        heard.voice.say(key, time=heard.voice.clock(reader.slots[0].minute), place=heard.voice.place(reader.zone)),
        time_buttons(heard.voice, reader.slots[0]),
    )
    if not heard.subscribed:
        await company_follow.propose(room, heard, heard.words)
    if heard.user.id in room.team:
        await set_own_menu(heard.bot, heard.user.id, room.team.role(heard.user.id))


async def stop(room: Room, heard: Heard) -> None:
    """Ends the digests; follows and choices stay for a return."""
    await rights.demand(room, heard, changes=True)
    reader = heard.place.reader
    left = reader is not None and await room.store.write(subscribers.leave, reader, State.STOPPED, room.clock())
    was_not = "stop.was_not" if heard.place.own else heard.no_reader
    await heard.answer(heard.voice.say("stop.done" if left else was_not))


async def choose_time(room: Room, heard: Heard) -> None:
    """A tap on a time of day («time:480»)."""
    minute = int(heard.data)
    if minute >= 24 * 60:
        await stale.old_button(room, heard)
        return
    if heard.subscriber is None or not heard.subscribed:
        await heard.toast(heard.voice.label(heard.no_reader), alert=True)
        return
    await rights.demand(room, heard, changes=True)
    reader = heard.subscriber
    slot = replace(reader.slots[0], minute=minute)
    await room.store.write(subscribers.schedule, reader.chat_id, reader.zone, reader.country, [slot], room.clock())
    time, place = heard.voice.clock(minute), heard.voice.place(slot.zone)
    await heard.toast(heard.voice.label("start.time_toast", time=time))
    await heard.rewrite(heard.voice.say("start.time_chosen", time=time, place=place), time_buttons(heard.voice, slot))


@lru_cache(maxsize=KEPT)
def time_buttons(voice: Voice, chosen: Slot) -> Keyboard:
    """The times of day, the chosen one marked."""
    buttons = [
        Button(voice.label("chosen", it=voice.clock(m)) if m == chosen.minute else voice.clock(m), f"time:{m}")
        for m in (hour * 60 for hour in HOURS)
    ]
    return voice.rows(buttons, across=4)
