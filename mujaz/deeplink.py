"""Links that open something in the bot for anybody who has them: https://t.me/<bot>?start=s_7 is the story 7,
?start=f_meta proposes to follow Meta.

What stands after «start=» is at most 64 of A-Z, a-z, 0-9, _ and - (Telegram, deep linking). A link is for ever: what it
means is never given to another.
"""

import re

_STORY = re.compile(r"s_(-?[0-9]{1,18})")
SUPERGROUPS = -(10**12)
"""Ids of supergroups and channels are less: it is put before their number (Bot API, «-100»)."""
_COMPANY = re.compile(r"f_([a-z0-9-]{1,40})")


def story_link(bot: str, story: int) -> str:
    """The link to a story by its number (mujaz.digest.item.story_of); `bot` is the bot's name without «@»."""
    return f"https://t.me/{bot}?start=s_{story}"


def story_of_link(payload: str) -> int | None:
    """The story that a link leads to, by what follows «start=»; None for any other link."""
    found = _STORY.fullmatch(payload)
    return None if found is None else int(found[1])


def message_link(chat_id: int, message_id: int) -> str | None:
    """The link to a message of a supergroup or channel, for who is in it; None for other chats, where there is none.

    Source: Telegram, deep links, «private message links».
    """
    return f"https://t.me/c/{SUPERGROUPS - chat_id}/{message_id}" if chat_id < SUPERGROUPS else None


def company_link(bot: str, company: str) -> str:
    """The link that proposes to follow a company by its id in the catalogue."""
    return f"https://t.me/{bot}?start=f_{company}"


def company_of_link(payload: str) -> str | None:
    """The id of the company that a link proposes to follow; None for any other link."""
    found = _COMPANY.fullmatch(payload)
    return None if found is None else found[1]
