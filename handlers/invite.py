"""An invitation of one's own: a link that leads to the bot and tells who gave it. How many came by it is counted."""

from markupsafe import Markup

from handlers.heard import Heard
from handlers.room import Room

INVITED_BY = "from_"
MOST_DIGITS = 18
"""Telegram's ids have fewer."""


async def show(room: Room, heard: Heard) -> None:
    """A message that can be passed on as it is."""
    link = Markup.escape(f"https://t.me/{heard.bot.username}?start={INVITED_BY}{heard.chat.id}")
    await heard.answer(heard.voice.say("settings.invitation", link=link))


def inviter(payload: str) -> int | None:
    """Who invited somebody that came by a link, from what stands after /start; None where it tells of nobody."""
    number = payload.removeprefix(INVITED_BY)
    return int(number) if number != payload and number.isdecimal() and len(number) <= MOST_DIGITS else None
