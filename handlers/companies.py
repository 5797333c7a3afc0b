"""/companies: the catalogue, browsed by letter, country and activity, what is most reported of late first."""

from datetime import timedelta

from handlers import company, stale
from handlers.heard import Heard
from handlers.room import Room
from mujaz.companies.listing import By, Shelf, label_of, on, shelf_of, values
from mujaz.dossier import named
from mujaz.letter import Button, Keyboard, Letter
from mujaz.texts.catalogue import Voice
from storage import trends

A_PAGE = 16
ACROSS = 2
VALUES_ACROSS = {By.LETTER: 5, By.COUNTRY: 2, By.ACTIVITY: 2}
LATELY = timedelta(days=7)
"""A month would take four times as long to count, and changes little of the order."""
ON_A_SHELF = rf"({'|'.join(By)}):[\w-]{{0,20}}:[0-9]{{1,3}}"
"""What follows the verb of a button: what companies are gathered by, of which value, and the page."""
TO_CHOOSE = rf"({By.LETTER}|{By.COUNTRY}|{By.ACTIVITY})"


async def companies(room: Room, heard: Heard) -> None:
    """/companies, or with a letter, a country or an activity after it; anything else is the name of a company."""
    typed = heard.words[: company.NAME_MOST]
    shelf = shelf_of(room.gazetteer.catalogue.companies, typed, heard.voice) if typed else Shelf(By.ALL)
    if shelf is None:
        await company.company(room, heard)
        return
    letter = await _shelf(room, shelf, 0, heard.voice)
    await heard.answer(letter.html, letter.keyboard)


async def turn(room: Room, heard: Heard) -> None:
    """A tap on «shelf:country:SA:0»: a page of companies, in its place."""
    by, value, page = heard.data.split(":")
    shelf = Shelf(By(by), value)
    if value not in [known for known, _ in values(room.gazetteer.catalogue.companies, shelf.by, heard.voice)]:
        await stale.old_button(room, heard)
        return
    letter = await _shelf(room, shelf, int(page), heard.voice)
    await heard.replace(letter.html, letter.keyboard)
    await heard.toast()


async def choose(room: Room, heard: Heard) -> None:
    """A tap on «shelves:country»: the countries to choose from, in its place."""
    by, voice = By(heard.data), heard.voice
    found = values(room.gazetteer.catalogue.companies, by, voice)
    buttons = [Button(_counted(Shelf(by, value), count, voice), f"shelf:{by}:{value}:0") for value, count in found]
    keyboard = (*voice.rows(buttons, VALUES_ACROSS[by]), *_ways(voice, but=by))
    await heard.replace(voice.say(f"companies_by.{by}"), keyboard)
    await heard.toast()


async def _shelf(room: Room, shelf: Shelf, page: int, voice: Voice) -> Letter:
    now = room.clock()
    reported = await room.reads.ask(trends.told, now - LATELY, now)
    found = on(room.gazetteer.catalogue.companies, shelf, reported, voice)
    pages = max(1, -(-len(found) // A_PAGE))
    page = min(page, pages - 1)
    shown = found[page * A_PAGE : (page + 1) * A_PAGE]
    html = voice.say("companies.header", shelf=label_of(shelf, voice), count=voice.count("count.companies", len(found)))
    if pages > 1:
        html += "\n" + voice.say("company.page", page=page + 1, pages=pages)
    buttons = voice.rows([Button(named(one, voice), f"company:{one.id}") for one in shown], ACROSS)
    return Letter(html, (*buttons, *_turning(shelf, page, pages, voice), *_ways(voice)))


def _turning(shelf: Shelf, page: int, pages: int, voice: Voice) -> Keyboard:
    data = f"shelf:{shelf.by}:{shelf.value}"
    buttons = [Button(voice.label("companies.before"), f"{data}:{page - 1}")] if page else []
    if page + 1 < pages:
        buttons.append(Button(voice.label("companies.after"), f"{data}:{page + 1}"))
    return voice.rows(buttons, across=2)


def _ways(voice: Voice, but: By | None = None) -> Keyboard:
    """The other ways to browse."""
    ways = [Button(voice.label(f"companies_way.{by}"), f"shelves:{by}") for by in VALUES_ACROSS if by is not but]
    if but is not None:
        ways.append(Button(voice.label("companies.all"), f"shelf:{By.ALL}::0"))
    return voice.rows(ways, across=3)


def _counted(shelf: Shelf, count: int, voice: Voice) -> str:
    return voice.label("companies.value", value=label_of(shelf, voice), n=count)
