"""/following: what a reader follows, what each brought in a week; paused, gone on with, removed, exported, added to.

What is typed after the command is followed, a line each: a company, a person, a product, a kind of news, or keywords.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from handlers import rights, stale
from handlers.company import shown_query
from handlers.heard import Heard
from handlers.room import Room
from mujaz.article import Article
from mujaz.dossier import named
from mujaz.keywords import TEXT_MOST, parse
from mujaz.letter import Button, Keyboard
from mujaz.narrowing import narrow
from mujaz.subscriber import Subscriber
from mujaz.texts.catalogue import Voice
from mujaz.wishes import Of, parted, wants, wish
from storage import articles, keywords, subscribers
from storage.keywords import MOST

KEY = r"([0-9]{1,18}|company-[a-z0-9-]{1,40})"
"""What a button is about: the number of a line, or a company."""
OF_COMPANY = "company-"
WEEK = timedelta(days=7)
LOOKED_AT = 500
"""Articles of the week that are looked at, the newest."""
SHOWN = 60
ACROSS = 8
LINES_MOST = 100
SIGNS = frozenset('+-−«»"“”„')


@dataclass(frozen=True, slots=True)
class _Held:
    """Something that is followed: the key of its buttons, its line of mujaz.wishes, whether it rests."""

    key: str
    line: str
    paused: bool


async def following(room: Room, heard: Heard) -> None:
    """/following, or what is to be followed after it, a line each."""
    if heard.subscriber is None:
        await heard.answer(heard.voice.say(heard.no_reader))
    elif heard.words:
        await rights.demand(room, heard, changes=True)
        await _add(room, heard, heard.subscriber)
    else:
        blocks, keyboard = await _list(room, heard.subscriber, heard.voice)
        await heard.tell(blocks, keyboard)


async def all_tapped(room: Room, heard: Heard) -> None:
    """A tap on «following:all» or «following:export»."""
    if (reader := await _reader(room, heard)) is None:
        return
    await heard.toast()
    if heard.data == "all":
        blocks, keyboard = await _list(room, reader, heard.voice)
        await heard.tell(blocks, keyboard)
        return
    lines = [shown(room, held.line, heard.voice) for held in await _held(room, reader)]
    told = [heard.voice.say("following.exported_line", line=line) for line in lines]
    await heard.tell([heard.voice.say("following.exported"), *told])


async def tapped(room: Room, heard: Heard) -> None:
    """A tap on a number of the list: the card of what is followed."""
    reader = await _reader(room, heard)
    if reader is None:
        return
    held = next((it for it in await _held(room, reader) if it.key == heard.data), None)
    if held is None:
        await stale.old_button(room, heard)
        return
    await heard.toast()
    voice, name = heard.voice, shown(room, held.line, heard.voice)
    counts = await _counts(room, [held])
    card = voice.say("following.card", name=name, count=voice.count("count.news", counts[held.line]))
    if held.paused:
        card = voice.say("following.card_resting", name=name)
    verbs = (("goon", "go_on") if held.paused else ("rest", "rest"), ("drop", "drop"))
    buttons = [Button(voice.label(f"following.{key}"), f"{verb}:{held.key}") for verb, key in verbs]
    back = Button(voice.label("following.back"), "following:all")
    await heard.answer(card, voice.rows([*buttons, back], across=2))


async def rest(room: Room, heard: Heard) -> None:
    """A tap on «rest:7» or «rest:company-meta»."""
    if (reader := await _reader(room, heard, changes=True)) is not None:
        if (company := _company(heard)) is not None:
            await room.store.write(keywords.rest_company, reader.chat_id, company, room.clock())
        else:
            await room.store.write(keywords.rest, reader.chat_id, int(heard.data))
        await _list_again(room, heard)


async def go_on(room: Room, heard: Heard) -> None:
    """A tap on «goon:7»."""
    if (reader := await _reader(room, heard, changes=True)) is not None and _company(heard) is None:
        await room.store.write(keywords.go_on, reader.chat_id, int(heard.data))
        await _list_again(room, heard)


async def drop(room: Room, heard: Heard) -> None:
    """A tap on «drop:7» or «drop:company-meta»."""
    if (reader := await _reader(room, heard, changes=True)) is not None:
        if (company := _company(heard)) is not None:
            await room.store.write(subscribers.unfollow, reader.chat_id, company)
        else:
            await room.store.write(keywords.remove, reader.chat_id, int(heard.data))
        await _list_again(room, heard)


def shown(room: Room, line: str, voice: Voice) -> str:
    """What a line says to its reader."""
    parts = parted(line)
    if parts is None:
        return line
    of, id_ = parts
    if of is Of.EVENT:
        return voice.label(f"event.{id_}") if f"event.{id_}" in voice.entries else id_
    holder = next((holder for holder in room.gazetteer.catalogue.holders() if holder.id == id_), None)
    return id_ if holder is None else named(holder, voice)


def read_line(room: Room, text: str) -> str | None:
    """The line that somebody means: a name, a kind of news, or keywords; None where there is nothing to follow."""
    text = " ".join(text.split())[:TEXT_MOST]
    if not SIGNS & set(text):
        mentions = room.gazetteer.asked(text)
        if len(mentions) == 1 and text[mentions[0].start : mentions[0].end] == text.strip(" .،"):
            return wish(Of(mentions[0].kind), mentions[0].id)
        asked = narrow(text)
        if asked.event is not None and not asked.rest.strip() and asked.days is None:
            return wish(Of.EVENT, asked.event)
    return None if parse(text) is None or parted(text) is not None else text


async def _add(room: Room, heard: Heard, reader: Subscriber) -> None:
    typed = [line.strip() for line in heard.rest.splitlines() if line.strip()][:LINES_MOST]
    read = {line: read_line(room, line) for line in typed}
    lines = list(dict.fromkeys(line for line in read.values() if line is not None))
    noted = await room.store.write(keywords.add, reader.chat_id, lines, room.clock())
    voice = heard.voice
    said = []
    if noted:
        names = [shown(room, line, voice) for line in lines[:noted]]
        said.append(voice.say("following.added", names=voice.listing(names)))
    if noted < len(lines):
        said.append(voice.say("following.too_many", count=voice.number(MOST)))
    if strange := [shown_query(line) for line, meant in read.items() if meant is None]:
        said.append(voice.say("following.not_read", lines=voice.listing(strange)))
    await heard.tell(said)


async def _list(room: Room, reader: Subscriber, voice: Voice) -> tuple[Sequence[Markup], Keyboard]:
    held = (await _held(room, reader))[:SHOWN]
    if not held:
        return [voice.say("following.none")], ()
    counts = await _counts(room, held)
    lines = [
        voice.say("following.resting", number=number, name=shown(room, it.line, voice))
        if it.paused
        else voice.say(
            "following.line",
            number=number,
            name=shown(room, it.line, voice),
            count=voice.count("count.news", counts[it.line]),
        )
        for number, it in enumerate(held, 1)
    ]
    numbers = [Button(voice.number(number), f"followed:{it.key}") for number, it in enumerate(held, 1)]
    export = voice.rows([Button(voice.label("following.export"), "following:export")], across=1)
    return [voice.say("following.header"), *lines], voice.rows(numbers, across=ACROSS) + export


async def _list_again(room: Room, heard: Heard) -> None:
    """The list as it is now, in the place of the card."""
    reader = await _reader(room, heard)
    if reader is not None:
        await heard.toast()
        blocks, keyboard = await _list(room, reader, heard.voice)
        await heard.tell(blocks, keyboard)


async def _held(room: Room, reader: Subscriber) -> list[_Held]:
    """All that a reader follows: companies by name, then the lines as they came."""
    lines = await room.store.read(keywords.of_reader, reader.chat_id)
    now = await room.store.read(subscribers.get, reader.chat_id)
    companies = sorted(now.follows if now else ())
    return [
        *(_Held(OF_COMPANY + company, wish(Of.COMPANY, company), paused=False) for company in companies),
        *(_Held(str(line.id), line.said, line.paused) for line in lines),
    ]


async def _counts(room: Room, held: Sequence[_Held]) -> dict[str, int]:
    """How many articles of the last week each line asks for."""
    now = room.clock()
    news = (await room.reads.ask(articles.published_between, now - WEEK, now))[-LOOKED_AT:]
    return await asyncio.to_thread(_count, [it.line for it in held], news)


def _count(lines: Sequence[str], news: Sequence[Article]) -> dict[str, int]:
    return {line: sum(wants(line, article) for article in news) for line in lines}


async def _reader(room: Room, heard: Heard, *, changes: bool = False) -> Subscriber | None:
    if heard.subscriber is None:
        await heard.toast(heard.voice.label(heard.no_reader), alert=True)
    elif changes:
        await rights.demand(room, heard, changes=True)
    return heard.subscriber


def _company(heard: Heard) -> str | None:
    return heard.data.removeprefix(OF_COMPANY) if heard.data.startswith(OF_COMPANY) else None
