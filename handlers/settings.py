"""/settings: one message, edited in place: time, place, language."""

from dataclasses import replace

from markupsafe import Markup

from handlers import stale
from handlers.heard import Heard
from handlers.room import Room
from handlers.subscribe import time_buttons
from mujaz.letter import Button, Keyboard
from mujaz.subscriber import Subscriber
from mujaz.texts.catalogue import LANGUAGES, Voice, spoken, voice
from mujaz.when import next_due
from storage import subscribers

ZONES = (
    "Asia/Riyadh", "Asia/Dubai", "Asia/Kuwait", "Asia/Qatar", "Asia/Bahrain", "Asia/Muscat", "Asia/Baghdad",
    "Asia/Amman", "Asia/Beirut", "Asia/Damascus", "Asia/Gaza", "Africa/Cairo", "Africa/Khartoum", "Africa/Tripoli",
    "Africa/Tunis", "Africa/Algiers", "Africa/Casablanca", "Asia/Aden", "Europe/London", "Europe/Berlin",
)  # fmt: skip
"""Where most readers live, by capital; every zone by name comes with the reader's issue."""


async def show(room: Room, heard: Heard) -> None:
    """The reader's choices, with buttons to change each."""
    if heard.subscriber is None or not heard.subscribed:
        await heard.answer(heard.voice.say("settings.not_subscribed"))
        return
    await heard.answer(*_card(room, heard.voice, heard.subscriber))


async def open_screen(room: Room, heard: Heard) -> None:
    """A tap on one of the choices («set:time», «set:zone», «set:language», «set:back»)."""
    reader = heard.subscriber
    if reader is None or not heard.subscribed:
        await heard.toast(heard.voice.label("settings.not_subscribed"), alert=True)
        return
    await heard.toast()
    back = heard.voice.rows([Button(heard.voice.label("settings.back"), "set:back")], across=1)
    match heard.data:
        case "time":
            await heard.rewrite(heard.voice.say("settings.ask_time"), time_buttons(heard.voice, reader.slots[0]) + back)
        case "zone":
            await heard.rewrite(heard.voice.say("settings.ask_zone"), _zone_buttons(heard.voice, reader.zone) + back)
        case "language":
            await heard.rewrite(heard.voice.say("settings.ask_language"), _language_buttons(heard.voice) + back)
        case _:
            await heard.rewrite(*_card(room, heard.voice, reader))


async def choose_zone(room: Room, heard: Heard) -> None:
    """A tap on a place («zone:Asia/Riyadh»)."""
    if heard.data not in ZONES:
        await stale.old_button(room, heard)
        return
    if heard.subscriber is None:
        await heard.toast(heard.voice.label("settings.not_subscribed"), alert=True)
        return
    times = [replace(slot, zone=heard.data) for slot in heard.subscriber.slots]
    await room.store.write(subscribers.schedule, heard.chat.id, heard.data, None, times, room.clock())
    await _saved(room, heard)


async def choose_language(room: Room, heard: Heard) -> None:
    """A tap on a language («language:en»)."""
    await room.store.write(subscribers.speak, heard.chat.id, spoken(heard.data))
    await _saved(room, heard)


async def _saved(room: Room, heard: Heard) -> None:
    reader = await room.store.read(subscribers.get, heard.chat.id)
    if reader is None:
        await heard.toast(heard.voice.label("settings.not_subscribed"), alert=True)
        return
    tongue = voice(reader.language, reader.tz)
    await heard.toast(tongue.label("settings.saved"))
    await heard.rewrite(*_card(room, tongue, reader))


def _card(room: Room, tongue: Voice, reader: Subscriber) -> tuple[Markup, Keyboard]:
    due = min(next_due(slot, room.clock()) for slot in reader.slots)
    text = tongue.say(
        "settings.card",
        time=tongue.clock(reader.slots[0].minute),
        place=tongue.place(reader.zone),
        language=tongue.label("settings.language_name"),
        next=tongue.day(due),
    )
    choices = ("time", "zone", "language")
    return text, tongue.rows([Button(tongue.label(f"settings.{c}"), f"set:{c}") for c in choices], across=3)


def _zone_buttons(tongue: Voice, chosen: str) -> Keyboard:
    named = sorted((tongue.place(zone), zone) for zone in ZONES)
    buttons = [
        Button(tongue.label("chosen", it=name) if zone == chosen else name, f"zone:{zone}") for name, zone in named
    ]
    return tongue.rows(buttons, across=3)


def _language_buttons(tongue: Voice) -> Keyboard:
    names = [voice(language, tongue.zone).label("settings.language_name") for language in LANGUAGES]
    buttons = [Button(name, f"language:{language}") for name, language in zip(names, LANGUAGES, strict=True)]
    return tongue.rows(buttons, across=2)
