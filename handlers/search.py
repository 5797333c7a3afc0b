"""/search: words in titles and texts of the archive."""

from handlers.company import shown_query
from handlers.digest import listed
from handlers.heard import Heard
from handlers.room import Room
from storage import search as archive

SHOWN = 8
QUERY_MOST = 300
"""Code points of a question; a longer text is read up to there."""


async def search(room: Room, heard: Heard) -> None:
    """/search <words>."""
    if not heard.words:
        await heard.answer(heard.voice.say("search.ask"))
        return
    await find(room, heard, heard.words)


async def find(room: Room, heard: Heard, query: str) -> None:
    """Answers with what the archive holds for a query, or says that it holds nothing."""
    found = await room.store.read(archive.find, query[:QUERY_MOST], SHOWN)
    shown = shown_query(query)
    if not found:
        await heard.answer(heard.voice.say("search.nothing", query=shown))
        return
    await heard.answer(listed(heard.voice.say("search.header", query=shown), found, heard.voice))
