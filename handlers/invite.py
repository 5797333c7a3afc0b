"""An invitation of one's own: a link that leads to the bot and tells who gave it. Kept in the log and nowhere else."""

import structlog
from markupsafe import Markup

from handlers.heard import Heard
from handlers.room import Room

INVITED_BY = "from_"

log = structlog.get_logger(__name__)


async def show(room: Room, heard: Heard) -> None:
    """A message that can be passed on as it is."""
    link = Markup.escape(f"https://t.me/{heard.bot.username}?start={INVITED_BY}{heard.chat.id}")
    await heard.answer(heard.voice.say("settings.invitation", link=link))


def note(payload: str) -> None:
    """Notes who invited somebody that came by such a link (what stands after /start)."""
    inviter = payload.removeprefix(INVITED_BY)
    if inviter != payload and inviter.isdecimal():
        log.info("came_by_invitation", inviter=int(inviter[:20]))
