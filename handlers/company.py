"""/company: which company somebody means. What is told of it: handlers.company_card."""

import asyncio

from handlers import company_card, stale
from handlers.heard import Heard
from handlers.room import Room
from mujaz.companies.catalogue import Company
from mujaz.dossier import View, named
from mujaz.letter import Button
from mujaz.narrowing import Narrowed, narrow
from mujaz.texts.catalogue import Voice

NAME_MOST = 100
"""Code points of a name that are looked at: comparing thousands with every name would keep others waiting."""


async def company(room: Room, heard: Heard) -> None:
    """/company <name in any spelling>, with days or a kind of news beside it, in any order."""
    query = heard.words[:NAME_MOST]
    found, narrowed = meant(room, query)
    if found is not None:
        view = View(found.id, days=narrowed.days or 0, event=narrowed.event)
        await company_card.show(room, heard, found, view)
    elif narrowed.rest:
        await suggest(room, heard, narrowed.rest)
    else:
        await heard.answer(heard.voice.say("company.ask"))


def meant(room: Room, query: str) -> tuple[Company | None, Narrowed]:
    """The company of a query, and what of its news is asked for: «GPT 5» is a name, in «ميتا 5» the number is days."""
    found = room.gazetteer.resolve(query)
    if found is not None:
        return found, Narrowed(query)
    narrowed = narrow(query)
    return room.gazetteer.resolve(narrowed.rest) if narrowed.rest else None, narrowed


async def suggest(room: Room, heard: Heard, query: str) -> None:
    """The companies with names near one that nobody has, as buttons."""
    near = await asyncio.to_thread(room.gazetteer.suggest, query)  # it compares with every name
    await heard.answer(
        heard.voice.say("company.near" if near else "company.unknown", query=shown_query(query)),
        heard.voice.rows(
            [Button(named(c, heard.voice), heard.place.button(f"company:{c.id}")) for c in near], across=1
        ),
    )


async def show(room: Room, heard: Heard, found: Company) -> None:
    """The company's card as a new message."""
    await company_card.show(room, heard, found, View(found.id))


async def chosen(room: Room, heard: Heard) -> None:
    """A tap on a company's name («company:meta»)."""
    found = room.gazetteer.company(heard.data)
    if found is None:
        await stale.old_button(room, heard)
        return
    await show(room, heard, found)
    await heard.toast()


def name_of(room: Room, company: str, voice: Voice) -> str:
    """A company's name; one that left the catalogue since it was spoken of is called by its id."""
    known = room.gazetteer.company(company)
    return company if known is None else named(known, voice)


def shown_query(query: str) -> str:
    """What somebody asked for, short enough to be repeated to them."""
    return query if len(query) <= 60 else query[:59] + "…"
