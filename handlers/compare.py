"""/compare: two companies side by side: who they are, what is reported of each, its newest figure and story."""

from datetime import timedelta

from handlers import company
from handlers.company_card import names_of
from handlers.heard import Heard
from handlers.room import Room
from mujaz.companies.catalogue import Company
from mujaz.dossier import Side, named, side_by_side
from mujaz.letter import Button
from storage import dossiers, trends

TYPED_MOST = 200
A_MONTH = timedelta(days=30)


async def compare(room: Room, heard: Heard) -> None:
    """/compare <company> <company>, in any spelling, with or without a word between them."""
    typed = heard.words[:TYPED_MOST]
    two = pair(room, typed)
    if len(two) == 2:
        await _tell(room, heard, *two)
    elif len(two) == 1:
        await heard.answer(heard.voice.say("compare.one", name=named(two[0], heard.voice)))
    elif typed:
        await heard.answer(heard.voice.say("compare.none", typed=company.shown_query(typed)))
    else:
        await heard.answer(heard.voice.say("compare.ask"))


def pair(room: Room, typed: str) -> list[Company]:
    """The first two companies that a text names; a product stands for its company."""
    owners = (mention.owner for mention in room.gazetteer.asked(typed))
    found = [company for owner in dict.fromkeys(owners) if (company := room.gazetteer.company(owner or ""))]
    return found[:2]


async def _tell(room: Room, heard: Heard, first: Company, second: Company) -> None:
    html = side_by_side(await _side(room, first), await _side(room, second), heard.voice)
    buttons = [Button(named(one, heard.voice), f"company:{one.id}") for one in (first, second)]
    await heard.answer(html, heard.voice.rows(buttons, across=2))


async def _side(room: Room, one: Company) -> Side:
    now = room.clock()
    edges = (now - 2 * A_MONTH, now - A_MONTH, now)
    before, lately = await room.store.read(trends.by_week, names_of(one), edges)
    newest, stories = await room.store.read(dossiers.newest, names_of(one))
    figures = await room.store.read(dossiers.figures, one.id, 0, 1)
    return Side(one, lately, before, stories, newest, next(iter(figures.items), None))
