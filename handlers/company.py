"""/company: what Mujaz knows of a company, its latest articles, and a button to follow it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from handlers import rights, stale
from handlers.heard import Heard
from handlers.room import Room
from mujaz.article import Article, Kind, Named
from mujaz.companies.catalogue import Company, Person, Product
from mujaz.digest.render import line
from mujaz.letter import Button, Keyboard
from mujaz.texts.catalogue import Voice
from storage import articles, keepers, subscribers

SHOWN = 5
NAME_MOST = 100
"""Code points of a name that are looked at: comparing thousands with every name would keep others waiting."""
PEOPLE_SHOWN = PRODUCTS_SHOWN = 6


async def company(room: Room, heard: Heard) -> None:
    """/company <name in any spelling>."""
    if not heard.words:
        await heard.answer(heard.voice.say("company.ask"))
        return
    query = heard.words[:NAME_MOST]
    found = room.gazetteer.resolve(query)
    if found is not None:
        await show(room, heard, found)
        return
    near = await asyncio.to_thread(room.gazetteer.suggest, query)  # it compares with every name
    await heard.answer(
        heard.voice.say("company.near" if near else "company.unknown", query=shown_query(query)),
        heard.voice.rows(
            [Button(named(c, heard.voice), heard.place.button(f"company:{c.id}")) for c in near], across=1
        ),
    )


async def show(room: Room, heard: Heard, found: Company) -> None:
    """The company's card as a new message."""
    newest, total = await room.reads.ask(articles.news_about, names_of(found), SHOWN)
    whose = [] if not heard.place.afar else [await _channel(room, heard)]
    await heard.tell([*whose, *_card(found, newest, total, heard.voice)], _follow_button(found, heard))


async def chosen(room: Room, heard: Heard) -> None:
    """A tap on a suggested name («company:meta»)."""
    found = room.gazetteer.company(heard.data)
    if found is None:
        await stale.old_button(room, heard)
        return
    await show(room, heard, found)
    await heard.toast()


async def follow(room: Room, heard: Heard) -> None:
    """A tap on «follow:meta»."""
    await _change(room, heard, follows=True)


async def unfollow(room: Room, heard: Heard) -> None:
    """A tap on «unfollow:meta»."""
    await _change(room, heard, follows=False)


async def _change(room: Room, heard: Heard, *, follows: bool) -> None:
    found = room.gazetteer.company(heard.data)
    if found is None:
        await stale.old_button(room, heard)
        return
    if heard.subscriber is None:
        await heard.toast(heard.voice.label(heard.no_reader), alert=True)
        return
    await rights.demand(room, heard, changes=True)
    key = heard.subscriber.chat_id
    await room.store.write(subscribers.follow if follows else subscribers.unfollow, key, found.id)
    reader = await room.store.read(subscribers.get, key)
    done = "company.followed" if follows else "company.unfollowed"
    await heard.toast(heard.voice.label(done, name=named(found, heard.voice)))
    await heard.change_buttons(_follow_button(found, replace(heard, subscriber=reader)))


def names_of(found: Company) -> tuple[Named, ...]:
    """What counts as news of a company: its own name, and those of its products."""
    return Named(Kind.COMPANY, found.id), *(Named(Kind.PRODUCT, product.id) for product in found.products)


def named(entity: Company | Person | Product, voice: Voice) -> str:
    """The name of something of the catalogue in the reader's language."""
    return entity.ar if voice.language == "ar" else entity.en


def name_of(room: Room, company: str, voice: Voice) -> str:
    """A company's name; one that left the catalogue since it was spoken of is called by its id."""
    known = room.gazetteer.company(company)
    return company if known is None else named(known, voice)


def shown_query(query: str) -> str:
    """What somebody asked for, short enough to be repeated to them."""
    return query if len(query) <= 60 else query[:59] + "…"


def _card(found: Company, newest: Sequence[Article], total: int, voice: Voice) -> list[Markup]:
    facts = [
        voice.say("company.name", ar=found.ar, en=found.en),
        voice.say(
            "company.facts",
            activity=voice.label(f"activity.{found.activity}"),
            country=voice.country(found.country),
        ),
    ]
    if found.people:
        people = [named(person, voice) for person in found.people[:PEOPLE_SHOWN]]
        facts.append(voice.say("company.people", names=voice.listing(people)))
    if found.products:
        products = [named(product, voice) for product in found.products[:PRODUCTS_SHOWN]]
        facts.append(voice.say("company.products", names=voice.listing(products)))
    if total == 0:
        return [Markup("\n").join([*facts, voice.say("company.no_news")])]
    facts.append(voice.say("company.news", count=voice.count("count.news", total)))
    return [Markup("\n").join(facts), *(line(article, voice) for article in newest)]


def _follow_button(found: Company, heard: Heard) -> Keyboard:
    followed = heard.subscriber is not None and found.id in heard.subscriber.follows
    verb = "unfollow" if followed else "follow"
    label = heard.voice.label(f"company.{verb}_there" if heard.place.afar else f"company.{verb}")
    return heard.voice.rows([Button(label, heard.place.button(f"{verb}:{found.id}"))], across=1)


async def _channel(room: Room, heard: Heard) -> Markup:
    """Whose card it is in an admin's private chat. Raises NotAnAdmin, AdminsUnknown: what it follows is its admins'."""
    await rights.demand(room, heard, changes=False)
    assert heard.place.reader is not None, "a channel is a reader"
    kept = await room.store.read(keepers.get, heard.place.reader)
    return heard.voice.say("settings_of.channel", title=kept.title if kept else "")
