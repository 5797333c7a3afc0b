"""A location that a person sends: the clock that hangs there becomes the reader's. The point itself is kept nowhere."""

import asyncio

from telegram import KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove
from telegram.constants import ParseMode

from handlers.heard import Heard
from handlers.room import Room
from handlers.settings_changes import moved
from handlers.settings_typed import confirmation
from handlers.settings_view import subscribed
from mujaz.places.position import place_at
from pipeline.replies import insist
from storage import choosing


async def ask(room: Room, heard: Heard) -> None:
    """Shows the button with which Telegram sends where somebody is; it asks them once more itself."""
    button = KeyboardButton(heard.voice.label("settings.share_location"), request_location=True)
    keyboard = ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True)
    await _send(heard, heard.voice.say("settings.ask_location"), keyboard)


async def receive(room: Room, heard: Heard) -> None:
    """Takes the location; one at sea is refused (NoClockThere), and changes nothing."""
    view = await subscribed(room, heard)
    if view is None or heard.location is None:
        return
    place = await asyncio.to_thread(place_at, *heard.location)  # the first one reads the boundaries
    reader = await room.store.write(
        choosing.change, view.reader.chat_id, lambda held: moved(held, place.zone, place.country), view.now
    )
    if reader is not None:
        view = view.after(room, reader)
        kept = view.voice.say("settings.place_kept", place=view.voice.place(reader.zone))
        await _send(heard, confirmation(view, kept), ReplyKeyboardRemove())


async def _send(heard: Heard, html: str, keyboard: ReplyKeyboardMarkup | ReplyKeyboardRemove) -> None:
    await insist(lambda: heard.bot.send_message(heard.chat.id, html, parse_mode=ParseMode.HTML, reply_markup=keyboard))
