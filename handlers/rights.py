"""Who may change a reader's settings: in private everybody their own, elsewhere the admins of the group or channel."""

from handlers.heard import Heard
from handlers.room import Room
from mujaz.errors import NotAnAdmin


async def demand(room: Room, heard: Heard, *, changes: bool) -> None:
    """Returns where the person may do so. What `changes` something is asked of Telegram anew.

    Raises NotAnAdmin, and AdminsUnknown where Telegram does not answer.
    """
    place = heard.place
    if place.own or heard.as_group:
        return
    chat_id = place.reader if heard.private and place.reader is not None else place.chat.id
    if not await room.chat_admins.has(heard.bot, chat_id, heard.user.id, fresh=changes):
        raise NotAnAdmin
