"""/search: words in titles and texts of the archive, with what the texts say around them, page by page.

Nothing is kept of what people look for: a page is found anew by the question under which the answer stands.
"""

from markupsafe import Markup

from handlers import following, rights
from handlers.company import shown_query
from handlers.heard import Heard
from handlers.room import Room
from mujaz.arabic.closeness import Tier
from mujaz.arabic.excerpt import Excerpt
from mujaz.arabic.stem import STOP_WORDS
from mujaz.arabic.tokens import tokens
from mujaz.asked import ask
from mujaz.digest.card import openers
from mujaz.digest.item import story_of
from mujaz.digest.render import line
from mujaz.letter import Button, Keyboard, Letter
from mujaz.texts.catalogue import Voice
from mujaz.wishes import parted
from storage import keywords
from storage import search as archive

A_PAGE = 5
PAGES_MOST = 10
BOLD_MOST = 12
"""Words in bold in an excerpt: a message may have a hundred such places."""
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

    The answer stands under the question: what is asked of its further pages is read there (`turn`).
    """
    letter = await _page(room, heard.voice, query, 0)
    await heard.answer(letter.html, letter.keyboard, replying_to=heard.message_id)


async def turn(room: Room, heard: Heard, query: str) -> None:
    """A tap on «found:1»: another page of what was found for a query."""
    letter = await _page(room, heard.voice, query, min(int(heard.data), PAGES_MOST - 1))
    await heard.replace(letter.html, letter.keyboard)
    await heard.toast()


async def _page(room: Room, voice: Voice, query: str, page: int) -> Letter:
    """A page of what is found. Articles that hold all of the query hide those that hold a part."""
    asked = ask(query[:QUERY_MOST], room.gazetteer, room.clock(), voice.zone)
    answer = await room.store.read(archive.find, asked, (page + 2) * A_PAGE + 1)
    hits = [hit for hit in answer.hits if hit.complete] or answer.hits
    shown = hits[page * A_PAGE : (page + 1) * A_PAGE]
    if not shown:
        return Letter(voice.say("search.no_more" if page else "search.nothing", query=shown_query(query)))
    exact = any(hit.complete and hit.tier is not Tier.NEAR for hit in hits)
    header = voice.say("search.header" if exact else "search.header_near", query=shown_query(query))
    entries = [_entry(number, hit, voice) for number, hit in enumerate(shown, 1)]
    more = len(hits) > (page + 1) * A_PAGE and page + 1 < PAGES_MOST
    turning = _turning(page, more=more, voice=voice)
    keyboard = (*openers([story_of(hit.article) for hit in shown], voice), *turning, *_follow(page, voice))
    return Letter(Markup("\n\n").join([header, *entries]), keyboard)


async def follow(room: Room, heard: Heard, query: str) -> None:
    """A tap on «heed»: what is published from now on and holds what was looked for is followed."""
    if heard.subscriber is None:
        await heard.toast(heard.voice.label(heard.no_reader), alert=True)
        return
    await rights.demand(room, heard, changes=True)
    line = following.read_line(room, query[:QUERY_MOST])
    noted = 0
    if line is not None:
        kept = _all_words(line) if parted(line) is None else line
        noted = await room.store.write(keywords.add, heard.subscriber.chat_id, [kept], room.clock())
    key = "search.followed" if noted else "search.not_followed"
    await heard.toast(heard.voice.label(key, query=shown_query(query)), alert=True)


def _all_words(line: str) -> str:
    """Keywords that a text must hold all of, as a search asks for all of its words; signs that were typed stay."""
    if not following.SIGNS.isdisjoint(line):
        return line
    return " ".join(f"+{line[word.start : word.end]}" for word in tokens(line) if word.norm not in STOP_WORDS)


def _follow(page: int, voice: Voice) -> Keyboard:
    return () if page else voice.rows([Button(voice.label("search.follow"), "heed:results")], across=1)


def _turning(page: int, *, more: bool, voice: Voice) -> Keyboard:
    buttons = [Button(voice.label("search.back"), f"found:{page - 1}")] if page else []
    if more:
        buttons.append(Button(voice.label("search.more"), f"found:{page + 1}"))
    return voice.rows(buttons, across=2)


def _entry(number: int, hit: archive.Hit, voice: Voice) -> Markup:
    """An article, and what its text says where the title does not say it all."""
    told = voice.say("search.numbered", number=number, line=line(hit.article, voice))
    return told if hit.in_title else Markup("\n").join([told, _shown(hit.excerpt, voice)])


def _shown(excerpt: Excerpt, voice: Voice) -> Markup:
    """An excerpt with what was asked for in bold."""
    pieces, place = [], 0
    for hit in excerpt.hits[:BOLD_MOST]:
        pieces.append(voice.text(excerpt.text[place : hit.start]))
        pieces.append(Markup("<b>") + voice.text(excerpt.text[hit.start : hit.end]) + Markup("</b>"))
        place = hit.end
    pieces.append(voice.text(excerpt.text[place:]))
    opens, closes = ("" if excerpt.opens else "… "), ("" if excerpt.closes else " …")
    return Markup("").join([opens, *pieces, closes])
