"""The card of a company: its stories page by page, its figures, its weeks as a picture.

Every button says of which company, page and limits it speaks, so that those of old messages work.
"""

from dataclasses import replace
from datetime import timedelta

from markupsafe import Markup

from handlers import company_follow, picture, rights, stale
from handlers.heard import Heard
from handlers.room import Room
from mujaz.article import Kind, Named
from mujaz.charts.words import weeks
from mujaz.companies.catalogue import Company
from mujaz.digest.card import openers
from mujaz.dossier import Counted, Page, Passage, View, named, numbers, timeline
from mujaz.letter import Button, Keyboard, Letter
from mujaz.period import weeks_until
from mujaz.texts.catalogue import Voice
from storage import dossiers, glances, keepers, trends
from storage.dossiers import Narrow

A_PAGE = 6
WEEKS = 12
VIEW = r"[a-z0-9-]{1,40}:[0-9]{1,4}:[0-9]{1,4}:[a-z-]{1,30}(@-[0-9]{1,16})?"
"""What follows the verb of a button of the card, the channel of which it speaks included."""


async def show(room: Room, heard: Heard, found: Company, view: View) -> None:
    """The card as a new message. In private it is noted that the reader looked: what comes later is new then."""
    now = room.clock()
    letter = await _timeline(room, heard, found, view)
    await heard.answer(letter.html, letter.keyboard)
    if heard.place.own:
        await room.store.write(glances.note, heard.chat.id, found.id, now)


async def turn(room: Room, heard: Heard) -> None:
    """A tap on «card:meta:1:0:-»: another page of the stories, in its place."""
    if (asked := await _asked(room, heard)) is not None:
        letter = await _timeline(room, heard, *asked)
        await heard.replace(letter.html, letter.keyboard)
        await heard.toast()


async def figures(room: Room, heard: Heard) -> None:
    """A tap on «figures:meta:0:0:-»: a page of the figures, in place of the stories."""
    if (asked := await _asked(room, heard)) is None:
        return
    await heard.toast()
    found, view = asked
    page = await room.store.read(dossiers.figures, found.id, view.page, A_PAGE)
    back = Button(heard.voice.label("company.stories"), heard.place.button(f"card:{View(found.id).data()}"))
    keyboard = (*_openers(page, heard.voice), *_turning("figures", view, page, heard), (back,))
    await heard.replace(numbers(found, page, heard.voice), keyboard)


async def by_week(room: Room, heard: Heard) -> None:
    """A tap on «weeks:meta»: how often it was spoken of, week by week, as a picture."""
    found = room.gazetteer.company(heard.data)
    if found is None:
        await stale.old_button(room, heard)
        return
    await heard.toast()
    edges = weeks_until(room.clock(), heard.voice.zone, WEEKS)
    counts = await room.store.read(trends.by_week, names_of(found), edges)
    await picture.show(room, heard, weeks(named(found, heard.voice), counts, edges, heard.voice))


async def watch(room: Room, heard: Heard) -> None:
    """A tap on «watch:meta:0:0:-» follows the company; the card stays as it is."""
    await _change(room, heard, follows=True)


async def unwatch(room: Room, heard: Heard) -> None:
    """A tap on «unwatch:meta:0:0:-»."""
    await _change(room, heard, follows=False)


def names_of(found: Company) -> tuple[Named, ...]:
    """What counts as news of a company: its own name, and those of its products."""
    return Named(Kind.COMPANY, found.id), *(Named(Kind.PRODUCT, product.id) for product in found.products)


async def _change(room: Room, heard: Heard, *, follows: bool) -> None:
    if (asked := await _asked(room, heard)) is None:
        return
    changed = await company_follow.change(room, heard, asked[0], follows=follows)
    if changed is not None:
        letter = await _timeline(room, changed, *asked)
        await heard.replace(letter.html, letter.keyboard)


async def _asked(room: Room, heard: Heard) -> tuple[Company, View] | None:
    """The company and view of a tapped button; None for those that there are no more, and that is told."""
    id_, page, days, event = heard.data.split(":")
    found = room.gazetteer.company(id_)
    if found is None or (event != "-" and f"event.{event}" not in heard.voice.entries):
        await stale.old_button(room, heard)
        return None
    return found, View(id_, int(page), int(days), None if event == "-" else event)


async def _timeline(room: Room, heard: Heard, found: Company, view: View) -> Letter:
    now = room.clock()
    seen = await room.reads.ask(glances.last, heard.chat.id, found.id, now) if heard.place.own else None
    narrow = Narrow(now - timedelta(days=view.days) if view.days else None, view.event)
    page = await room.store.read(dossiers.stories, names_of(found), narrow, seen, view.page, A_PAGE)
    shown = replace(view, page=page.number)
    html = timeline(found, shown, page, heard.voice)
    if heard.place.afar:
        html = Markup("\n\n").join([await _channel(room, heard), html])
    return Letter(html, _buttons(found, shown, page, heard))


async def _channel(room: Room, heard: Heard) -> Markup:
    """Whose card it is in an admin's private chat. Raises NotAnAdmin, AdminsUnknown: what it follows is its admins'."""
    await rights.demand(room, heard, changes=False)
    assert heard.place.reader is not None, "a channel is a reader"
    kept = await room.store.read(keepers.get, heard.place.reader)
    return heard.voice.say("settings_of.channel", title=kept.title if kept else "")


def _buttons(found: Company, view: View, page: Page[Passage], heard: Heard) -> Keyboard:
    voice, here = heard.voice, heard.place.button
    verb = "unwatch" if company_follow.is_followed(found, heard) else "watch"
    more = [
        Button(voice.label("company.figures"), here(f"figures:{View(found.id).data()}")),
        Button(voice.label("company.weeks"), f"weeks:{found.id}"),
    ]
    own = [
        Button(company_follow.label(found, heard), here(f"{verb}:{view.data()}")),
        Button(voice.label("company.share"), f"share:{found.id}"),
    ]
    known = page.total > 0 or view.days or view.event
    rows = voice.rows([*more, *own] if known else own, across=2)
    return *_openers(page, voice), *_turning("card", view, page, heard), *rows


def _openers(page: Page[Passage] | Page[Counted], voice: Voice) -> Keyboard:
    return openers([item.story for item in page.items], voice)


def _turning(verb: str, view: View, page: Page[Passage] | Page[Counted], heard: Heard) -> Keyboard:
    """The buttons that lead to newer and to older ones, where there are any."""
    voice, here = heard.voice, heard.place.button
    buttons = []
    if page.number > 0:
        buttons.append(Button(voice.label("company.newer"), here(f"{verb}:{view.data(page.number - 1)}")))
    if page.number + 1 < page.pages:
        buttons.append(Button(voice.label("company.older"), here(f"{verb}:{view.data(page.number + 1)}")))
    return voice.rows(buttons, across=2)
