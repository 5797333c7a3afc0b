"""/search: words in titles and texts of the archive, with what the texts say around them."""

from markupsafe import Markup

from handlers.company import shown_query
from handlers.heard import Heard
from handlers.room import Room
from mujaz.arabic.excerpt import Excerpt
from mujaz.asked import ask
from mujaz.digest.render import line
from mujaz.texts.catalogue import Voice
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
    """Answers with what the archive holds for a query, or says that it holds nothing.

    Articles that hold all of it hide those that hold a part.
    """
    asked = ask(query[:QUERY_MOST], room.gazetteer, room.clock(), heard.voice.zone)
    answer = await room.store.read(archive.find, asked, SHOWN)
    shown = shown_query(query)
    if not answer.hits:
        await heard.answer(heard.voice.say("search.nothing", query=shown))
        return
    hits = [hit for hit in answer.hits if hit.complete] or answer.hits
    found = [_entry(hit, heard.voice) for hit in hits]
    await heard.tell([heard.voice.say("search.header", query=shown), *found])


def _entry(hit: archive.Hit, voice: Voice) -> Markup:
    """An article, and what its text says where the title does not say it all."""
    if hit.in_title:
        return line(hit.article, voice)
    return Markup("\n").join([line(hit.article, voice), _shown(hit.excerpt, voice)])


def _shown(excerpt: Excerpt, voice: Voice) -> Markup:
    """An excerpt with what was asked for in bold."""
    pieces, place = [], 0
    for hit in excerpt.hits:
        pieces.append(voice.text(excerpt.text[place : hit.start]))
        pieces.append(Markup("<b>") + voice.text(excerpt.text[hit.start : hit.end]) + Markup("</b>"))
        place = hit.end
    pieces.append(voice.text(excerpt.text[place:]))
    opens, closes = ("" if excerpt.opens else "… "), ("" if excerpt.closes else " …")
    return Markup("").join([opens, *pieces, closes])
