"""«أرسل لي مثالًا الآن»: the digest as the reader's choices make it, of the last week. It counts as none."""

from dataclasses import replace
from datetime import timedelta

from handlers.heard import Heard
from handlers.room import Room
from handlers.settings_view import subscribed
from pipeline.edition import digest_now

WINDOW = timedelta(days=7)


async def show(room: Room, heard: Heard) -> None:
    """Sends the sample, or says that there is no news yet to make one of."""
    view = await subscribed(room, heard)
    if view is None:
        return
    reader = replace(view.reader, last_due_at=view.now - WINDOW)
    bot = heard.bot.username
    letters = (await digest_now(room.store, room.newsstand, reader.chat_id, reader, view.voice, view.now, bot)).letters
    await heard.answer(view.voice.say("settings.sample_header" if letters else "settings.sample_none"))
    for letter in letters:
        await heard.answer(letter.html, letter.keyboard)
