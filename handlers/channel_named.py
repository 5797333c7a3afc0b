"""Which channel somebody names: by @name, by link, by Telegram's id, or by the title of one that they look after."""

import re
from collections.abc import Sequence

from telegram import Bot, ChatFullInfo
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden

from mujaz.arabic.fold import fold, strip_controls
from mujaz.errors import NoSuchChannel, NotAChannel
from pipeline.replies import insist
from storage.keepers import Kept

SIGN = "@"
_NAMED = re.compile(r"@(\w{4,32})|(?:https?://)?t\.me/(\w{4,32})/?|(-100\d{1,13})", re.ASCII)


async def find(bot: Bot, words: str) -> ChatFullInfo:
    """The channel of a name, a link or an id. Raises NoSuchChannel, NotAChannel, AdminsUnknown."""
    match = _NAMED.fullmatch(words)
    if match is None:
        raise NoSuchChannel
    wanted = int(match[3]) if match[3] else f"@{match[1] or match[2]}"
    try:
        found = await insist(lambda: bot.get_chat(wanted))
    except (BadRequest, Forbidden):
        raise NoSuchChannel from None
    if found.type != ChatType.CHANNEL:
        raise NotAChannel
    return found


def titled(own: Sequence[Kept], words: str) -> list[tuple[Kept, str]]:
    """Those of somebody's channels whose title stands behind the @ with which the words begin, and what follows it.

    Several where they have the same title. Of «الآلة» and «الآلة اليوم» the longer one is meant.
    """
    said = words.removeprefix(SIGN).split()
    found = [
        (len(title), kept, " ".join(said[len(title) :]))
        for kept in own
        if (title := _folded(kept.title.split())) and _folded(said[: len(title)]) == title
    ]
    longest = max((length for length, _, _ in found), default=0)
    return [(kept, rest) for length, kept, rest in found if length == longest]


def _folded(words: Sequence[str]) -> list[str]:
    return [fold(strip_controls(word)) for word in words]
