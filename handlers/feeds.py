"""/feeds: what is watched for news. Editors add by any link, look, pause, trust, remove; OPML goes in and out.

Every tap is judged by handlers.gate.
"""

import asyncio

from handlers import feed_card
from handlers.gate import admitted, note
from handlers.heard import Heard
from handlers.room import Room
from mujaz.sources.links import only_link
from mujaz.team import Right
from mujaz.watched import EVERY, Watched
from pipeline import readers
from storage import feeds

ITEMS_SHOWN = 5


async def show(room: Room, heard: Heard) -> None:
    """/feeds, with a link behind it where one is to be added."""
    if not await admitted(room, heard, Right.PUBLISH, "feeds"):
        return
    if not heard.rest:
        await heard.tell(*feed_card.listing(await room.store.read(feeds.everyone), heard.voice))
        return
    link = only_link(heard.words)
    if link is None:
        await heard.answer(heard.voice.say("feed.how"))
        return
    await heard.typing()
    feed, found = await room.watch.add(link, heard.user.id)
    await note(room, heard, "feeds:add", feed.id)
    waiting = heard.voice.count("count.news", len(found.items))
    await heard.answer(heard.voice.say("feed.added", title=heard.voice.text(feed.title), backlog=waiting))
    await _show_card(room, heard, feed, anew=True)


async def take_opml(room: Room, heard: Heard, data: bytes) -> None:
    """A list of feeds that an editor sent as a file."""
    found = await asyncio.to_thread(readers.list_of_feeds, data)
    new = await room.store.write(feeds.add_all, found, heard.user.id, room.clock())
    room.watch.wake()
    await note(room, heard, "feeds:opml_in")
    await heard.answer(heard.voice.say("feed.opml_read", new=new, known=len(found) - new))


async def all_tapped(room: Room, heard: Heard) -> None:
    """A tap on «feeds:all» or «feeds:opml»."""
    await heard.toast()
    known = await room.store.read(feeds.everyone)
    if heard.data == "opml":
        data = readers.as_opml(heard.voice.label("feed.opml_title"), [(feed.url, feed.title) for feed in known])
        await heard.answer_with_document("mujaz-feeds.opml", data, heard.voice.say("feed.opml_sent"))
    else:
        await heard.tell(*feed_card.listing(known, heard.voice))


async def tapped(room: Room, heard: Heard) -> None:
    """A tap on a button of a feed («feed:12:pause»)."""
    number, _, verb = heard.data.partition(":")
    feed = await room.store.read(feeds.one, int(number))
    await heard.toast()
    match verb:
        case "remove":
            await heard.rewrite(*feed_card.removal(feed, heard.voice))
        case "interval":
            await heard.rewrite(*feed_card.intervals(feed, heard.voice))
        case "really":
            await room.store.write(feeds.remove, feed.id)
            await heard.rewrite(heard.voice.say("feed.removed", title=heard.voice.text(feed.title)))
        case _:
            await _do(room, feed, verb)
            await _show_card(room, heard, feed)


async def _do(room: Room, feed: Watched, verb: str) -> None:
    match verb:
        case "test":
            await room.watch.look(feed)
        case "pause":
            await room.store.write(feeds.set_next, feed.id, None)
        case "resume":
            await room.store.write(feeds.set_next, feed.id, room.clock())
            room.watch.wake()
        case "trust" | "review":
            await room.store.write(feeds.set_trusted, feed.id, verb == "trust")
        case "every0" | "every1" | "every2" | "every3":
            await room.store.write(feeds.set_every, feed.id, EVERY[int(verb[-1])], room.clock())


async def _show_card(room: Room, heard: Heard, feed: Watched, *, anew: bool = False) -> None:
    feed = await room.store.read(feeds.one, feed.id)
    seen = await room.store.read(feeds.last_seen, feed.id, ITEMS_SHOWN)
    card, buttons = feed_card.card(feed, seen, heard.voice)
    if anew:
        await heard.answer(card, buttons)
    else:
        await heard.rewrite(card, buttons)
