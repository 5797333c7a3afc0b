"""/time, /timezone, /pause, /resume and /quiet: choices that are typed. Without words each shows its screen.

What is not understood is refused by name (mujaz.errors), and changes nothing.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from markupsafe import Markup

from handlers import settings_place, settings_screens, settings_time
from handlers.heard import Heard
from handlers.room import Room
from handlers.settings_card import coming, quiet_told
from handlers.settings_changes import moved, paused, resumed, today
from handlers.settings_view import View, subscribed
from mujaz.places.atlas import MOST_TYPED, Place, atlas
from mujaz.schedule.pause import read_pause
from mujaz.schedule.presets import in_zone
from mujaz.schedule.quiet import read_quiet
from mujaz.schedule.telling import told
from mujaz.schedule.times import Wish, read_times
from mujaz.subscriber import EVERY_DAY, Subscriber
from storage import choosing


async def time(room: Room, heard: Heard) -> None:
    """/time 07:30, /time ٧ صباحًا و٩ مساءً, /time 8 الأحد والثلاثاء. Days that are not told stay as they are."""
    view = await subscribed(room, heard)
    if view is None:
        return
    if not heard.words:
        await heard.answer(*settings_time.time(view))
        return
    wish = read_times(heard.words, settings_time.home(view.reader))
    view = await _keep(room, view, lambda reader: _at(reader, wish))
    schedule = told(view.reader.slots, view.voice, settings_time.home(view.reader))
    await _confirm(heard, view, view.voice.say("settings.time_kept", schedule=schedule))


async def timezone(room: Room, heard: Heard) -> None:
    """/timezone القاهرة: a city, a country, a zone's name."""
    view = await subscribed(room, heard)
    if view is None:
        return
    if not heard.words:
        await heard.answer(*await asyncio.to_thread(settings_place.zone, view))
        return
    found, near = await asyncio.to_thread(_look_up, heard.words)
    if len(found) == 1:
        view = await _keep(room, view, lambda reader: moved(reader, found[0].zone, found[0].country))
        place = found[0].called(view.voice.language)
        await _confirm(heard, view, view.voice.say("settings.place_kept", place=place))
        return
    key = "settings.which_place" if found else "settings.near_places" if near else "settings.unknown_place"
    buttons = view.voice.rows(settings_place.buttons(view, found or near), across=1)
    await heard.answer(view.voice.say(key, typed=heard.words[:MOST_TYPED]), buttons)


async def pause(room: Room, heard: Heard) -> None:
    """/pause أسبوع, /pause حتى ٥ ديسمبر."""
    view = await subscribed(room, heard)
    if view is None:
        return
    if not heard.words:
        await heard.answer(*settings_screens.pause(view))
        return
    back = read_pause(heard.words, today(view.reader, view.now))
    view = await _keep(room, view, lambda reader: paused(reader, back))
    if view.reader.paused_until is not None:
        day = view.voice.day(view.reader.paused_until)
        await _confirm(heard, view, view.voice.say("settings.paused", day=day))


async def resume(room: Room, heard: Heard) -> None:
    """/resume: the end of a pause."""
    view = await subscribed(room, heard)
    if view is None:
        return
    was_paused = view.reader.paused(view.now)
    view = await _keep(room, view, resumed)
    await _confirm(heard, view, view.voice.say("settings.resumed" if was_paused else "settings.not_paused"))


async def quiet(room: Room, heard: Heard) -> None:
    """/quiet 22:00-07:00, /quiet من 10 مساءً إلى 7 صباحًا, /quiet لا."""
    view = await subscribed(room, heard)
    if view is None:
        return
    if not heard.words:
        await heard.answer(*settings_screens.quiet(view))
        return
    hours = read_quiet(heard.words)
    view = await _keep(room, view, lambda reader: replace(reader, choices=replace(reader.choices, quiet=hours)))
    await _confirm(heard, view, view.voice.say("settings.quiet_kept", quiet=quiet_told(hours, view.voice)))


def confirmation(view: View, kept: Markup) -> Markup:
    """What was kept, and when the next digest comes now."""
    return Markup("\n\n").join((kept, coming(view)))


async def _keep(room: Room, view: View, decide: Callable[[Subscriber], Subscriber]) -> View:
    reader = await room.store.write(choosing.change, view.reader.chat_id, decide, view.now)
    return view if reader is None else view.after(room, reader)


async def _confirm(heard: Heard, view: View, kept: Markup) -> None:
    buttons = [view.opens("back", view.voice.label("settings.all"))]
    await heard.answer(confirmation(view, kept), view.voice.rows(buttons, across=1))


def _at(reader: Subscriber, wish: Wish) -> Subscriber:
    days = reader.slots[0].weekdays if len({slot.weekdays for slot in reader.slots}) == 1 else EVERY_DAY
    return replace(reader, slots=in_zone(reader.zone, wish.minutes, wish.weekdays or days))


def _look_up(typed: str) -> tuple[Sequence[Place], Sequence[Place]]:
    """The places of that name, and where there are none those that are spelled most like it."""
    found = atlas().find(typed)
    return found, () if found else atlas().nearest(typed)
