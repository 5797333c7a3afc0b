"""/settings: one message, edited in place, from which every choice is at most three taps away.

A tap on a screen of an older Mujaz opens today's; where the message is gone, its screen comes as a new one.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from handlers import invite, location, sample, settings_kinds, settings_place, settings_screens, settings_time, stale
from handlers.heard import Heard
from handlers.room import Room
from handlers.settings_card import card
from handlers.settings_changes import changed
from handlers.settings_view import Screen, View, subscribed
from mujaz.places import cldr
from storage import choosing

SCREENS: Mapping[str, Callable[[View], Screen]] = {
    "back": card,
    "time": settings_time.time,
    "weekly": settings_time.weekly,
    "days": settings_time.days,
    "zone": settings_place.zone,
    "world": settings_place.world,
    "language": settings_screens.language,
    "length": settings_screens.length,
    "most": settings_screens.most,
    "form": settings_screens.form,
    "alerts": settings_screens.alerts,
    "less": settings_kinds.less,
    "follows": settings_kinds.follows,
    "quiet": settings_screens.quiet,
    "pause": settings_screens.pause,
    "roundups": settings_screens.roundups,
}
MESSAGES: Mapping[str, Callable[[Room, Heard], Awaitable[None]]] = {
    "sample": sample.show,
    "here": location.ask,
    "invite": invite.show,
}
"""What a button of the card sends instead of changing it."""

STAYS = {
    "with": "days", "without": "days", "digits": "form", "calendar": "form", "alerts": "alerts", "a_day": "alerts",
    "less": "less", "more": "less", "unfollow": "follows",
}  # fmt: skip
"""The screens of several choices, which stay after one of them; every other leads back to the card."""


async def show(room: Room, heard: Heard) -> None:
    """The reader's choices, with buttons to change each."""
    if (view := await subscribed(room, heard, changes=False)) is not None:
        await heard.answer(*card(view))


async def open_screen(room: Room, heard: Heard) -> None:
    """A tap on a button that opens something («set:time», «set:cities:PS», «set:sample»)."""
    view = await subscribed(room, heard, changes=False)
    if view is None:
        return
    name, _, country = heard.data.partition(":")
    if name in MESSAGES:
        await heard.toast()
        await MESSAGES[name](room, heard)
        return
    try:
        screen = await asyncio.to_thread(_screen, view, name, country)  # names of places are read at the first
    except (KeyError, ValueError):
        await stale.old_button(room, heard)
        return
    await heard.toast()
    await heard.replace(*screen)


async def put(room: Room, heard: Heard) -> None:
    """A tap on a choice («put:length:full»)."""
    choice, _, value = heard.data.partition(":")
    await _choose(room, heard, choice, value)


async def choose_zone(room: Room, heard: Heard) -> None:
    """A tap on a place under a message of an older Mujaz («zone:Asia/Riyadh»)."""
    await _choose(room, heard, "place", f"{cldr.zones().get(heard.data, '')}:{heard.data}")


async def choose_language(room: Room, heard: Heard) -> None:
    """A tap on a language under a message of an older Mujaz («language:en»)."""
    await _choose(room, heard, "language", heard.data)


async def _choose(room: Room, heard: Heard, choice: str, value: str) -> None:
    view = await subscribed(room, heard)
    if view is None:
        return
    now = view.now
    try:
        reader = await room.store.write(
            choosing.change, view.reader.chat_id, lambda held: changed(held, choice, value, now), now
        )
    except (KeyError, ValueError):
        await stale.old_button(room, heard)
        return
    if reader is not None:  # else deleted between the tap and now
        view = view.after(room, reader)
        await heard.toast(view.voice.label("settings.saved"))
        await heard.replace(*await asyncio.to_thread(_screen, view, STAYS.get(choice, "back"), ""))


def _screen(view: View, name: str, country: str) -> Screen:
    return settings_place.cities(view, country) if name == "cities" else SCREENS[name](view)
